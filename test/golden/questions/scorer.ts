import type { Answer, AnswerValue } from '#answer/contract.ts';
import type { Entity, Expectation, Group } from './expectations.ts';

/**
 * `declined`: did not answer where an answer was expected, or declined in another way than expected: not right, but
 * honest. `wrong`: answered, and something else than what is true. `failed`: an error.
 */
export type Outcome = 'right' | 'declined' | 'wrong' | 'failed';
export interface Score {
  readonly outcome: Outcome;
  readonly why: string;
}

type Judged = { readonly right: true } | { readonly right: false; readonly why: string };
const right: Judged = { right: true };
const not = (why: string): Judged => ({ right: false, why });

/** Classifies an answer. */
export function score(answer: Answer, expectation: Expectation): Score {
  const judged = judge(answer, expectation);
  if (judged.right) return { outcome: 'right', why: '' };
  if (answer.status === 'failed') return { outcome: 'failed', why: answer.text };
  if (answer.status !== 'answered') return { outcome: 'declined', why: `${answer.status}: ${answer.text}` };
  // No row and "not recorded" claims nothing.
  if (answer.rows.length === 0 && answer.verdict?.status === 'not_recorded')
    return { outcome: 'declined', why: `not recorded: ${judged.why}` };
  return { outcome: 'wrong', why: judged.why };
}

function judge(answer: Answer, expectation: Expectation): Judged {
  if (expectation.kind === 'either') {
    const all = expectation.options.map((option) => judge(answer, option));
    return all.find((judged) => judged.right) ?? all[0] ?? not('nothing would be right');
  }
  if (expectation.kind === 'status') {
    return expectation.anyOf.includes(answer.status)
      ? right
      : not(`${answer.status} with ${answer.row_count} rows instead of ${expectation.anyOf.join(' or ')}`);
  }
  if (answer.status !== 'answered') return not(answer.status);
  if (answer.truncated) return not('rows were cut');
  switch (expectation.kind) {
    case 'rows':
      return namesExactly(answer, expectation);
    case 'number':
      return isNumber(answer, expectation);
    case 'groups':
      return hasGroups(answer, expectation.groups);
    case 'top':
      return isTop(answer, expectation);
    case 'cell':
      return hasCell(answer, expectation.anyOf);
    case 'not-recorded':
      return answer.rows.length === 0 && answer.verdict?.status === 'not_recorded'
        ? right
        : not(`${answer.rows.length} rows, verdict ${answer.verdict?.status}, instead of not recorded`);
    default:
      return expectation satisfies never;
  }
}

/** Texts of a column, those in arrays too; null where a row has none. */
function texts(answer: Answer, index: number): (string | null)[] {
  return answer.rows.flatMap((row) => flatten(row[index] ?? null));
}
function flatten(value: AnswerValue): (string | null)[] {
  if (Array.isArray(value)) return value.flatMap(flatten);
  return [typeof value === 'string' && value !== '' ? value : null];
}

function namesExactly(
  answer: Answer,
  expected: { must: readonly Entity[]; may: readonly Entity[]; anyColumn: boolean },
): Judged {
  const { must, may, anyColumn } = expected;
  if (must.length === 0 && answer.row_count === 0) return right;
  const idColumn = answer.columns.findIndex(({ name }) => name === 'resource_id');
  const columns = idColumn >= 0 && !anyColumn ? [idColumn] : answer.columns.map((_column, index) => index);
  const judged = columns.map((index) => columnNames(texts(answer, index), must, may, anyColumn));
  const places = placesOf(answer);
  if (!anyColumn && places !== undefined && (places < must.length || places > must.length + may.length))
    return not(`${places} resources for ${must.length}${may.length > 0 ? `+${may.length}` : ''}`);
  const best = judged.find((each) => each.right);
  if (best !== undefined) return best;
  const closest = judged.reduce(
    (least, each) => (distance(each) < distance(least) ? each : least),
    judged[0] ?? { right: false, missing: must.length, extra: 0, why: 'no columns' },
  );
  return not(
    `${answer.row_count} rows for ${must.length}${may.length > 0 ? `+${may.length}` : ''}: ${closest.right ? '' : closest.why}`,
  );
}

