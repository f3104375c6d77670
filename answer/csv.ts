import { stringify } from 'csv-stringify/sync';
import type { Answer, AnswerValue } from './contract.ts';

/** A cell that a spreadsheet would run as a formula, where the text was written by somebody else. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * The rows as CSV (RFC 4180, header first). Text that a spreadsheet would take for a formula gets a leading
 * apostrophe; numbers stay as they are. NULL is an empty cell; maps, rows and arrays are JSON.
 */
export function answerCsv(answer: Pick<Answer, 'columns' | 'rows'>): string {
  const isText = answer.columns.map((column) => /^(varchar|char|json)/.test(column.type));
  const cell = (value: AnswerValue, index: number): string => {
    if (value === null) return '';
    if (typeof value === 'object') return JSON.stringify(value);
    const text = String(value);
    return isText[index] === true && FORMULA.test(text) ? `'${text}` : text;
  };
  return stringify([answer.columns.map((column) => column.name), ...answer.rows.map((row) => row.map(cell))]);
}
