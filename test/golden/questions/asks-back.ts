import { accounts, asksBack, byAccount, either, groups, number, resources } from './expectations.ts';
import { inProduction } from './facts.ts';
import { type Question, question } from './question.ts';

/** Questions in which something is missing: asked back, not guessed. */
export const asksBackFor: readonly Question[] = [
  question('missing-subject', 'how many?', asksBack),
  question('missing-referent', 'the biggest ones', asksBack),
  question('missing-details', 'show me the details', asksBack),
  question('missing-context', 'what about eu-west-1?', asksBack),
  question('missing-it', 'is it encrypted?', asksBack),
  question('missing-them', 'list them', asksBack),
  question('missing-measure', 'which resources are bad?', asksBack),
  question('missing-top', 'top 10', asksBack),
  question('missing-type', 'show production', (facts) =>
    either(
      asksBack,
      resources(facts.all.filter(inProduction)),
      number(facts.all.filter(inProduction).length),
    ),
  ),
  question('missing-comparison', 'compare accounts', (facts) =>
    either(asksBack, accounts(facts.accounts), groups(facts.all, [byAccount])),
  ),
  question('unplaceable', 'which frobnicators are misaligned in the lambda functions?', asksBack),
  question('unknown-account', 'ec2 instances in the account warp-drive', asksBack),
  question('unknown-property', 'rds instances sorted by their mood', asksBack),
];
