import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completionsUrl, OpenaiModel, type OpenaiModelOptions } from '#platform/openai/openai-model.ts';
import type { ModelRequest } from '#platform/ports/model.ts';
import { type OpenaiDouble, startOpenaiDouble } from './openai-double.ts';

const request: ModelRequest = {
  system: 'You translate.',
  messages: [{ role: 'user', text: 'How many buckets?' }],
  tool: { name: 'answer', description: 'The answer.', inputSchema: { type: 'object' } },
};

let double: OpenaiDouble;
beforeAll(async () => {
  double = await startOpenaiDouble({});
});
afterAll(() => double.stop());

const openai = (options: Partial<OpenaiModelOptions> = {}) =>
  new OpenaiModel({ url: double.url, modelId: 'local', ...options });

describe('OpenaiModel', () => {
  it('reads tool call, text and usage', async () => {
    double.script({
      content: 'Here.',
      calls: [{ name: 'answer', input: { outcome: 'cannot', why: 'no' } }],
      usage: { prompt_tokens_details: { cached_tokens: 40 } },
    });
    expect(await openai().converse(request)).toEqual({
      text: 'Here.',
      calls: [{ id: 'call_1', name: 'answer', input: '{"outcome":"cannot","why":"no"}' }],
      usage: { inputTokens: 60, outputTokens: 20, cacheReadTokens: 40, cacheWriteTokens: 0 },
    });
  });

  it('sends what its preview shows, with the key as a bearer token that is not shown', async () => {
    double.script({});
    const model = openai({ key: 'sk-secret' });
    const preview = await model.preview(request);
    await model.converse(request);
    const [asked] = double.requests;
    expect(asked?.path).toBe('/v1/chat/completions');
    expect(asked?.headers.authorization).toBe('Bearer sk-secret');
    expect(preview.body).toEqual(asked?.body);
    expect(preview.to).toBe(`POST ${double.url}/chat/completions`);
    expect(JSON.stringify(preview)).not.toContain('sk-secret');
    expect(asked?.body).toMatchObject({
      model: 'local',
      tool_choice: { type: 'function', function: { name: 'answer' } },
      messages: [
        { role: 'system', content: 'You translate.' },
        { role: 'user', content: 'How many buckets?' },
      ],
    });
  });

  it('sends no key where none is set', async () => {
    double.script({});
    await openai().converse(request);
    expect(double.requests[0]?.headers.authorization).toBeUndefined();
  });

  it('finds the address of completions', () => {
    expect(completionsUrl('http://h:1')).toBe('http://h:1/v1/chat/completions');
    expect(completionsUrl('http://h:1/api/v3/')).toBe('http://h:1/api/v3/chat/completions');
    expect(completionsUrl('http://h/v1/chat/completions')).toBe('http://h/v1/chat/completions');
  });

  it('tries again after a throttle, when the server said', async () => {
    double.script([{ status: 429, headers: { 'retry-after': '0' }, body: '{}' }, { content: 'fine' }]);
    expect((await openai().converse(request)).text).toBe('fine');
  });

  it.each<[status: number, body: string, code: string, retryable: boolean]>([
    [401, '{"error":{"message":"bad key"}}', 'model.access_denied', false],
    [404, '{"error":{"message":"no such model"}}', 'model.not_found', false],
    [429, '{}', 'model.throttled', true],
    [400, '{"error":{"message":"maximum context length is 4096"}}', 'model.context_too_long', false],
    [400, '{"error":{"message":"tools are not supported"}}', 'model.invalid_request', false],
    [503, '{"error":{"message":"recording"}}', 'model.unavailable', true],
    [504, '', 'model.timeout', true],
  ])('gives %i %s the code %s', async (status, body, code, retryable) => {
    double.script({ status, body });
    await expect(openai({ maxAttempts: 1 }).converse(request)).rejects.toMatchObject({ code, retryable });
  });

  it.each([
    [{ body: '<html>' }, 'model.protocol'],
    [{ body: '{"object":"list"}' }, 'model.protocol'],
    [{ content: 'SELECT', finishReason: 'length' }, 'model.output_too_long'],
    [{ content: '', finishReason: 'content_filter' }, 'model.declined'],
    [{ refusal: 'I will not.' }, 'model.declined'],
    [{ breaks: 'endless' }, 'model.output_too_long'],
    [{ breaks: 'cut' }, 'model.unavailable'],
  ] as const)('does not use %j', async (reply, code) => {
    double.script(reply);
    await expect(openai().converse(request)).rejects.toMatchObject({ code });
  });

  it('sends the prompt to nobody that a server points to', async () => {
    const other = await startOpenaiDouble({ content: 'stolen' });
    double.script({ status: 307, headers: { location: `${other.url}/chat/completions` }, body: '' });
    await expect(openai().converse(request)).rejects.toMatchObject({ code: 'model.unavailable' });
    expect(other.requests).toHaveLength(0);
    await other.stop();
  });

  it('gives up at its time limit, and when the caller does', async () => {
    double.script({ breaks: 'hang' });
    await expect(openai({ timeoutMs: 100 }).converse(request)).rejects.toMatchObject({
      code: 'model.timeout',
    });
    const given = { ...request, signal: AbortSignal.abort() };
    await expect(openai().converse(given)).rejects.toMatchObject({ code: 'model.cancelled' });
  });
});
