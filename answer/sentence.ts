import type { Answer, AnswerValue } from './contract.ts';

export interface SentenceInput {
  /** What the rows are, as a plural noun phrase ("EC2 instances in production"); null where only SQL was given. */
  readonly subject: string | null;
  /** What one row stands for where it is not one of the subject ("accounts", "pairs of …"), as a plural noun phrase. */
  readonly rowsAre: string | null;
  readonly columns: Answer['columns'];
  readonly rows: Answer['rows'];
  readonly rowCount: number | null;
  readonly truncated: boolean;
  readonly verdict: Answer['verdict'];
}

const NUMERIC = /^(tinyint|smallint|integer|bigint|real|double|decimal)/;

/** One sentence about a result. It only uses numbers that are in the result; what they cover is the verdict's to say. */
export function sentenceOf(input: SentenceInput): string {
  const { columns, rows, rowCount, subject } = input;
  if (rowCount === 0 || (rows.length === 0 && rowCount === null) || isEmptyCount(input))
    return nothingFound(input);
  const [only] = rows;
  if (rows.length === 1 && only !== undefined && rowCount === 1) return oneRow(input, only);
  const count = numberText(rowCount ?? rows.length);
  const shown = input.truncated ? `; the first ${numberText(rows.length)} are shown` : '';
  const leader = leaderOf(columns, rows, input.truncated);
  // Rows that stand for groups or pairs are never counted as if each were one of the subject.
  const what = input.rowsAre ?? (leader === null ? (subject ?? 'rows') : 'groups');
  return `${count} ${what}${shown}${leader === null ? '' : `; the ${leader.is} is ${leader.text}${subject === null ? '' : ` ${subject}`}`}.`;
}

/** A count of what could not be seen in full: its zero says that nothing was found, not that there are none. */
function isEmptyCount({ columns, rows, verdict }: SentenceInput): boolean {
  const [only] = rows;
  if (rows.length !== 1 || only === undefined || verdict === null || verdict.status === 'complete')
    return false;
  const numbers = columns.flatMap((column, index) => (NUMERIC.test(column.type) ? [only[index]] : []));
  const isNone = (value: AnswerValue | undefined) => value === null || Number(value) === 0;
  if (numbers.length !== columns.length || !numbers.every(isNone)) return false;
  // Where something is recorded, a sum of 0 or an average without a value is the result of what was found.
  return verdict.status !== 'partial' || columns.every((column) => column.type === 'bigint');
}

function nothingFound({ subject, verdict }: SentenceInput): string {
  const what = subject ?? 'rows';
  switch (verdict?.status) {
    case 'complete':
      return `No ${what}: none exist.`;
    case 'not_recorded':
      return `No ${what} were found, and none could be: nothing has been recorded for this.`;
    case 'not_permitted':
      return `No ${what} that you may read.`;
    case 'failed':
      return `No ${what} were found: every delivery that could hold them failed.`;
    case 'partial':
      return `None found where recorded: no ${what} in what is recorded, which is not everything.`;
    case undefined:
      return `No ${what}.`;
  }
}

function oneRow({ subject, columns }: SentenceInput, row: readonly AnswerValue[]): string {
  const leader = leaderOf(columns, [[...row]], false);
  if (leader !== null && subject !== null) return `${leader.text} ${subject}.`;
  const [column] = columns;
  const [value] = row;
  if (columns.length === 1 && column !== undefined && value !== undefined) {
    if (value === null)
      return `${subject === null ? 'The result' : `For ${subject}, the result`} is empty (NULL).`;
    if (NUMERIC.test(column.type)) {
      const number = numberText(value);
      return subject === null ? `${column.name}: ${number}.` : `${number} ${subject}.`;
    }
    return subject === null ? `${column.name}: ${String(value)}.` : `1 row for ${subject}: ${String(value)}.`;
  }
  const isFigures = columns.length > 1 && columns.every(({ type }) => NUMERIC.test(type));
  if (isFigures && row.every((cell) => cell !== null)) {
    const told = columns
      .map(({ name }, at) => `${name.replaceAll('_', ' ')} ${numberText(row[at] ?? 0)}`)
      .join(', ');
    return subject === null ? `${told}.` : `${told}: ${subject}.`;
  }
  return subject === null ? '1 row.' : `1 row: ${subject}.`;
}

/**
 * The row with the largest number, where the result has one number a row and it is a count or a sum; the row with the
 * smallest, where the rows begin with it.
 */
function leaderOf(
  columns: Answer['columns'],
  rows: Answer['rows'],
  truncated: boolean,
): { readonly is: 'largest' | 'smallest'; readonly text: string } | null {
  const counts = columns.flatMap((column, index) =>
    NUMERIC.test(column.type) && isCount(column.name) ? [index] : [],
  );
  const [at] = counts;
  const labelAt = columns.findIndex((column) => column.type.startsWith('varchar'));
  if (truncated || columns.length > 3 || counts.length !== 1 || at === undefined || labelAt === -1)
    return null;
  const numbers = rows.map((row) => Number(row[at]));
  const [first = 0] = numbers;
  const isAscending =
    first < (numbers.at(-1) ?? 0) &&
    numbers.every((number, index) => index === 0 || number >= (numbers[index - 1] ?? 0));
  const best = isAscending ? rows[0] : rows[numbers.indexOf(Math.max(...numbers))];
  if (best === undefined) return null;
  const label = best[labelAt];
  const name = label === null || label === undefined ? 'the one without a value' : String(label);
  return { is: isAscending ? 'smallest' : 'largest', text: `${name} with ${numberText(best[at] ?? 0)}` };
}

const isCount = (name: string): boolean => /(^|_)(n|count|total)$/.test(name);

/** Digits grouped by thousands; strings (exact bigint and decimal) are grouped as text, never through a double. */
export function numberText(value: AnswerValue): string {
  const text = String(value);
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(text);
  if (match === null) return text;
  return `${match[1] ?? ''}${(match[2] ?? '').replace(/\B(?=(\d{3})+$)/g, ',')}${match[3] ?? ''}`;
}
