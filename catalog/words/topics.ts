import { changesTopics } from './topics/changes.ts';
import { operationsTopics } from './topics/operations.ts';
import { organizationTopics } from './topics/organization.ts';

/**
 * Subjects of questions that are tables of their own rather than resource types: changes, compliance, cost and
 * so on. What people call them, which time a "yesterday" means, and what to show unasked.
 */
export interface Topic {
  readonly name: string;
  readonly table: string;
  /** Plural noun phrase of a row, for sentences. */
  readonly rows: string;
  readonly nouns: readonly string[];
  /** Words that make a statement about it ("changed", "non-compliant"). */
  readonly verbs?: readonly string[];
  /** Words for a state of its rows: "stale" is verdict = stale; with "not" before them the opposite. */
  readonly states?: readonly {
    readonly words: readonly string[];
    readonly column: string;
    readonly values: readonly string[];
    readonly negated?: boolean;
  }[];
  readonly timeColumn: string | null;
  readonly columns: readonly string[];
  /** Newest first, or by these columns. */
  readonly orderBy: readonly { readonly column: string; readonly descending: boolean }[];
  /** Words for columns beyond their own names. */
  readonly words?: Readonly<Record<string, readonly string[]>>;
  /** Fixed part of WHERE (over alias r). */
  readonly onlyWhere?: string;
  readonly text?: string;
}

export const topics: readonly Topic[] = [...changesTopics, ...organizationTopics, ...operationsTopics];

const byName = new Map(topics.map((topic) => [topic.name, topic]));

export function topicByName(name: string): Topic | undefined {
  return byName.get(name);
}
