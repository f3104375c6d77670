import type { Cell } from './cell.ts';
import type { Draft, Timeline, Version } from './item.ts';
import type { RulePlan } from './plan.ts';
import { DAY, MINUTE, SECOND } from './time.ts';

const RESOURCE_COMPLIANCE = 'AWS::Config::ResourceCompliance';

export type ComplianceType = 'COMPLIANT' | 'NON_COMPLIANT';

/** One result of a Config rule for one resource. */
export interface Evaluation {
  readonly accountId: string;
  /** Region of the rule. */
  readonly region: string;
  readonly rule: RulePlan;
  readonly ruleId: string;
  readonly resourceType: string;
  readonly resourceId: string;
  readonly complianceType: ComplianceType;
  readonly annotation: string | undefined;
  /** resultRecordedTime. */
  readonly evaluatedAt: number;
  readonly previous: { readonly complianceType: ComplianceType; readonly evaluatedAt: number } | undefined;
}

/** What a cell's rules said: every result, and the ResourceCompliance resources that repeat some of them. */
export interface ComplianceStory {
  readonly evaluations: readonly Evaluation[];
  readonly timelines: readonly Timeline[];
}

/**
 * Evaluates the account's rules over a cell's resources. Results told by events alone fall into the delivered
 * time, since nothing tells them again; the others were there before, except those that flip.
 */
export function evaluateRules(cell: Cell): ComplianceStory {
  const { plan, account, random } = cell;
  const evaluations: Evaluation[] = [];
  const region = cell.region === 'global' ? account.homeRegion : cell.region;
  const home = account.recorders.find((recorder) => recorder.region === region);
  if (cell.region === 'global' && home?.phases.at(-1)?.includesGlobal !== true)
    return { evaluations: [], timelines: [] };
  for (const rule of account.rules) {
    const ruleId = `config-rule-${random.fork(rule.name).lower(6)}`;
    for (const target of cell.drafts) {
      if (target.type !== rule.resourceType) continue;
      const fails = random.chance(rule.nonCompliantShare);
      const flips = random.chance(0.15);
      const before = plan.start - 10 * MINUTE - random.int(0, DAY);
      const within =
        plan.start + 10 * MINUTE + Math.floor(random.next() * (plan.now - plan.start - 40 * MINUTE));
      evaluations.push({
        accountId: account.id,
        region,
        rule,
        ruleId,
        resourceType: target.type,
        resourceId: target.id,
        complianceType: fails ? 'NON_COMPLIANT' : 'COMPLIANT',
        annotation: fails ? rule.annotation : undefined,
        evaluatedAt: flips || rule.told === 'events' ? within : before,
        previous: flips
          ? { complianceType: fails ? 'COMPLIANT' : 'NON_COMPLIANT', evaluatedAt: before }
          : undefined,
      });
    }
  }
  return { evaluations, timelines: complianceItems(cell, evaluations, region) };
}

/** One ResourceCompliance item per resource, listing every rule that tells its results by items. */
function complianceItems(cell: Cell, evaluations: readonly Evaluation[], region: string): Timeline[] {
  const byTarget = new Map<string, Evaluation[]>();
  for (const evaluation of evaluations) {
    if (evaluation.rule.told === 'events') continue;
    const id = `${evaluation.resourceType}/${evaluation.resourceId}`;
    byTarget.set(id, [...(byTarget.get(id) ?? []), evaluation]);
  }
  return [...byTarget].map(([id, results]) => {
    const times = [
      ...new Set(
        results.flatMap((result) => [
          result.evaluatedAt,
          ...(result.previous === undefined ? [] : [result.previous.evaluatedAt]),
        ]),
      ),
    ].sort((a, b) => a - b);
    // The first version is the one at which every rule had been evaluated.
    const complete = Math.max(...results.map((result) => result.previous?.evaluatedAt ?? result.evaluatedAt));
    const versions = times
      .filter((at) => at >= complete)
      .map(
        (at, index): Version => ({
          capturedAt: at + 2 * SECOND,
          status: index === 0 ? 'ResourceDiscovered' : 'OK',
          draft: complianceDraft(cell, id, results, region, at),
        }),
      );
    return { accountId: cell.accountId, region, type: RESOURCE_COMPLIANCE, id, arn: undefined, versions };
  });
}

function complianceDraft(
  cell: Cell,
  id: string,
  results: readonly Evaluation[],
  region: string,
  at: number,
): Draft {
  const list = results.map((result) => ({
    configRuleArn: `arn:aws:config:${region}:${cell.accountId}:config-rule/${result.ruleId}`,
    configRuleId: result.ruleId,
    configRuleName: result.rule.name,
    complianceType:
      result.evaluatedAt <= at
        ? result.complianceType
        : (result.previous?.complianceType ?? result.complianceType),
  }));
  const [first] = results;
  const target = { resourceType: first?.resourceType ?? '', resourceId: first?.resourceId ?? '' };
  return {
    type: RESOURCE_COMPLIANCE,
    id,
    region,
    tags: {},
    configuration: {
      targetResourceType: target.resourceType,
      targetResourceId: target.resourceId,
      complianceType: list.some((entry) => entry.complianceType === 'NON_COMPLIANT')
        ? 'NON_COMPLIANT'
        : 'COMPLIANT',
      configRuleList: list,
    },
    supplementary: {},
    relationships: [
      { resourceId: target.resourceId, resourceType: target.resourceType, name: 'Is associated with ' },
    ],
  };
}
