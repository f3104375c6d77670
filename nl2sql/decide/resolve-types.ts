import type { SenseOf } from '../cover/item.ts';
import { pluralOf } from '../lex/stem.ts';
import { nounOfType } from '../lexicon/type-phrases.ts';
import type { Vocabulary } from '../vocabulary.ts';

export type ResolvedTypes =
  | {
      readonly kind: 'types';
      readonly types: readonly string[];
      readonly noun: string;
      readonly family: string | null;
      readonly note: string | null;
    }
  | { readonly kind: 'ambiguous'; readonly types: readonly string[] };

const MOST_CHOICES = 6;

/**
 * Which types a noun means in this lake. A family means its members; a word that several types end in ("cluster")
 * means the one that the lake has, and is asked back where it has several or none.
 */
export function resolveTypes(sense: SenseOf<'type'>, vocabulary: Vocabulary): ResolvedTypes {
  const inLake = new Map(vocabulary.types.map(({ value, count }) => [value, count]));
  if (sense.family !== null) {
    // A member that nobody recorded or published columns for only adds an empty part.
    const members = sense.types.filter(
      (type) => inLake.has(type) || inLake.size === 0 || !UNPUBLISHED.has(type),
    );
    return { kind: 'types', types: members, noun: sense.noun, family: sense.family, note: null };
  }
  if (sense.types.length === 1) {
    const note =
      sense.strength === 'default'
        ? `“${pluralOf(plainNoun(sense))}” is read as ${pluralOf(nounOfType(sense.types[0] ?? ''))}.`
        : null;
    return { kind: 'types', types: sense.types, noun: nounOfType(sense.types[0] ?? ''), family: null, note };
  }
  const present = sense.types.filter((type) => inLake.has(type));
  const [only] = present;
  if (present.length === 1 && only !== undefined) {
    return {
      kind: 'types',
      types: [only],
      noun: nounOfType(only),
      family: null,
      note: `“${pluralOf(sense.noun)}” is read as ${pluralOf(nounOfType(only))}: no other kind is in the lake.`,
    };
  }
  const candidates = [...(present.length > 0 ? present : sense.types)].sort(
    (a, b) => (inLake.get(b) ?? 0) - (inLake.get(a) ?? 0),
  );
  return { kind: 'ambiguous', types: candidates.slice(0, MOST_CHOICES) };
}

const UNPUBLISHED = new Set(['AWS::EC2::Snapshot']);

function plainNoun(sense: SenseOf<'type'>): string {
  return sense.noun.split(' ').at(-1) ?? sense.noun;
}
