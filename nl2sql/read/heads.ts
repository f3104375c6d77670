import { resourceTypeFacts } from '#catalog/resource-types.ts';
import { type Item, senseOf, sensesOf } from '../cover/item.ts';
import type { Head } from './reading.ts';

/** The noun that names resources at an item: a reviewed name before a default before a word that many types end in. */
export function headOf(item: Item | undefined): Head | undefined {
  if (item?.atom?.kind === 'resource_type') {
    const { type, title } = resourceTypeFacts(item.atom.raw);
    return { kind: 'type', types: [type], noun: title, family: null, strength: 'name' };
  }
  const slice = senseOf(item, 'slice');
  if (slice !== undefined) return slice;
  const types = [...sensesOf(item, 'type')].sort(
    (a, b) => rank(b.strength) - rank(a.strength) || Number(b.family !== null) - Number(a.family !== null),
  );
  return types[0] ?? senseOf(item, 'any_resource');
}

/** A noun by which a type of resource is known, not the word that some type's name ends in. */
export const isName = (head: Head | undefined): boolean =>
  head?.kind === 'slice' || (head?.kind === 'type' && head.strength !== 'tail');

const rank = (strength: 'name' | 'default' | 'tail'): number => ({ name: 2, default: 1, tail: 0 })[strength];
