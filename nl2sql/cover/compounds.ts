import type { Atom } from '../lex/atoms.ts';
import type { Item } from './item.ts';

/** Senses that a name may contain by chance: "payments-prod" is no payments team in production. */
const INCIDENTAL = new Set(['tag_value', 'tag_key', 'account', 'environment', 'unit', 'value', 'region']);

/** Words written together that were only understood apart, as somebody's names, are one unknown name. */
export function joinCompounds(items: readonly Item[], atoms: readonly Atom[], question: string): Item[] {
  const joined: Item[] = [];
  for (let at = 0; at < items.length; at += 1) {
    const first = items[at];
    if (first === undefined) break;
    let end = at;
    while (atoms[items[end]?.to ?? -1]?.glued === true) end += 1;
    const parts = items.slice(at, end + 1);
    const isName =
      parts.length > 1 && parts.some((part) => part.senses.some((sense) => INCIDENTAL.has(sense.kind)));
    const last = parts.at(-1);
    if (!isName || last === undefined) {
      joined.push(first);
      continue;
    }
    const text = question.slice(atoms[first.from]?.start ?? 0, atoms[last.to - 1]?.end ?? 0);
    joined.push({ from: first.from, to: last.to, text, senses: [] });
    at = end;
  }
  return joined;
}
