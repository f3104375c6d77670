import { Cell } from './cell.ts';
import { type Evaluation, evaluateRules } from './compliance.ts';
import type { Timeline } from './item.ts';
import { live } from './life.ts';
import { components } from './names.ts';
import type { AccountPlan, OrganizationPlan } from './plan.ts';
import { Random } from './random.ts';
import { fillCell } from './services/fill.ts';

/** One cell's resources through time and what the account's rules said about them. */
export interface CellStory {
  readonly timelines: readonly Timeline[];
  readonly evaluations: readonly Evaluation[];
}

/** About how many resources a full cell holds; what `--resources` is divided by. */
const CELL_SIZE = 125;

/** The cells of one account and Region (`global` for what belongs to no Region), always the same for the same plan. */
export function* cellsOf(plan: OrganizationPlan, account: AccountPlan, region: string): Generator<CellStory> {
  const siteIndex = siteNumber(plan, account, region);
  const count = region === 'global' ? globalCells(plan, account) : regionalCells(plan, account, region);
  for (let index = 0; index < count; index += 1) {
    const random = new Random(plan.seed, account.id, region, index);
    const component = components[(index + account.name.length) % components.length] ?? 'web';
    const cell = new Cell({ plan, account, region, index, siteIndex, component }, random);
    fillCell(cell, shareOfLast(plan, account, region, index, count));
    const compliance = evaluateRules(cell);
    yield { timelines: [...live(cell), ...compliance.timelines], evaluations: compliance.evaluations };
  }
}

function siteNumber(plan: OrganizationPlan, account: AccountPlan, region: string): number {
  const accountIndex = plan.accounts.indexOf(account);
  return (
    accountIndex * 5 +
    Math.max(
      0,
      account.recorders.findIndex((recorder) => recorder.region === region),
    )
  );
}

const totalWeights = new WeakMap<OrganizationPlan, number>();

/** Sum of the weights of all accounts that record anything; asked for once per cell, so it is kept. */
function totalWeight(plan: OrganizationPlan): number {
  const known = totalWeights.get(plan);
  if (known !== undefined) return known;
  const total = plan.accounts.reduce(
    (sum, account) => sum + (account.recorders.length === 0 ? 0 : account.weight),
    0,
  );
  totalWeights.set(plan, total);
  return total;
}

/** How many resources a site should hold: by its account's weight, most of them in the home Region. */
function siteBudget(plan: OrganizationPlan, account: AccountPlan, region: string): number {
  const own = (plan.resources * account.weight) / Math.max(totalWeight(plan), 1e-9);
  const places = account.recorders.length + 1;
  return (own * (region === account.homeRegion ? 2 : 1)) / places;
}

const regionalCells = (plan: OrganizationPlan, account: AccountPlan, region: string): number =>
  Math.max(1, Math.ceil(siteBudget(plan, account, region) / CELL_SIZE));

/** IAM grows with the account, slowly. */
const globalCells = (plan: OrganizationPlan, account: AccountPlan): number =>
  1 + Math.floor(siteBudget(plan, account, account.homeRegion) / (CELL_SIZE * 4));

/** The last cell of a site is only as full as the budget asks. */
function shareOfLast(
  plan: OrganizationPlan,
  account: AccountPlan,
  region: string,
  index: number,
  count: number,
): number {
  if (region === 'global' || index < count - 1) return 1;
  const rest = siteBudget(plan, account, region) / CELL_SIZE - index;
  return Math.min(1, Math.max(0.1, rest));
}
