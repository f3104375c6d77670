import type { Atom } from '../lex/atoms.ts';
import { hasRole, type Item } from './item.ts';

/** "non-encrypted", "prod-only": written together, and yet two words. */
const isLoose = (part: Item): boolean => hasRole(part, 'not', 'without', 'only');

/** Words written together that were only understood apart are one unknown name: "shop-prod" is no shop in production. */
export function joinCompounds(items: readonly Item[], atoms: readonly Atom[], question: string): Item[] {
  const joined: Item[] = [];
  for (let at = 0; at < items.length; at += 1) {
    const first = items[at];
    if (first === undefined) break;
    let end = at;
    while (atoms[items[end]?.to ?? -1]?.glued === true) end += 1;
    const parts = items.slice(at, end + 1);
    const isName = parts.length > 1 && !parts.some(isLoose);
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
