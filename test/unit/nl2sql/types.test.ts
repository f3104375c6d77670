import { describe, expect, it } from 'vitest';
import { wordsOf } from '#catalog/naming.ts';
import { publishedResourceTypes, resourceTypeFacts } from '#catalog/resource-types.ts';
import { families, typeSlices } from '#catalog/words/families.ts';
import { typeWords } from '#catalog/words/type-words.ts';
import { atomsOf } from '#nl2sql/lex/atoms.ts';
import { pluralOf } from '#nl2sql/lex/stem.ts';
import { lexiconFor } from '#nl2sql/lexicon/lexicon.ts';
import { headOf } from '#nl2sql/read/heads.ts';
import { sqlFor, translate, vocabulary } from './lake.ts';

const typesOf = (translation: Awaited<ReturnType<typeof translate>>): readonly string[] =>
  translation.kind === 'sql' && translation.plan?.source.kind === 'types'
    ? translation.plan.source.types
    : [];

/** Types that words name, read as a question would read them. */
function typesNamed(words: string): readonly string[] {
  const atoms = atomsOf(words);
  const match = lexiconFor(vocabulary)
    .matches(atoms, 0)
    .find(({ length }) => length === atoms.length);
  const head =
    match === undefined
      ? undefined
      : headOf({ from: 0, to: atoms.length, text: words, senses: match.senses });
  return head?.kind === 'type' ? head.types : head?.kind === 'slice' ? [head.type] : [];
}

describe('every resource type', () => {
  it('is addressable by the words of its own name', () => {
    const missed = publishedResourceTypes().filter((type) => {
      const reviewed = typeWords.find((words) => words.type === type)?.nouns[0];
      const own = `${resourceTypeFacts(type).service.toLowerCase()} ${wordsOf(type.split('::')[2] ?? '').join(' ')}`;
      return ![own, reviewed ?? own].some((words) => typesNamed(words).includes(type));
    });
    expect(missed).toEqual([]);
  });

  it('is what a list of it is made from', async () => {
    for (const type of publishedResourceTypes().filter((_, at) => at % 25 === 1)) {
      const reviewed = typeWords.find((words) => words.type === type)?.nouns[0];
      const own = `${resourceTypeFacts(type).service.toLowerCase()} ${wordsOf(type.split('::')[2] ?? '').join(' ')}`;
      expect(typesOf(await translate(`list all ${reviewed ?? own}`)), own).toContain(type);
    }
  });

  it('is addressable by its technical name', async () => {
    expect(typesOf(await translate('list AWS::EC2::Volume'))).toEqual(['AWS::EC2::Volume']);
  });

  it('that nobody published is addressable once the lake holds it', async () => {
    expect(typesOf(await translate('how many billing ledgers are there'))).toEqual(['Acme::Billing::Ledger']);
  });
});

describe('reviewed words', () => {
  it('each find their type, in the singular and in the plural', () => {
    const missed = typeWords.flatMap(({ type, nouns }) =>
      nouns
        .flatMap((noun) => (/ [a-z]{4,}$/.test(noun) ? [noun, pluralOf(noun)] : [noun]))
        .filter((noun) => !typesNamed(noun).includes(type)),
    );
    expect(missed).toEqual([]);
  });

  it('name columns that exist', () => {
    const missed = typeWords.flatMap(({ type, telling = [], columns = {}, created, size }) => {
      const facts = resourceTypeFacts(type);
      if (!facts.isPublished) return [];
      const known = new Set([
        ...facts.properties.map(({ column }) => column),
        'vcpus',
        'availability_zone',
        'tags',
      ]);
      const named = [
        ...telling,
        ...Object.keys(columns),
        ...(created ? [created] : []),
        ...(size ? [size.column] : []),
      ];
      return named.filter((name) => !known.has(name)).map((name) => `${type}.${name}`);
    });
    expect(missed).toEqual([]);
  });

  it('of families name columns of their members', () => {
    const missed = families.flatMap(({ columns }) =>
      Object.values(columns).flatMap((members) =>
        Object.entries(members)
          .filter(([type]) => resourceTypeFacts(type).isPublished)
          .filter(
            ([type, column]) =>
              !resourceTypeFacts(type).properties.some((property) => property.column === column),
          )
          .map(([type, column]) => `${type}.${column}`),
      ),
    );
    expect(missed).toEqual([]);
  });

  it('of slices choose rows of one typed table', async () => {
    for (const { nouns, type, column } of typeSlices) {
      // Of a type that nobody published, columns are known only once items have brought them.
      if (!resourceTypeFacts(type).properties.some((property) => property.column === column)) {
        expect((await translate(`list ${nouns[0]}s`)).kind).toBe('abstain');
        continue;
      }
      const { sql } = await sqlFor(`list ${nouns[0]}s`);
      expect(sql).toContain(`FROM ${resourceTypeFacts(type).table} AS r\nWHERE`);
    }
  });
});
