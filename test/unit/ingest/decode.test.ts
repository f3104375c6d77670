import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonText } from '#ingest/decode/json-value.ts';
import { parseJson } from '#ingest/decode/parse-json.ts';
import { type ReadOutcome, readRecords } from '#ingest/decode/read-records.ts';
import { JsonSplitter } from '#ingest/decode/split-json.ts';

async function read(bytes: Uint8Array, name = 'file.json', chunk = 64 * 1024) {
  const records: string[] = [];
  const reader = readRecords(name, async function* () {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  });
  for (;;) {
    const next = await reader.next();
    if (next.done === true) return { records, outcome: next.value as ReadOutcome };
    records.push(...next.value.map(({ kind, text }) => `${kind} ${text}`));
  }
}

const items = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ index, text: `}{"[\\${index}é` }));

describe('reading records', () => {
  it('gives the elements of configurationItems and then what is around them', async () => {
    const { records, outcome } = await read(
      Buffer.from(
        '{"fileVersion":"1.0","configurationItems":[{"a":1}, {"b":[2,"]"]}],"configSnapshotId":"x"}',
      ),
    );
    expect(records).toEqual([
      'element {"a":1}',
      'element {"b":[2,"]"]}',
      'shell {"fileVersion":"1.0","configurationItems":[],"configSnapshotId":"x"}',
    ]);
    expect(outcome.broken).toBeUndefined();
  });

  it('splits random documents right at random borders of chunks', () => {
    const document = fc.array(
      fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue())),
      {
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(
        document,
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        fc.nat(2),
        (elements, size, isItems, indent) => {
          const text = JSON.stringify(
            isItems ? { x: 'configurationItems', configurationItems: elements, z: [1] } : elements,
            null,
            indent,
          );
          const bytes = Buffer.from(text);
          const splitter = new JsonSplitter();
          const pieces = [];
          for (let at = 0; at < bytes.length; at += size)
            pieces.push(...splitter.push(bytes.subarray(at, at + size)));
          expect(splitter.finish()).toBeUndefined();
          const found = pieces
            .filter(({ kind }) => kind !== 'shell')
            .map(({ text: each }) => JSON.parse(each ?? ''));
          expect(found).toEqual(JSON.parse(JSON.stringify(elements)));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('never throws and never reads past a break, whatever bytes come', () => {
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc
        .string({ unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', 'a', '1', ' ', '\n') })
        .map((text) => Buffer.from(text)),
      fc
        .string({ unit: fc.constantFrom('{', '}', '[', ']', '"', ',', ':') })
        .map((text) => Buffer.from(`{"configurationItems":[{"a":1}${text}`)),
    );
    fc.assert(
      fc.property(noise, fc.integer({ min: 1, max: 9 }), (bytes, size) => {
        const whole = new JsonSplitter();
        const once = [...whole.push(Buffer.from(bytes))];
        const wholeBreak = whole.finish();
        const parts = new JsonSplitter();
        const many = [];
        for (let at = 0; at < bytes.length; at += size)
          many.push(...parts.push(Buffer.from(bytes.subarray(at, at + size))));
        expect(many).toEqual(once);
        expect(parts.finish()?.offset).toEqual(wholeBreak?.offset);
      }),
      { numRuns: 500 },
    );
  });

  it('takes off any nesting of gzip', async () => {
    const text = JSON.stringify({ configurationItems: items(3) });
    const { records } = await read(gzipSync(gzipSync(gzipSync(text))), 'x.json.gz', 7);
    expect(records).toHaveLength(4);
  });

  it('gives everything before the end of a truncated gzip, then the break', async () => {
    const bytes = gzipSync(JSON.stringify({ configurationItems: items(5000) }));
    const { records, outcome } = await read(
      bytes.subarray(0, Math.floor(bytes.length / 2)),
      'x.json.gz',
      1000,
    );
    expect(records.length).toBeGreaterThan(1000);
    expect(outcome.broken?.code).toBe('broken_gzip');
  });

  it('stops where a list stops being JSON', async () => {
    const { records, outcome } = await read(Buffer.from('{"configurationItems":[{"a":1},{"b":2}}'));
    expect(records).toEqual(['element {"a":1}', 'element {"b":2}']);
    expect(outcome.broken).toMatchObject({ code: 'broken_json', offset: 38 });
  });

  it('loses only the bad line of JSON Lines, whatever the file is called', async () => {
    const text = '{"a":1}\nnope\n\n{"b":2}\n';
    for (const name of ['x.jsonl', 'x.json']) {
      const { records } = await read(Buffer.from(text), name);
      expect(records).toEqual(['value {"a":1}', 'value nope', 'value {"b":2}']);
    }
  });

  it('tells an empty file, a text and a byte order mark apart', async () => {
    expect((await read(Buffer.alloc(0))).outcome.broken?.code).toBe('empty_file');
    expect((await read(Buffer.from(' \n'))).outcome.broken?.code).toBe('empty_file');
    expect((await read(Buffer.from('hello'))).outcome.broken?.code).toBe('invalid_json');
    expect((await read(Buffer.from('\uFEFF{"a":1}'))).records).toEqual(['value {"a":1}']);
  });

  it('passes over a record that is longer than the limit and goes on', () => {
    const splitter = new JsonSplitter(100);
    const pieces = splitter.push(Buffer.from(`[{"a":"${'x'.repeat(200)}"},{"b":1}]`));
    expect(pieces.map(({ text }) => text)).toEqual([undefined, '{"b":1}']);
  });
});

describe('parsing JSON', () => {
  it('keeps the digits of numbers that a double cannot hold', () => {
    const text =
      '{"id":12345678901234567890,"list":[-9007199254740993, 1e400],"s":"x: 12345678901234567890"}';
    expect(jsonText(parseJson(text))).toBe(
      '{"id":12345678901234567890,"list":[-9007199254740993,1e400],"s":"x: 12345678901234567890"}',
    );
  });

  it('replaces NUL and lone surrogates, and leaves pairs alone', () => {
    expect(parseJson(String.raw`{"a\u0000":"x\ud800y\ud83d\ude00"}`)).toEqual({ 'a\uFFFD': 'x\uFFFDy😀' });
  });

  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);
        if (/\\u(0000|d[89a-f])/i.test(text)) return;
        expect(JSON.parse(jsonText(parseJson(text)))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('keeps __proto__ a key', () => {
    expect(jsonText(parseJson('{"__proto__":{"n":12345678901234567890}}'))).toBe(
      '{"__proto__":{"n":12345678901234567890}}',
    );
  });
});
