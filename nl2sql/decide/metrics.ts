import { identityKey } from '#catalog/identity-key.ts';
import { metrics } from '#catalog/tables/cost-and-metrics.ts';
import { typedTable } from '#catalog/tables.ts';
import { services } from '#catalog/words/services.ts';
import { conditionSql } from '../emit/conditions.ts';
import { isIn, number, text, timestamp } from '../emit/literal.ts';
import { pluralOf } from '../lex/stem.ts';
import { nounOfType } from '../lexicon/type-phrases.ts';
import { leavesOf } from '../plan/conditions.ts';
import type { Condition } from '../plan/plan.ts';
import type { DecideInput } from './input.ts';
import type { Outcome } from './outcome.ts';
import { resolveTypes } from './resolve-types.ts';

const METRICS_TEXT =
  'Performance is read from the table metrics, which CloudWatch fills once metrics are collected.';
/** Only resources that have a property: those of the typed table. */
function ofResources(condition: Condition, type: string, input: DecideInput): string {
  const table = typedTable(type);
  const branch = { table, type, now: input.now, tableOf: typedTable };
  return `${identityKey('r')} IN (SELECT ${identityKey('r')} FROM ${table.name} AS r WHERE ${conditionSql(condition, branch)})`;
}

/** Types that people ask about together with words of performance ("traffic"), and that have no metrics of their own. */
const WITHOUT_METRICS: ReadonlySet<string> = new Set([
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::NetworkAcl',
  'AWS::EC2::RouteTable',
  'AWS::EC2::Subnet',
  'AWS::EC2::VPC',
  'AWS::IAM::Role',
  'AWS::IAM::User',
  'AWS::IAM::Policy',
]);

const PLACES = ['environment', 'account', 'unit', 'region', 'tag'];

/** A question about performance: averages and peaks of the metrics table per resource and metric. */
export function metricsOutcome(input: DecideInput): Outcome {
  const { reading, now } = input;
  const notes = [METRICS_TEXT];
  const where: string[] = [];
  const having: string[] = [];
  const types: string[] = [];
  for (const { sense } of reading.heads) {
    if (sense.kind === 'slice') types.push(sense.type);
    if (sense.kind !== 'type') continue;
    const resolved = resolveTypes(sense, input.vocabulary);
    if (resolved.kind === 'types') types.push(...resolved.types);
  }
  const silent = types.filter((type) => WITHOUT_METRICS.has(type));
  if (silent.length > 0)
    return {
      kind: 'abstain',
      text: `CloudWatch has no metrics of ${silent.map((type) => pluralOf(nounOfType(type))).join(', ')}.`,
      hint: 'Ask for their properties: which security groups are open to the internet?',
    };
  if (types.length > 0) where.push(isIn('r.resource_type', [...new Set(types)]));
  else if (reading.services.length > 0) {
    const spaces = reading.services.flatMap(
      ({ service }) => services.find((entry) => entry.service === service)?.metricNamespace ?? [],
    );
    where.push(
      isIn(
        'r.namespace',
        spaces.length > 0 ? spaces : reading.services.map(({ service }) => `AWS/${service}`),
      ),
    );
  }
  const names = [...new Set(reading.metrics.flatMap((metric) => metric.names))];
  if (names.length > 0) where.push(isIn('r.metric_name', names));
  for (const { condition } of reading.conditions) {
    const branch = { table: metrics, type: null, now, tableOf: () => metrics };
    if (leavesOf([condition]).every((leaf) => PLACES.includes(leaf.kind)))
      where.push(conditionSql(condition, branch));
    else if (condition.kind === 'compare' && typeof condition.values[0] === 'number')
      having.push(`avg(r.average) ${condition.operator} ${number(condition.values[0])}`);
    else if (types.length === 1) where.push(ofResources(condition, types[0] ?? '', input));
    else
      return {
        kind: 'abstain',
        text: 'Performance is not recorded together with that property: ask for the resources first, then for their metrics.',
        hint: 'Metrics can be asked by resource type, account, Region, environment, tag and time.',
      };
  }
  for (const { phrase } of reading.times) {
    const [type] = types;
    if (phrase.kind !== 'age' || type === undefined) continue;
    const { from: start, to, text: said } = phrase.range;
    const age = {
      kind: 'time',
      role: 'created',
      from: start?.toISOString() ?? null,
      to: to?.toISOString() ?? null,
      text: said,
    } as const;
    where.push(ofResources(age, type, input));
    notes.push(`Only resources ${said}.`);
  }
  for (const identity of reading.identities)
    where.push(`(r.resource_id = ${text(identity)} OR r.resource_name = ${text(identity)})`);
  const range = reading.times.find(({ phrase }) => phrase.kind === 'range')?.phrase.range;
  const from = range?.from ?? new Date(now.getTime() - 86_400_000);
  where.push(`r.period_start >= ${timestamp(from)}`);
  if (range?.to != null && range.to.getTime() < now.getTime())
    where.push(`r.period_start < ${timestamp(range.to)}`);
  notes.push(range === undefined ? 'No time was named: the last 24 hours.' : `Time: ${range.text}.`);
  const limit = reading.limit ?? (reading.superlative === null ? null : 10);
  const order =
    reading.superlative === null
      ? []
      : [
          `average ${reading.superlative.kind === 'smallest' || reading.superlative.kind === 'fewest' ? '' : 'DESC '}NULLS LAST`,
        ];
  const keys = [
    'r.account_name',
    'r.account_id',
    'r.region',
    'r.resource_type',
    'r.resource_id',
    'r.resource_name',
    'r.metric_name',
    'r.unit',
  ];
  const sql = `SELECT ${keys.join(', ')}, avg(r.average) AS average, min(r.minimum) AS minimum, max(r.maximum) AS maximum\nFROM metrics AS r\nWHERE ${where.join('\n  AND ')}\nGROUP BY ${keys.map((_, at) => at + 1).join(', ')}${having.length === 0 ? '' : `\nHAVING ${having.join(' AND ')}`}\nORDER BY ${[...order, 'account_name', 'account_id', 'region', 'resource_type', 'resource_id', 'metric_name', 'unit'].join(', ')}${limit === null ? '' : `\nLIMIT ${limit}`}`;
  return { kind: 'sql', sql, subject: 'metric values', notes, chart: reading.wantsChart };
}