/** How many different resources the rows are about, where they say: ids that are names occur in several places. */
function placesOf(answer: Answer): number | undefined {
  const indexOf = (name: string): number => answer.columns.findIndex((column) => column.name === name);
  const key = ['account_id', 'region', 'resource_id'].map(indexOf);
  if (key.includes(-1)) return undefined;
  const type = indexOf('resource_type');
  return new Set(answer.rows.map((row) => JSON.stringify([...key, type].map((index) => row[index])))).size;
}

type ColumnJudgement = { right: true } | { right: false; missing: number; extra: number; why: string };
const distance = (each: ColumnJudgement): number => (each.right ? 0 : each.missing + each.extra);

function columnNames(
  column: readonly (string | null)[],
  must: readonly Entity[],
  may: readonly Entity[],
  allowNull: boolean,
): ColumnJudgement {
  const byKey = new Map<string, Entity[]>();
  for (const entity of [...must, ...may])
    for (const key of entity.keys) byKey.set(key, [...(byKey.get(key) ?? []), entity]);
  const named = new Set<Entity>();
  const extra = new Set<string>();
  for (const value of column) {
    if (value === null) {
      if (!allowNull) extra.add('(null)');
      continue;
    }
    const entities = byKey.get(value);
    if (entities === undefined) extra.add(value);
    else for (const entity of entities) named.add(entity);
  }
  const missing = must.filter((entity) => !named.has(entity));
  // A name that several share tells them apart only by as many rows.
  const isAmbiguous = column.length < must.length;
  if (missing.length === 0 && extra.size === 0 && !isAmbiguous) return { right: true };
  const shown = (list: readonly string[]): string =>
    list.slice(0, 3).join(', ') + (list.length > 3 ? ', …' : '');
  return {
    right: false,
    missing: missing.length,
    extra: extra.size,
    why: [
      ...(missing.length === 0
        ? []
        : [`lacks ${missing.length}: ${shown(missing.map(({ keys }) => keys[0] ?? ''))}`]),
      ...(extra.size === 0 ? [] : [`${extra.size} too many: ${shown([...extra])}`]),
      ...(isAmbiguous ? [`${column.length} rows for ${must.length}`] : []),
    ].join('; '),
  };
}

const numeric = (value: AnswerValue | undefined): number | undefined => {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
};

function isNumericColumn(answer: Answer, index: number): boolean {
  return /^(tinyint|smallint|integer|bigint|real|double|decimal)/.test(answer.columns[index]?.type ?? '');
}

function isNumber(
  answer: Answer,
  expected: { least: number; most: number; counted: readonly Entity[] | undefined },
): Judged {
  const { least, most, counted } = expected;
  if (answer.rows.length === 1) {
    const numbers = (answer.rows[0] ?? []).flatMap((value, index) =>
      isNumericColumn(answer, index) ? [numeric(value) ?? Number.NaN] : [],
    );
    if (numbers.some((value) => value >= least && value <= most)) return right;
    // NULL is a sum of nothing.
    if (least === 0 && numbers.length === 1 && Number.isNaN(numbers[0])) return right;
  }
  if (counted !== undefined && answer.row_count === counted.length) {
    const listed = namesExactly(answer, { must: counted, may: [], anyColumn: false });
    if (listed.right) return right;
  }
  const wanted = least === most ? String(least) : `${least} to ${most}`;
  return not(`${JSON.stringify(answer.rows.slice(0, 2))} instead of ${wanted}`);
}

const sameKey = (value: AnswerValue | undefined): string => {
  if (value === null || value === undefined) return '';
  const text = String(value).trim().toLowerCase();
  return ['', 'none', '(none)', 'unknown', '(unknown)', 'not set', '(not set)'].includes(text) ? '' : text;
};

function hasGroups(answer: Answer, groups: readonly Group[]): Judged {
  const depth = groups[0]?.keys.length ?? 1;
  const all = answer.columns.map((_column, index) => index);
  const measures = all.filter((index) => isNumericColumn(answer, index));
  let why = 'no column has the measure';
  for (const dimensions of choices(all, depth)) {
    for (const measure of measures.filter((index) => !dimensions.includes(index))) {
      const judged = groupsIn(answer, dimensions, measure, groups);
      if (judged.right) return right;
      if (judged.fits) why = judged.why;
    }
  }
  return not(why);
}

