import { Command } from 'commander';
import { columnTypes } from '#catalog/column-types.ts';
import { promptCard } from '#catalog/emit/prompt-card.ts';
import { didYouMean } from '#sql/analyse/scope.ts';
import { type SqlTable, schemaOf } from '#sql/schema.ts';
import { UsageError } from '../errors.ts';
import { openLake } from '../open-lake.ts';
import { type LakeOptions, withLake } from '../options.ts';

interface TablesOptions extends LakeOptions {
  readonly json?: boolean;
}

/** `stocktake tables`: what can be queried, and what each column means. Works before anything is ingested. */
export function tablesCommand(): Command {
  return withLake(new Command('tables'))
    .description('list the tables that can be queried, or describe one')
    .argument('[name]', 'a table')
    .option('--json', 'print as JSON')
    .action(run);
}

async function run(name: string | undefined, options: TablesOptions): Promise<void> {
  const lake = await openLake(options);
  try {
    const schema = schemaOf(await lake.catalogue.snapshot());
    const shown = schema.tables().filter((table) => table.visibility === 'analyst');
    if (name === undefined) printList(shown, options.json === true);
    else
      printOne(
        shown.find((table) => table.name === name.toLowerCase()),
        name,
        shown,
        options.json === true,
      );
  } finally {
    await lake.close();
  }
}

function printList(tables: readonly SqlTable[], json: boolean): void {
  if (json) {
    process.stdout.write(
      `${JSON.stringify(tables.map(({ name, description }) => ({ name, description })))}\n`,
    );
    return;
  }
  for (const table of tables)
    process.stdout.write(`${table.name.padEnd(44)} ${firstSentence(table.description)}\n`);
}

function printOne(
  table: SqlTable | undefined,
  name: string,
  known: readonly SqlTable[],
  json: boolean,
): void {
  if (table === undefined) {
    // Long names are no slips of the finger, and comparing them takes long.
    const near =
      name.length > 100
        ? null
        : didYouMean(
            name,
            known.map((each) => each.name),
          );
    throw new UsageError(`There is no table ${name}.`, { hint: near ?? '`stocktake tables` lists them.' });
  }
  if (json) {
    const columns = table.columns.map((column) => ({ ...column, type: columnTypes[column.type].trino }));
    process.stdout.write(
      `${JSON.stringify({ name: table.name, description: table.description, columns })}\n`,
    );
    return;
  }
  process.stdout.write(`${promptCard(table)}\n`);
}

function firstSentence(text: string): string {
  return text.split(/(?<=\.)\s/)[0] ?? text;
}
