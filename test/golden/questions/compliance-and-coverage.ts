import type { TruthCompliance } from '#cli/sample/truth.ts';
import {
  accountEntity,
  accounts,
  cell,
  type Entity,
  either,
  mentions,
  numberBetween,
  values,
} from './expectations.ts';
import type { Facts } from './facts.ts';
import { type Question, question } from './question.ts';

/** Results that reach a reader for certain: told by an event, or by items and never changed since. */
const isSure = (facts: Facts, result: TruthCompliance): boolean => {
  const rule = facts
    .account(facts.accounts.find(({ id }) => id === result.accountId)?.name ?? '')
    .rules.find(({ name }) => name === result.ruleName);
  return result.toldByEvent || (rule?.told !== 'events' && result.previous === undefined);
};

const breaks = ({ complianceType }: TruthCompliance): boolean => complianceType === 'NON_COMPLIANT';

/** Who breaks the rules: certain results must be named, those whose telling may have been lost may be. */
export function breaking(
  facts: Facts,
  ...rules: readonly string[]
): { must: readonly Entity[]; may: readonly Entity[] } {
  const results = rules.flatMap((rule) => [...facts.results(rule)]);
  const entity = ({ resourceId }: TruthCompliance): Entity => ({
    keys: [
      resourceId,
      ...facts.all.flatMap(({ id, name }) => (id === resourceId && name !== undefined ? [name] : [])),
    ],
  });
  return {
    must: results.filter((result) => breaks(result) && isSure(facts, result)).map(entity),
    may: results.filter((result) => !isSure(facts, result)).map(entity),
  };
}

const mentionsBreaking = (facts: Facts, ...rules: readonly string[]) => {
  const { must, may } = breaking(facts, ...rules);
  return mentions(must, may);
};

/** Config rules, recorders, accounts. */
export const complianceAndCoverage: readonly Question[] = [
  question('rules-failing', 'which config rules are failing?', (facts) =>
    either(
      values([...new Set(facts.truth.compliance.filter(breaks).map(({ ruleName }) => ruleName))]),
      mentionsBreaking(facts, ...new Set(facts.truth.compliance.map(({ ruleName }) => ruleName))),
    ),
  ),
  question('breaking-mfa', 'IAM users that violate iam-user-mfa-enabled', (facts) =>
    mentionsBreaking(facts, 'iam-user-mfa-enabled'),
  ),
  question('breaking-count', 'how many non-compliant resources are there', (facts) => {
    const rules = [...new Set(facts.truth.compliance.map(({ ruleName }) => ruleName))];
    const sure = new Set(breaking(facts, ...rules).must.map(({ keys }) => keys[0]));
    const most = facts.truth.compliance.filter((result) => breaks(result) || !isSure(facts, result));
    return numberBetween(sure.size, most.length);
  }),
  question('breaking-volumes', 'Which volumes break the encrypted-volumes rule?', (facts) =>
    mentionsBreaking(facts, 'encrypted-volumes'),
  ),
  question('compliant-databases', 'databases compliant with rds-storage-encrypted', (facts) => {
    const results = facts.results('rds-storage-encrypted');
    const entity = ({ resourceId }: TruthCompliance): Entity => ({ keys: [resourceId] });
    return mentions(
      results.filter((result) => !breaks(result) && isSure(facts, result)).map(entity),
      results.filter((result) => !isSure(facts, result)).map(entity),
    );
  }),
  question('stopped-recorder', 'which accounts have stopped recording?', (facts) =>
    accounts([facts.account('partner-integration')]),
  ),
  question('suspended', 'suspended accounts', (facts) =>
    accounts(facts.accounts.filter(({ status }) => status === 'SUSPENDED')),
  ),
  question('no-trail', 'accounts without cloudtrail', (facts) => {
    const withTrail = new Set(facts.of('CloudTrail::Trail').map(({ accountId }) => accountId));
    const without = facts.accounts.filter(({ id }) => !withTrail.has(id));
    // Nobody knows of those whose recorder leaves trails out, is stopped, or never delivered.
    const isUnknown = ({ name }: { readonly name: string }) =>
      ['catalog-staging', 'partner-integration', 'mobile-prod'].includes(name);
    return mentions(
      without.filter((account) => !isUnknown(account)).map(accountEntity),
      without.filter(isUnknown).map(accountEntity),
    );
  }),
  question('never-delivered', 'Is there any account we get no Config data from at all?', (facts) =>
    accounts([facts.account('mobile-prod')]),
  ),
  question('last-snapshot', 'when was the last snapshot of checkout-prod in us-east-1?', (facts) => {
    const { id } = facts.account('checkout-prod');
    const snapshots = facts.truth.recorders
      .filter(({ accountId, plan }) => accountId === id && plan.region === 'us-east-1')
      .flatMap((recorder) => recorder.snapshots.filter(({ isComplete }) => isComplete));
    const last = snapshots.at(-1)?.takenAt.toISOString() ?? '';
    return cell(last.slice(0, 19).replace('T', ' '));
  }),
  question('silent', 'accounts whose data is stale', (facts) =>
    mentions(
      [accountEntity(facts.account('legacy-erp'))],
      // Others may be read as stale as well: those that never delivered, enabled Regions without a recorder.
      facts.accounts.map(({ id, name }) => ({ keys: [id, name] })),
    ),
  ),
];