/** Ordered choices of `depth` different columns. */
function choices(columns: readonly number[], depth: number): number[][] {
  if (depth === 0) return [[]];
  return columns.flatMap((column) =>
    choices(
      columns.filter((other) => other !== column),
      depth - 1,
    ).map((rest) => [column, ...rest]),
  );
}

/** The group that a row names: as written, else in another case. */
function groupOf(
  row: readonly AnswerValue[],
  dimensions: readonly number[],
  groups: ReadonlySet<Group>,
): Group | undefined {
  const named = (same: (spelling: string, value: AnswerValue | undefined) => boolean) =>
    [...groups].find((group) =>
      group.keys.every((spellings, index) =>
        spellings.some((spelling) => same(spelling, row[dimensions[index] ?? -1])),
      ),
    );
  return (
    named((spelling, value) => spelling === value) ??
    named((spelling, value) => sameKey(spelling) === sameKey(value))
  );
}

function groupsIn(
  answer: Answer,
  dimensions: readonly number[],
  measure: number,
  groups: readonly Group[],
): { right: true } | { right: false; fits: boolean; why: string } {
  const left = new Set(groups);
  let unknown = 0;
  for (const row of answer.rows) {
    const value = numeric(row[measure]);
    const group = groupOf(row, dimensions, left);
    if (group === undefined) {
      // A group of nothing (an account without any) may be shown.
      if (value !== 0) unknown += 1;
      continue;
    }
    if (value === undefined || Math.abs(value - group.value) > Math.abs(group.value) * 0.005)
      return {
        right: false,
        fits: true,
        why: `${group.keys.map(([key]) => key).join('/')}: ${value} instead of ${group.value}`,
      };
    left.delete(group);
  }
  const missing = [...left].filter((group) => group.isOptional !== true);
  if (unknown === 0 && missing.length === 0) return { right: true };
  return {
    right: false,
    fits: unknown < answer.rows.length,
    why: `${missing.length} of ${groups.length} groups missing, ${unknown} unknown`,
  };
}

function isTop(
  answer: Answer,
  expected: { candidates: readonly { entity: Entity; value: number }[]; n: number },
): Judged {
  const { candidates, n } = expected;
  const best = candidates
    .map(({ value }) => value)
    .sort((a, b) => b - a)
    .slice(0, n);
  const idColumn = answer.columns.findIndex(({ name }) => name === 'resource_id');
  const columns = idColumn >= 0 ? [idColumn] : answer.columns.map((_column, index) => index);
  let why = `no column names them (${answer.rows.length} rows)`;
  for (const index of columns) {
    const got = answer.rows.map((row) => {
      const text = sameKey(row[index]);
      return candidates.find(({ entity }) => entity.keys.some((key) => sameKey(key) === text))?.value;
    });
    if (got.some((value) => value === undefined) || got.length === 0) continue;
    const values = got.map(Number);
    // Asked for the one with the most, a whole ranking whose first is right is an answer too.
    const isRanking =
      n === 1 && values.every((value, row) => row === 0 || value <= (values[row - 1] ?? Number.NaN));
    const judged = isRanking ? values.slice(0, 1) : [...values].sort((a, b) => b - a);
    if (judged.length === best.length && judged.every((value, row) => value === best[row])) return right;
    why = `measures ${judged.slice(0, 5).join(', ')} (${judged.length}) instead of ${best.slice(0, 5).join(', ')} (${best.length})`;
  }
  return not(why);
}

function hasCell(answer: Answer, anyOf: readonly AnswerValue[]): Judged {
  const [row] = answer.rows;
  const isSame = (value: AnswerValue, wanted: AnswerValue): boolean =>
    typeof wanted === 'string' && typeof value === 'string'
      ? value.toLowerCase().startsWith(wanted.toLowerCase())
      : value === wanted || (typeof wanted === 'number' && numeric(value) === wanted);
  if (
    answer.rows.length === 1 &&
    row?.some((value) => anyOf.some((wanted) => isSame(value, wanted))) === true
  )
    return right;
  return not(
    `${answer.rows.length} rows, ${JSON.stringify(row ?? null).slice(0, 120)}, without ${anyOf.join(' or ')}`,
  );
}
