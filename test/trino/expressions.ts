import fc from 'fast-check';

/** Random literals and calls over them, for comparing the engines where nobody thought of the case. */
const text = fc
  .array(
    fc.constantFrom(
      'a',
      'b',
      'B',
      'é',
      '日',
      '😀',
      ' ',
      ',',
      '-',
      '.',
      '0',
      '7',
      '%',
      '_',
      '\\',
      "'",
      '/',
      ':',
      '"',
      '{',
      '}',
      '[',
      ']',
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));
const quoted = (value: string) => `'${value.replaceAll("'", "''")}'`;
const string = text.map(quoted);

const integer = fc
  .oneof(fc.integer({ min: -12, max: 12 }), fc.constantFrom(2147483647, -2147483648, 100, 1000000))
  .map((value) => (value < 0 ? `(${value})` : String(value)));
const bigint = fc
  .oneof(
    fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
    fc.constantFrom(9223372036854775807n, -9223372036854775808n, 0n, -1n),
  )
  .map((value) => `CAST('${value}' AS bigint)`);
const decimal = fc
  .tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.integer({ min: 0, max: 5 }))
  .map(([digits, scale]) => {
    const plain = String(Math.abs(digits)).padStart(scale + 1, '0');
    const value = scale === 0 ? `${plain}.` : `${plain.slice(0, -scale)}.${plain.slice(-scale)}`;
    return `DECIMAL '${digits < 0 ? '-' : ''}${value.replace(/\.$/, '.0')}'`;
  });
const double = fc
  .oneof(
    fc
      .double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 })
      .map((value) => Math.round(value * 1000) / 1000),
    fc.constantFrom(0, 0.5, -0.5, 1.5, 2.5, 1e15, 1e-5),
  )
  .map((value) => `DOUBLE '${value}'`);

const two = (value: number) => String(value).padStart(2, '0');
const dateParts = fc.tuple(
  fc.integer({ min: 1970, max: 2037 }),
  fc.integer({ min: 1, max: 12 }),
  fc.integer({ min: 1, max: 28 }).chain((day) => fc.constantFrom(day, 28, 1)),
);
const date = dateParts.map(([year, month, day]) => `DATE '${year}-${two(month)}-${two(day)}'`);
const edgeDate = fc.constantFrom(
  "DATE '2020-02-29'",
  "DATE '2019-12-31'",
  "DATE '2021-01-31'",
  "DATE '2020-12-31'",
  "DATE '2024-03-31'",
);
const clock = fc.tuple(
  fc.integer({ min: 0, max: 23 }),
  fc.integer({ min: 0, max: 59 }),
  fc.integer({ min: 0, max: 59 }),
  fc.integer({ min: 0, max: 999 }),
);
const timestamp = fc
  .tuple(dateParts, clock)
  .map(
    ([[year, month, day], [hour, minute, second, milli]]) =>
      `TIMESTAMP '${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}.${String(milli).padStart(3, '0')}'`,
  );
const zoned = fc
  .tuple(
    timestamp,
    fc.constantFrom('UTC', 'Asia/Tokyo', 'America/New_York', 'Europe/Berlin', '+05:30', '-03:00'),
  )
  .map(([value, zone]) => `${value.slice(0, -1)} ${zone}'`);
const unit = fc
  .constantFrom('second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year')
  .map(quoted);
const dateUnit = fc.constantFrom('day', 'week', 'month', 'quarter', 'year').map(quoted);
const count = fc.integer({ min: -40, max: 40 }).map(String);

const list = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 4 }).map(String), fc.constant('NULL')), {
    minLength: 1,
    maxLength: 6,
  })
  .map((items) => `CAST(ARRAY[${items.join(', ')}] AS array(integer))`);

const number = fc.oneof(integer, bigint, decimal, double);
const f = (name: string, ...parameters: fc.Arbitrary<string>[]) =>
  fc.tuple(...parameters).map((values) => `${name}(${values.join(', ')})`);
const infix = (operators: readonly string[], left: fc.Arbitrary<string>, right: fc.Arbitrary<string>) =>
  fc.tuple(left, fc.constantFrom(...operators), right).map(([a, operator, b]) => `(${a} ${operator} ${b})`);

