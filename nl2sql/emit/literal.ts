/** The one place where text becomes an SQL literal: a value can never be more than a value. */
export function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** A number as written; anything that is none is a bug of the caller. */
export function number(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`not a number: ${value}`);
  return Number.isInteger(value) ? value.toFixed(0) : String(value);
}

export function timestamp(value: Date | string): string {
  const iso = (typeof value === 'string' ? new Date(value) : value).toISOString();
  return `TIMESTAMP '${iso.slice(0, 10)} ${iso.slice(11, 23)}'`;
}

export function date(value: Date | string): string {
  const iso = (typeof value === 'string' ? new Date(value) : value).toISOString();
  return `DATE '${iso.slice(0, 10)}'`;
}

/** `x = 'a'` or `x IN ('a', 'b')`; nothing is in an empty list. */
export function isIn(expression: string, values: readonly string[]): string {
  if (values.length === 0) return 'FALSE';
  const [only = ''] = values;
  return values.length === 1
    ? `${expression} = ${text(only)}`
    : `${expression} IN (${values.map(text).join(', ')})`;
}

/** A name made from a tag key or other text, safe as a column heading without quotes. */
export function heading(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  return /^[a-z]/.test(plain) ? `tag_${plain}` : `tag_${plain || 'value'}`;
}
