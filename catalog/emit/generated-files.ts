import { partTables } from '../parts.ts';
import { allTables, coreTables } from '../tables.ts';
import { referenceIndex, referencePage } from './reference-page.ts';
import { rowTypesFile } from './row-type.ts';
import { schemaLock } from './schema-lock.ts';

/** Everything generated from the definitions and committed, by path in the project. A test compares it with what lies there. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const fixed = [...coreTables, ...partTables];
  const shown = fixed.filter(({ visibility }) => visibility === 'analyst');
  const typed = allTables().filter(({ storage }) => storage.kind === 'slice');
  return new Map([
    ['catalog/generated/rows.ts', rowTypesFile(fixed)],
    ['catalog/generated/schema.lock', schemaLock(allTables())],
    ['docs/reference/tables.md', referenceIndex(shown, typed)],
    ...shown.map((table): [string, string] => [
      `docs/reference/tables/${table.name}.md`,
      referencePage(table),
    ]),
  ]);
}
