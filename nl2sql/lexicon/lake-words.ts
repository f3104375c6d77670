import { environmentGroups } from '#catalog/words/environments.ts';
import { stemsOf } from '../lex/atoms.ts';
import type { AccountWord, TagWord, Vocabulary } from '../vocabulary.ts';
import type { PhraseIndex } from './phrase-index.ts';

const NEGATING = new Set(['non', 'pre', 'not', 'no']);
/** Parts of account names that name no account by themselves. */
const GENERIC_PARTS = new Set([
  'account',
  'aws',
  'prod',
  'production',
  'dev',
  'development',
  'test',
  'staging',
  'stage',
  'the',
  'and',
  'org',
  'main',
  'new',
  'old',
  'team',
  'data',
  'log',
  'security',
  'audit',
  'sandbox',
  'shared',
  'service',
  'network',
  'management',
  'root',
  'master',
]);

/** Adds the lake's own names: accounts, OUs, Regions, environments, tag keys and values, rules. */
export function addLakeWords(
  index: PhraseIndex,
  vocabulary: Vocabulary,
  isOrdinaryWord: (stem: string) => boolean,
): void {
  addEnvironments(index, vocabulary);
  // Before the other names: a tag's value is left out where the catalogue, not the lake, has the word.
  addTags(index, vocabulary.tags, isOrdinaryWord);
  addAccounts(index, vocabulary.accounts);
  for (const path of vocabulary.organizationalUnits) {
    const parts = path.split('/').filter((part) => part !== '');
    const last = parts.at(-1) ?? path;
    const below = vocabulary.organizationalUnits.filter(
      (other) => other === path || other.startsWith(`${path}/`),
    );
    index.add(last, { kind: 'unit', paths: below, label: last });
    const whole = parts.join('/');
    if (parts.length > 1)
      index.addAll([parts.join(' '), whole], { kind: 'unit', paths: below, label: whole });
  }
  for (const region of vocabulary.regions)
    index.add(region, { kind: 'region', regions: [region], label: region });
  for (const rule of vocabulary.rules) index.add(rule, { kind: 'rule', rules: [rule] });
}

/** Every spelling in the lake that means the same environment, whether or not it is written as one word. */
export function environmentValues(words: readonly string[], vocabulary: Vocabulary): readonly string[] {
  const inLake = vocabulary.environments
    .map((entry) => entry.value)
    .filter((value) => {
      const stems = stemsOf(value);
      return (
        words.includes(value) ||
        (stems.some((stem) => words.includes(stem)) && !stems.some((stem) => NEGATING.has(stem)))
      );
    });
  return [...new Set([...words, ...inLake])];
}

function addEnvironments(index: PhraseIndex, vocabulary: Vocabulary): void {
  const grouped = new Set<string>();
  for (const { name, words } of environmentGroups) {
    const values = environmentValues(words, vocabulary);
    for (const value of values) grouped.add(value);
    index.addAll([...words, ...words.map((word) => `${word} environment`)], {
      kind: 'environment',
      name,
      values,
    });
    const others = [...new Set(vocabulary.environments.map((entry) => entry.value))].filter(
      (value) => !values.includes(value),
    );
    if (name === 'production')
      index.addAll(
        words.map((word) => `non ${word}`),
        { kind: 'environment', name: 'non-production', values: others },
      );
  }
  for (const { value } of vocabulary.environments) {
    if (!grouped.has(value) && value !== '')
      index.addAll([value, `${value} environment`], { kind: 'environment', name: value, values: [value] });
  }
}

function addAccounts(index: PhraseIndex, accounts: readonly AccountWord[]): void {
  const byPart = new Map<string, string[]>();
  for (const { id, name } of accounts) {
    index.add(id, { kind: 'account', ids: [id], label: name ?? id, exact: true });
    if (name === null || name === '') continue;
    index.add(name, {
      kind: 'account',
      ids: accounts.filter((other) => other.name === name).map((other) => other.id),
      label: name,
      exact: true,
    });
    for (const part of new Set(stemsOf(name))) {
      if (part.length >= 3 && !GENERIC_PARTS.has(part) && part !== name.toLowerCase())
        byPart.set(part, [...(byPart.get(part) ?? []), id]);
    }
  }
  for (const [part, ids] of byPart) index.add(part, { kind: 'account', ids, label: part, exact: false });
}

const plain = (key: string): string => key.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** Spellings of one key ("CostCenter", "cost-center") meet; what people say is any of them split into words. */
export function keysLike(text: string, tags: readonly TagWord[]): readonly string[] {
  // AWS shows Name as the name; its values are too many to be words, so it is no key of the vocabulary.
  const own = plain(text) === 'name' ? ['Name'] : [];
  return [...new Set([...own, ...tags.map((tag) => tag.key).filter((key) => plain(key) === plain(text))])];
}

function addTags(
  index: PhraseIndex,
  tags: readonly TagWord[],
  isOrdinaryWord: (stem: string) => boolean,
): void {
  const seen = new Set<string>();
  for (const { key } of tags) {
    if (key.startsWith('aws:') || seen.has(plain(key))) continue;
    seen.add(plain(key));
    const keys = keysLike(key, tags);
    const spoken = new Set(
      keys.flatMap((spelling) => [
        spelling,
        spelling.replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll(/[-_:./]/g, ' '),
      ]),
    );
    index.addAll([...spoken], { kind: 'tag_key', keys });
  }
  const pairs = new Map<string, { key: string; value: string }[]>();
  for (const { key, values } of tags) {
    if (key.startsWith('aws:') || key.toLowerCase() === 'name') continue;
    for (const { value } of values) {
      const stems = stemsOf(value);
      const isUseless =
        stems.length === 0 ||
        stems.length > 5 ||
        value.length < 3 ||
        /^\d+$/.test(value) ||
        (stems.length === 1 && isOrdinaryWord(stems[0] ?? ''));
      if (!isUseless) pairs.set(stems.join(' '), [...(pairs.get(stems.join(' ')) ?? []), { key, value }]);
    }
  }
  for (const [phrase, found] of pairs)
    index.add(found[0]?.value ?? phrase, { kind: 'tag_value', pairs: found });
}
