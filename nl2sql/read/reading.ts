import type { Item, SenseOf } from '../cover/item.ts';
import type { Atom } from '../lex/atoms.ts';
import type { AddOn, ColumnRef, Condition, GroupKey, Measure, Operator, Order } from '../plan/plan.ts';
import type { TimePhrase } from '../time/time-phrase.ts';
import type { Vocabulary } from '../vocabulary.ts';

export type Verb = 'created' | 'deleted' | 'changed';
export type Head = SenseOf<'type'> | SenseOf<'slice'> | SenseOf<'any_resource'>;
export type Joiner = 'none' | 'and' | 'or' | 'comma';

/** Readings of one place that compete; each replaces `text` in the question. */
export interface Ambiguity {
  readonly text: string;
  readonly options: readonly { readonly label: string; readonly replacement: string }[];
}

/**
 * What the rules have gathered from a question, before it is decided what it asks. Filled by the rules in this
 * folder, each of which takes the items that it understands; what no rule takes is unplaced.
 */
export interface Reading {
  heads: { readonly sense: Head; readonly at: number; readonly text: string }[];
  topics: {
    readonly topic: string;
    readonly form: 'noun' | 'verb' | 'state';
    readonly at: number;
    readonly text?: string;
  }[];
  /** "Which accounts have …": a dimension that leads the question. */
  dimension: {
    readonly key: GroupKey;
    readonly at: number;
    readonly isCounted: boolean;
    readonly isNamed?: boolean;
    readonly text?: string;
  } | null;
  conditions: { readonly condition: Condition; readonly joiner: Joiner }[];
  groupBy: GroupKey[];
  measure: Measure | null;
  aggregate: { readonly function: 'sum' | 'avg' | 'min' | 'max'; readonly at: number } | null;
  /** Every figure that was named, kept or not. */
  figures: ('sum' | 'avg' | 'min' | 'max')[];
  /** A sum and nothing else: “total” may count as well. */
  isSum: boolean;
  /** A number of things was asked for. */
  isCounted: boolean;
  /** "How many … and how many GB": a number of them, and of their units. */
  countsTwice: boolean;
  /** Every verb that was said, the last of which is `verb`. */
  verbs: Verb[];
  /** Said of updates alone, which creations and deletions are not. */
  isUpdate: boolean;
  /** "What changed": what happened is the subject. */
  asksWhatHappened: boolean;
  /** "How much": a sum is asked for, though no column may be named. */
  isAmount: boolean;
  isDistinct: boolean;
  isShare: boolean;
  isYesNo: boolean;
  /** Whether all is well was asked, not by which measure. */
  isJudgement: boolean;
  columns: ColumnRef[];
  order: Order | null;
  superlative: {
    readonly kind: 'largest' | 'smallest' | 'oldest' | 'newest' | 'most' | 'fewest';
    readonly at: number;
  } | null;
  limit: number | null;
  having: { readonly operator: Operator; readonly value: number } | null;
  times: { readonly phrase: TimePhrase; readonly verb: Verb | null; readonly at: number }[];
  verb: Verb | null;
  isPast: boolean;
  identities: string[];
  addresses: string[];
  ranges: string[];
  port: number | null;
  /** Ports that would do as well: “on 3389 or 3306”. */
  otherPorts: number[];
  days: number | null;
  services: SenseOf<'service'>[];
  metrics: SenseOf<'metric'>[];
  period: 'hour' | 'day' | 'week' | 'month' | 'year' | null;
  hasPronoun: boolean;
  isFragment: boolean;
  wantsDetails: boolean;
  wantsWho: boolean;
  wantsUsers: boolean;
  /** "How many …, and where": the rows besides their number, which a list says too. */
  wantsRows: boolean;
  wantsChart: 'bar' | 'line' | 'pie' | null;
  isComparison: boolean;
  addOns: AddOn[];
  /** Predicates to show of each row rather than to filter by. */
  flags: Condition[];
  unplaced: Item[];
  notes: string[];
  ambiguity: Ambiguity | null;
  /** How long a state has lasted, which no property tells. */
  lasting: { readonly state: string | null; readonly span: string } | null;
  /** A specific reason to decline, told instead of the unplaced words. */
  decline: string | null;
}

