import { describe, expect, it } from 'vitest';
import { blankAnswer } from '#answer/blank-answer.ts';
import { LARGEST_RESPONSE_BYTES, limitedResponse } from '#api/handlers/rest/limit-response.ts';

const answer = (rows: number) => ({
  ...blankAnswer({ id: 'a', conversation: 'c', question: null, engine: 'athena' }),
  columns: [{ name: 'text', type: 'varchar' }],
  // Quotes are escaped once more in what Lambda takes: the size that counts is not the body's.
  rows: Array.from({ length: rows }, (_, at) => [`"${at}"`.repeat(20)]),
  row_count: rows,
});
const response = (body: unknown) => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const bytes = (result: object) => Buffer.byteLength(JSON.stringify(result));

describe('a response that is larger than Lambda takes', () => {
  it('is left alone where it is not', () => {
    const small = response(answer(100));
    expect(limitedResponse(small)).toBe(small);
  });

  it('loses the last rows of its answer, and says so', () => {
    const result = limitedResponse(response(answer(60_000)));
    expect(bytes(result)).toBeLessThanOrEqual(LARGEST_RESPONSE_BYTES);
    const cut = JSON.parse(result.body);
    expect(cut).toMatchObject({ truncated: true, row_count: 60_000, diagnostics: [{ code: 'ANSWER_CUT' }] });
    expect(cut.rows.length).toBeGreaterThan(10_000);
    expect(cut.rows).toEqual(answer(cut.rows.length).rows);
  });

  it('loses rows of each answer in it', () => {
    const several = { resource: answer(1), history: answer(40_000), relationships: answer(40_000) };
    const result = limitedResponse(response(several));
    expect(result.statusCode).toBe(200);
    const cut = JSON.parse(result.body);
    expect(cut.history).toMatchObject({ truncated: true, row_count: 40_000 });
    expect(bytes(result)).toBeLessThanOrEqual(LARGEST_RESPONSE_BYTES);
  });

  it('is a 413 with a hint where nothing can be left out', () => {
    const csv = { ...response('a,b\r\n'.repeat(2_000_000)), headers: { 'content-type': 'text/csv' } };
    const result = limitedResponse(csv);
    expect(result).toMatchObject({ statusCode: 413, headers: { 'content-type': 'application/json' } });
    expect(JSON.parse(result.body)).toMatchObject({
      code: 'HTTP_413',
      hint: expect.stringContaining('fewer'),
    });
    const wide = { ...answer(1), text: 'x'.repeat(6_000_000) };
    expect(limitedResponse(response(wide)).statusCode).toBe(413);
  });
});
