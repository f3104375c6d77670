import { hasRole, type Item } from '../cover/item.ts';
import type { Interpretation } from '../interpret.ts';
import type { Plan } from '../plan/plan.ts';
import type { Reading } from '../read/reading.ts';
import type { Wish } from './compare.ts';
import { readEach, readOwnLimit, readSize, readTagOfRows, readThreshold } from './figures.ts';
import { dropVerbs, readAttached, readPortAgain, readService } from './shorthand.ts';

/** What only a follow-up can mean by its words. */
export interface OwnWords {
  readonly wish: Wish | null;
  readonly wantsOwners: boolean;
}

const OWNS = /^(owns?|owners?|owned|responsible|accountable|in charge)$/i;

/** Reads words that mean something beside an answer and nothing by themselves; they are placed from then on. */
export function ownWords({ reading, items, atoms }: Interpretation, plan: Plan | null): OwnWords {
  const place = (item: Item | undefined) => {
    reading.unplaced = reading.unplaced.filter((other) => other !== item);
  };
  const said = (pattern: RegExp) => atoms.find(({ raw }) => pattern.test(raw));
  const itemOf = (at: number) => items.find((item) => item.from <= at && at < item.to);
  dropVerbs(reading, items);
  const isOpen =
    reading.heads.length === 0 && reading.conditions.length === 0 && reading.identities.length === 0;
  readOwnLimit(reading, items, place);
  // "By whom?", of changes: the answer names who, where it is known.
  const whom = atoms.findIndex(({ raw }) => /^whom$/i.test(raw));
  if (whom !== -1 && plan?.source.kind === 'topic' && plan.source.topic === 'changes') {
    reading.wantsWho = true;
    place(itemOf(whom));
    for (const item of items) if (item.text.toLowerCase() === 'by') place(item);
  }
  let wish: Wish | null = null;
  for (const [at, { raw }] of atoms.entries()) {
    const found: Wish | null = /^differences?$/i.test(raw)
      ? 'difference'
      : /^(compare|compared|comparison|versus|vs)$/i.test(raw)
        ? 'compare'
        : /^each$/i.test(raw) && at === atoms.length - 1 && reading.measure?.kind === 'count'
          ? 'compare'
          : /^(together|both|combined)$/i.test(raw) && !/^put$/i.test(atoms[at - 1]?.raw ?? '')
            ? 'together'
            : null;
    if (found === null || !isOpen || (wish !== null && wish !== found)) continue;
    wish = found;
    place(itemOf(at));
    // "Difference" is a word near to "different", which it is not here.
    if (found === 'difference') reading.isDistinct = false;
    if (found === 'together' && reading.aggregate?.function === 'sum') clearSum(reading);
  }
  const owner = said(OWNS);
  const isWho = reading.wantsWho || /^(just|only|show|give|list)$/i.test(atoms[0]?.raw ?? '');
  const wantsOwners = owner !== undefined && isOpen && isWho && reading.groupBy.length === 0;
  if (wantsOwners) for (const item of items) if (isOwnWord(item) || hasRole(item, 'for', 'only')) place(item);
  // "If you look at production only": looked at, not told in detail.
  if (items.some((item) => /\blook/i.test(item.text)) && reading.identities.length === 0)
    reading.wantsDetails = false;
  if (plan !== null) {
    readEach(reading, items, plan);
    readThreshold(reading, items, plan, place);
    readSize(reading, items, plan, place, said(/^(total|altogether|overall|sum|combined)$/i) !== undefined);
    readTagOfRows(reading, items);
    readService(reading, items, plan);
    readPortAgain(reading, items, plan, place);
    readAttached(reading, items, plan, place);
  }
  return { wish, wantsOwners };
}

const isOwnWord = (item: Item): boolean => item.text.split(/\s+/).some((word) => OWNS.test(word));

function clearSum(reading: Reading): void {
  reading.aggregate = null;
  reading.figures = reading.figures.filter((figure) => figure !== 'sum');
}
