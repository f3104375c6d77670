import type { Json, OracleTables, Row } from './model.ts';
import { canonicalText, decodeNested, isObject } from './values.ts';

const RESOURCE = ['account_id', 'region', 'resource_type', 'resource_id'] as const;

/** Tables without a key, compared as bags of whole rows. */
const bags = new Set(['relationships', 'rejected_records', 'ec2_security_group_rule', 'policy_statement']);

/** Columns that say which row is which, where they are not those of the resource alone. */
const primaryKeys: { readonly [table: string]: readonly string[] } = {
  resource_history: [...RESOURCE, 'valid_from', 'is_deleted'],
  resource_changes: [...RESOURCE, 'changed_at', 'change_type'],
  resource_tags: [...RESOURCE, 'tag_key'],
  accounts: ['account_id'],
  coverage: ['account_id', 'region', 'domain'],
  compliance: ['account_id', 'region', 'rule_name', 'resource_type', 'resource_id'],
  compliance_history: ['account_id', 'region', 'rule_name', 'resource_type', 'resource_id', 'evaluated_at'],
};

/** The words of a reason are the product's own: what is rejected, and from where, is compared. */
const neverCompared: { readonly [table: string]: readonly string[] } = {
  rejected_records: ['reason_code', 'reason'],
};

export interface CompareOptions {
  /** Differences told for each table before the rest is only counted; 10 unless given. */
  readonly first?: number;
  /** Table → columns left out of the comparison, where the builders settled on another reading. */
  readonly ignore?: { readonly [table: string]: readonly string[] };
}

export interface TableDifference {
  readonly table: string;
  readonly count: number;
  readonly lines: readonly string[];
}

/**
 * Readable differences, table by table; an empty list means that both agree. Only the oracle's tables and, of
 * each row, only the oracle's columns are compared: a column it leaves out is one the design does not fix.
 * Rows may come in any order, JSON may come as text, and numbers may come as text where they are the same.
 */
export function compareTables(
  expected: OracleTables,
  actual: OracleTables,
  options: CompareOptions = {},
): readonly TableDifference[] {
  const first = options.first ?? 10;
  return Object.entries(expected).flatMap(([table, rows]) => {
    const ignored = new Set([...(options.ignore?.[table] ?? []), ...(neverCompared[table] ?? [])]);
    const other = actual[table];
    const lines =
      other === undefined
        ? [`the table is missing (${rows.length} rows expected)`]
        : compareRows(table, rows, other, ignored);
    if (lines.length === 0) return [];
    const shown = lines.slice(0, first);
    return [
      {
        table,
        count: lines.length,
        lines: lines.length > first ? [...shown, `… and ${lines.length - first} more`] : shown,
      },
    ];
  });
}

/** The same as one text, for an assertion's message. */
export function describeDifferences(differences: readonly TableDifference[]): string {
  return differences
    .map(
      ({ table, count, lines }) =>
        `${table}: ${count} differences\n${lines.map((line) => `  ${line}`).join('\n')}`,
    )
    .join('\n');
}

function compareRows(
  table: string,
  expected: readonly Row[],
  actual: readonly Row[],
  ignored: ReadonlySet<string>,
): readonly string[] {
  const key = primaryKeys[table] ?? (bags.has(table) ? null : RESOURCE);
  const wanted = expected.map((row) => normaliseRow(row, ignored));
  const columns = [...new Set(wanted.flatMap((row) => Object.keys(row)))];
  const found = actual.map((row) => normaliseRow(row, ignored));
  const nameOf = (row: Row): string =>
    (key ?? columns).map((column) => `${column}=${canonicalText(row[column] ?? null)}`).join(' ');
  return matchGroups(groupBy(wanted, nameOf), groupBy(found, nameOf));
}

/** Rows of one key are paired so that equal ones meet; what is left over is told. */
function matchGroups(
  wanted: ReadonlyMap<string, readonly Row[]>,
  found: ReadonlyMap<string, readonly Row[]>,
): string[] {
  const lines: string[] = [];
  for (const [name, rows] of wanted) {
    const candidates = [...(found.get(name) ?? [])];
    const unmatched = rows.filter((row) => {
      const index = candidates.findIndex((candidate) => differingColumns(row, candidate).length === 0);
      if (index >= 0) candidates.splice(index, 1);
      return index < 0;
    });
    for (const row of unmatched) {
      const candidate = candidates.shift();
      lines.push(
        candidate === undefined ? `missing: ${name}` : `differs: ${name} ${describe(row, candidate)}`,
      );
    }
    for (const _ of candidates) lines.push(`unexpected: ${name}`);
  }
  for (const [name, rows] of found)
    if (!wanted.has(name)) for (const _ of rows) lines.push(`unexpected: ${name}`);
  return lines;
}

const differingColumns = (expected: Row, actual: Row): readonly string[] =>
  Object.keys(expected).filter((column) => !isSame(expected[column] ?? null, actual[column] ?? null));

const describe = (expected: Row, actual: Row): string =>
  differingColumns(expected, actual)
    .map((column) => {
      const [left, right] = excerpts(canonicalText(expected[column]), canonicalText(actual[column] ?? null));
      return `${column}: expected ${left}, got ${right}`;
    })
    .join('; ');

/** Both texts, cut to where they begin to differ if they are long. */
function excerpts(left: string, right: string): readonly [string, string] {
  if (left.length <= 120 && right.length <= 120) return [left, right];
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  const from = Math.max(0, at - 40);
  const cut = (text: string): string =>
    `${from > 0 ? '…' : ''}${text.slice(from, from + 120)}${text.length > from + 120 ? '…' : ''}`;
  return [cut(left), cut(right)];
}

function isSame(left: Json, right: Json): boolean {
  if (canonicalText(left) === canonicalText(right)) return true;
  if (typeof left === 'number' && typeof right === 'string') return String(left) === right;
  return typeof left === 'string' && typeof right === 'number' && left === String(right);
}

function normaliseRow(row: Row, ignored: ReadonlySet<string>): Row {
  return Object.fromEntries(
    Object.entries(row)
      .filter(([column]) => !ignored.has(column))
      .map(([column, value]) => [column, normaliseValue(column, value)]),
  );
}

/** Arrays of names are sets (that edges changed may be said or not: rule 19); JSON text and the JSON in its strings are read. */
function normaliseValue(column: string, value: Json): Json {
  const decoded = decodeNested(value);
  const isSet = column === 'changed_paths' || column.endsWith('_types') || column.endsWith('_account_ids');
  if (isSet && Array.isArray(decoded))
    return decoded
      .filter((entry) => column !== 'changed_paths' || entry !== 'relationships')
      .sort((left, right) => (canonicalText(left) < canonicalText(right) ? -1 : 1));
  return isObject(decoded) || Array.isArray(decoded) ? decoded : value;
}

function groupBy(rows: readonly Row[], nameOf: (row: Row) => string): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(nameOf(row)) ?? [];
    groups.set(nameOf(row), group);
    group.push(row);
  }
  return groups;
}
