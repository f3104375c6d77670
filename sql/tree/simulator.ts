import {
  ATN,
  ATNConfig,
  ATNConfigSet,
  type DFA,
  type DFAState,
  type HashSet,
  ParserATNSimulator,
  type ParserRuleContext,
  PredictionContextCache,
  PredictionMode,
  SemanticContext,
  type TokenStream,
} from 'antlr4ng';
import { TrinoSqlParser } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser.js';

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
 * Prediction in bounded time. `quick` decides by SLL, whose parse is the one of LL wherever it finds one. The
 * library's own search for SLL conflicts merges contexts without a cache, and takes minutes on
 * `((SELECT a FROM (SELECT b, …` nested six times; without that search, each item of a long list looks ahead to
 * the end of the list. So the search is made here, with the cache.
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

  /**
   * A column may be empty in this grammar, for editors that complete half a text; its predicate is false here.
   * Left to be predicted, every column would look ahead to the end of the query before asking it.
   */
  override adaptivePredict(
    input: TokenStream,
    decision: number,
    outerContext: ParserRuleContext | null,
  ): number {
    const isColumn = this.atn.getDecisionState(decision)?.ruleIndex === TrinoSqlParser.RULE_columnRef;
    return isColumn ? 1 : super.adaptivePredict(input, decision, outerContext);
  }

  override computeTargetState(dfa: DFA, previous: DFAState, token: number): DFAState {
    learnedStates++;
    this.predictionMode = PredictionMode.LL;
    try {
      const target = super.computeTargetState(dfa, previous, token);
      if (!target.isAcceptState && target.configs.hasSemanticContext && this.#conflicts(target.configs)) {
        this.#accept(target, dfa);
      }
      return target;
    } finally {
      if (this.#quick) this.predictionMode = PredictionMode.SLL;
    }
  }

  /** Whether more tokens cannot tell the alternatives apart, predicates aside. */
  #conflicts(configs: ATNConfigSet): boolean {
    const merged = new ATNConfigSet(false);
    for (const config of configs.items) {
      this.#spend();
      merged.add(new ATNConfig({ semanticContext: SemanticContext.NONE }, config), this.mergeCache);
    }
    const alternatives = PredictionMode.getConflictingAltSubsets(merged);
    return (
      PredictionMode.hasConflictingAltSet(alternatives) &&
      !PredictionMode.hasStateAssociatedWithOneAlt(merged)
    );
  }

  /** Makes a state decide for the first alternative whose predicate holds, as SLL does. */
  #accept(state: DFAState, dfa: DFA): void {
    state.configs.conflictingAlts = this.getConflictingAlts(state.configs);
    state.requiresFullContext = true;
    state.isAcceptState = true;
    state.prediction = state.configs.conflictingAlts.nextSetBit(0) ?? ATN.INVALID_ALT_NUMBER;
    const decision = this.atn.getDecisionState(dfa.decision);
    if (decision !== null) this.predicateDFAState(state, decision);
    if (state.predicates !== null) state.prediction = ATN.INVALID_ALT_NUMBER;
  }

  #spend(): void {
    if (++this.#steps > BUDGET) throw new PredictionBudgetError();
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
    this.#spend();
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