/** Kinds of expressions by name; each may fail, on both engines then. */
export const expressionKinds: Readonly<Record<string, fc.Arbitrary<string>>> = {
  arithmetic: fc.oneof(
    infix(['+', '-', '*', '/', '%'], number, number),
    infix(['+', '-', '*', '/', '%'], decimal, decimal),
    infix(['+', '-', '*', '/', '%'], integer, fc.oneof(integer, decimal)),
    fc
      .tuple(infix(['+', '-', '*'], number, number), fc.constantFrom('+', '*', '/', '-'), number)
      .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
    infix(['<', '=', '<>', '>='], number, number),
    f('round', decimal, fc.integer({ min: -2, max: 4 }).map(String)),
    f('round', double, fc.integer({ min: -2, max: 4 }).map(String)),
    f('round', fc.oneof(number)),
    f('ceil', number),
    f('floor', number),
    f('abs', number),
    f('sign', number),
    f('truncate', fc.oneof(decimal, double)),
    f('greatest', number, number),
    f('least', number, number),
    f('mod', fc.oneof(integer, decimal), fc.oneof(integer, decimal)),
    fc
      .tuple(
        number,
        fc.constantFrom('varchar', 'bigint', 'integer', 'tinyint', 'decimal(10,2)', 'double', 'boolean'),
      )
      .map(([value, type]) => `CAST(${value} AS ${type})`),
  ),
  strings: fc.oneof(
    f('substr', string, count),
    f('substr', string, count, count),
    f('strpos', string, string),
    f('replace', string, string, string),
    f('replace', string, string),
    f('split', string, string),
    f('split_part', string, string, fc.integer({ min: 1, max: 4 }).map(String)),
    f('lower', string),
    f('upper', string),
    f('trim', string),
    f('ltrim', string),
    f('rtrim', string),
    f('reverse', string),
    f('length', string),
    f('lpad', string, fc.integer({ min: 0, max: 9 }).map(String), string),
    f('rpad', string, fc.integer({ min: 0, max: 9 }).map(String), string),
    f('levenshtein_distance', string, string),
    f('concat', string, string),
    f('starts_with', string, string),
    f('translate', string, string, string),
    f('url_encode', string),
    f('url_decode', string),
    infix(['||', '=', '<', 'LIKE'], string, string),
    f('to_hex', f('md5', f('to_utf8', string))),
    f(
      'json_format',
      f(
        'CAST',
        string.map((value) => `${value} AS json`),
      ),
    ),
    fc
      .tuple(
        string,
        fc.constantFrom('bigint', 'double', 'boolean', 'decimal(10,2)', 'date', 'timestamp', 'varchar(3)'),
      )
      .map(([value, type]) => `CAST(${value} AS ${type})`),
    fc
      .tuple(
        fc.oneof(
          integer.map((value) => value.replaceAll(/[()]/g, '')),
          fc.constantFrom('1e3', '-0', '+5', ' 7', '1.50', '.5', 'NaN', '1e400'),
        ),
        fc.constantFrom('bigint', 'double', 'decimal(10,2)', 'integer'),
      )
      .map(([value, type]) => `CAST('${value}' AS ${type})`),
  ),
  times: fc.oneof(
    f('date_trunc', dateUnit, fc.oneof(date, edgeDate)),
    f('date_trunc', unit, timestamp),
    f('date_trunc', unit, zoned),
    f('date_add', dateUnit, count, fc.oneof(date, edgeDate)),
    f('date_add', unit, count, timestamp),
    f('date_add', unit, count, zoned),
    f('date_diff', dateUnit, fc.oneof(date, edgeDate), fc.oneof(date, edgeDate)),
    f('date_diff', unit, timestamp, timestamp),
    f('date_diff', unit, zoned, zoned),
    ...['year', 'quarter', 'month', 'week', 'day', 'day_of_week', 'day_of_year', 'year_of_week'].map((name) =>
      f(name, fc.oneof(date, edgeDate, timestamp, zoned)),
    ),
    ...['hour', 'minute', 'second', 'millisecond'].map((name) => f(name, fc.oneof(timestamp, zoned))),
    f('last_day_of_month', fc.oneof(date, edgeDate)),
    f('to_iso8601', fc.oneof(date, timestamp, zoned)),
    f('to_unixtime', fc.oneof(timestamp, zoned)),
    fc
      .tuple(
        fc.oneof(date, edgeDate),
        fc.constantFrom('+', '-'),
        count,
        fc.constantFrom('DAY', 'MONTH', 'YEAR'),
      )
      .map(([a, sign, n, field]) => `(${a} ${sign} INTERVAL '${n}' ${field})`),
    fc
      .tuple(
        fc.oneof(timestamp, zoned),
        fc.constantFrom('+', '-'),
        count,
        fc.constantFrom('SECOND', 'HOUR', 'DAY', 'MONTH'),
      )
      .map(([a, sign, n, field]) => `(${a} ${sign} INTERVAL '${n}' ${field})`),
    infix(['-', '<', '='], timestamp, timestamp),
    infix(['<', '=', '>='], zoned, zoned),
    infix(['-', '<', '='], date, date),
    fc
      .tuple(fc.oneof(timestamp, zoned, date), fc.constantFrom('varchar', 'date', 'timestamp'))
      .map(([value, type]) => `CAST(${value} AS ${type})`),
    fc
      .tuple(zoned, fc.constantFrom('Asia/Kolkata', 'America/Sao_Paulo', '-08:00', 'UTC'))
      .map(([value, zone]) => `(${value} AT TIME ZONE '${zone}')`),
    fc
      .tuple(
        timestamp,
        fc.constantFrom('%Y-%m-%d %H:%i:%s.%f', '%y/%c/%e %k:%i %p', '%j %a %b %v %x %W %M %l %h'),
      )
      .map(([value, format]) => `date_format(${value}, '${format}')`),
    fc
      .tuple(
        fc.oneof(timestamp, zoned),
        fc.constantFrom('yyyy-MM-dd HH:mm:ss.SSS', 'd/M/yy h:m a', 'EEE MMM D w e xxxx', 'HH ZZ'),
      )
      .map(([value, format]) => `format_datetime(${value}, '${format}')`),
  ),
  lists: fc.oneof(
    f('array_distinct', list),
    f('array_sort', list),
    f('array_max', list),
    f('array_min', list),
    f('array_union', list, list),
    f('array_intersect', list, list),
    f('array_except', list, list),
    f('arrays_overlap', list, list),
    f('contains', list, fc.integer({ min: 0, max: 4 }).map(String)),
    f('array_position', list, fc.integer({ min: 0, max: 4 }).map(String)),
    f('array_remove', list, fc.integer({ min: 0, max: 4 }).map(String)),
    f('element_at', list, fc.integer({ min: -7, max: 7 }).map(String)),
    f('slice', list, fc.integer({ min: -7, max: 7 }).map(String), fc.integer({ min: 0, max: 7 }).map(String)),
    f('array_join', list, fc.constant("'-'")),
    f('array_join', list, fc.constant("'-'"), fc.constant("'?'")),
    f('concat', list, list),
    f('reverse', list),
    f('cardinality', list),
    infix(['=', '<>'], list, list),
    f('transform', list, fc.constantFrom('x -> x + 1', 'x -> coalesce(x, 9)', 'x -> x IS NULL')),
    f('filter', list, fc.constantFrom('x -> x > 1', 'x -> x IS NULL')),
    f('any_match', list, fc.constantFrom('x -> x > 3', 'x -> x >= 0')),
    f('all_match', list, fc.constantFrom('x -> x > 3', 'x -> x >= 0')),
    f('none_match', list, fc.constantFrom('x -> x > 3', 'x -> x >= 0')),
    f('reduce', list, fc.constant('0'), fc.constant('(s, x) -> s + coalesce(x, 0)'), fc.constant('s -> s')),
    f('zip', list, list),
    f('flatten', f('repeat', list, fc.constant('2'))),
    fc.tuple(list, fc.integer({ min: -2, max: 7 })).map(([value, index]) => `${value}[${index}]`),
  ),
};

/** The same expressions for the same seed. */
export const sampleExpressions = (kind: string, size: number, seed: number): readonly string[] => {
  const arbitrary = expressionKinds[kind];
  if (arbitrary === undefined) throw new Error(`no expressions of the kind ${kind}`);
  return fc.sample(arbitrary, { numRuns: size, seed });
};
