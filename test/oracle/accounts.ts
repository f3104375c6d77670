import { environmentOfAccount } from './environment.ts';
import type { Account, Facts, Row } from './model.ts';
import { timestampText } from './values.ts';

/** Every account: those listed, and those seen in any delivery, item or evaluation (rule 30). */
export function gatherAccounts(facts: Facts): ReadonlyMap<string, Account> {
  const accounts = new Map(facts.accounts.map((account) => [account.id, account]));
  const seen = [
    ...facts.places.map(({ account }) => account),
    ...facts.tellings.map(({ item }) => item.accountId),
    ...facts.evaluations.map(({ accountId }) => accountId),
    ...facts.rejections.flatMap(({ account }) => (account === null ? [] : [account])),
  ];
  for (const id of seen)
    if (!accounts.has(id))
      accounts.set(id, {
        id,
        name: null,
        status: null,
        email: null,
        ouPath: null,
        joinedAt: null,
        tags: {},
        regions: null,
      });
  return accounts;
}

export function accountRows(accounts: ReadonlyMap<string, Account>): readonly Row[] {
  return [...accounts.values()].map((account) => ({
    account_id: account.id,
    account_name: account.name,
    status: account.status,
    ou_path: account.ouPath,
    environment: environmentOfAccount(account),
    tags: account.tags,
    joined_at: timestampText(account.joinedAt),
    email: account.email,
    regions: account.regions,
  }));
}
