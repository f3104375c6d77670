import type { TruthChange } from '#cli/sample/truth.ts';
import { type Expectation, either, mentions, notRecorded, numberBetween, resources } from './expectations.ts';
import { daysAgo, END, type Facts, yesterday } from './facts.ts';
import { type Question, question } from './question.ts';

const named = (changes: readonly TruthChange[]) =>
  [...new Set(changes.map(({ id }) => id))].map((id) => ({ keys: [id] }));

/**
 * The resources that changed: those that a delivery told must be named. Those that only a later snapshot gave away,
 * or that nothing told, may be: the time of a proved deletion is its snapshot's, not that of the deed.
 */
export function changed(
  facts: Facts,
  from: Date,
  to: Date,
  condition: (change: TruthChange) => boolean = () => true,
): Expectation {
  const { told } = facts.changes(from, to, condition);
  const near = facts.truth.changes.filter((change) => condition(change) && change.changedAt < END);
  return mentions(
    named(told.filter((change) => change.changeType !== 'CREATE' || change.toldBy === 'event')),
    named(
      near.filter(
        (change) =>
          change.toldBy === undefined || change.toldBy === 'snapshot' || change.changeType === 'CREATE',
      ),
    ),
  );
}

const inAccountOf = (facts: Facts, name: string) => (change: TruthChange) =>
  change.accountId === facts.account(name).id;
export const ofType = (type: string) => (change: TruthChange) => change.type === `AWS::${type}`;

const aChanged = (facts: Facts): TruthChange => {
  const found = facts
    .changes(daysAgo(3), END, ofType('EC2::Instance'))
    .told.find(({ changeType, toldBy }) => changeType === 'UPDATE' && toldBy === 'event');
  if (found === undefined) throw new Error('no instance changed');
  return found;
};
const aDeleted = (facts: Facts): TruthChange => {
  const found = facts
    .changes(daysAgo(4), END)
    .told.find(
      ({ changeType, toldBy, type, id }) =>
        changeType === 'DELETE' &&
        toldBy === 'event' &&
        type.startsWith('AWS::EC2::') &&
        facts.all.every((fact) => fact.id !== id),
    );
  if (found === undefined) throw new Error('nothing was deleted');
  return found;
};

/** What changed, when, and what there was. */
export const changes: readonly Question[] = [
  question('changed-account-yesterday', 'what changed in checkout-prod yesterday?', (facts) =>
    changed(facts, yesterday.from, yesterday.to, inAccountOf(facts, 'checkout-prod')),
  ),
  question('deleted-buckets', 'which buckets were deleted in the last 3 days?', (facts) =>
    changed(
      facts,
      daysAgo(3),
      END,
      (change) => ofType('S3::Bucket')(change) && change.changeType === 'DELETE',
    ),
  ),
  question('created-functions', 'new lambda functions since March 8', (facts) =>
    changed(
      facts,
      new Date('2026-03-08T00:00:00Z'),
      END,
      (change) => ofType('Lambda::Function')(change) && change.changeType === 'CREATE',
    ),
  ),
  question(
    'changes-of-one',
    (facts) => `show the changes to ${aChanged(facts).id}`,
    (facts) => mentions(named([aChanged(facts)])),
  ),
  question('changes-on-day', 'how many changes were there on 9 March 2026?', (facts) => {
    const { told } = facts.changes(yesterday.from, yesterday.to);
    // Proved deletions fall on the day of their snapshot; a first sight is history and no change.
    const sure = told.filter(({ changeType, toldBy }) => changeType !== 'CREATE' && toldBy !== 'snapshot');
    return numberBetween(sure.length, told.length + 40);
  }),
  question('deleted-yesterday', 'what was deleted yesterday', (facts) =>
    changed(facts, yesterday.from, yesterday.to, ({ changeType }) => changeType === 'DELETE'),
  ),
  question('group-changes-week', 'security group changes in the last 24 hours', (facts) =>
    changed(facts, daysAgo(1), END, ofType('EC2::SecurityGroup')),
  ),
  question(
    'history-of-one',
    (facts) => `history of ${aChanged(facts).id}`,
    (facts) => mentions(named([aChanged(facts)])),
  ),
  question('as-of', 'ec2 instances of ledger-prod as of 2026-03-08', (facts) => {
    const then = new Date('2026-03-08T00:00:00Z');
    const account = facts.account('ledger-prod').id;
    const touched = new Set(
      facts.truth.changes.filter(({ changeType }) => changeType !== 'UPDATE').map(({ id }) => id),
    );
    const steady = facts.of(
      'EC2::Instance',
      (fact) =>
        fact.accountId === account &&
        !touched.has(fact.id) &&
        (fact.createdAt ?? END) < new Date('2026-03-05'),
    );
    const gone = facts.truth.resources.filter(
      ({ type, accountId }) => type === 'AWS::EC2::Instance' && accountId === account,
    );
    const later = facts.changes(then, END, ({ changeType }) => changeType === 'DELETE').told;
    return mentions(
      [
        ...steady.map(({ id }) => ({ keys: [id] })),
        ...named(
          later.filter(({ accountId, type }) => accountId === account && type === 'AWS::EC2::Instance'),
        ),
      ],
      gone.map(({ id }) => ({ keys: [id] })),
    );
  }),
  question(
    'what-happened',
    (facts) => `what happened to ${aDeleted(facts).id}?`,
    (facts) => mentions(named([aDeleted(facts)])),
  ),
  question(
    'who-deleted',
    (facts) => `who deleted ${aDeleted(facts).id}?`,
    (facts) => either(mentions(named([aDeleted(facts)])), notRecorded),
  ),
  question('created-today', 'resources created today in ledger-prod', (facts) =>
    either(
      changed(
        facts,
        new Date('2026-03-10T00:00:00Z'),
        END,
        (change) => change.changeType === 'CREATE' && inAccountOf(facts, 'ledger-prod')(change),
      ),
      resources(
        facts.all.filter(
          ({ accountName, createdAt }) =>
            accountName === 'ledger-prod' &&
            createdAt !== undefined &&
            createdAt >= new Date('2026-03-10T00:00:00Z'),
        ),
      ),
    ),
  ),
];
