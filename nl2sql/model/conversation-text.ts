import { environmentGroups } from '#catalog/words/environments.ts';
import type { Turn } from '../translator.ts';
import type { ModelData } from './lake-data.ts';

const MOST_TURNS = 6;
const LONGEST_SQL = 4_000;
const LITERAL = /'(?:[^']|'')*'/g;
/** Literals of no lake's own: dates, small numbers, types of AWS, paths into JSON. */
const OF_NO_LAKE =
  /^(?:\d{4}-\d\d-\d\d[\d :.]*|\d{1,4}|AWS::\w+::\w+|\$[.\w[\]*]*|day|week|month|hour|year)$/;
const ENVIRONMENTS = new Set(environmentGroups.flatMap(({ words }) => words));

export interface EarlierTurn {
  readonly question: string;
  readonly status: string;
  readonly sql: string | null;
  readonly asked_back?: string;
}

/**
 * The conversation so far: questions, and the SQL of those answered. Rows never. A literal of the SQL stays only
 * where somebody typed it in a question, where it is a date, or where it is a type's name: the grammar fills in ids
 * and keys, and those of "of those" are rows of an earlier result.
 */
export function earlierTurns(
  turns: readonly Turn[],
  question: string,
  data: ModelData,
): readonly EarlierTurn[] {
  const recent = turns.slice(-MOST_TURNS);
  const typed = [...recent.map((turn) => turn.question), question].join('\n').toLowerCase();
  return recent.map((turn) => ({
    question: turn.question,
    status: turn.status,
    sql:
      turn.sql === null || turn.status !== 'answered'
        ? null
        : turn.sql.replace(LITERAL, (literal) => shown(literal, typed)).slice(0, LONGEST_SQL),
    ...(data === 'values' && turn.askedBack != null ? { asked_back: turn.askedBack } : {}),
  }));
}

function shown(literal: string, typed: string): string {
  const value = literal.slice(1, -1).replaceAll("''", "'");
  const isPlain = value === '' || OF_NO_LAKE.test(value) || ENVIRONMENTS.has(value);
  return isPlain || typed.includes(value.toLowerCase()) ? literal : "'…'";
}
