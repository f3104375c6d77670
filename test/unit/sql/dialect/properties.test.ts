import fc from 'fast-check';
import { DateTime } from 'luxon';
import { afterAll, describe, expect, it } from 'vitest';
import { TablelessDuckdb } from '#test/golden/dialect/run-duckdb.ts';

const duckdb = new TablelessDuckdb();
afterAll(() => duckdb.close());

const quoted = (value: string) => `'${value.replaceAll("'", "''")}'`;
/** Texts that SQL can hold: no lone surrogates, which are no UTF-8. */
const text = fc
  .string({ unit: 'binary', maxLength: 12 })
  .filter((value) => !/[\ud800-\udfff]/.test(value.replaceAll(/[\ud800-\udbff][\udc00-\udfff]/g, '')));
const runs = { numRuns: 60 };

/** One value; an error of the engine is given as its message. */
async function value(expression: string): Promise<unknown> {
  const outcome = await duckdb.run(`SELECT ${expression}`);
  if (outcome.kind !== 'rows') return `${outcome.kind}: ${outcome.message}`;
  return outcome.rows[0]?.[0];
}

const big = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const literal = (number: bigint) => `CAST('${number}' AS bigint)`;
const answer = (number: bigint) =>
  number > 2n ** 53n || number < -(2n ** 53n) ? number.toString() : Number(number);
const fits = (number: bigint) => number >= -(2n ** 63n) && number < 2n ** 63n;

describe('arithmetic', () => {
  it('adds, subtracts and multiplies bigints exactly, or fails', async () => {
    await fc.assert(
      fc.asyncProperty(
        big,
        fc.oneof(big, fc.bigInt({ min: -9n, max: 9n })),
        fc.constantFrom('+', '-', '*'),
        async (a, b, operator) => {
          const exact = operator === '+' ? a + b : operator === '-' ? a - b : a * b;
          const found = await value(`${literal(a)} ${operator} ${literal(b)}`);
          if (fits(exact)) expect(found).toBe(answer(exact));
          else expect(found).toMatch(/^failed: .*overflow/i);
        },
      ),
      runs,
    );
  });

  it('divides integers towards zero, and never by zero', async () => {
    await fc.assert(
      fc.asyncProperty(big, fc.oneof(big, fc.bigInt({ min: -3n, max: 3n })), async (a, b) => {
        const [quotient, rest] = [
          await value(`${literal(a)} / ${literal(b)}`),
          await value(`${literal(a)} % ${literal(b)}`),
        ];
        if (b === 0n)
          expect([quotient, rest]).toEqual(['failed: Division by zero', 'failed: Division by zero']);
        else if (fits(a / b)) expect([quotient, rest]).toEqual([answer(a / b), answer(a % b)]);
        else expect(quotient).toMatch(/^failed/);
      }),
      runs,
    );
  });

  it('keeps the value of a decimal through text', async () => {
    const digits = fc.tuple(
      fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
      fc.integer({ min: 0, max: 8 }),
    );
    await fc.assert(
      fc.asyncProperty(digits, async ([unscaled, scale]) => {
        const plain = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
        const written = `${unscaled < 0n ? '-' : ''}${scale === 0 ? plain : `${plain.slice(0, -scale)}.${plain.slice(-scale)}`}`;
        expect(await value(`CAST(CAST(${quoted(written)} AS decimal(38,${scale})) AS varchar)`)).toBe(
          written,
        );
      }),
      runs,
    );
  });
});

