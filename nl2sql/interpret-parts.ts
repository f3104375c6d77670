import { hasRole, type Item, isUnknown, senseOf } from './cover/item.ts';
import type { Atom } from './lex/atoms.ts';
import type { PhraseIndex } from './lexicon/phrase-index.ts';
import type { Sense } from './lexicon/senses.ts';
import { headOf } from './read/heads.ts';
import type { Head } from './read/reading.ts';
import { isStrongRelation } from './read/relations.ts';
import type { TranslationRequest } from './translator.ts';

export interface Split {
  /** Atom index of the relation word, of the part's first word, and where it ends. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly negated: boolean;
}

/** "volumes attached to *stopped instances*": a strong relation word, then a noun that is not itself named. */
export function relatedPart(items: readonly Item[]): Split | undefined {
  for (let at = 1; at < items.length; at += 1) {
    const split = strongPart(items, at) ?? qualifiedPart(items, at);
    if (split !== undefined) return split;
  }
  return undefined;
}

function strongPart(items: readonly Item[], at: number): Split | undefined {
  const item = items[at];
  if (
    item === undefined ||
    !isStrongRelation(item) ||
    (senseOf(item, 'predicate') !== undefined && !/ to$| with$| by$/.test(item.text))
  )
    return undefined;
  const hasHeadBefore = items.slice(0, at).some((before) => headOf(before) !== undefined);
  if (!hasHeadBefore) return undefined;
  let noun = at + 1;
  while (noun < items.length && noun <= at + 4 && headOf(items[noun]) === undefined) noun += 1;
  const head = headOf(items[noun]);
  const between = items.slice(at + 1, noun);
  const isSimple = between.every((part) => hasRole(part, 'filler', 'possessive', 'all'));
  if (head === undefined || head.kind === 'any_resource' || between.some((part) => part.atom !== undefined))
    return undefined;
  if (isNamedBy(items[noun + 1])) return undefined;
  const end = items.findIndex(
    (part, index) => index > noun && hasRole(part, 'group', 'order', 'descending', 'ascending'),
  );
  const to = end === -1 ? (items.at(-1)?.to ?? item.to) : (items[end]?.from ?? item.to);
  const negated = hasRole(items[at - 1], 'not', 'without', 'except');
  if (isSimple && senseOf(items[noun], 'type')?.strength === 'tail') return undefined;
  return {
    at: negated ? (items[at - 1]?.from ?? item.from) : item.from,
    from: items[at + 1]?.from ?? item.to,
    to,
    negated,
  };
}

/**
 * "instances in *private subnets*", "instances with *unencrypted volumes*": what stands before another kind of
 * resource is a property of that one, and none of the subject. The part ends with the noun.
 */
function qualifiedPart(items: readonly Item[], at: number): Split | undefined {
  const item = items[at];
  const isOutside = hasRole(item, 'not', 'except') && /\b(in|on)$/i.test(item?.text ?? '');
  if (item === undefined || (!isOutside && !hasRole(item, 'in', 'with'))) return undefined;
  const subject = items.slice(0, at).map(headOf).find(isNoun);
  let noun = at + 1;
  while (noun <= at + 4 && isQualifier(items[noun])) noun += 1;
  const head = headOf(items[noun]);
  const qualifiers = items.slice(at + 1, noun).filter(isContent);
  if (subject === undefined || !isNoun(head) || qualifiers.length === 0 || isNamedBy(items[noun + 1]))
    return undefined;
  if (JSON.stringify(subject) === JSON.stringify(head)) return undefined;
  const isNot = !isOutside && hasRole(items[at - 1], 'not', 'except');
  return {
    at: isNot ? (items[at - 1]?.from ?? item.from) : item.from,
    from: items[at + 1]?.from ?? item.to,
    to: items[noun]?.to ?? item.to,
    negated: isOutside || isNot,
  };
}

/** A noun by which a type of resource is known, not the word that some type's name ends in. */
const isNoun = (head: Head | undefined): boolean =>
  head?.kind === 'slice' || (head?.kind === 'type' && head.strength !== 'tail');

/** A word that says which: a property, a protocol, or a value that only the other kind's own table knows. */
const isContent = (item: Item): boolean =>
  senseOf(item, 'predicate')?.form === 'adjective' ||
  senseOf(item, 'port') !== undefined ||
  (isUnknown(item) && item.text.length > 1);

const isQualifier = (item: Item | undefined): boolean =>
  item !== undefined &&
  item.atom === undefined &&
  (hasRole(item, 'filler', 'possessive', 'all', 'not') || isContent(item)) &&
  !isNoun(headOf(item));

const isNamedBy = (after: Item | undefined): boolean =>
  isUnknown(after) ||
  after?.atom !== undefined ||
  senseOf(after, 'identity') !== undefined ||
  hasRole(after, 'named');

/** Resources that exist under words of the question: unknown words, names, ids, and words written together. */
export async function namesIn(
  request: TranslationRequest,
  atoms: readonly Atom[],
  lexicon: PhraseIndex,
): Promise<readonly { from: number; to: number; sense: Sense }[]> {
  const found: { from: number; to: number; sense: Sense }[] = [];
  for (let from = 0; from < atoms.length; ) {
    let to = from + 1;
    while (atoms[to]?.glued === true && atoms[to]?.kind === 'word') to += 1;
    const atom = atoms[from];
    const isRun = to > from + 1;
    const text = isRun
      ? request.question.slice(atom?.start ?? 0, atoms[to - 1]?.end ?? 0)
      : (atom?.raw ?? '');
    const isCandidate =
      isRun ||
      atom?.kind === 'name' ||
      atom?.kind === 'id' ||
      atom?.kind === 'quoted' ||
      atom?.kind === 'arn' ||
      (atom?.kind === 'word' && !lexicon.knows(atom.stem) && text.length > 2);
    if (isCandidate) {
      const matches = await request.vocabulary.named(text);
      if (matches.length > 0) found.push({ from, to, sense: { kind: 'identity', text, matches } });
    }
    from = to;
  }
  return found;
}
