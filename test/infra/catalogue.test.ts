import { describe, expect, it } from 'vitest';
import { glueTable } from '#catalog/emit/glue-table.ts';
import { coreTables } from '#catalog/tables.ts';
import { MODES, one, resources, stacksOf } from './synthesise.ts';

const { hub } = stacksOf(MODES.hub).stacks;

/** A template's value with the lake's bucket as a word; keys as Glue's API spells them. */
function deployed(value: unknown, bucket: string): unknown {
  const text = JSON.stringify(value).replaceAll(
    /\{"Fn::Join":\["",\["s3:\/\/",\{"Ref":"(\w+)"\},"([^"]*)"\]\]\}/g,
    (_, ref: string, rest: string) => `"s3://${ref === bucket ? 'lake' : ref}${rest}"`,
  );
  return JSON.parse(text);
}

describe('the tables that the stack makes', () => {
  const tables = [...resources(hub, 'AWS::Glue::Table').values()];
  const [bucket] = one(hub, 'AWS::S3::Bucket', 'StorageLake');

  it('are the core tables', () => {
    expect(tables.map(({ Properties }) => Properties.TableInput.Name).sort()).toEqual(
      coreTables.map(({ name }) => name).sort(),
    );
  });

  it.each(coreTables.map((table) => [table.name, table] as const))(
    '%s equals the catalogue’s',
    (name, table) => {
      const made = tables.find(({ Properties }) => Properties.TableInput.Name === name);
      expect(made?.Properties.DatabaseName).toBe('inventory');
      const wanted = glueTable(table, { lakeRoot: 's3://lake', database: 'inventory' });
      // CloudFormation leaves out what is empty.
      const input = deployed(made?.Properties.TableInput, bucket) as Record<string, unknown>;
      expect({ PartitionKeys: [], ...input }).toEqual(JSON.parse(JSON.stringify(wanted)));
    },
  );

  it('stay below what a stack holds, with room', () => {
    expect(resources(hub).size).toBeLessThan(350);
  });

  it('lie in two databases: one for questions, one for compaction', () => {
    const names = [...resources(hub, 'AWS::Glue::Database').values()].map(
      ({ Properties }) => Properties.DatabaseInput.Name,
    );
    expect(names).toEqual(['inventory', 'inventory_work']);
  });
});
