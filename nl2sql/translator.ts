import type { Chart, Diagnostic } from '#answer/contract.ts';
import type { AppError } from '#catalog/errors.ts';
import type { ModelUsage } from '#platform/ports/model.ts';
import type { QueryEngine } from '#platform/ports/query-engine.ts';
import type { EffectivePolicy } from '#sql/policy.ts';
import type { SqlSchema } from '#sql/schema.ts';
import type { GroupKey, Plan, ResourceKey } from './plan/plan.ts';
import type { Vocabulary } from './vocabulary.ts';

/** An earlier question of the conversation with what its answer was made of. Plain data: kept as JSON. */
export interface Turn {
  readonly question: string;
  readonly answerId: string;
  readonly status: string;
  readonly sql: string | null;
  /** The plan, where the grammar made the SQL; a follow-up refines it. */
  readonly plan: Plan | null;
  readonly columns: readonly string[];
  /** What was asked back, where a model did. */
  readonly askedBack?: string | null | undefined;
  /** Keys of the rows that were shown, where the result had key columns; `keysComplete` if no row is missing. */
  readonly keys: readonly ResourceKey[];
  readonly keysComplete: boolean;
  /** The accounts, Regions, values … that the rows were groups of: all of them, or none. */
  readonly groups?: ShownGroups | null | undefined;
}

/** Every value of the one key by which an answer was grouped; null is "without one". */
export interface ShownGroups {
  readonly key: GroupKey;
  readonly values: readonly (string | null)[];
}

export interface TranslationRequest {
  readonly question: string;
  /** Earlier turns of the conversation, oldest first. */
  readonly previous: readonly Turn[];
  readonly schema: SqlSchema;
  readonly vocabulary: Vocabulary;
  /** What the caller may read: a translator names nothing else to anybody. */
  readonly policy: EffectivePolicy;
  /** The engine that will run the SQL. */
  readonly engine: QueryEngine['name'];
  readonly now: Date;
  /** IANA zone in which dates of the question are read. */
  readonly zone: string;
  /** What an earlier translator asked back or could not do. */
  readonly undecided?: Translation;
  readonly signal?: AbortSignal;
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
  /** `{n}` is replaced by the number, `{names}` by the second column where there is one; `none` is said where it is 0 (null: say nothing). */
  readonly text: string;
  readonly none: string | null;
}

/** What a translator that asks a model adds to its translation. */
export interface ModelPart {
  readonly modelUsage?: ModelUsage;
}

/** A count that must not be 0, or the answer would say “none” of what it cannot know. */
export interface Guard {
  readonly sql: string;
  /** Said instead of an answer. */
  readonly text: string;
  readonly hint: string;
}

export type Translation = ModelPart & Outcome;

/** Every token that a model used for a translation, cached ones too; 0 where none was asked. */
export function tokensUsed({ modelUsage }: ModelPart): number {
  if (modelUsage === undefined) return 0;
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = modelUsage;
  return inputTokens + outputTokens + cacheReadTokens + cacheWriteTokens;
}

type Outcome =
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
      readonly guards?: readonly Guard[];
      readonly parameters?: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'clarify';
      readonly text: string;
      readonly choices: readonly Choice[];
      /** Nothing was asked that another translator could know better. */
      readonly isFinal?: boolean;
    }
  | {
      readonly kind: 'abstain';
      readonly text: string;
      readonly hint?: string;
      readonly diagnostics?: readonly Diagnostic[];
    }
  | {
      readonly kind: 'refuse';
      readonly code: string;
      readonly text: string;
      readonly hint?: string;
      /** Too little was understood to be sure that it is about something else: the next translator may know. */
      readonly isGuess?: boolean;
    }
  /** The translator itself did not work, e.g. a model that cannot be reached. */
  | { readonly kind: 'fail'; readonly error: AppError }
  | { readonly kind: 'pass' };

/** Turns a question into SQL, asks back, or passes to the next translator. Never throws for what a person typed. */
export interface Translator {
  /** saved · grammar · bedrock · openai */
  readonly name: string;
  translate(request: TranslationRequest): Promise<Translation>;
}
