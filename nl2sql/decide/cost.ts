import { DateTime } from 'luxon';
import { services } from '#catalog/words/services.ts';
import { wordsOfType } from '#catalog/words/type-words.ts';
import { conditionSql } from '../emit/conditions.ts';
import { date, heading, isIn, text } from '../emit/literal.ts';
import { leavesOf } from '../plan/conditions.ts';
import type { GroupKey } from '../plan/plan.ts';
import { costTable } from './cost-table.ts';
import type { DecideInput } from './input.ts';
import type { Outcome } from './outcome.ts';

const COST_TEXT =
  'Cost is unblended cost from the table cost_daily, which Cost Explorer or a cost export fills once cost is collected; currencies are never added together.';

/** A question about money: the cost table by period, service, account, Region, tag or resource; two periods side by side. */
export function costOutcome(input: DecideInput): Outcome {
  const { reading, now, zone } = input;
  const notes = [COST_TEXT];
  const where: string[] = [];
  const names = costServices(input);
  if (names !== null) where.push(isIn('r.service', names));
  for (const { condition } of reading.conditions) {
    if (
      ['environment', 'account', 'unit', 'region', 'tag', 'not'].includes(condition.kind) &&
      leavesOf([condition]).every((leaf) =>
        ['environment', 'account', 'unit', 'region', 'tag'].includes(leaf.kind),
      )
    )
      where.push(conditionSql(condition, costTable(now)));
    else
      return {
        kind: 'abstain',
        text: 'Cost is not recorded together with that property: ask for the resources first, then for their cost.',
        hint: 'Cost can be asked by account, Region, service, tag, environment and time.',
      };
  }
  for (const identity of reading.identities) where.push(`r.resource_id = ${text(identity)}`);
  const here = DateTime.fromJSDate(now, { zone });
  const isByMonth = reading.groupBy.some((key) => key.kind === 'time');
  const isByResource =
    reading.heads.some(({ sense }) => sense.kind === 'any_resource') ||
    (reading.heads.length > 0 && reading.superlative !== null);
  const keys = [
    ...reading.groupBy,
    ...(reading.dimension !== null && !reading.groupBy.some((key) => key.kind === reading.dimension?.key.kind)
      ? [reading.dimension.key]
      : []),
  ];
  if (reading.isComparison || reading.times.length === 2) return comparison(input, keys, where, here, notes);
  const range = reading.times[0]?.phrase.range;
  if (range !== undefined) {
    if (range.from !== null) where.push(`r.day >= ${date(range.from)}`);
    if (range.to !== null) where.push(`r.day < ${date(range.to)}`);
    notes.push(`Time: ${range.text}; days of cost are UTC days.`);
  } else if (isByMonth) {
    where.push(`r.day >= ${date(here.startOf('month').minus({ months: 11 }).toJSDate())}`);
    notes.push('The last 12 months, the current one included.');
  } else {
    where.push(`r.day >= ${date(here.startOf('month').toJSDate())}`);
    notes.push('No time was named: the current month to date.');
  }
  const columns = keys.map((key) => costKey(key)).filter((key) => key !== null);
  if (columns.length < keys.length)
    return {
      kind: 'abstain',
      text: 'Cost cannot be broken down by that.',
      hint: 'It can by account, Region, service, usage type, tag, environment, day, week or month.',
    };
  const byResource = isByResource
    ? [
        { name: 'account_name', sql: 'r.account_name' },
        { name: 'account_id', sql: 'r.account_id' },
        { name: 'service', sql: 'r.service' },
        { name: 'resource_id', sql: 'r.resource_id' },
      ].filter((column) => !columns.some((known) => known.name === column.name))
    : [];
  if (isByResource) where.push('r.resource_id IS NOT NULL');
  const shown = [...columns, ...byResource, { name: 'currency', sql: 'r.currency' }];
  const list = shown.map(({ name, sql }) => (sql === `r.${name}` ? sql : `${sql} AS ${name}`)).join(', ');
  const time = columns.find((_, at) => keys[at]?.kind === 'time')?.name;
  const order =
    time === undefined ? `cost ${reading.superlative?.kind === 'fewest' ? '' : 'DESC '}NULLS LAST` : time;
  const limit = reading.limit ?? (isByResource || reading.superlative !== null ? 10 : null);
  const sql = `SELECT ${list}, sum(r.unblended_cost) AS cost\nFROM cost_daily AS r\nWHERE ${where.join('\n  AND ')}\nGROUP BY ${shown.map((_, at) => at + 1).join(', ')}\nORDER BY ${[order, ...shown.map(({ name }) => name).filter((name) => name !== order)].join(', ')}${limit === null ? '' : `\nLIMIT ${limit}`}`;
  return { kind: 'sql', sql, subject: 'costs', notes, chart: reading.wantsChart };
}

