import { hasRole } from '../cover/item.ts';
import type { ColumnRef } from '../plan/plan.ts';
import { addCondition, type Cursor, type Reading } from './reading.ts';

/** "12" is every 12.x and no 120; "1.3" is not 1.30. */
export const versionPatterns = (version: string): readonly string[] => {
  const plain = version.replaceAll(/[%_]/g, '');
  return [plain, `${plain}.%`];
};

/** Negative where `left` is the older; compared as far as `right` goes, so that 12.7 is no newer than 12. */
export function comparedVersions(left: string, right: string): number {
  const parts = (text: string) => text.split(/[.-]/).map(Number);
  const [mine, theirs] = [parts(left), parts(right)];
  for (const [at, wanted] of theirs.entries()) {
    const difference = (mine[at] ?? 0) - wanted;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** "EKS clusters older than 1.30", "postgres below 13": the versions that the lake has are compared as numbers. */
export function readVersionBound(cursor: Cursor, reading: Reading): boolean {
  const said = cursor.peek()?.text ?? '';
  const isOlder = /^(older|lower|earlier|below|under|before|prior)( than| to)?$/i.test(said);
  if (!isOlder && !/^(newer|higher|later|above|after)( than)?$/i.test(said)) return false;
  let at = 1;
  while (/^(than|to|version|versions)$/i.test(cursor.peek(at)?.text ?? '')) at += 1;
  const item = cursor.peek(at);
  const text = cursor.atoms[item?.from ?? -1]?.raw ?? '';
  const column = versionColumn(cursor, reading);
  // A version that occurs is a value of the column as well.
  if (column === undefined || item === undefined || !/^\d+(\.\d+)*$/.test(text)) return false;
  if (item.time !== undefined || item.quantity?.unit !== undefined || item.to !== item.from + 1) return false;
  const isBound = hasRole(cursor.peek(at + 1), 'at_least', 'at_most');
  if (isBound || hasRole(cursor.peek(at + 1), 'or')) return false;
  addCondition(cursor, reading, {
    kind: 'compare',
    column,
    operator: isOlder ? '<' : '>',
    values: [text],
    text: `${column.name} ${isOlder ? 'older' : 'newer'} than ${text}`,
  });
  cursor.take(at + 1);
  return true;
}

/** The one column that tells the version of what is asked about. */
function versionColumn(cursor: Cursor, reading: Reading): ColumnRef | undefined {
  if (reading.heads.length === 0) return undefined;
  const named = ['version', 'engine_version'].map((name) =>
    cursor.columns.find((column) => column.name === name && column.type === 'varchar'),
  );
  const found = named.filter((column) => column !== undefined);
  return found.length === 1 ? found[0] : undefined;
}
