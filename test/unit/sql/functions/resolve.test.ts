import { describe, expect, it } from 'vitest';
import { canCoerce, commonType } from '#sql/functions/coercion.ts';
import { resolveArithmetic } from '#sql/functions/operators.ts';
import { allFunctions } from '#sql/functions/registry.ts';
import { type CallArgument, resolveFunction } from '#sql/functions/resolve.ts';
import { formatType, parseType, type SqlType, types } from '#sql/types.ts';

const type = (spelling: string): SqlType => (spelling === 'unknown' ? types.unknown : parseType(spelling));
const given = (spelling: string): CallArgument => ({ kind: 'type', type: type(spelling) });

/** `name(argument types after coercion) -> result`, or the code of the refusal. */
function resolved(name: string, ...spellings: readonly (string | CallArgument)[]): string {
  const found = resolveFunction(
    name,
    spellings.map((one) => (typeof one === 'string' ? given(one) : one)),
  );
  return found.ok
    ? `(${found.argumentTypes.map(formatType).join(', ')}) -> ${formatType(found.resultType)}`
    : found.code;
}

describe('resolveFunction', () => {
  it.each([
    ['sum', ['integer'], '(bigint) -> bigint'],
    ['sum', ['decimal(10,2)'], '(decimal(10,2)) -> decimal(38,2)'],
    ['avg', ['decimal(5,1)'], '(decimal(5,1)) -> decimal(5,1)'],
    ['avg', ['integer'], '(bigint) -> double'],
    ['element_at', ['map(varchar, bigint)', 'varchar(3)'], '(map(varchar, bigint), varchar) -> bigint'],
    ['element_at', ['array(date)', 'integer'], '(array(date), bigint) -> date'],
    ['concat', ['varchar(1)', 'varchar(2)', 'unknown'], '(varchar, varchar, varchar) -> varchar'],
    [
      'replace',
      ['varchar(3)', 'varchar(1)', 'varchar(1)'],
      '(varchar(3), varchar(1), varchar(1)) -> varchar(7)',
    ],
    ['round', ['decimal(10,2)', 'integer'], '(decimal(10,2), integer) -> decimal(11,2)'],
    ['round', ['decimal(10,2)'], '(decimal(10,2)) -> decimal(9,0)'],
    [
      'date_diff',
      ['varchar(3)', 'date', 'timestamp(3)'],
      '(varchar(3), timestamp(3), timestamp(3)) -> bigint',
    ],
    ['date_trunc', ['varchar(3)', 'date'], '(varchar(3), date) -> date'],
    ['year', ['unknown'], '(date) -> bigint'],
    ['corr', ['integer', 'integer'], '(real, real) -> real'],
    ['format', ['varchar(2)', 'integer', 'date'], '(varchar, integer, date) -> varchar'],
    ['to_unixtime', ['timestamp(3)'], '(timestamp(3) with time zone) -> double'],
    ['count', [], '() -> bigint'],
    ['sum', ['unknown'], 'SQL_WRONG_ARGUMENTS'],
    ['sum', ['varchar'], 'SQL_WRONG_ARGUMENTS'],
    ['lower', ['bigint'], 'SQL_WRONG_ARGUMENTS'],
    ['no_such_function', [], 'SQL_UNSUPPORTED_FUNCTION'],
    ['current_user', [], 'SQL_UNSUPPORTED_FUNCTION'],
  ])('%s(%j) is %s', (name, spellings, expected) => {
    expect(resolved(name, ...spellings)).toBe(expected);
  });

  it('gives the parameters of a lambda their types, widened by its result', () => {
    const asked: string[] = [];
    const plus: CallArgument = {
      kind: 'lambda',
      arity: 2,
      resultOf: (parameters) => {
        asked.push(parameters.map(formatType).join(','));
        return types.bigint;
      },
    };
    const last: CallArgument = { kind: 'lambda', arity: 1, resultOf: ([state]) => state ?? types.unknown };
    expect(resolved('reduce', 'array(bigint)', 'integer', plus, last)).toBe(
      '(array(bigint), bigint, function(bigint,bigint,bigint), function(bigint,bigint)) -> bigint',
    );
    expect(asked).toEqual(['integer,bigint', 'bigint,bigint']);
  });

  it('refuses a lambda of another arity', () => {
    expect(
      resolved('transform', 'array(bigint)', { kind: 'lambda', arity: 2, resultOf: () => types.bigint }),
    ).toBe('SQL_WRONG_ARGUMENTS');
  });
});

describe('the registry', () => {
  it('gives every function signatures and a mapping, or a reason for its refusal', () => {
    for (const one of allFunctions()) {
      if (one.refused !== undefined) expect(one.refused.reason.length).toBeGreaterThan(5);
      else expect(one.signatures.length, one.name).toBeGreaterThan(0);
      if (typeof one.duckdb !== 'function') expect(one.duckdb.refused.length, one.name).toBeGreaterThan(5);
    }
  });

  it('declares each name once', () => {
    const names = allFunctions().map((one) => one.name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('implicit casts', () => {
  it.each([
    ['tinyint', 'bigint', 'bigint'],
    ['bigint', 'decimal(5,2)', 'decimal(21,2)'],
    ['integer', 'decimal(2,1)', 'decimal(11,1)'],
    ['decimal(38,10)', 'decimal(38,0)', 'decimal(38,10)'],
    ['decimal(5,2)', 'double', 'double'],
    ['real', 'bigint', 'real'],
    ['varchar(3)', 'varchar', 'varchar'],
    ['date', 'timestamp(3) with time zone', 'timestamp(3) with time zone'],
    ['timestamp(0)', 'timestamp(6)', 'timestamp(6)'],
    ['array(integer)', 'array(unknown)', 'array(integer)'],
    ['row(a integer)', 'row(a bigint)', 'row(a bigint)'],
    ['varchar', 'bigint', undefined],
    ['date', 'bigint', undefined],
    ['boolean', 'integer', undefined],
  ])('%s and %s meet in %s', (a, b, expected) => {
    const right = b === 'array(unknown)' ? ({ kind: 'array', element: types.unknown } as const) : type(b);
    const common = commonType(type(a), right);
    expect(common && formatType(common)).toBe(expected);
    if (common !== undefined) expect(canCoerce(type(a), common)).toBe(true);
  });

  it.each([
    ['+', 'integer', 'integer', 'integer'],
    ['/', 'integer', 'bigint', 'bigint'],
    ['*', 'decimal(2,1)', 'integer', 'decimal(12,1)'],
    ['/', 'decimal(2,1)', 'decimal(2,1)', 'decimal(3,1)'],
    ['%', 'decimal(3,1)', 'integer', 'decimal(3,1)'],
    ['-', 'date', 'interval day to second', 'date'],
    ['-', 'date', 'date', 'interval day to second'],
    ['+', 'timestamp(0)', 'interval day to second', 'timestamp(3)'],
    ['+', 'timestamp(0)', 'interval year to month', 'timestamp(0)'],
    ['*', 'interval day to second', 'double', 'interval day to second'],
    ['+', 'varchar', 'integer', undefined],
    ['*', 'date', 'integer', undefined],
  ] as const)('%s over %s and %s is %s', (operator, a, b, expected) => {
    const found = resolveArithmetic(operator, type(a), type(b));
    expect(found && formatType(found.result)).toBe(expected);
  });
});