/** This month against last, by whatever was named: both sums and their difference. */
function comparison(
  input: DecideInput,
  keys: readonly GroupKey[],
  where: readonly string[],
  here: DateTime,
  notes: readonly string[],
): Outcome {
  const [first, second] = input.reading.times.map(({ phrase }) => phrase.range);
  const now = {
    from: first?.from ?? here.startOf('month').toJSDate(),
    to: first?.to ?? here.startOf('month').plus({ months: 1 }).toJSDate(),
  };
  const before = {
    from: second?.from ?? DateTime.fromJSDate(now.from, { zone: input.zone }).minus({ months: 1 }).toJSDate(),
    to: second?.to ?? now.from,
  };
  const columns = keys
    .filter((key) => key.kind !== 'time')
    .map((key) => costKey(key))
    .filter((key) => key !== null);
  const shown = [...columns, { name: 'currency', sql: 'r.currency' }];
  const sumIn = (range: { from: Date; to: Date }) =>
    `sum(CASE WHEN r.day >= ${date(range.from)} AND r.day < ${date(range.to)} THEN r.unblended_cost END)`;
  const earliest = new Date(Math.min(before.from.getTime(), now.from.getTime()));
  const latest = new Date(Math.max(before.to.getTime(), now.to.getTime()));
  const conditions = [...where, `r.day >= ${date(earliest)}`, `r.day < ${date(latest)}`];
  const sql = `SELECT ${shown.map(({ name, sql: value }) => (value === `r.${name}` ? value : `${value} AS ${name}`)).join(', ')}, ${sumIn(now)} AS cost, ${sumIn(before)} AS cost_before, coalesce(${sumIn(now)}, 0) - coalesce(${sumIn(before)}, 0) AS difference\nFROM cost_daily AS r\nWHERE ${conditions.join('\n  AND ')}\nGROUP BY ${shown.map((_, at) => at + 1).join(', ')}\nORDER BY cost DESC NULLS LAST, ${shown.map(({ name }) => name).join(', ')}`;
  const told = [
    `cost is ${first?.text ?? 'this month'}, cost_before is ${second?.text ?? 'the month before'}; a month that is not over is compared with a whole one.`,
  ];
  const byTag = keys.some((key) => key.kind === 'tag')
    ? [
        'Tags are the cost allocation tags of the bill, not today’s resource tags: resources that are gone cost too.',
      ]
    : [];
  return {
    kind: 'sql',
    sql,
    subject: 'costs',
    notes: [...notes, ...told, ...byTag],
    chart: input.reading.wantsChart,
  };
}

function costKey(key: GroupKey): { readonly name: string; readonly sql: string } | null {
  switch (key.kind) {
    case 'account':
      return { name: 'account_name', sql: 'r.account_name' };
    case 'region':
    case 'environment':
    case 'service':
      return { name: key.kind, sql: `r.${key.kind}` };
    case 'tag':
      return { name: heading(key.key), sql: `element_at(r.cost_tags, ${text(key.key)})` };
    case 'time':
      return { name: key.unit, sql: `date_trunc('${key.unit === 'hour' ? 'day' : key.unit}', r.day)` };
    case 'type':
      return { name: 'usage_type', sql: 'r.usage_type' };
    case 'column':
      return ['usage_type', 'charge_type', 'pricing_model', 'currency', 'service'].includes(key.column.name)
        ? { name: key.column.name, sql: `r.${key.column.name}` }
        : null;
    default:
      return null;
  }
}

/** What billing calls the services that the question names, by service or by type; null where it names none. */
function costServices(input: DecideInput): readonly string[] | null {
  const named = new Set(input.reading.services.map(({ service }) => service));
  for (const { sense } of input.reading.heads) {
    const types = sense.kind === 'type' ? sense.types : sense.kind === 'slice' ? [sense.type] : [];
    for (const type of types) named.add(type === 'AWS::EC2::Volume' ? 'EBS' : (type.split('::')[1] ?? ''));
  }
  if (named.size === 0) return null;
  const known = [...named].flatMap(
    (service) => services.find((entry) => entry.service === service)?.costNames ?? [],
  );
  return known.length > 0
    ? [...new Set(known)]
    : [...named].flatMap((service) => [`Amazon ${service}`, `AWS ${service}`]);
}

/** Whether a type has a price of its own in the bill: used by follow-ups. */
export function hasCost(type: string): boolean {
  return wordsOfType(type) !== undefined && type.split('::')[1] !== 'IAM';
}
