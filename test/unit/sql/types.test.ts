import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatType, parseType, type SqlType, UnknownTypeError } from '#sql/types.ts';

const simple = fc.constantFrom<SqlType>(
  { kind: 'boolean' },
  { kind: 'bigint' },
  { kind: 'integer' },
  { kind: 'double' },
  { kind: 'real' },
  { kind: 'date' },
  { kind: 'json' },
  { kind: 'varbinary' },
  { kind: 'varchar', length: null },
  { kind: 'varchar', length: 7 },
  { kind: 'char', length: 3 },
  { kind: 'decimal', precision: 12, scale: 4 },
  { kind: 'timestamp', precision: 6, zone: true },
  { kind: 'time', precision: 0, zone: false },
  { kind: 'intervalDayToSecond' },
  { kind: 'intervalYearToMonth' },
  { kind: 'uuid' },
  { kind: 'ipaddress' },
);
const type: fc.Arbitrary<SqlType> = fc.letrec<{ type: SqlType }>((tie) => ({
  type: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    simple,
    tie('type').map((element): SqlType => ({ kind: 'array', element })),
    fc.tuple(tie('type'), tie('type')).map(([key, value]): SqlType => ({ kind: 'map', key, value })),
    fc
      .array(fc.tuple(fc.option(fc.string({ minLength: 1, maxLength: 6 })), tie('type')), {
        minLength: 1,
        maxLength: 3,
      })
      .map((fields): SqlType => ({ kind: 'row', fields: fields.map(([name, of]) => ({ name, type: of })) })),
  ),
})).type;

describe('a type', () => {
  it('is read back from how it is written', () => {
    fc.assert(
      fc.property(type, (one) => {
        expect(parseType(formatType(one))).toEqual(one);
      }),
    );
  });

  it.each([
    ['DECIMAL', 'decimal(38,0)'],
    ['decimal(10)', 'decimal(10,0)'],
    ['timestamp', 'timestamp(3)'],
    ['TIMESTAMP WITH TIME ZONE', 'timestamp(3) with time zone'],
    ['int', 'integer'],
    ['string', 'varchar'],
    ['double precision', 'double'],
    ['array<map<string,int>>', 'array(map(varchar, integer))'],
    ['ROW(x BIGINT, "Y z" varchar(3), date)', 'row(x bigint, "Y z" varchar(3), date)'],
    ['interval hour to minute', 'interval day to second'],
    ['row(date date)', 'row(date date)'],
    ['char', 'char(1)'],
  ])('%s is %s', (written, shown) => {
    expect(formatType(parseType(written))).toBe(shown);
  });

  it.each([
    '',
    'geometry',
    'decimal(39)',
    'decimal(3,4)',
    'varchar(x)',
    'array()',
    'array(bigint',
    'map(bigint)',
    'row()',
    'timestamp(13)',
    'bigint bigint',
    'unknown',
    'varchar; drop',
  ])('cannot be %j', (written) => {
    expect(() => parseType(written)).toThrow(UnknownTypeError);
  });
});
