import { describe, expect, it } from 'vitest';
import { emptyCatalogue, snapshotOf } from '#platform/ports/catalogue-state.ts';
import type { CheckedSql } from '#platform/ports/query-engine.ts';
import type { CatalogueTable } from '#platform/ports/table-catalogue.ts';
import { toTrino } from '#sql/dialect/to-trino.ts';
import { schemaOf } from '#sql/schema.ts';
import { prepared } from '../fixtures.ts';

const landed: CatalogueTable = {
  name: 'landed',
  columns: [
    { name: 'id', type: 'varchar', description: 'Id.', sensitivity: 'internal' },
    { name: 'tags', type: 'varcharMap', description: 'Tags.', sensitivity: 'internal' },
  ],
  partitionKeys: [],
  description: 'What landed.',
};
const snapshot = snapshotOf({ ...emptyCatalogue, tables: { landed } });
const checked = (sql: string, rowLimit: number | null = null): CheckedSql =>
  prepared(sql, { schema: schemaOf(snapshot), rowLimit, internal: true }).checked;

describe('toTrino', () => {
  it('leaves a text alone whose values say themselves', () => {
    const sql = checked("SELECT count(*) AS n, DECIMAL '1.10' AS d, now() AS t FROM resources");
    expect(toTrino(sql, snapshot, { form: 'rows' }).text).toBe(sql.text);
  });

  it('writes lists, maps, rows and binaries as text around the text that was checked', () => {
    const sql = checked('SELECT tags, id, to_utf8(id) AS raw FROM landed ORDER BY id', 10);
    expect(toTrino(sql, snapshot, { form: 'rows' }).text).toBe(
      `SELECT json_format(CAST(transform(map_entries(c0), e0 -> CAST(ARRAY[CAST(e0[1] AS json), CAST(e0[2] AS json)] AS json)) AS json)) AS c0, c1 AS c1, to_base64(c2) AS c2 FROM (${sql.text}) AS r(c0, c1, c2)`,
    );
  });

  it('refuses to lose the order of a text without a limit', () => {
    expect(() => toTrino(checked('SELECT tags FROM landed ORDER BY id'), snapshot, { form: 'rows' })).toThrow(
      /limit/,
    );
  });

  it('puts each table where it stands, under the name that the text has for it', () => {
    const sql = checked(
      `WITH w AS (SELECT landed.id FROM landed) SELECT l.id, 'landed' AS text FROM inventory.landed AS l JOIN w ON w.id = l.id`,
    );
    const { text } = toTrino(sql, snapshot, { form: 'files', places: new Map([['landed', 'w_1']]) });
    expect(text).toBe(
      `WITH w AS (SELECT landed.id FROM "w_1" AS "landed") SELECT l.id, 'landed' AS text FROM "w_1" AS l JOIN w ON w.id = l.id`,
    );
    expect(() => toTrino(sql, snapshot, { form: 'files', places: new Map([['other', 'w_1']]) })).toThrow(
      'landed',
    );
  });

  it.each([
    ["SELECT INTERVAL '1' DAY AS gap", 'gap'],
    ['SELECT id, id FROM landed', 'name'],
    ['SELECT length(id) FROM landed', 'name'],
    ['SELECT now() AS t', 't'],
    ['SELECT NULL AS nothing', 'nothing'],
    ["SELECT CAST(ROW(1, 'a') AS row(integer, varchar)) AS r", 'r'],
  ])('does not write %s to files', (sql, named) => {
    expect(() => toTrino(checked(sql), snapshot, { form: 'files' })).toThrow(named);
  });

  it('reads each value from its text as it was', () => {
    const read = (expression: string, text: string) => {
      const { readers } = toTrino(checked(`SELECT ${expression} AS v`), snapshot, { form: 'rows' });
      return readers[0]?.(text);
    };
    expect(read("CAST('1' AS bigint)", '9007199254740992')).toBe(9007199254740992);
    expect(read("CAST('1' AS bigint)", '9007199254740993')).toBe('9007199254740993');
    expect(read("CAST('1' AS bigint)", '-9223372036854775808')).toBe('-9223372036854775808');
    expect(read("DECIMAL '1.10'", '1.10')).toBe('1.10');
    expect(read('1e0', '1.0E20')).toBe(1e20);
    expect(read('1e0', 'NaN')).toBe('NaN');
    expect(read('1e0', '-Infinity')).toBe('-Infinity');
    expect(read('true', 'false')).toBe(false);
    expect(read("TIMESTAMP '2026-01-01 00:00:00'", '2026-01-01 00:00:00')).toBe('2026-01-01 00:00:00.000');
    expect(read("TIMESTAMP '2026-01-01 00:00:00 UTC'", '2026-01-01 00:00:00 UTC')).toBe(
      '2026-01-01 00:00:00.000 UTC',
    );
    expect(read("ARRAY['a']", '["a, b",null,"",null]')).toEqual(['a, b', null, '', null]);
    expect(read('ARRAY[1e0]', '["1.0E0","NaN",null]')).toEqual([1, 'NaN', null]);
    expect(read("MAP(ARRAY['a'], ARRAY[DECIMAL '1.0'])", '[["k=v","1.10"],["","2.0"]]')).toEqual({
      'k=v': '1.10',
      '': '2.0',
    });
    expect(read("CAST(ROW(1, 'a') AS row(n integer, s varchar))", '["7","x"]')).toEqual({ n: 7, s: 'x' });
    expect(read("ROW(1, ARRAY['a'])", '["7",["x"]]')).toEqual([7, ['x']]);
  });
});
