/**
 * A property of resources that people name in one word and that no single column holds: public, unencrypted,
 * unused. Defined once, with the sentence that an answer states it by.
 *
 * `sql` is an Athena SQL condition over the typed table's alias `{t}`: true, false, or NULL where it cannot be
 * known. Placeholders: `{now}` (a timestamp literal), `{days}` and `{port}` (whole numbers). `{port: … }` is kept
 * only where the question named a port.
 */
export interface PredicateVariant {
  readonly types: readonly string[];
  readonly sql: string;
  /** Columns of the typed table that `sql` reads through `{t}`. */
  readonly needs: readonly string[];
  /** A column that is empty of all where AWS Config does not record it: then nothing can be told of any. */
  readonly recorded?: string;
  /** Said instead of the predicate's own text where it differs for these types. */
  readonly text?: string;
}

export interface NamedPredicate {
  readonly name: string;
  /** "public", "publicly accessible": with "not" before them the opposite. */
  readonly adjectives?: readonly string[];
  /** "encryption": takes with/without/no/has, enabled/disabled. */
  readonly nouns?: readonly string[];
  /** "unencrypted": true where the predicate is false. */
  readonly opposites?: readonly string[];
  /** What the predicate means, a sentence for the answer. */
  readonly text: string;
  /** The same for its opposite. */
  readonly oppositeText?: string;
  readonly variants: readonly PredicateVariant[];
  /** Default of `{days}`. */
  readonly days?: number;
  /** Takes a port ("on port 22"). */
  readonly takesPort?: boolean;
  /** Column heading where the predicate is shown as a column; defaults to is_<name>. */
  readonly column?: string;
}

/** A predicate that AWS Config does not record: which compliance rule or other source tells it instead. */
export interface RulePredicate {
  readonly name: string;
  readonly adjectives: readonly string[];
  /** What the rule looks for, by itself: “with mfa” is what it calls compliant. */
  readonly nouns?: readonly string[];
  readonly types: readonly string[];
  /** Managed rules whose NON_COMPLIANT results mean the predicate holds, as Config names them. */
  readonly rules: readonly string[];
  readonly text: string;
}

/** Phrases apart by bars, so that a line holds many. */
export function phrases(text: string): readonly string[] {
  return text.split('|').map((phrase) => phrase.trim());
}
