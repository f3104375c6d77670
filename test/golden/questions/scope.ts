import { breaking } from './compliance-and-coverage.ts';
import { accountEntity, either, mentions, notRecorded, resourceEntity, resources } from './expectations.ts';
import { at, type Fact, type Facts, inProduction, is, listAt, yesterday } from './facts.ts';
import { holderOf } from './named.ts';
import { deprecatedRuntimes, isOpenOn, publicBuckets, rolesTrustingOutside } from './predicates.ts';
import { type Question, question } from './question.ts';

const isCareless = (database: Fact): boolean =>
  at(database, 'storageEncrypted') === false ||
  at(database, 'encrypted') === false ||
  at(database, 'publiclyAccessible') === true ||
  at(database, 'backupRetentionPeriod') === 0 ||
  at(database, 'automatedSnapshotRetentionPeriod') === 0;

const changedInProduction = (facts: Facts) => {
  const production = new Set(facts.accounts.filter(({ stage }) => stage === 'prod').map(({ id }) => id));
  const own = new Set(facts.all.filter(inProduction).map(({ id }) => id));
  const concerns = ({ accountId, id }: { accountId: string; id: string }) =>
    (production.has(accountId) &&
      facts.accounts.find((account) => account.id === accountId)?.environment !== undefined) ||
    own.has(id);
  const { told } = facts.changes(yesterday.from, yesterday.to, concerns);
  const keys = (changes: readonly { id: string }[]) => changes.map(({ id }) => ({ keys: [id] }));
  return mentions(
    keys(told.filter(({ changeType, toldBy }) => changeType === 'UPDATE' || toldBy === 'event')),
    // Deletions that only a snapshot proves, resources whose own tag told production before they were deleted.
    keys(
      facts.truth.changes.filter(({ toldBy, changeType }) => toldBy !== 'event' || changeType === 'DELETE'),
    ),
  );
};

/** The five questions of a first-time user and the ten of a demanding analyst, in the words of scope.md. */
export const scopeQuestions: readonly Question[] = [
  question('scope-1', 'Show me all EC2 instances in production', (facts) =>
    resources(facts.of('EC2::Instance', inProduction)),
  ),
  question('scope-2', "What's our monthly S3 spend?", notRecorded),
  question('scope-3', 'List all public S3 buckets', (facts) => resources(publicBuckets(facts))),
  question('scope-4', 'Show RDS performance for last 24 hours', notRecorded),
  question('scope-5', "What's the configuration of our load balancers?", (facts) =>
    resources([
      ...facts.of('ElasticLoadBalancingV2::LoadBalancer'),
      ...facts.of('ElasticLoadBalancing::LoadBalancer'),
    ]),
  ),
  question(
    'scope-6',
    'Which security groups are open to the internet on port 22, and what is behind them?',
    (facts) => {
      const open = facts.of('EC2::SecurityGroup', isOpenOn(22));
      const used = new Set(
        facts
          .of('EC2::Instance')
          .flatMap((fact) => listAt(fact, 'securityGroups').map(({ groupId }) => groupId)),
      );
      return mentions(open.filter(({ id }) => used.has(id)).map(resourceEntity), open.map(resourceEntity));
    },
  ),
  question('scope-7', 'Which IAM users have no MFA, or access keys older than 90 days?', (facts) => {
    const { must, may } = breaking(facts, 'iam-user-mfa-enabled', 'access-keys-rotated');
    return mentions(must, may);
  }),
  question('scope-8', 'Which roles can be assumed from accounts outside our organization?', (facts) =>
    mentions(rolesTrustingOutside(facts).map(resourceEntity)),
  ),
  question('scope-9', 'Which volumes are attached to nothing, and what do they cost?', (facts) =>
    resources(facts.of('EC2::Volume', is('state', 'available'))),
  ),
  question('scope-10', 'What changed in production yesterday, and who did it?', changedInProduction),
  question('scope-11', 'Which databases are unencrypted, public, or without backups?', (facts) =>
    resources(facts.of('RDS::DBInstance', isCareless), [
      ...facts.of('RDS::DBCluster', isCareless),
      ...facts.of('Redshift::Cluster', isCareless),
      ...facts.of('DynamoDB::Table'),
    ]),
  ),
  question('scope-12', 'Which Lambda functions run on deprecated runtimes?', (facts) =>
    resources(facts.of('Lambda::Function', is('runtime', ...deprecatedRuntimes))),
  ),
  question('scope-13', 'Whose IP address is 10.1.2.3?', (facts) => holderOf(facts, '10.1.2.3')),
  question('scope-14', 'Which accounts have no CloudTrail trail, or are not recorded at all?', (facts) => {
    const withTrail = new Set(facts.of('CloudTrail::Trail').map(({ accountId }) => accountId));
    return mentions(
      facts.accounts.filter(({ id }) => !withTrail.has(id)).map(accountEntity),
      // Suspended, with a trail that was seen: recorded up to then.
      [accountEntity(facts.account('legacy-erp'))],
    );
  }),
  question('scope-15', 'Spend by team, this month against last.', either(notRecorded)),
];
