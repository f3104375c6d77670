import { wordsOf } from '#catalog/naming.ts';
import { publishedResourceTypes, resourceTypeFacts } from '#catalog/resource-types.ts';
import { families, typeSlices } from '#catalog/words/families.ts';
import { services } from '#catalog/words/services.ts';
import { typeWords, wordsOfType } from '#catalog/words/type-words.ts';
import { stemsOf } from '../lex/atoms.ts';
import type { PhraseIndex } from './phrase-index.ts';
import type { Sense } from './senses.ts';

interface Entry {
  readonly phrase: string;
  readonly types: Set<string>;
  strength: 'name' | 'default' | 'tail';
}

const RANK = { name: 2, default: 1, tail: 0 } as const;

/** What an answer calls one resource of a type: the reviewed noun, else the words of the type itself. */
export function nounOfType(type: string): string {
  return wordsOfType(type)?.nouns[0] ?? resourceTypeFacts(type).title;
}

/**
 * Adds the words of every resource type: reviewed nouns first; then, for the published types and those that the
 * lake holds, the words of the type's own name, with and without its service, and its last word ("cluster"),
 * which means all types that end in it.
 */
export function addTypePhrases(index: PhraseIndex, lakeTypes: readonly string[]): void {
  const entries = new Map<string, Entry>();
  const add = (phrase: string, type: string, strength: Entry['strength']) => {
    const key = stemsOf(phrase).join(' ');
    if (key === '') return;
    const entry = entries.get(key);
    if (entry === undefined) entries.set(key, { phrase, types: new Set([type]), strength });
    else if (RANK[strength] > RANK[entry.strength])
      entries.set(key, { phrase, types: new Set([type]), strength });
    else if (strength === entry.strength) entry.types.add(type);
  };
  const reviewed = new Set<string>();
  for (const { type, nouns, defaults } of typeWords) {
    for (const noun of nouns) {
      add(noun, type, 'name');
      reviewed.add(stemsOf(noun).join(' '));
    }
    for (const noun of defaults ?? []) add(noun, type, 'default');
  }
  for (const type of new Set([
    ...publishedResourceTypes(),
    ...typeWords.map((words) => words.type),
    ...lakeTypes,
  ])) {
    const { service } = resourceTypeFacts(type);
    const kind = wordsOf(type.split('::')[2] ?? type);
    const spoken = [
      wordsOf(service).join(' '),
      service.toLowerCase(),
      ...(services.find((entry) => entry.service === service)?.words ?? []),
    ];
    const addUnreviewed = (phrase: string, strength: Entry['strength']) => {
      if (!reviewed.has(stemsOf(phrase).join(' '))) add(phrase, type, strength);
    };
    for (const name of new Set(spoken)) addUnreviewed(`${name} ${kind.join(' ')}`, 'name');
    addUnreviewed(kind.join(' '), kind.length > 1 ? 'name' : 'tail');
    const last = kind.at(-1);
    if (kind.length > 1 && last !== undefined) addUnreviewed(last, 'tail');
    for (const name of new Set(spoken))
      if (kind.length > 1 && last !== undefined) addUnreviewed(`${name} ${last}`, 'tail');
  }
  for (const { phrase, types, strength } of entries.values()) {
    const [first = ''] = types;
    index.add(phrase, {
      kind: 'type',
      types: [...types],
      noun: types.size === 1 ? nounOfType(first) : phrase,
      family: null,
      strength,
    });
  }
  for (const family of families) {
    const sense: Sense = {
      kind: 'type',
      types: family.types,
      noun: family.nouns[0] ?? family.name,
      family: family.name,
      strength: 'name',
    };
    index.addAll(family.nouns, sense);
  }
  for (const slice of typeSlices)
    index.addAll(slice.nouns, {
      kind: 'slice',
      type: slice.type,
      noun: slice.nouns[0] ?? '',
      column: slice.column,
      values: slice.values,
    });
}
