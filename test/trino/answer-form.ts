import { formatType, parseType, type SqlType, types } from '#sql/types.ts';

/**
 * Trino's spelling of a result type, which is not always the one of its SQL: intervals are in capitals, and
 * `unknown` may be an element (uuid, which no case has, stands for it here).
 */
export function readType(spelling: string): SqlType {
  const lower = spelling.startsWith('INTERVAL') ? spelling.toLowerCase() : spelling;
  return parseType(lower.replaceAll(/\bunknown\b/g, 'uuid'));
}

export const spellType = (type: SqlType): string => formatType(type).replaceAll('uuid', 'unknown');

/** A value of Trino's HTTP protocol in answer-JSON form. */
export function answerForm(value: unknown, type: SqlType): unknown {
  if (value === null || value === undefined) return null;
  switch (type.kind) {
    case 'bigint':
      return typeof value === 'string' && Math.abs(Number(value)) <= Number.MAX_SAFE_INTEGER
        ? Number(value)
        : value;
    case 'double':
    case 'real':
      return typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
    case 'timestamp':
      return padded(String(value));
    case 'array':
      return (value as unknown[]).map((item) => answerForm(item, type.element));
    case 'map':
      return Object.fromEntries(
        Object.entries(value as object).map(([key, item]) => [key, answerForm(item, type.value)]),
      );
    case 'row': {
      const items = (value as unknown[]).map((item, index) =>
        answerForm(item, type.fields[index]?.type ?? types.unknown),
      );
      if (type.fields.some((field) => field.name === null)) return items;
      return Object.fromEntries(items.map((item, index) => [type.fields[index]?.name ?? '', item]));
    }
    default:
      return value;
  }
}

/** At least milliseconds. */
const padded = (text: string): string =>
  text.replace(
    /^(\S+ \d{2}:\d{2}:\d{2})(?:\.(\d+))?/,
    (_, clock: string, fraction = '') => `${clock}.${String(fraction).padEnd(3, '0')}`,
  );
