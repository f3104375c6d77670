import type { Tags } from './item.ts';
import { personNames } from './names.ts';
import type { AccountPlan } from './plan.ts';
import type { Random } from './random.ts';

const teamsOf: Readonly<Record<string, readonly string[]>> = {
  checkout: ['payments', 'storefront'],
  ledger: ['finance-systems', 'payments'],
  catalog: ['storefront', 'search'],
  data: ['data-platform'],
};

/** How a key and its values get spelled by different hands; the first spelling is the house rule. */
const teamKeys = ['team', 'team', 'team', 'team', 'Team', 'TEAM'];
const ownerKeys = ['owner', 'owner', 'owner', 'Owner'];
const costKeys = ['cost-center', 'cost-center', 'cost-center', 'CostCenter', 'cost_center', 'costcenter'];
const environmentKeys = ['Environment', 'Environment', 'environment', 'env', 'stage'];
const stageSpellings: Readonly<Record<string, readonly string[]>> = {
  prod: ['prod', 'production', 'Prod', 'prd'],
  staging: ['staging', 'stage', 'Staging'],
  dev: ['dev', 'development', 'Dev'],
  sandbox: ['sandbox'],
  test: ['test', 'qa'],
};

/** Tags of one resource: about one in seven has none at all, and each key has gaps of its own. */
export function resourceTags(
  account: AccountPlan,
  component: string,
  random: Random,
  name: string | undefined,
): Tags {
  const tags: Tags = {};
  if (name !== undefined && random.chance(0.85)) tags.Name = name;
  if (random.chance(0.14)) return tags;
  if (random.chance(0.75)) tags[random.pick(teamKeys)] = teamName(account, random);
  if (random.chance(0.6)) tags[random.pick(ownerKeys)] = `${random.pick(personNames)}@quillon.example`;
  if (random.chance(0.55))
    tags[random.pick(costKeys)] = `CC-${1000 + ((account.product.length * 37 + component.length) % 90)}`;
  if (random.chance(0.4)) tags.app = `${account.product}-${component}`;
  addEnvironment(tags, account, random);
  return tags;
}

function teamName(account: AccountPlan, random: Random): string {
  const team = random.pick(teamsOf[account.product] ?? ['platform']);
  return random.chance(0.12) ? `${team.slice(0, 1).toUpperCase()}${team.slice(1)}` : team;
}

function addEnvironment(tags: Tags, account: AccountPlan, random: Random): void {
  const key = random.pick(environmentKeys);
  switch (account.environmentTags) {
    case 'none':
      return;
    case 'agree':
      if (random.chance(0.7)) tags[key] = random.pick(stageSpellings[account.stage] ?? [account.stage]);
      return;
    case 'disagree':
      if (random.chance(0.7))
        tags[key] = random.chance(0.4)
          ? 'dev'
          : random.pick(stageSpellings[account.stage] ?? [account.stage]);
      return;
    case 'only-resources':
      if (random.chance(0.75)) tags[key] = random.pick(['prod', 'production', 'staging', 'dev', 'test']);
      // A second key that differs only in case: both must survive.
      if (key === 'Environment' && random.chance(0.1)) tags.environment = 'dev';
      return;
    default:
      account.environmentTags satisfies never;
  }
}
