import { afterAll, beforeAll } from 'vitest';
import { BedrockModel } from '#platform/aws/bedrock-model.ts';
import { ScriptedModel } from '#platform/memory/scripted-model.ts';
import { OpenaiModel } from '#platform/openai/openai-model.ts';
import { noUsage } from '#platform/ports/model.ts';
import { type BedrockDouble, startBedrockDouble } from '#test/models/bedrock-double.ts';
import { type OpenaiDouble, startOpenaiDouble } from '#test/models/openai-double.ts';
import { modelContract } from './model.contract.ts';

let bedrock: BedrockDouble;
let openai: OpenaiDouble;
beforeAll(async () => {
  process.env.AWS_ACCESS_KEY_ID = 'x';
  process.env.AWS_SECRET_ACCESS_KEY = 'x';
  bedrock = await startBedrockDouble({});
  openai = await startOpenaiDouble({});
});
afterAll(async () => {
  await bedrock.stop();
  await openai.stop();
});

modelContract('ScriptedModel', async ({ text = '', calls = [], usage = noUsage }) => {
  const model = new ScriptedModel(() => ({
    text,
    calls: calls.map(({ name, input }, at) => ({
      id: `c${at}`,
      name,
      input: typeof input === 'string' ? input : JSON.stringify(input),
    })),
    usage,
  }));
  return { model, asked: () => model.calls.length };
});

modelContract('BedrockModel', async ({ text, calls, usage = noUsage }) => {
  bedrock.script({
    ...(text === undefined ? {} : { text: [text] }),
    ...(calls === undefined ? {} : { calls }),
    usage: {
      inputTokens: usage.inputTokens,
      outputTokens: usage.outputTokens,
      cacheReadInputTokens: usage.cacheReadTokens,
    },
  });
  const model = new BedrockModel({ modelId: 'm', region: 'eu-west-1', endpoint: bedrock.url });
  return { model, asked: () => bedrock.requests.length };
});

modelContract('OpenaiModel', async ({ text, calls, usage = noUsage }) => {
  openai.script({
    ...(text === undefined ? {} : { content: text }),
    ...(calls === undefined ? {} : { calls }),
    usage: {
      prompt_tokens: usage.inputTokens + usage.cacheReadTokens,
      completion_tokens: usage.outputTokens,
      prompt_tokens_details: { cached_tokens: usage.cacheReadTokens },
    },
  });
  return {
    model: new OpenaiModel({ url: openai.url, modelId: 'local' }),
    asked: () => openai.requests.length,
  };
});
