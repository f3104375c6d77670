/** Pieces that the statements share. Everything is Athena SQL; names come from catalog/, never from a delivery. */

/** A quoted identifier. */
export const name = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;

/** A text literal. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Identity of a resource. */
export const KEY = ['account_id', 'region', 'resource_type', 'resource_id'] as const;
/** Identity of a version. */
export const VERSION = [...KEY, 'captured_at', 'state_id'] as const;
export const RECORDER = ['recorder_account_id', 'recorder_region'] as const;

/** `a.x, a.y` for the columns of an alias. */
export const list = (columns: readonly string[], alias?: string): string =>
  columns.map((column) => (alias === undefined ? column : `${alias}.${column}`)).join(', ');

/** Equality of the columns of two aliases; none of them is ever NULL. */
export const same = (columns: readonly string[], left: string, right: string): string =>
  columns.map((column) => `${left}.${column} = ${right}.${column}`).join(' AND ');

/** The telling that counts is the least: event before history before snapshot, then the content's hash. */
export const TELLING = `concat(CASE source_kind WHEN 'event' THEN '1' WHEN 'history' THEN '2' ELSE '3' END, coalesce(content_hash, ''))`;

export const DELETED = `coalesce(status, 'OK') IN ('ResourceDeleted', 'ResourceDeletedNotRecorded')`;

/** A typed NULL. */
export const nothing = (type: string): string => `CAST(NULL AS ${type})`;
