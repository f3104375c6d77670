import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { columnTypes } from '#catalog/column-types.ts';
import type { TableDefinition } from '#catalog/define-table.ts';
import { arrowSchema } from '#catalog/emit/arrow-schema.ts';
import { athenaDdl } from '#catalog/emit/athena-ddl.ts';
import { duckdbColumns, duckdbEmpty, duckdbView } from '#catalog/emit/duckdb.ts';
import { generatedFiles } from '#catalog/emit/generated-files.ts';
import { glueTable, NoLocationError, tableLocation } from '#catalog/emit/glue-table.ts';
import { parquetjsFields, UnmappedTypeError } from '#catalog/emit/parquet-schema.ts';
import { promptCard } from '#catalog/emit/prompt-card.ts';
import { quicksightColumns } from '#catalog/emit/quicksight.ts';
import { referencePage } from '#catalog/emit/reference-page.ts';
import { rowType } from '#catalog/emit/row-type.ts';
import { lockBreaks, schemaLock } from '#catalog/emit/schema-lock.ts';
import { rowValidator } from '#catalog/emit/validator.ts';
import { partTables } from '#catalog/parts.ts';
import { allTables, coreTables, tableByName } from '#catalog/tables.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const place = { lakeRoot: 's3://lake/prefix', database: 'inventory' };
const table = (name: string): TableDefinition => {
  const found = tableByName(name);
  if (found === undefined) throw new Error(`no table ${name}`);
  return found;
};
const everyName = (definition: TableDefinition) => definition.columns.map(({ name }) => name).sort();

describe('one definition', () => {
  it('has the same columns in every form, for every table', () => {
    for (const definition of allTables()) {
      const names = everyName(definition);
      const glue = glueTable(definition, place);
      expect(
        [...glue.StorageDescriptor.Columns, ...glue.PartitionKeys].map(({ Name }) => Name).sort(),
      ).toEqual(names);
      expect(
        arrowSchema(definition)
          .fields.map(({ name }) => name)
          .sort(),
      ).toEqual(names);
      expect(promptCard(definition).split('\n')).toHaveLength(names.length + 2);
      for (const name of names) expect(referencePage(definition)).toContain(`| \`${name}\` |`);
    }
  });

  it('gives files that are committed as they are generated', () => {
    for (const [path, text] of generatedFiles())
      expect(readFileSync(join(root, path), 'utf8'), path).toBe(text);
  });

  it('has a reference page for every core and part table', () => {
    const index = generatedFiles().get('docs/reference/tables.md') ?? '';
    for (const { name, visibility } of [...coreTables, ...partTables]) {
      expect(generatedFiles().has(`docs/reference/tables/${name}.md`), name).toBe(visibility === 'analyst');
    }
    for (const { name, visibility } of allTables())
      if (visibility === 'analyst') expect(index).toContain(name);
  });
});

describe('Glue and Athena', () => {
  it('read Parquet by column name, with partitions of their own', () => {
    const glue = glueTable(table('resources'), place);
    expect(glue.Parameters['parquet.column.index.access']).toBe('false');
    expect(Object.keys(glue.Parameters).filter((key) => key.startsWith('projection'))).toEqual([]);
    expect(glue.PartitionKeys).toMatchObject([{ Name: 'resource_type', Type: 'string' }]);
    expect(glue.StorageDescriptor.Columns).toContainEqual(
      expect.objectContaining({ Name: 'tags', Type: 'map<string,string>' }),
    );
    expect(glue.StorageDescriptor.Location).toBe('s3://lake/prefix/tables/resources/');
  });

  it('find a typed table where resources lie', () => {
    expect(tableLocation(table('ec2_instance'), 's3://lake')).toBe('s3://lake/tables/resources/');
    expect(() => tableLocation(table('coverage'), 's3://lake')).toThrow(NoLocationError);
  });

  it('keep comments within what Glue takes', () => {
    for (const definition of allTables()) {
      for (const { Comment } of glueTable(definition, place).StorageDescriptor.Columns) {
        expect(Comment.length).toBeLessThanOrEqual(255);
      }
    }
  });

  it('hold a view in the form that Presto reads', () => {
    const glue = glueTable(table('coverage'), place);
    expect(glue).toMatchObject({
      TableType: 'VIRTUAL_VIEW',
      Parameters: { presto_view: 'true', comment: 'Presto View' },
      PartitionKeys: [],
    });
    const encoded = /^\/\* Presto View: (.*) \*\/$/.exec(glue.ViewOriginalText ?? '')?.[1] ?? '';
    const view = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
    expect(view).toMatchObject({ schema: 'inventory', catalog: 'awsdatacatalog' });
    expect(view.columns).toContainEqual({ name: 'recorded_types', type: 'array(varchar)' });
  });

  it('say the same in DDL', () => {
    const ddl = athenaDdl(table('resource_history'), place);
    expect(ddl).toContain('CREATE EXTERNAL TABLE IF NOT EXISTS `inventory`.`resource_history` (');
    expect(ddl).toContain("COMMENT 'When the version began: its capture time, or the snapshot\\'s time");
    expect(ddl).toMatch(/PARTITIONED BY \(\n {2}`day` date COMMENT/);
    expect(athenaDdl(table('coverage'), place)).toMatch(
      /^CREATE OR REPLACE VIEW "inventory"."coverage" AS\nSELECT/,
    );
  });
});

describe('DuckDB', () => {
  it('has timestamps in milliseconds', () => {
    expect(duckdbColumns(table('accounts').columns)).toContain('"joined_at" TIMESTAMP_MS');
    expect(duckdbEmpty(table('accounts'))).toContain('CAST(NULL AS MAP(VARCHAR, VARCHAR)) AS "tags"');
  });

  it('shows a table over files that lack columns', () => {
    const sql = duckdbView(table('accounts'), "read_parquet('x')");
    expect(sql).toMatch(/^CREATE OR REPLACE VIEW "accounts" AS SELECT CAST\("account_id" AS VARCHAR\)/);
    expect(sql).toMatch(/UNION ALL BY NAME SELECT \* FROM read_parquet\('x'\)\)$/);
  });
});

