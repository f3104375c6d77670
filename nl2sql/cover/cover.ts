import type { Atom } from '../lex/atoms.ts';
import { quantityAt } from '../lex/quantity.ts';
import type { PhraseIndex } from '../lexicon/phrase-index.ts';
import type { Sense } from '../lexicon/senses.ts';
import type { TimeSetting } from '../time/reader.ts';
import { timePhraseAt } from '../time/time-phrase.ts';
import type { Item } from './item.ts';

export interface CoverInput {
  readonly question: string;
  readonly atoms: readonly Atom[];
  readonly indexes: readonly PhraseIndex[];
  readonly setting: TimeSetting;
  /** Names of resources that were found in the lake, by the atoms they span. */
  readonly names: readonly { readonly from: number; readonly to: number; readonly sense: Sense }[];
  /** Whether rules are spoken of: elsewhere “encrypted volumes” is no rule of that name, unless written as one word. */
  readonly hasRules?: boolean;
}

interface Candidate {
  readonly item: Item;
  readonly score: number;
}

const UNKNOWN = -20;
const SPECIAL = new Set(['id', 'ip', 'cidr', 'arn', 'resource_type', 'account_id', 'quoted', 'name']);
const ZONE = /^[a-z]{2}(-gov)?-[a-z]+-\d[a-z]$/;

/**
 * Cuts a question into the runs of words that are known, so that as much as possible is understood and longer
 * phrases win over shorter ones ("instance type" over "instance" and "type"). What is left unknown stays as items without a sense.
 */
export function cover(input: CoverInput): Item[] {
  const { atoms } = input;
  const best: { readonly score: number; readonly item: Item | undefined }[] = [];
  best[atoms.length] = { score: 0, item: undefined };
  for (let at = atoms.length - 1; at >= 0; at -= 1) {
    let chosen: { score: number; item: Item | undefined } = {
      score: Number.NEGATIVE_INFINITY,
      item: undefined,
    };
    for (const { item, score } of candidatesAt(input, at)) {
      const total = score + (best[item.to]?.score ?? 0);
      if (total > chosen.score) chosen = { score: total, item };
    }
    best[at] = chosen;
  }
  const items: Item[] = [];
  for (let at = 0; at < atoms.length; ) {
    const item = best[at]?.item;
    if (item === undefined) break;
    items.push(item);
    at = item.to;
  }
  return items;
}

function candidatesAt(input: CoverInput, at: number): Candidate[] {
  const { atoms, question } = input;
  const found: Candidate[] = [];
  const itemOf = (length: number, more: Partial<Item>): Item => {
    const last = atoms[at + length - 1];
    return {
      from: at,
      to: at + length,
      text: question.slice(atoms[at]?.start ?? 0, last?.end ?? 0),
      senses: [],
      ...more,
    };
  };
  const byLength = new Map<number, Sense[]>();
  for (const index of input.indexes) {
    for (const { length, senses } of index.matches(atoms, at))
      byLength.set(length, [...(byLength.get(length) ?? []), ...senses]);
  }
  for (const name of input.names)
    if (name.from === at) byLength.set(name.to - at, [...(byLength.get(name.to - at) ?? []), name.sense]);
  for (const [length, all] of byLength) {
    const isOneWord = length > 1 && atoms.slice(at + 1, at + length).every((atom) => atom.glued);
    const senses = withoutWeak(all).filter(
      (sense) => sense.kind !== 'rule' || isOneWord || input.hasRules === true,
    );
    if (senses.length > 0) byLength.set(length, senses);
    else byLength.delete(length);
  }
  for (const [length, senses] of byLength)
    found.push({ item: itemOf(length, { senses }), score: phraseScore(length, senses) });
  const time = timePhraseAt(atoms, at, input.setting);
  if (time !== undefined)
    found.push({
      item: itemOf(time.length, { time, senses: byLength.get(time.length) ?? [] }),
      score: 12 * time.length + 1,
    });
  const quantity = quantityAt(atoms, at);
  if (
    quantity !== undefined &&
    (atoms[at]?.kind !== 'word' || quantity.unit !== undefined || byLength.get(1) === undefined)
  ) {
    found.push({
      item: itemOf(quantity.length, { quantity, senses: byLength.get(quantity.length) ?? [] }),
      score: 11 * quantity.length + (quantity.unit === undefined ? 0 : 1),
    });
  }
  const atom = atoms[at];
  if (atom !== undefined && SPECIAL.has(atom.kind)) {
    const zone: Sense[] = ZONE.test(atom.stem) ? [{ kind: 'zone', zone: atom.stem }] : [];
    const senses = [...(byLength.get(1) ?? []), ...zone];
    found.push({
      item: itemOf(1, { atom, senses }),
      score: senses.length > 0 ? 12 : atom.kind === 'name' ? 3 : 11,
    });
  }
  if (found.length === 0 || byLength.get(1) === undefined)
    found.push({ item: itemOf(1, {}), score: UNKNOWN });
  return found;
}

/** The tail of a long column name says nothing where the same words are English or a type ("list", "volume"). */
function withoutWeak(senses: readonly Sense[]): Sense[] {
  const isStrong = senses.some(
    (sense) =>
      sense.kind === 'function' ||
      (sense.kind === 'type' && sense.strength !== 'tail') ||
      sense.kind === 'topic',
  );
  const isEnglish = senses.some((sense) => sense.kind === 'function');
  return senses.filter(
    (sense) =>
      !(isStrong && sense.kind === 'column' && sense.rank === 1) &&
      !(isEnglish && sense.kind === 'type' && sense.strength === 'tail'),
  );
}

function phraseScore(length: number, senses: readonly Sense[]): number {
  const isContent = senses.some((sense) => sense.kind !== 'function');
  const isWeak = senses.every(
    (sense) =>
      (sense.kind === 'column' && sense.rank <= 2) || (sense.kind === 'type' && sense.strength === 'tail'),
  );
  return 10 * length + 2 * (length - 1) + (isContent && !isWeak ? 1 : 0);
}
