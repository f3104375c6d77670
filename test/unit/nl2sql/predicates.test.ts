import { describe, expect, it } from 'vitest';
import { predicates } from '#catalog/predicates/predicates.ts';
import { rulePredicates } from '#catalog/predicates/rules.ts';
import { resourceTypeFacts } from '#catalog/resource-types.ts';
import { baseColumns } from '#catalog/tables.ts';
import { derivedColumns, knownValues, valueWords } from '#catalog/words/derived-columns.ts';
import { topics } from '#catalog/words/topics.ts';
import { nounOfType } from '#nl2sql/lexicon/type-phrases.ts';
import { ownerPolicy } from '#sql/policy.ts';
import { prepare } from '#sql/prepare.ts';
import { now, schema, sqlFor } from './lake.ts';

const columnsOf = (type: string): ReadonlySet<string> =>
  new Set([
    ...baseColumns.map(({ name }) => name),
    ...resourceTypeFacts(type).properties.map(({ column }) => column),
  ]);

describe('named predicates', () => {
  it('read only columns that their types have', () => {
    const missed = predicates.flatMap(({ name, variants }) =>
      variants.flatMap(({ types, needs }) =>
        types
          .filter((type) => resourceTypeFacts(type).isPublished)
          .flatMap((type) =>
            needs
              .filter((column) => !columnsOf(type).has(column))
              .map((column) => `${name} of ${type}: ${column}`),
          ),
      ),
    );
    expect(missed).toEqual([]);
  });

  it('declare every column that their SQL reads', () => {
    for (const { name, variants } of predicates) {
      for (const { sql, needs } of variants) {
        const read = [...sql.matchAll(/\{t\}\.(\w+)/g)].map(([, column]) => column);
        expect([...new Set(read)].sort(), name).toEqual([...needs].sort());
      }
    }
  });

  it('are SQL that the checker passes, for each of their types', () => {
    for (const { name, variants, days } of predicates) {
      for (const { types, sql } of variants) {
        for (const type of types.filter((candidate) => resourceTypeFacts(candidate).isPublished)) {
          const condition = sql
            .replaceAll(/\{port: ((?:[^{}]|\{port\})*)\}/g, ' $1')
            .replaceAll('{port}', '22')
            .replaceAll('{t}', 'r')
            .replaceAll('{days}', String(days ?? 1))
            .replaceAll('{now}', "TIMESTAMP '2026-11-25 00:00:00.000'");
          const text = `SELECT count(*) AS n FROM ${resourceTypeFacts(type).table} AS r WHERE ${condition}`;
          const prepared = prepare(text, {
            schema,
            policy: ownerPolicy,
            rowLimit: 10,
            now,
            engine: 'duckdb',
          });
          expect(prepared.ok ? [] : prepared.diagnostics, `${name} of ${type}`).toEqual([]);
        }
      }
    }
  });

  it('are found by each of their words, and said in words', async () => {
    for (const { name, adjectives = [], opposites = [], variants } of predicates) {
      const type = variants[0]?.types[0] ?? 'AWS::EC2::Instance';
      for (const word of [adjectives[0], opposites[0]].filter((candidate) => candidate !== undefined)) {
        if (name === 'allows_port') continue;
        const translation = await sqlFor(`list ${nounOfType(type)}s that are ${word}`);
        expect(JSON.stringify(translation.plan?.where), `${word} ${type}`).toContain(`"name":"${name}"`);
        expect(translation.assumptions.length, word).toBeGreaterThan(0);
      }
    }
  });

  it('are turned around by "not" and by "without"', async () => {
    expect((await sqlFor('volumes that are not encrypted')).sql).toContain('NOT ((r.encrypted))');
    expect((await sqlFor('volumes without encryption')).sql).toContain('NOT ((r.encrypted))');
    expect((await sqlFor('unencrypted volumes')).sql).toContain('NOT ((r.encrypted))');
    expect((await sqlFor('encrypted volumes')).sql).not.toContain('NOT');
  });

  it('say of a public bucket what the design says', async () => {
    const { sql, assumptions } = await sqlFor('which buckets are public');
    expect(sql).toContain('CAST(NULL AS boolean)');
    expect(sql).toContain('s3_account_public_access_block');
    expect(assumptions.join(' ')).toMatch(/access blocks.*never recorded counts as none.*unknown/);
  });

  it('take a port and a number of days from the question', async () => {
    expect((await sqlFor('security groups open to the internet on port 3306')).sql).toContain(
      'g.from_port <= 3306',
    );
    expect((await sqlFor('security groups that allow ssh from anywhere')).sql).toContain('g.to_port >= 22');
    expect((await sqlFor('certificates expiring in 60 days')).sql).toContain("INTERVAL '60' DAY");
  });
});

describe('what Config does not record', () => {
  it('is read from the rules that judge it, and the answer says so', async () => {
    for (const { adjectives, types, rules } of rulePredicates) {
      if (types.length === 0) continue;
      const translation = await sqlFor(`iam users ${adjectives[0]}`);
      expect(translation.sql).toContain(rules[0]);
      expect(translation.assumptions.join(' ')).toContain('does not record');
    }
  });
});

describe('other reviewed data', () => {
  it('derives columns from columns that exist', () => {
    for (const { type, needs } of derivedColumns)
      for (const need of needs) expect(columnsOf(type)).toContain(need);
  });

  it('knows values of columns that exist', () => {
    const missed = Object.entries(knownValues).flatMap(([type, columns]) =>
      Object.keys(columns)
        .filter((column) => !columnsOf(type).has(column))
        .map((column) => `${type}.${column}`),
    );
    const words = valueWords.flatMap(({ column }) =>
      Object.entries(column)
        .filter(([type, name]) => !columnsOf(type).has(name))
        .map(([type, name]) => `${type}.${name}`),
    );
    expect([...missed, ...words]).toEqual([]);
  });

  it('describes topics by tables and columns that exist', () => {
    for (const { table, columns, timeColumn, orderBy, states = [], words = {} } of topics) {
      const known = new Set(schema.table(table)?.columns.map(({ name }) => name));
      const named = [
        ...columns,
        ...(timeColumn === null ? [] : [timeColumn]),
        ...orderBy.map(({ column }) => column),
        ...states.map(({ column }) => column),
        ...Object.keys(words),
      ];
      expect(
        named.filter((name) => !known.has(name)),
        table,
      ).toEqual([]);
    }
  });
});