export function emptyReading(): Reading {
  return {
    heads: [],
    topics: [],
    dimension: null,
    conditions: [],
    groupBy: [],
    measure: null,
    aggregate: null,
    figures: [],
    isSum: false,
    isCounted: false,
    countsTwice: false,
    verbs: [],
    isUpdate: false,
    asksWhatHappened: false,
    isAmount: false,
    isDistinct: false,
    isShare: false,
    isYesNo: false,
    isJudgement: false,
    columns: [],
    order: null,
    superlative: null,
    limit: null,
    having: null,
    times: [],
    verb: null,
    isPast: false,
    identities: [],
    addresses: [],
    ranges: [],
    port: null,
    otherPorts: [],
    days: null,
    services: [],
    metrics: [],
    period: null,
    hasPronoun: false,
    isFragment: false,
    wantsDetails: false,
    wantsWho: false,
    wantsUsers: false,
    wantsRows: false,
    wantsChart: null,
    isComparison: false,
    addOns: [],
    flags: [],
    unplaced: [],
    notes: [],
    ambiguity: null,
    lasting: null,
    decline: null,
  };
}

/** What the words just read say about the next content word. */
export interface Pending {
  not: boolean;
  without: boolean;
  with: boolean;
  their: boolean;
  preposition: boolean;
  /** "in", "under", "across": what follows may be a place; "for" and "of" say less. */
  within: boolean;
  quantified: boolean;
  question: boolean;
  joiner: Joiner;
}

const NOTHING: Pending = {
  not: false,
  without: false,
  with: false,
  their: false,
  preposition: false,
  within: false,
  quantified: false,
  question: false,
  joiner: 'none',
};

/** The items of a question with a place in them, shared by the rules. */
export class Cursor {
  at = 0;
  pending: Pending = { ...NOTHING };
  readonly items: readonly Item[];
  readonly atoms: readonly Atom[];
  readonly vocabulary: Vocabulary;
  /** Columns of the tables that the question may be about. */
  readonly columns: readonly ColumnRef[];

  constructor(
    items: readonly Item[],
    atoms: readonly Atom[],
    vocabulary: Vocabulary,
    columns: readonly ColumnRef[],
  ) {
    this.items = items;
    this.atoms = atoms;
    this.vocabulary = vocabulary;
    this.columns = columns;
  }

  peek(offset = 0): Item | undefined {
    return this.items[this.at + offset];
  }

  /** Where a "not" was said that no condition took up. */
  lostNegation: number | null = null;
  #negatedAt: number | null = null;

  /** A condition has taken up the "not" or "without" before it. */
  takeNegation(): void {
    this.#negatedAt = null;
  }

  /** Takes `count` items as content: what was pending has been used. A "not" that nothing used is remembered. */
  take(count = 1): void {
    if (this.#negatedAt !== null) this.lostNegation ??= this.#negatedAt;
    this.#negatedAt = null;
    this.at += count;
    this.pending = { ...NOTHING };
  }

  /** At the end of the question, a "not" that nothing took up has changed nothing. */
  end(): void {
    if (this.#negatedAt !== null) this.lostNegation ??= this.#negatedAt;
  }

  /** Takes a function word and remembers what it says. */
  mark(change: Partial<Pending>, count = 1): void {
    if (change.not === true || change.without === true) this.#negatedAt = this.at;
    if (change.not === false) this.#negatedAt = null;
    this.pending = { ...this.pending, ...change };
    this.at += count;
  }

  skip(count = 1): void {
    this.at += count;
  }
}

/** A rule takes what it understands at the cursor and says whether it did. */
export type Rule = (cursor: Cursor, reading: Reading) => boolean;

/** Adds a condition with the "not" and the "or" before it. */
export function addCondition(cursor: Cursor, reading: Reading, condition: Condition): void {
  cursor.takeNegation();
  const negated = cursor.pending.not !== cursor.pending.without;
  reading.conditions.push({
    condition: negated ? { kind: 'not', of: condition } : condition,
    joiner: cursor.pending.joiner,
  });
}
