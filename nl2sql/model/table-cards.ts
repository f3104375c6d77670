import type { ColumnDefinition } from '#catalog/define-table.ts';
import { promptCard } from '#catalog/emit/prompt-card.ts';
import { predicates, variantFor } from '#catalog/predicates/predicates.ts';
import { baseColumns } from '#catalog/tables/base-columns.ts';
import { wordsOfType } from '#catalog/words/type-words.ts';
import type { ReadableTable } from './readable.ts';
import { columnsFor } from './retrieve.ts';

/** Columns of its own that a typed table's card shows: the ones that match, then the telling ones, then the first. */
const MOST_COLUMNS = 60;
const BASE = new Set(baseColumns.map(({ name }) => name));

/** The columns that many tables have, described once; without those that this caller sees nowhere. */
export function baseCard(columns: readonly ColumnDefinition[]): string {
  return promptCard({
    name: 'Shared columns',
    description: 'Tables say which of these they have; they mean the same everywhere.',
    columns,
  });
}

/** A table with the columns that a question may need. Columns that every resource has are only named, not described. */
export function tableCard(
  readable: ReadableTable,
  shared: readonly ColumnDefinition[],
  question: string,
): string {
  const { table, columns } = readable;
  const isTyped = table.storage.kind === 'slice';
  const own = columns.filter(({ name }) => !BASE.has(name));
  const visible = new Set(columns.map(({ name }) => name));
  const inCommon = shared.filter(({ name }) => visible.has(name)).map(({ name }) => name);
  const chosen = isTyped ? chosenColumns(own, question, table.resourceTypes?.[0]) : own;
  const left = own.length - chosen.length;
  return [
    promptCard({ ...plain(readable), columns: chosen }),
    inCommon.length === shared.length
      ? 'And all shared columns.'
      : `And of the shared columns: ${inCommon.join(', ') || 'none'}.`,
    ...(left === 0 ? [] : [`${left} more columns are not shown; do not guess their names.`]),
    ...typeNotes(table.resourceTypes?.[0], new Set(chosen.map(({ name }) => name))),
  ].join('\n');
}

const plain = ({ table }: ReadableTable) => ({
  name: table.name,
  description: table.description,
  partitionKeys: table.partitionKeys,
});

function chosenColumns(
  own: readonly ColumnDefinition[],
  question: string,
  type: string | undefined,
): readonly ColumnDefinition[] {
  if (own.length <= MOST_COLUMNS) return own;
  const words = type === undefined ? undefined : wordsOfType(type);
  const telling = new Set([...(words?.telling ?? []), words?.created ?? '', words?.size?.column ?? '']);
  const scores = columnsFor(
    question,
    own.map(({ name }) => name),
  );
  const rank = new Map(
    own.map(({ name }, at) => [
      name,
      (scores.get(name) ?? 0) * 100 + (telling.has(name) ? 50 : 0) - at / 1000,
    ]),
  );
  const best = [...own].sort((a, b) => (rank.get(b.name) ?? 0) - (rank.get(a.name) ?? 0));
  const chosen = new Set(best.slice(0, MOST_COLUMNS));
  return own.filter((column) => chosen.has(column));
}

/** What is known of a type beyond its columns. */
function typeNotes(type: string | undefined, shown: ReadonlySet<string>): readonly string[] {
  const words = type === undefined ? undefined : wordsOfType(type);
  const notes: string[] = [];
  if (words?.created !== undefined && shown.has(words.created))
    notes.push(`Time of creation: coalesce(created_at, ${words.created}).`);
  if (words?.size !== undefined && shown.has(words.size.column))
    notes.push(`${words.size.column} is in ${words.size.unit}.`);
  return notes;
}

export interface ReviewedCondition {
  readonly text: string;
  readonly sql: string;
}

/** Conditions of the catalogue whose words stand in a question, for a table; `t` is the table's alias. */
export function reviewedConditions(readable: ReadableTable, question: string): readonly ReviewedCondition[] {
  const [type] = readable.table.resourceTypes ?? [];
  if (type === undefined || readable.table.storage.kind !== 'slice') return [];
  const asked = ` ${question.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ')} `;
  const has = (phrases: readonly string[] | undefined) =>
    (phrases ?? []).some((phrase) => asked.includes(` ${phrase.replaceAll('-', ' ')} `));
  return predicates.flatMap((predicate) => {
    const variant = variantFor(predicate, type);
    if (variant === undefined || predicate.takesPort === true) return [];
    if (!has(predicate.adjectives) && !has(predicate.nouns) && !has(predicate.opposites)) return [];
    const sql = variant.sql
      .replaceAll('{t}', 't')
      .replaceAll('{now}', 'CAST(now() AS timestamp(3))')
      .replaceAll('{days}', String(predicate.days ?? 0));
    if (sql.includes('{')) return [];
    return [{ text: `${predicate.name.replaceAll('_', ' ')}: ${variant.text ?? predicate.text}`, sql }];
  });
}
