import type { Account, Item } from './model.ts';

export function environmentOfAccount(account: Account): string | null {
  return account.tags.Environment?.toLowerCase() ?? null;
}

export function environmentOf(account: Account | undefined, tags: Item['tags']): string | null {
  const own = tags.Environment ?? tags.environment ?? tags.env ?? tags.stage ?? null;
  return (account === undefined ? null : environmentOfAccount(account)) ?? own?.toLowerCase() ?? null;
}
