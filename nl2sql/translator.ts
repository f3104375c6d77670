import type { Chart, Diagnostic } from '#answer/contract.ts';
import type { SqlSchema } from '#sql/schema.ts';
import type { Plan } from './plan/plan.ts';
import type { Vocabulary } from './vocabulary.ts';

/** One resource of an earlier answer, by its key columns. */
export interface ResourceKey {
  readonly account_id: string;
  readonly region: string | null;
  readonly resource_type: string | null;
  readonly resource_id: string;
}

/** An earlier question of the conversation with what its answer was made of. Plain data: kept as JSON. */
export interface Turn {
  readonly question: string;
  readonly answerId: string;
  readonly status: string;
  readonly sql: string | null;
  /** The plan, where the grammar made the SQL; a follow-up refines it. */
  readonly plan: Plan | null;
  readonly columns: readonly string[];
  /** Keys of the rows that were shown, where the result had key columns; `keysComplete` if no row is missing. */
  readonly keys: readonly ResourceKey[];
  readonly keysComplete: boolean;
}

export interface TranslationRequest {
  readonly question: string;
  /** Earlier turns of the conversation, oldest first. */
  readonly previous: readonly Turn[];
  readonly schema: SqlSchema;
  readonly vocabulary: Vocabulary;
  readonly now: Date;
  /** IANA zone in which dates of the question are read. */
  readonly zone: string;
}

export interface Choice {
  /** Short name of the reading. */
  readonly label: string;
  /** A complete question that has only this reading. */
  readonly question: string;
}

/** A query whose single number completes a sentence of the answer, e.g. how many rows' own tags disagree. */
export interface SideCount {
  readonly sql: string;
  /** `{n}` is replaced by the number; `none` is said where it is 0 (null: say nothing). */
  readonly text: string;
  readonly none: string | null;
}

export type Translation =
  | {
      readonly kind: 'sql';
      readonly sql: string;
      /** What the rows are, as a plural noun phrase. */
      readonly subject: string | null;
      /** What one row stands for where it is not one of the subject, as a plural noun phrase. */
      readonly rowsAre?: string;
      readonly assumptions: readonly string[];
      readonly followUps: readonly string[];
      readonly chart?: Chart;
      readonly title?: string;
      readonly plan?: Plan;
      readonly rowLimit?: number;
      readonly sideCounts?: readonly SideCount[];
      readonly parameters?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'clarify'; readonly text: string; readonly choices: readonly Choice[] }
  | {
      readonly kind: 'abstain';
      readonly text: string;
      readonly hint?: string;
      readonly diagnostics?: readonly Diagnostic[];
    }
  | { readonly kind: 'refuse'; readonly code: string; readonly text: string; readonly hint?: string }
  | { readonly kind: 'pass' };

/** Turns a question into SQL, asks back, or passes to the next translator. Never throws for what a person typed. */
export interface Translator {
  /** saved · grammar · bedrock · openai */
  readonly name: string;
  translate(request: TranslationRequest): Promise<Translation>;
}
