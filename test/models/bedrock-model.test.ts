import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BedrockModel, type BedrockModelOptions } from '#platform/aws/bedrock-model.ts';
import type { ModelRequest } from '#platform/ports/model.ts';
import { type BedrockDouble, startBedrockDouble } from './bedrock-double.ts';

const request: ModelRequest = {
  system: 'You translate.',
  messages: [{ role: 'user', text: 'How many buckets?' }],
  tool: { name: 'answer', description: 'The answer.', inputSchema: { type: 'object' } },
};

let double: BedrockDouble;
const models: BedrockModel[] = [];
beforeAll(async () => {
  process.env.AWS_ACCESS_KEY_ID = 'x';
  process.env.AWS_SECRET_ACCESS_KEY = 'x';
  double = await startBedrockDouble({});
});
afterEach(async () => {
  for (const model of models.splice(0)) await model.close();
});
afterAll(() => double.stop());

function bedrock(options: Partial<BedrockModelOptions> = {}): BedrockModel {
  const model = new BedrockModel({
    modelId: 'eu.anthropic.claude-test-v1:0',
    region: 'eu-west-1',
    endpoint: double.url,
    ...options,
  });
  models.push(model);
  return model;
}

describe('BedrockModel', () => {
  it('puts the pieces of text and tool call together, and counts what was used', async () => {
    double.script({
      text: ['Let me ', 'see ☃'],
      calls: [{ name: 'answer', input: { outcome: 'sql', sql: "SELECT 'ä'" } }],
      usage: { inputTokens: 70, outputTokens: 9, cacheReadInputTokens: 1000, cacheWriteInputTokens: 30 },
    });
    expect(await bedrock().converse(request)).toEqual({
      text: 'Let me see ☃',
      calls: [{ id: 'tool-1', name: 'answer', input: '{"outcome":"sql","sql":"SELECT \'ä\'"}' }],
      usage: { inputTokens: 70, outputTokens: 9, cacheReadTokens: 1000, cacheWriteTokens: 30 },
    });
  });

  it('sends model, system prompt with a cache point, conversation, the one tool and its settings', async () => {
    double.script({});
    await bedrock({ maxTokens: 300, guardrail: { id: 'gr-1', version: '2' }, toolChoice: 'tool' }).converse({
      ...request,
      messages: [
        ...request.messages,
        { role: 'assistant', text: '', calls: [{ id: 'c1', name: 'answer', input: '{"outcome":"sql"}' }] },
        { role: 'tool', results: [{ callId: 'c1', text: 'sql is missing' }] },
      ],
    });
    const [asked] = double.requests;
    expect(asked).toMatchObject({ modelId: 'eu.anthropic.claude-test-v1:0', action: 'converse-stream' });
    expect(asked?.body).toEqual({
      system: [{ text: 'You translate.' }, { cachePoint: { type: 'default' } }],
      messages: [
        { role: 'user', content: [{ text: 'How many buckets?' }] },
        {
          role: 'assistant',
          content: [{ toolUse: { toolUseId: 'c1', name: 'answer', input: { outcome: 'sql' } } }],
        },
        {
          role: 'user',
          content: [
            { toolResult: { toolUseId: 'c1', status: 'error', content: [{ text: 'sql is missing' }] } },
          ],
        },
      ],
      toolConfig: {
        tools: [
          {
            toolSpec: {
              name: 'answer',
              description: 'The answer.',
              inputSchema: { json: { type: 'object' } },
            },
          },
        ],
        toolChoice: { tool: { name: 'answer' } },
      },
      inferenceConfig: { maxTokens: 300, temperature: 0 },
      guardrailConfig: {
        guardrailIdentifier: 'gr-1',
        guardrailVersion: '2',
        streamProcessingMode: 'sync',
      },
    });
  });

  it('shows exactly what it would send, and to whom, and sends nothing', async () => {
    double.script({});
    const model = bedrock();
    const preview = await model.preview(request);
    expect(double.requests).toHaveLength(0);
    await model.converse(request);
    expect(preview.body).toEqual(double.requests[0]?.body);
    expect(preview.to).toBe(`POST ${double.url}/model/eu.anthropic.claude-test-v1%3A0/converse-stream`);
    expect(preview.settings).toMatchObject({ region: 'eu-west-1' });
  });

  it('shows the address that the SDK would use, without being signed in', async () => {
    const before = { ...process.env };
    const to = async () =>
      (await new BedrockModel({ modelId: 'm', region: 'eu-west-1' }).preview(request)).to;
    try {
      delete process.env.AWS_ACCESS_KEY_ID;
      expect(await to()).toBe('POST https://bedrock-runtime.eu-west-1.amazonaws.com/model/m/converse-stream');
      process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME = 'https://vpce-1.example';
      expect(await to()).toBe('POST https://vpce-1.example/model/m/converse-stream');
    } finally {
      process.env = before;
    }
  });

  it('takes Region and credentials of the profile that is named, whatever the environment has', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stocktake-profile-'));
    const before = { ...process.env };
    try {
      const file = join(folder, 'config');
      await writeFile(
        file,
        '[profile audit]\nregion = eu-north-1\naws_access_key_id = AKIDPROFILE\naws_secret_access_key = s\n',
      );
      Object.assign(process.env, {
        AWS_CONFIG_FILE: file,
        AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
      });
      double.script({});
      const model = new BedrockModel({ modelId: 'm', profile: 'audit', endpoint: double.url });
      models.push(model);
      await model.converse(request);
      expect(String(double.requests[0]?.headers.authorization)).toMatch(
        /Credential=AKIDPROFILE\/\d+\/eu-north-1\/bedrock\//,
      );
      expect((await model.preview(request)).settings).toMatchObject({
        region: 'eu-north-1',
        profile: 'audit',
      });
    } finally {
      process.env = before;
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('leaves the cache point out where the model has no prompt caching, and the temperature where told', async () => {
    double.script({});
    await bedrock({ modelId: 'meta.llama-test-v1:0', temperature: null }).converse(request);
    expect(double.requests[0]?.body).toMatchObject({ system: [{ text: 'You translate.' }] });
    expect(double.requests[0]?.body.inferenceConfig).toEqual({ maxTokens: 2000 });
  });

  it('tries again after a throttle', async () => {
    const throttle = { status: 429, type: 'ThrottlingException', message: 'slow down' };
    double.script([{ error: throttle }, { text: ['fine'] }]);
    expect((await bedrock().converse(request)).text).toBe('fine');
    expect(double.requests).toHaveLength(2);
  });

  it.each<[status: number, type: string, code: string, retryable: boolean, hint: RegExp | null]>([
    [429, 'ThrottlingException', 'model.throttled', true, null],
    [429, 'ModelNotReadyException', 'model.not_ready', true, null],
    [408, 'ModelTimeoutException', 'model.timeout', true, null],
    [403, 'AccessDeniedException', 'model.access_denied', false, /access to the model.*Region eu-west-1/],
    [403, 'ExpiredTokenException', 'model.access_denied', false, /profile|sign in/i],
    [404, 'ResourceNotFoundException', 'model.not_found', false, /--aws-region/],
    [400, 'ValidationException', 'model.invalid_request', false, /tools/],
    [400, 'ServiceQuotaExceededException', 'model.quota', false, /quota/],
    [424, 'ModelErrorException', 'model.unavailable', true, null],
    [500, 'InternalServerException', 'model.unavailable', true, null],
    [503, 'ServiceUnavailableException', 'model.unavailable', true, null],
  ])('gives %i %s the code %s', async (status, type, code, retryable, hint) => {
    double.script({ error: { status, type, message: 'no' } });
    const error = await bedrock({ maxAttempts: 1 })
      .converse(request)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, retryable });
    if (hint !== null) expect((error as { hint?: string }).hint).toMatch(hint);
  });

  it.each([
    ['an exception', { exception: 'modelStreamErrorException' }],
    ['a throttle', { exception: 'internalServerException' }],
    ['the end of the connection', 'end'],
    ['a reset', 'reset'],
    ['a wrong checksum', 'checksum'],
  ] as const)('uses nothing of a stream that breaks in the middle by %s', async (_, breaks) => {
    double.script({ calls: [{ name: 'answer', input: { outcome: 'sql', sql: 'SELECT 1' } }], breaks });
    await expect(bedrock().converse(request)).rejects.toMatchObject({
      code: 'model.stream_broken',
      retryable: true,
    });
  });

  it.each([
    ['max_tokens', 'model.output_too_long'],
    ['malformed_tool_use', 'model.malformed_tool_use'],
    ['malformed_model_output', 'model.malformed_tool_use'],
    ['content_filtered', 'model.declined'],
    ['guardrail_intervened', 'model.guardrail'],
    ['model_context_window_exceeded', 'model.context_too_long'],
  ])('does not use a reply that stopped for %s, and knows what it cost', async (stopReason, code) => {
    double.script({ text: ['SELECT'], stopReason });
    await expect(bedrock().converse(request)).rejects.toMatchObject({
      code,
      usage: { inputTokens: 10, outputTokens: 5 },
    });
  });

  it('cuts a reply that never ends', async () => {
    double.script({ endless: true });
    await expect(bedrock().converse(request)).rejects.toMatchObject({ code: 'model.output_too_long' });
  });

  it('gives up at its time limit, also in the middle of a stream', async () => {
    double.script({ text: ['one'], breaks: 'hang' });
    await expect(bedrock({ timeoutMs: 200 }).converse(request)).rejects.toMatchObject({
      code: 'model.timeout',
    });
  });

  it('stops when the caller gives up', async () => {
    const controller = new AbortController();
    double.script(() => {
      setTimeout(() => controller.abort(), 20);
      return { text: ['one'], breaks: 'hang' };
    });
    const asked = bedrock().converse({ ...request, signal: controller.signal });
    await expect(asked).rejects.toMatchObject({ code: 'model.cancelled' });
  });

  it('says where it could not be reached', async () => {
    const model = bedrock({ endpoint: 'http://127.0.0.1:1', maxAttempts: 1 });
    await expect(model.converse(request)).rejects.toMatchObject({ code: 'model.unavailable' });
  });
});
