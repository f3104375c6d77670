import type { Outcome } from '../decide/outcome.ts';
import { groupText } from '../describe.ts';
import { pluralOf } from '../lex/stem.ts';
import type { Condition, GroupKey, Plan } from '../plan/plan.ts';
import type { Turn } from '../translator.ts';
import type { Vocabulary } from '../vocabulary.ts';

export interface Restriction {
  readonly condition: Condition;
  readonly note: string;
}

/** What "those accounts", "those Regions" of an answer are, as a condition; undefined where not all of them are known. */
export function shownGroups(
  turn: Turn,
  kind: GroupKey['kind'],
  vocabulary: Vocabulary,
): Restriction | undefined {
  const values = valuesOf(turn, kind);
  if (values === undefined || values.length === 0) return undefined;
  const key: GroupKey | undefined = turn.groups?.key.kind === kind ? turn.groups.key : undefined;
  const names = values.map((value) =>
    kind === 'account' ? (vocabulary.accounts.find(({ id }) => id === value)?.name ?? value) : value,
  );
  const label =
    names.length <= 3 ? names.join(', ') : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
  const condition = conditionFor(kind, key, values, label);
  if (condition === undefined) return undefined;
  const what = key === undefined ? kind : groupText(key);
  const each = names.length === 1 ? what : pluralOf(what);
  return {
    condition,
    note: `Only the ${each} shown before (${names.length}): ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', …' : ''}.`,
  };
}

function valuesOf(turn: Turn, kind: GroupKey['kind']): readonly string[] | undefined {
  if (turn.groups?.key.kind === kind) {
    const known = turn.groups.values.filter((value): value is string => value !== null);
    return known.length === turn.groups.values.length ? [...new Set(known)] : undefined;
  }
  if (!turn.keysComplete || (kind !== 'account' && kind !== 'region')) return undefined;
  const found = turn.keys.map((key) => (kind === 'account' ? key.account_id : key.region));
  const known = found.filter((value): value is string => value !== null);
  return known.length === found.length ? [...new Set(known)] : undefined;
}

function conditionFor(
  kind: GroupKey['kind'],
  key: GroupKey | undefined,
  values: readonly string[],
  label: string,
): Condition | undefined {
  if (kind === 'account') return { kind: 'account', ids: values, label };
  if (kind === 'region') return { kind: 'region', regions: values, label };
  if (kind === 'environment') {
    const sets = key?.kind === 'environment' ? key.sets : undefined;
    const spelled = sets?.filter(({ name }) => values.includes(name)).flatMap((set) => set.values);
    return { kind: 'environment', name: label, values: spelled ?? values };
  }
  if (key?.kind !== 'column' || key.column.type !== 'varchar' || key.column.isJson) return undefined;
  return { kind: 'compare', column: key.column, operator: '=', values, text: label };
}

/** Whether an answer left groups out: what is asked of its rows must stay within those that were shown. */
export const hasCutGroups = (plan: Plan): boolean =>
  plan.groupBy.length > 0 && (plan.having !== null || plan.limit !== null);

/** The groups that an answer kept, for rows that are no longer grouped by them. */
export function keptGroups(base: Plan, turn: Turn, vocabulary: Vocabulary): Restriction | Outcome {
  const [key] = base.groupBy;
  const found = key === undefined ? undefined : shownGroups(turn, key.kind, vocabulary);
  return (
    found ?? {
      kind: 'clarify',
      text: `I cannot carry over just the ${key === undefined ? 'group' : pluralOf(groupText(key))} that were shown. Name them, or what they have in common.`,
      choices: [],
    }
  );
}
