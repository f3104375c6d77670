import { changed, ofType } from './changes.ts';
import { either, resources } from './expectations.ts';
import { above, at, below, daysAgo, END, type Fact, inAccount, is, NOW } from './facts.ts';
import { type Question, question } from './question.ts';

const timeAt =
  (path: string) =>
  (fact: Fact): number =>
    Date.parse(String(at(fact, path)));

/** More, less, between, before, after. */
export const comparisons: readonly Question[] = [
  question('above-size', 'volumes bigger than 200 GB', (facts) =>
    resources(facts.of('EC2::Volume', above('size', 200))),
  ),
  question('above-memory', 'lambda functions with more than 512 MB of memory', (facts) =>
    resources(facts.of('Lambda::Function', above('memorySize', 512))),
  ),
  question('equal-minutes', 'lambdas with a timeout of 15 minutes', (facts) =>
    resources(facts.of('Lambda::Function', is('timeout', 900))),
  ),
  question('at-least', 'volumes of at least 500 GiB in checkout-prod', (facts) =>
    resources(facts.of('EC2::Volume', above('size', 499), inAccount('checkout-prod'))),
  ),
  question('below-retention', 'rds instances with a backup retention below 7 days', (facts) =>
    resources(facts.of('RDS::DBInstance', below('backupRetentionPeriod', 7))),
  ),
  question('above-minutes', 'Functions whose timeout is longer than 5 minutes', (facts) =>
    resources(facts.of('Lambda::Function', above('timeout', 300))),
  ),
  question('between', 'volumes between 50 and 100 GB', (facts) =>
    resources(facts.of('EC2::Volume', above('size', 49), below('size', 101))),
  ),
  question('above-capacity', 'autoscaling groups with a desired capacity over 3', (facts) =>
    resources(facts.of('AutoScaling::AutoScalingGroup', above('desiredCapacity', 3))),
  ),
  question('equal-zero', 'ecs services with a desired count of 0', (facts) =>
    resources(facts.of('ECS::Service', is('DesiredCount', 0))),
  ),
  question('below-size', 'ebs volumes smaller than 20 gig', (facts) =>
    resources(facts.of('EC2::Volume', below('size', 20))),
  ),
  question('no-more-than', 'rds instances with no more than 20 GB allocated storage', (facts) =>
    resources(facts.of('RDS::DBInstance', below('allocatedStorage', 21))),
  ),
  question('created-before', 'Buckets created before 2024', (facts) =>
    resources(
      facts.of(
        'S3::Bucket',
        ({ createdAt }) => createdAt !== undefined && createdAt < new Date('2024-01-01'),
      ),
    ),
  ),
  question('expiring', 'certificates that expire within the next 90 days', (facts) =>
    resources(
      facts.of('ACM::Certificate', (certificate) => {
        const expiry = timeAt('notAfter')(certificate);
        return expiry >= NOW.getTime() && expiry <= NOW.getTime() + 90 * 86_400_000;
      }),
    ),
  ),
  question('launched-lately', 'instances launched in the last 30 days', (facts) =>
    resources(
      facts.of('EC2::Instance', (instance) => timeAt('launchTime')(instance) >= daysAgo(30).getTime()),
    ),
  ),
  question('older-than-years', 'iam users older than 3 years', (facts) =>
    resources(
      facts.of(
        'IAM::User',
        ({ createdAt }) => createdAt !== undefined && createdAt < new Date('2023-03-10T12:00:00Z'),
      ),
    ),
  ),
  question('above-shards', 'kinesis streams with more than 4 shards', (facts) =>
    resources(facts.of('Kinesis::Stream', above('ShardCount', 4))),
  ),
  question('created-since', 'lambda functions modified since January 2026', (facts) =>
    either(
      resources(
        facts.of(
          'Lambda::Function',
          (fn) => timeAt('lastModified')(fn) >= Date.parse('2026-01-01T00:00:00Z'),
        ),
      ),
      // Or those of whose changes there is a record.
      changed(facts, new Date('2026-01-01T00:00:00Z'), END, ofType('Lambda::Function')),
    ),
  ),
  question('two-bounds', 'lambdas with over 256 MB memory and a timeout under 60 seconds', (facts) =>
    resources(facts.of('Lambda::Function', above('memorySize', 256), below('timeout', 60))),
  ),
  question('terabyte', 'is there any volume above 1 TB?', (facts) =>
    resources(facts.of('EC2::Volume', above('size', 1000))),
  ),
  question('symbols', 'rds instances with allocated storage >= 500', (facts) =>
    resources(facts.of('RDS::DBInstance', above('allocatedStorage', 499))),
  ),
];
