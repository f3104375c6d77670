/** A text as a SQL literal: quotes doubled, nothing else has a meaning inside one in Trino. */
export function quoteText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
