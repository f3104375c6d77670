import { type NamedPredicate, phrases } from './named-predicate.ts';

const certificate = (sql: string) => [
  {
    types: ['AWS::ACM::Certificate'],
    sql: sql.replaceAll('{expiry}', '{t}.not_after'),
    needs: ['not_after'],
  },
];

export const lifecyclePredicates: readonly NamedPredicate[] = [
  {
    name: 'deprecated_runtime',
    adjectives: phrases(`
      deprecated | on a deprecated runtime | with a deprecated runtime | running on a deprecated runtime | using a deprecated runtime | outdated | end of life | eol | unsupported | obsolete | on deprecated runtimes |
      running on deprecated runtimes | run on deprecated runtimes | running deprecated runtimes |
      using deprecated runtimes | use deprecated runtimes | past end of life | no longer supported
    `),
    nouns: phrases(`
      deprecated runtime | outdated runtime | end of life runtime | eol runtime | unsupported runtime |
      obsolete runtime | old runtime | runtime that is deprecated | runtime that are deprecated |
      runtime past end of life
    `),
    text: 'Deprecated: the date on which AWS deprecates the runtime, by the dated table lambda_runtime, has passed.',
    variants: [
      {
        types: ['AWS::Lambda::Function'],
        sql: '{t}.runtime IN (SELECT l.runtime FROM lambda_runtime AS l WHERE l.is_deprecated)',
        needs: ['runtime'],
      },
    ],
  },
  {
    name: 'expiring',
    adjectives: phrases(`
      expiring | expire | expires | about to expire | expiring soon | expire soon | due to expire |
      going to expire | will expire | near expiry | close to expiry
    `),
    nouns: ['expiry soon'],
    text: 'Expiring: valid now, and not any more in {days} days.',
    days: 30,
    column: 'expires_soon',
    variants: certificate("({expiry} >= {now} AND {expiry} < {now} + INTERVAL '{days}' DAY)"),
  },
  {
    name: 'expired',
    adjectives: ['expired', 'have expired', 'already expired', 'no longer valid', 'out of date'],
    opposites: ['valid', 'unexpired', 'still valid', 'not expired'],
    text: 'Expired: its last day of validity has passed.',
    variants: certificate('{expiry} < {now}'),
  },
];
