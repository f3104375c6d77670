import { accountTagKeys, environmentWords, resourceTagKeys } from '#catalog/environment-rules.ts';
import type { Account, Item } from './model.ts';

/** The account's own environment: its tag, else its OU from the innermost outwards, else its name. */
export function environmentOfAccount(account: Account): string | null {
  return (
    accountTag(account.tags) ??
    (account.ouPath ?? '')
      .split('/')
      .reverse()
      .map(wordIn)
      .find((word) => word !== null) ??
    wordIn(account.name ?? '')
  );
}

/** The account's environment, and where it has none the resource's own tag. */
export function environmentOf(account: Account | undefined, tags: Item['tags']): string | null {
  const own = resourceTagKeys.map((key) => written(tags[key])).find((value) => value !== null) ?? null;
  return (account === undefined ? null : environmentOfAccount(account)) ?? own;
}

/** The first key of the rules that the account carries, in any case. */
function accountTag(tags: Account['tags']): string | null {
  for (const key of accountTagKeys)
    for (const spelling of Object.keys(tags).sort())
      if (spelling.toLowerCase() === key && written(tags[spelling]) !== null) return written(tags[spelling]);
  return null;
}

/**
 * The last word of a name that tells an environment. Words are runs of letters and digits, cut where a small
 * letter meets a capital; `non` and `pre` belong to the word after them.
 */
function wordIn(name: string): string | null {
  const words = name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const joined = words.flatMap((word, index) =>
    ['non', 'pre'].includes(words[index - 1] ?? '') ? [word, `${words[index - 1]}${word}`] : [word],
  );
  return joined.filter((word) => environmentWords.has(word)).at(-1) ?? null;
}

/** As written, in lower case; nothing where nothing is written. */
const written = (value: string | null | undefined): string | null => {
  const text = (value ?? '').trim().toLowerCase();
  return text === '' ? null : text;
};
