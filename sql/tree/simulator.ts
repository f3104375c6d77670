import {
  type ATNConfig,
  type ATNConfigSet,
  type DFA,
  type DFAState,
  type HashSet,
  ParserATNSimulator,
  PredictionContextCache,
  PredictionMode,
} from 'antlr4ng';
import type { TrinoSqlParser } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser.js';

/** Thrown out of the parser when prediction has used up its budget. */
export class PredictionBudgetError extends Error {
  override readonly name = 'PredictionBudgetError';
}

/**
 * Steps of prediction that one parse may take. Known states cost nothing, so an ordinary query takes a few
 * thousand at most; the worst hostile texts within the depth limit took 700,000, or two seconds.
 */
const BUDGET = 1_000_000;
/** Learned prediction states kept before they are forgotten: hostile texts would fill the memory with them. */
const MOST_STATES = 50_000;
let learnedStates = 0;

/**
 * Prediction in bounded time. `quick` decides by SLL, whose parse is the one of LL wherever it finds one, but
 * without the library's own search for SLL conflicts: that merges contexts without a cache and takes minutes on
 * `((SELECT a FROM (SELECT b, …` nested six times.
 */
export class BoundedSimulator extends ParserATNSimulator {
  readonly #quick: boolean;
  #steps = 0;

  constructor(parser: TrinoSqlParser, quick: boolean) {
    const own = parser.interpreter;
    super(parser, own.atn, own.decisionToDFA, new PredictionContextCache());
    this.#quick = quick;
    this.predictionMode = quick ? PredictionMode.SLL : PredictionMode.LL;
    if (learnedStates > MOST_STATES) {
      this.clearDFA();
      learnedStates = 0;
    }
  }

  override computeTargetState(dfa: DFA, previous: DFAState, token: number): DFAState {
    learnedStates++;
    this.predictionMode = PredictionMode.LL;
    try {
      return super.computeTargetState(dfa, previous, token);
    } finally {
      if (this.#quick) this.predictionMode = PredictionMode.SLL;
    }
  }

  protected override closureCheckingStopState(
    config: ATNConfig,
    configs: ATNConfigSet,
    closureBusy: HashSet<ATNConfig>,
    collectPredicates: boolean,
    fullCtx: boolean,
    depth: number,
    treatEofAsEpsilon: boolean,
  ): void {
    if (++this.#steps > BUDGET) throw new PredictionBudgetError();
    super.closureCheckingStopState(
      config,
      configs,
      closureBusy,
      collectPredicates,
      fullCtx,
      depth,
      treatEofAsEpsilon,
    );
  }
}
