import { z } from 'zod';
import type { Answer } from '#answer/contract.ts';
import type { KeyValueStore } from '#platform/ports/key-value-store.ts';
import { keyColumnsOf } from './plan/group-columns.ts';
import type { GroupKey, Plan, ResourceKey } from './plan/plan.ts';
import type { ShownGroups, Turn } from './translator.ts';

const MOST_TURNS = 20;
const MOST_KEYS = 1000;
const KEPT_HOURS = 24;

const KeySchema = z.object({
  account_id: z.string(),
  region: z.string().nullable(),
  resource_type: z.string().nullable(),
  resource_id: z.string(),
});
const TurnSchema = z.object({
  question: z.string(),
  answerId: z.string(),
  status: z.string(),
  sql: z.string().nullable(),
  plan: z.custom<Plan>((value) => typeof value === 'object' && value !== null).nullable(),
  columns: z.array(z.string()),
  askedBack: z.string().nullish(),
  keys: z.array(KeySchema),
  keysComplete: z.boolean(),
  groups: z
    .object({
      key: z.custom<GroupKey>((value) => typeof value === 'object' && value !== null),
      values: z.array(z.string().nullable()),
    })
    .nullish(),
});

const keyOf = (user: string, conversation: string): string =>
  `conversations/${encodeURIComponent(user)}/${encodeURIComponent(conversation)}`;

/** The turns of a conversation, oldest first; an unknown one has none. A caller only ever sees their own. */
export async function loadTurns(
  user: string,
  conversation: string,
  keyValues: KeyValueStore,
): Promise<readonly Turn[]> {
  const parsed = z.array(TurnSchema).safeParse(await keyValues.get(keyOf(user, conversation)));
  return parsed.success ? parsed.data : [];
}

/** Keeps a turn for a day; the oldest turns of a long conversation are dropped. */
export async function storeTurn(
  user: string,
  conversation: string,
  turns: readonly Turn[],
  turn: Turn,
  keyValues: KeyValueStore,
): Promise<void> {
  // By the machine's clock, not the lake's: a lake made from a sample may stand still in the past.
  const expiresAt = new Date(Date.now() + KEPT_HOURS * 3_600_000);
  await keyValues.put(keyOf(user, conversation), [...turns, turn].slice(-MOST_TURNS), { expiresAt });
}

/** What later turns need of an answer: its plan, its columns, and the keys of its rows. */
export function turnOf(
  question: string,
  answer: Answer,
  plan: Plan | null,
  askedBack: string | null = null,
): Turn {
  const names = answer.columns.map((column) => column.name);
  const keys = keysOf(answer, names, plan);
  return {
    question,
    answerId: answer.id,
    status: answer.status,
    sql: answer.sql,
    plan,
    columns: names,
    askedBack,
    keys: keys.slice(0, MOST_KEYS),
    keysComplete: keys.length <= MOST_KEYS && !answer.truncated && keys.length > 0,
    groups: groupsOf(answer, names, plan),
  };
}

/** What a later "in those accounts" means: only where every group was shown, so that none is left out unseen. */
function groupsOf(answer: Answer, names: readonly string[], plan: Plan | null): ShownGroups | null {
  const isOfAccounts = plan?.source.kind === 'topic' && plan.source.topic === 'accounts';
  const key: GroupKey | undefined =
    plan?.groupBy.length === 1
      ? plan.groupBy[0]
      : plan?.groupBy.length === 0 && isOfAccounts && plan.measure.kind === 'list'
        ? { kind: 'account' }
        : undefined;
  const isWhole = answer.row_count !== null && !answer.truncated && answer.rows.length <= MOST_KEYS;
  const at = key === undefined ? -1 : names.indexOf(keyColumnsOf(key).at(-1) ?? '');
  if (key === undefined || !isWhole || at === -1) return null;
  const values = answer.rows.map((row) => row[at]);
  if (!values.every((value) => value === null || typeof value === 'string')) return null;
  return { key, values };
}

function keysOf(answer: Answer, names: readonly string[], plan: Plan | null): readonly ResourceKey[] {
  const at = (name: string) => names.indexOf(name);
  const [account, id] = [at('account_id'), at('resource_id')];
  if (account === -1 || id === -1) return [];
  const only =
    plan?.source.kind === 'types' && plan.source.types.length === 1 ? (plan.source.types[0] ?? null) : null;
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return answer.rows.slice(0, MOST_KEYS + 1).flatMap((row) => {
    const [accountId, resourceId] = [text(row[account]), text(row[id])];
    if (accountId === null || resourceId === null) return [];
    return [
      {
        account_id: accountId,
        region: text(row[at('region')]),
        resource_type: text(row[at('resource_type')]) ?? only,
        resource_id: resourceId,
      },
    ];
  });
}
