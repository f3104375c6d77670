/**
 * How a resource gets its environment, as rules that the owner can edit. The value is kept as written, in lower case, and not otherwise
 * normalised but that blanks around it go (docs/decisions/0005): prod, prd and production are three values in the lake and meet only when a question is read.
 *
 * In order, the first that tells something decides:
 * 1. the account's tag, by the first of `accountTagKeys` that it carries (keys without case);
 * 2. the account's OU path, from the innermost OU outwards: a whole word of an OU's name that is one of `environmentWords`;
 * 3. the account's name: a whole word of it likewise;
 * 4. where the account has none: the resource's own tag, by the first of `resourceTagKeys` that it carries.
 *
 * Words are runs of letters and digits, cut at every other character and where a small letter meets a capital, so `Prod` in `/Workloads/Prod`,
 * `acme-prod-eu` and `PaymentsProd` tell prod, and `Products` tells nothing. Of several words in one name the last one decides
 * (`prod-support-test` is test).
 */
export const accountTagKeys: readonly string[] = ['environment', 'env', 'stage'];

/** Tag keys of a resource, in order; of keys that differ in case alone, the spelling listed first. */
export const resourceTagKeys: readonly string[] = [
  'Environment',
  'environment',
  'ENVIRONMENT',
  'Env',
  'env',
  'ENV',
  'Stage',
  'stage',
];

/** Words that tell an environment in the name of an OU or an account. */
export const environmentWords: ReadonlySet<string> = new Set([
  'production',
  'prod',
  'prd',
  'nonprod',
  'nonproduction',
  'preprod',
  'preproduction',
  'staging',
  'stage',
  'stg',
  'uat',
  'test',
  'testing',
  'tst',
  'qa',
  'development',
  'develop',
  'dev',
  'sandbox',
  'sbx',
]);

/** What an answer says when it uses environments. */
export const environmentRuleText =
  "A resource's environment is its account's (the account's tag Environment, else its OU, else its name); where the account has none, the resource's own tag.";

export interface AccountFacts {
  readonly name: string | null;
  /** `/Workloads/Prod`; NULL where not told. */
  readonly ouPath: string | null;
  readonly tags: Readonly<Record<string, string>>;
}

/** Environment of an account by rules 1 to 3, in lower case; null where none of them tells. */
export function environmentOfAccount(account: AccountFacts): string | null {
  return (
    tagValue(account.tags, accountTagKeys) ??
    fromOuPath(account.ouPath ?? '') ??
    environmentWordIn(account.name ?? '')
  );
}

/** Environment that a resource's own tags tell (rule 4), in lower case; null where none does. */
export function environmentOfTags(tags: Readonly<Record<string, string>>): string | null {
  for (const key of resourceTagKeys) {
    const value = written(tags[key]);
    if (value !== null) return value;
  }
  return null;
}

function tagValue(tags: Readonly<Record<string, string>>, keys: readonly string[]): string | null {
  for (const key of keys) {
    const spellings = Object.keys(tags)
      .filter((candidate) => candidate.toLowerCase() === key)
      .sort();
    for (const spelling of spellings) {
      const value = written(tags[spelling]);
      if (value !== null) return value;
    }
  }
  return null;
}

const written = (value: string | undefined): string | null => {
  const trimmed = (value ?? '').trim().toLowerCase();
  return trimmed === '' ? null : trimmed;
};

function fromOuPath(path: string): string | null {
  for (const name of path.split('/').reverse()) {
    const word = environmentWordIn(name);
    if (word !== null) return word;
  }
  return null;
}

function environmentWordIn(name: string): string | null {
  const words = name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
  const lower = words.map((word) => word.toLowerCase());
  // `non-prod` and `pre-prod` are one word that a hyphen cut in two.
  const joined = lower.flatMap((word, index) => {
    const before = lower[index - 1];
    return before === 'non' || before === 'pre' ? [word, `${before}${word}`] : [word];
  });
  return joined.filter((word) => environmentWords.has(word)).at(-1) ?? null;
}
