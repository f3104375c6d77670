import { hasRole, type Item } from '../cover/item.ts';
import type { Interpretation } from '../interpret.ts';
import { keysLike } from '../lexicon/lake-words.ts';
import { leavesOf } from '../plan/conditions.ts';
import type { Condition, Plan } from '../plan/plan.ts';
import type { Joiner } from '../read/reading.ts';
import type { Turn } from '../translator.ts';
import type { Vocabulary } from '../vocabulary.ts';

type MakeCondition = (value: string) => Condition | undefined;

/**
 * "Only platform", of groups by team; "or checkout", of what is tagged team=payments: a bare word that is a value of
 * what the answer was grouped or chosen by means that value, whatever else it may mean.
 */
export function readNearValues(interpreted: Interpretation, turn: Turn, vocabulary: Vocabulary): void {
  const { reading, items } = interpreted;
  const isOther =
    reading.conditions.length > 0 ||
    reading.topics.length > 0 ||
    reading.identities.length > 0 ||
    reading.groupBy.length > 0 ||
    reading.hasPronoun;
  const makers = turn.plan === null ? [] : makersOf(turn.plan, turn, vocabulary);
  if (isOther || makers.length === 0) return;
  const found: { item: Item; condition: Condition; joiner: Joiner }[] = [];
  let joiner: Joiner = 'none';
  let isNegated = false;
  for (const item of items) {
    const condition = makers.map((make) => make(item.text)).find((made) => made !== undefined);
    if (condition !== undefined) {
      found.push({ item, condition: isNegated ? { kind: 'not', of: condition } : condition, joiner });
      joiner = 'none';
    } else if (hasRole(item, 'or')) joiner = 'or';
    else if (hasRole(item, 'except', 'not', 'without')) isNegated = true;
    else if (hasRole(item, 'and', 'comma')) joiner = joiner === 'or' ? 'or' : 'and';
    else if (!hasRole(item, 'filler', 'only', 'what_about', 'ask', 'for', 'in')) return;
  }
  if (found.length === 0) return;
  const taken = found.map(({ item }) => item);
  reading.unplaced = reading.unplaced.filter((item) => !taken.includes(item));
  reading.columns = [];
  reading.heads = [];
  reading.conditions = found.map(({ condition, joiner: joined }) => ({ condition, joiner: joined }));
}

function makersOf(plan: Plan, turn: Turn, vocabulary: Vocabulary): readonly MakeCondition[] {
  const ofTag = (key: string): MakeCondition => {
    const keys = keysLike(key, vocabulary.tags);
    const known = vocabulary.tags.filter((tag) => keys.includes(tag.key)).flatMap(({ values }) => values);
    return (text) => {
      const values = [...new Set(known.map(({ value }) => value).filter((value) => isSame(value, text)))];
      return values.length === 0 ? undefined : { kind: 'tag', keys, values };
    };
  };
  const [key, ...more] = plan.groupBy;
  const makers: MakeCondition[] = [];
  if (key?.kind === 'tag' && more.length === 0) makers.push(ofTag(key.key));
  if (key?.kind === 'column' && more.length === 0 && key.column.type === 'varchar' && !key.column.isJson) {
    const shown = turn.groups?.values ?? [];
    makers.push((text) => {
      const values = shown.filter((value): value is string => value !== null && isSame(value, text));
      return values.length === 0
        ? undefined
        : { kind: 'compare', column: key.column, operator: '=', values, text };
    });
  }
  for (const leaf of leavesOf(plan.where))
    if (leaf.kind === 'tag' && leaf.values !== null) makers.push(ofTag(leaf.keys[0] ?? ''));
  return makers;
}

const isSame = (value: string, text: string): boolean => value.toLowerCase() === text.toLowerCase();
