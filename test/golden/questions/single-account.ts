import { byRegion, count, either, groups, number, resources, status } from './expectations.ts';
import { type Fact, is } from './facts.ts';
import { type Question, question } from './question.ts';

/** By its own name or by the tag that consoles show as one. */
const isCalled =
  (name: string) =>
  (fact: Fact): boolean =>
    fact.name === name || fact.tags.Name === name;

/** The other shape of the sample: one account, no organization, no environments, names in many scripts. */
export const singleAccount: readonly Question[] = [
  question('single-count', 'how many resources do we have?', (facts) => number(facts.all.length)),
  question('single-japanese', 'show me 本番サーバー', (facts) =>
    resources(facts.all.filter(isCalled('本番サーバー'))),
  ),
  question('single-quote', "which resources are called O'Brien's café?", (facts) =>
    resources(facts.all.filter(isCalled("O'Brien's café"))),
  ),
  question('single-cyrillic', 'instances named главный-сервер', (facts) =>
    resources(facts.of('EC2::Instance', isCalled('главный-сервер'))),
  ),
  question('single-regions', 'resources by region', (facts) => groups(facts.all, [byRegion])),
  question('single-account', 'How many accounts are there?', () => number(1)),
  question(
    'single-production',
    'ec2 instances in production',
    either(status('clarify', 'abstained'), resources([])),
  ),
  question('single-stopped', 'how many instances are stopped?', (facts) =>
    count(facts.of('EC2::Instance', is('state.name', 'stopped'))),
  ),
];
