import type { Answer, AnswerValue } from '#answer/contract.ts';
import { plainTable } from './plain-table.ts';

const MOST_ROWS_SHOWN = 50;
const WIDEST_CELL = 60;

/** An answer as a person reads it at a terminal: sentence, table, verdict, price. */
export function answerText(answer: Answer): string {
  const parts: string[] = [answer.text];
  for (const choice of answer.choices) parts.push(`  - ${choice.label}: ${choice.question}`);
  if (answer.rows.length > 0) parts.push(tableText(answer));
  if (answer.verdict !== null) {
    parts.push(answer.verdict.text);
    for (const cause of answer.verdict.causes.slice(0, 10)) parts.push(`  - ${oneLine(cause.text)}`);
    if (answer.verdict.causes.length > 10) parts.push(`  … and ${answer.verdict.causes.length - 10} more`);
  }
  for (const assumption of answer.assumptions) parts.push(`Assumed: ${assumption}`);
  if (answer.status === 'answered' && answer.sql !== null && answer.translator !== 'sql')
    parts.push(`SQL: ${answer.sql}`);
  if (answer.estimate !== null) parts.push(priceText(answer));
  if (answer.follow_ups.length > 0)
    parts.push(`You could ask next:\n${answer.follow_ups.map((text) => `  - ${text}`).join('\n')}`);
  return parts.join('\n');
}

/** Names and tags are written by others: no control character of theirs may reach the terminal. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is being removed
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}

function tableText(answer: Answer): string {
  const heads = answer.columns.map((column) => oneLine(column.name));
  const shown = answer.rows.slice(0, MOST_ROWS_SHOWN).map((row) => row.map(cellText));
  const hidden = answer.rows.length - MOST_ROWS_SHOWN;
  const table = plainTable(heads, shown);
  return hidden > 0 ? `${table}\n… ${hidden} more rows (--csv gives all)` : table;
}

function cellText(value: AnswerValue): string {
  if (value === null) return '';
  const text = oneLine(typeof value === 'object' ? JSON.stringify(value) : String(value));
  return text.length > WIDEST_CELL ? `${text.slice(0, WIDEST_CELL - 1)}…` : text;
}

function priceText(answer: Answer): string {
  const bytes = answer.bytes_scanned ?? answer.estimate?.bytes ?? 0;
  const cost = answer.estimate?.cost_usd ?? 0;
  return `${bytes.toLocaleString('en-US')} bytes read in ${answer.elapsed_ms} ms; on Athena about $${cost.toFixed(6)}.`;
}
