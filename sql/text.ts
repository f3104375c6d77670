/** `it's` → `'it''s'`. A string of Athena SQL holds any character but a quote as it is. */
export const quoteString = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** `a"b` → `"a""b"`. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