describe('Parquet', () => {
  it('has three levels for lists and maps', () => {
    expect(parquetjsFields(table('accounts'))).toMatchObject({
      joined_at: { type: 'TIMESTAMP_MILLIS', optional: true, compression: 'GZIP' },
      regions: {
        type: 'LIST',
        fields: { list: { repeated: true, fields: { element: { type: 'UTF8', compression: 'GZIP' } } } },
      },
      tags: { type: 'MAP', fields: { key_value: { repeated: true, fields: { key: { type: 'UTF8' } } } } },
    });
  });

  it('throws for a type that the writer does not have', () => {
    expect(() => parquetjsFields(table('cost_daily'))).toThrow(UnmappedTypeError);
  });

  it('spells every type for Arrow', () => {
    const types = arrowSchema(table('cost_daily')).fields.map((field) => [field.name, String(field.type)]);
    expect(Object.fromEntries(types)).toMatchObject({
      unblended_cost: 'Decimal[38e+10]',
      day: 'Date32<DAY>',
    });
    expect(String(arrowSchema(table('accounts')).fields.find(({ name }) => name === 'tags')?.type)).toContain(
      'Utf8',
    );
  });
});

describe('TypeScript, validators, cards and QuickSight', () => {
  it('name every column of a row', () => {
    expect(rowType(table('resource_tags'))).toContain('export interface ResourceTagsRow {');
    expect(rowType(table('resource_tags'))).toContain('  readonly tag_value: string | null;');
  });

  it('accept a row as an answer holds it, and no other', () => {
    const validator = rowValidator(table('lambda_runtime'));
    const row = {
      runtime: 'python3.9',
      deprecated_on: '2025-12-15',
      create_blocked_on: null,
      is_deprecated: true,
    };
    expect(validator.safeParse(row).success).toBe(true);
    expect(validator.safeParse({ ...row, more: 1 }).success).toBe(false);
    expect(validator.safeParse({ ...row, deprecated_on: '15.12.2025' }).success).toBe(false);
  });

  it('mark JSON text and partition keys on a card', () => {
    const card = promptCard(table('resources'));
    expect(card).toContain('- resource_type varchar [partition key]: ');
    expect(card).toContain('- configuration varchar [JSON text]: ');
    expect(promptCard(table('ec2_instance'))).toContain('\n- state_name varchar: configuration.state.name\n');
  });

  it('show a dashboard nothing sensitive, and lists as text', () => {
    const { columns, select } = quicksightColumns(table('api_activity'));
    expect(columns.map(({ Name }) => Name)).not.toContain('source_ip');
    expect(select).toContain('json_format(CAST("resource_arns" AS json)) AS "resource_arns"');
  });

  it('have a spelling in every system for every type', () => {
    for (const type of Object.values(columnTypes)) {
      for (const text of [type.trino, type.glue, type.duckdb, type.typescript, type.quicksight])
        expect(text).not.toBe('');
    }
  });
});

describe('the schema lock', () => {
  const [first, second] = ['accounts', 'resource_tags'].map(table) as [TableDefinition, TableDefinition];

  it('lets tables and columns be added', () => {
    const fewer = { ...second, columns: second.columns.slice(0, -1) };
    expect(lockBreaks(schemaLock([fewer]), [first, second])).toEqual([]);
  });

  it('lets none go or change its type', () => {
    const retyped = {
      ...second,
      columns: second.columns.map((column) => ({ ...column, type: 'bigint' as const })),
    };
    expect(lockBreaks(schemaLock([first, second]), [retyped])).toEqual([
      'table accounts is gone',
      ...second.columns.map(({ name }) => `resource_tags: ${name}:varchar is gone or changed`),
    ]);
  });
});
