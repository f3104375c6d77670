import { byAccount, byRegion, sumOf, top, topGroups } from './expectations.ts';
import { at, type Fact, inAccount } from './facts.ts';
import { type Question, question } from './question.ts';

const numberAt =
  (path: string) =>
  (fact: Fact): number =>
    Number(at(fact, path));
const age = ({ createdAt }: Fact): number => -(createdAt?.getTime() ?? Number.POSITIVE_INFINITY);

/** The most, the least, the first and the last of them. */
export const rankings: readonly Question[] = [
  question('top-accounts', 'top 5 accounts by number of ec2 instances', (facts) =>
    topGroups(facts.of('EC2::Instance'), 5, byAccount),
  ),
  question('top-volumes', 'the 10 largest volumes', (facts) =>
    top(facts.of('EC2::Volume'), 10, numberAt('size')),
  ),
  question('top-one', 'biggest rds instance by allocated storage', (facts) =>
    top(facts.of('RDS::DBInstance'), 1, numberAt('allocatedStorage')),
  ),
  question('top-regions', '3 regions with the most resources', (facts) => topGroups(facts.all, 3, byRegion)),
  question('oldest-users', 'oldest 5 iam users', (facts) => top(facts.of('IAM::User'), 5, age)),
  question('newest-instance', 'newest instance in checkout-prod', (facts) =>
    top(facts.of('EC2::Instance', inAccount('checkout-prod')), 1, (fact) => -age(fact)),
  ),
  question('most-functions', 'Which account has the most lambda functions?', (facts) =>
    topGroups(facts.of('Lambda::Function'), 1, byAccount),
  ),
  question('top-types', 'top three instance types', (facts) =>
    topGroups(facts.of('EC2::Instance'), 3, (fact) => String(at(fact, 'instanceType'))),
  ),
  question('fewest', 'which region has the fewest buckets?', (facts) =>
    topGroups(facts.of('S3::Bucket'), 1, byRegion, (all) => -all.length),
  ),
  question('top-memory', '5 lambda functions with the highest memory', (facts) =>
    top(facts.of('Lambda::Function'), 5, numberAt('memorySize')),
  ),
  question('most-common', 'most common lambda runtime', (facts) =>
    topGroups(
      facts.of('Lambda::Function', (fn) => at(fn, 'runtime') !== undefined),
      1,
      (fn) => String(at(fn, 'runtime')),
    ),
  ),
  question('most-storage', 'account with the largest total EBS volume size', (facts) =>
    topGroups(facts.of('EC2::Volume'), 1, byAccount, sumOf(numberAt('size'))),
  ),
  question('smallest', 'the 3 smallest volumes in ledger-prod', (facts) =>
    top(facts.of('EC2::Volume', inAccount('ledger-prod')), 3, (volume) => -numberAt('size')(volume)),
  ),
  question('top-word-number', 'show me the twenty biggest ebs volumes in eu-west-1', (facts) =>
    top(
      facts.of('EC2::Volume', ({ region }) => region === 'eu-west-1'),
      20,
      numberAt('size'),
    ),
  ),
];