describe('texts', () => {
  it('come out of literals as they went in', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (one) => {
        expect(await value(quoted(one))).toBe(one);
      }),
      { numRuns: 150 },
    );
  });

  it('count, cut and turn by code points', async () => {
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.integer({ min: -14, max: 14 }),
        fc.integer({ min: 0, max: 14 }),
        async (one, start, length) => {
          const points = [...one];
          const from =
            start > 0
              ? start - 1
              : start === 0 || -start > points.length
                ? points.length
                : points.length + start;
          expect(await value(`length(${quoted(one)})`)).toBe(points.length);
          expect(await value(`reverse(${quoted(one)})`)).toBe([...points].reverse().join(''));
          expect(await value(`substr(${quoted(one)}, ${start}, ${length})`)).toBe(
            points.slice(from, from + length).join(''),
          );
        },
      ),
      runs,
    );
  });

  it('split and join back', async () => {
    await fc.assert(
      fc.asyncProperty(
        text,
        text.filter((one) => one !== ''),
        async (one, delimiter) => {
          expect(
            await value(`array_join(split(${quoted(one)}, ${quoted(delimiter)}), ${quoted(delimiter)})`),
          ).toBe(one);
          expect(await value(`replace(${quoted(one)}, ${quoted(delimiter)}, '')`)).toBe(
            one.replaceAll(delimiter, ''),
          );
        },
      ),
      runs,
    );
  });

  it('match LIKE by the letters of an escaped pattern', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (one) => {
        const pattern = one.replace(/[#%_]/g, (character) => `#${character}`);
        expect(await value(`${quoted(one)} LIKE ${quoted(pattern)} ESCAPE '#'`)).toBe(true);
        expect(await value(`${quoted(`x${one}y`)} LIKE ${quoted(`%${pattern}%`)} ESCAPE '#'`)).toBe(true);
      }),
      runs,
    );
  });

  it('go through JSON unchanged', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (one) => {
        expect(await value(`CAST(CAST(${quoted(one)} AS json) AS varchar)`)).toBe(one);
        expect(await value(`json_extract_scalar(${quoted(JSON.stringify({ a: [one] }))}, '$.a[0]')`)).toBe(
          one,
        );
        expect(await value(`CAST(json_parse(${quoted(JSON.stringify([one]))}) AS array(varchar))`)).toEqual([
          one,
        ]);
      }),
      runs,
    );
  });
});

describe('times', () => {
  const instant = fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
  const stamp = (at: Date) => `TIMESTAMP '${at.toISOString().slice(0, 23).replace('T', ' ')}'`;

  it('show the wall clock of every zone', async () => {
    const recent = fc.date({ min: new Date('1975-01-01'), max: new Date('2037-01-01'), noInvalidDate: true });
    await fc.assert(
      fc.asyncProperty(
        recent,
        fc.constantFrom('UTC', 'Asia/Tokyo', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe'),
        async (at, zone) => {
          const shown = DateTime.fromJSDate(at, { zone }).toFormat('yyyy-MM-dd HH:mm:ss.SSS');
          expect(await value(`with_timezone(${stamp(at)}, 'UTC') AT TIME ZONE '${zone}'`)).toBe(
            `${shown} ${zone}`,
          );
        },
      ),
      runs,
    );
  });

  it('differ by whole elapsed units and add up again', async () => {
    await fc.assert(
      fc.asyncProperty(
        instant,
        instant,
        fc.constantFrom('second', 'minute', 'hour', 'day', 'week'),
        async (a, b, unit) => {
          const size = { second: 1e3, minute: 6e4, hour: 3.6e6, day: 8.64e7, week: 6.048e8 }[unit] ?? 1;
          const elapsed = Math.trunc((b.getTime() - a.getTime()) / size);
          expect(await value(`date_diff('${unit}', ${stamp(a)}, ${stamp(b)})`)).toBe(
            elapsed === 0 ? 0 : elapsed,
          );
          expect(await value(`date_add('${unit}', ${elapsed}, ${stamp(a)})`)).toBe(
            new Date(a.getTime() + elapsed * size).toISOString().slice(0, 23).replace('T', ' '),
          );
        },
      ),
      runs,
    );
  });

  it('are read back as they are formatted', async () => {
    await fc.assert(
      fc.asyncProperty(instant, async (at) => {
        const shown = at.toISOString().slice(0, 19).replace('T', ' ');
        expect(
          await value(`date_parse(date_format(${stamp(at)}, '%d.%m.%Y %H:%i:%s'), '%d.%m.%Y %H:%i:%s')`),
        ).toBe(`${shown}.000`);
        expect(await value(`CAST(CAST(${stamp(at)} AS varchar) AS timestamp)`)).toBe(
          at.toISOString().slice(0, 23).replace('T', ' '),
        );
        expect(await value(`CAST(from_iso8601_timestamp(to_iso8601(${stamp(at)})) AS timestamp)`)).toBe(
          at.toISOString().slice(0, 23).replace('T', ' '),
        );
      }),
      runs,
    );
  });
});
