import { varcharOf } from '../../types.ts';
import { call, refused, scalar, template, withAliases } from '../define.ts';
import type { CallContext, DuckdbMapping, FunctionDefinition } from '../definition.ts';
import { fromLocal, instantOf, isZoned, localOf } from '../duckdb-time.ts';
import type { Bindings } from '../pattern.ts';
import { refuseUnknownZone } from '../time-zone.ts';

const everyTime = ['date', 'timestamp(p)', 'timestamp(p) with time zone'];
const clockTimes = ['timestamp(p)', 'timestamp(p) with time zone'];

/** A part of the wall-clock time. */
const field = (
  name: string,
  native: string,
  times: readonly string[],
  interval?: readonly [type: string, text: string],
): FunctionDefinition => {
  const signatures = [...times, ...(interval === undefined ? [] : [interval[0]])].map(
    (type) => `(${type}) -> bigint`,
  );
  return scalar(name, signatures, ({ arguments: [value = ''], argumentTypes: [type] }) => {
    const isInterval = type?.kind === 'intervalDayToSecond' || type?.kind === 'intervalYearToMonth';
    return `CAST(${(isInterval && interval ? interval[1] : native).replace('$0', isInterval ? value : localOf(value, type))} AS BIGINT)`;
  });
};

const dayToSecond = 'interval day to second';
const yearToMonth = 'interval year to month';

const fields: readonly FunctionDefinition[] = [
  field('year', 'year($0)', everyTime, [yearToMonth, '($0 // 12)']),
  field('quarter', 'quarter($0)', everyTime),
  field('month', 'month($0)', everyTime, [yearToMonth, '($0 % 12)']),
  ...withAliases(field('week', 'week($0)', everyTime), 'week_of_year'),
  ...withAliases(field('day', 'day($0)', everyTime, [dayToSecond, '($0 // 86400000)']), 'day_of_month'),
  ...withAliases(field('day_of_week', 'isodow($0)', everyTime), 'dow'),
  ...withAliases(field('day_of_year', 'dayofyear($0)', everyTime), 'doy'),
  ...withAliases(field('year_of_week', 'isoyear($0)', everyTime), 'yow'),
  field('hour', 'hour($0)', clockTimes, [dayToSecond, '(($0 // 3600000) % 24)']),
  field('minute', 'minute($0)', clockTimes, [dayToSecond, '(($0 // 60000) % 60)']),
  field('second', 'second($0)', clockTimes, [dayToSecond, '(($0 // 1000) % 60)']),
  field('millisecond', '(millisecond($0) % 1000)', clockTimes, [dayToSecond, '($0 % 1000)']),
];

const units = ['millisecond', 'second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const;
type Unit = (typeof units)[number];
const clockUnits: readonly Unit[] = ['millisecond', 'second', 'minute', 'hour'];
const milliseconds = {
  millisecond: 1,
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
} as const;
const monthsOf = { month: 1, quarter: 3, year: 12 } as const;

/** The unit, which must be a literal that fits the type: what Trino would reject at run time is refused before. */
function unitOf(context: CallContext, time: number): Unit {
  const written = context.literal(0)?.toLowerCase();
  const unit = units.find((candidate) => candidate === written);
  if (unit === undefined)
    return context.refuse(
      'its unit must be a literal: millisecond, second, minute, hour, day, week, month, quarter or year',
    );
  if (context.argumentTypes[time]?.kind === 'date' && clockUnits.includes(unit))
    return context.refuse(`a date has no ${unit}`, 'Cast the date to timestamp.');
  return unit;
}

const dateTrunc: DuckdbMapping = (context) => {
  const unit = unitOf(context, 1);
  const [, value = ''] = context.arguments;
  const [, type] = context.argumentTypes;
  return fromLocal(`date_trunc('${unit}', ${localOf(value, type)})`, value, type);
};

const dateAdd: DuckdbMapping = (context) => {
  const unit = unitOf(context, 2);
  const [, amount = '', value = ''] = context.arguments;
  const [, , type] = context.argumentTypes;
  if (unit in monthsOf) {
    const months = `to_months(CAST(${amount} * ${monthsOf[unit as keyof typeof monthsOf]} AS INTEGER))`;
    return fromLocal(`(${localOf(value, type)} + ${months})`, value, type);
  }
  if (clockUnits.includes(unit)) {
    const shift = `to_microseconds(${amount} * ${milliseconds[unit as keyof typeof milliseconds]} * 1000)`;
    return isZoned(type) ? `t_pack((${value}).t + ${shift}, (${value}).z)` : `(${value} + ${shift})`;
  }
  const days = `to_days(CAST(${amount} * ${unit === 'week' ? 7 : 1} AS INTEGER))`;
  return fromLocal(`(${localOf(value, type)} + ${days})`, value, type);
};

const dateDiff: DuckdbMapping = (context) => {
  const unit = unitOf(context, 1);
  const [, from = '', to = ''] = context.arguments;
  const [, type] = context.argumentTypes;
  if (type?.kind === 'date' && (unit === 'day' || unit === 'week'))
    return `((${to} - ${from}) // ${unit === 'week' ? 7 : 1})`;
  const [start, end] = [instantOf(from, type), instantOf(to, type)].map((value) =>
    type?.kind === 'date' ? `CAST(${value} AS TIMESTAMP)` : value,
  );
  if (unit in monthsOf) {
    const months = isZoned(type)
      ? `t_months_between(${localOf(from, type)}, ${localOf(to, type)})`
      : `t_months_between(${start}, ${end})`;
    return `(${months} // ${monthsOf[unit as keyof typeof monthsOf]})`;
  }
  return `t_milliseconds_between(${start}, ${end}) // ${milliseconds[unit as keyof typeof milliseconds]}`;
};

const zonedFrom = (name: string): DuckdbMapping => {
  return ({ arguments: values }) => {
    const list = values.join(', ');
    return `t_zone_text(${name}(${list}))`;
  };
};

const atTimezone: DuckdbMapping = (context) => {
  const [value = ''] = context.arguments;
  return `t_pack((${value}).t, ${refuseUnknownZone(context.literal(1), context.refuse)})`;
};

const withTimezone: DuckdbMapping = (context) => {
  const [value = ''] = context.arguments;
  return `t_zoned(${value}, ${refuseUnknownZone(context.literal(1), context.refuse)})`;
};

const fromUnixtime: DuckdbMapping = (context) => {
  const [value = ''] = context.arguments;
  const zone =
    context.arguments.length === 1 ? "'UTC'" : refuseUnknownZone(context.literal(1), context.refuse);
  return `t_from_unixtime(${value}, ${zone})`;
};

/** Length of ISO text: the digits after the second and their point are added to the rest. */
const isoLength = ({ numbers }: Bindings, rest: number) => {
  const precision = numbers.get('p') ?? 0;
  return varcharOf(precision === 0 ? rest : rest + 1 + precision);
};

const toIso8601: DuckdbMapping = ({ arguments: [value = ''], argumentTypes: [type] }) => {
  if (type?.kind === 'date') return `strftime(${value}, '%Y-%m-%d')`;
  const precision = type?.kind === 'timestamp' ? type.precision : 3;
  return isZoned(type)
    ? `t_zoned_iso8601(${value}, ${precision})`
    : `replace(t_timestamp_text(${value}, ${precision}), ' ', 'T')`;
};

/** Letters that DuckDB's strftime writes alike. */
const strftimeLetters: Readonly<
  Record<string, readonly [pattern: RegExp, letters: Readonly<Record<string, string>>]>
> = {
  date_format: [
    /^(?:%[YmdHisS]|[^%\\])*$/,
    { '%Y': '%Y', '%m': '%m', '%d': '%d', '%H': '%H', '%i': '%M', '%s': '%S', '%S': '%S' },
  ],
  format_datetime: [
    /^(?:yyyy|MM|dd|HH|mm|ss|[^A-Za-z'%])*$/,
    { yyyy: '%Y', MM: '%m', dd: '%d', HH: '%H', mm: '%M', ss: '%S' },
  ],
};

const formatted = (name: 'date_format' | 'format_datetime'): FunctionDefinition =>
  scalar(
    name,
    ['(timestamp(p), varchar(x)) -> varchar', '(timestamp(p) with time zone, varchar(x)) -> varchar'],
    (context) => {
      const [value = '', format = ''] = context.arguments;
      const [type] = context.argumentTypes;
      const local = localOf(value, type);
      const written = context.literal(1);
      const quick = strftimeLetters[name];
      if (quick !== undefined && written !== undefined && quick[0].test(written)) {
        const native = written.replace(/%.|yyyy|MM|dd|HH|mm|ss/g, (letters) => quick[1][letters] ?? letters);
        return `strftime(${local}, '${native.replaceAll("'", "''")}')`;
      }
      return `t_${name}(epoch_us(${local}), ${format}, ${isZoned(type) ? `(${value}).z` : "''"}, epoch_us(${instantOf(value, type)}))`;
    },
  );

export const dates: readonly FunctionDefinition[] = [
  ...fields,
  scalar(
    'date',
    ['(varchar(x)) -> date', '(timestamp(p)) -> date', '(timestamp(p) with time zone) -> date'],
    ({ arguments: [value = ''], argumentTypes: [type], resultType, cast }) =>
      type === undefined ? 'NULL' : cast(value, type, resultType),
  ),
  scalar(
    'date_trunc',
    everyTime.map((type) => `(varchar(x), ${type}) -> ${type}`),
    dateTrunc,
  ),
  scalar(
    'date_add',
    everyTime.map((type) => `(varchar(x), bigint, ${type}) -> ${type}`),
    dateAdd,
  ),
  scalar(
    'date_diff',
    everyTime.map((type) => `(varchar(x), ${type}, ${type}) -> bigint`),
    dateDiff,
  ),
  scalar(
    'last_day_of_month',
    everyTime.map((type) => `(${type}) -> date`),
    ({ arguments: [value = ''], argumentTypes: [type] }) => `last_day(${localOf(value, type)})`,
  ),
  formatted('date_format'),
  formatted('format_datetime'),
  scalar(
    'date_parse',
    ['(varchar(x), varchar(y)) -> timestamp(3)'],
    template('make_timestamp(t_date_parse($0, $1))'),
  ),
  scalar(
    'parse_datetime',
    ['(varchar(x), varchar(y)) -> timestamp(3) with time zone'],
    zonedFrom('t_parse_datetime'),
  ),
  scalar(
    'from_iso8601_timestamp',
    ['(varchar(x)) -> timestamp(3) with time zone'],
    zonedFrom('t_from_iso8601_timestamp'),
  ),
  scalar('from_iso8601_date', ['(varchar(x)) -> date'], template('t_epoch_date(t_from_iso8601_date($0))')),
  scalar(
    'from_unixtime',
    ['(double) -> timestamp(3) with time zone', '(double, varchar(x)) -> timestamp(3) with time zone'],
    fromUnixtime,
  ),
  scalar(
    'to_unixtime',
    ['(timestamp(p) with time zone) -> double'],
    template('(CAST(epoch_us(($0).t) AS DOUBLE) / 1000000)'),
  ),
  scalar(
    'to_iso8601',
    [
      '(date) -> varchar(16)',
      ['(timestamp(p))', (bindings) => isoLength(bindings, 22)],
      ['(timestamp(p) with time zone)', (bindings) => isoLength(bindings, 28)],
    ],
    toIso8601,
  ),
  scalar(
    'at_timezone',
    ['(timestamp(p) with time zone, varchar(x)) -> timestamp(p) with time zone'],
    atTimezone,
  ),
  scalar('with_timezone', ['(timestamp(p), varchar(x)) -> timestamp(p) with time zone'], withTimezone),
  scalar('timezone_hour', ['(timestamp(p) with time zone) -> bigint'], template('(t_zone_offset($0) // 60)')),
  scalar(
    'timezone_minute',
    ['(timestamp(p) with time zone) -> bigint'],
    template('(t_zone_offset($0) % 60)'),
  ),
  scalar('current_timezone', ['() -> varchar'], () => "'UTC'"),
  scalar('to_milliseconds', ['(interval day to second) -> bigint'], template('$0')),
  scalar('parse_duration', ['(varchar(x)) -> interval day to second'], call('t_parse_duration')),
  scalar('human_readable_seconds', ['(double) -> varchar'], call('t_human_readable_seconds')),
  refused(
    'from_iso8601_timestamp_nanos',
    'scalar',
    'the lake keeps milliseconds',
    'Use from_iso8601_timestamp.',
  ),
  refused('from_unixtime_nanos', 'scalar', 'the lake keeps milliseconds', 'Use from_unixtime.'),
];
