import { describe, expect, it } from 'vitest';
import type { Model, ModelRequest, ModelUsage } from '#platform/ports/model.ts';
import { ModelCancelledError } from '#platform/ports/model-errors.ts';

/** What a model says, whatever service it speaks through. */
export interface Said {
  readonly text?: string;
  /** An input that is a text is what the model wrote, JSON or not. */
  readonly calls?: readonly { readonly name: string; readonly input: unknown }[];
  readonly usage?: ModelUsage;
}

export interface SayingModel {
  readonly model: Model;
  /** How often it was asked. */
  asked(): number;
}

const request: ModelRequest = {
  system: 'You translate.',
  messages: [{ role: 'user', text: 'How many buckets?' }],
  tool: { name: 'answer', description: 'The answer.', inputSchema: { type: 'object' } },
};
const input = { outcome: 'sql', sql: 'SELECT \'ä\', "q"', assumptions: ['☃'] };

/** What every model must do. */
export const modelContract = (name: string, make: (said: Said) => Promise<SayingModel>): void => {
  describe(`${name} keeps the Model contract`, () => {
    it('gives calls, text and usage as the model said them', async () => {
      const usage = { inputTokens: 70, outputTokens: 9, cacheReadTokens: 1000, cacheWriteTokens: 0 };
      const { model } = await make({ text: 'Let me see.', calls: [{ name: 'answer', input }], usage });
      const reply = await model.converse(request);
      expect(reply.calls.map((call) => [call.name, JSON.parse(call.input)])).toEqual([['answer', input]]);
      expect(reply.calls[0]?.id).not.toBe('');
      expect([reply.text, reply.usage]).toEqual(['Let me see.', usage]);
      await model.close();
    });

    it('gives a call that is not JSON as the text that it is', async () => {
      const { model } = await make({ calls: [{ name: 'answer', input: '{"outcome": "sql", "sql": ' }] });
      expect((await model.converse(request)).calls[0]?.input).toBe('{"outcome": "sql", "sql": ');
      await model.close();
    });

    it('tells calls apart, keeps their order, and has none where the model only talked', async () => {
      const two = await make({ calls: [1, 2].map((at) => ({ name: 'answer', input: { at } })) });
      const { calls } = await two.model.converse(request);
      expect(calls.map((call) => JSON.parse(call.input))).toEqual([{ at: 1 }, { at: 2 }]);
      expect(new Set(calls.map(({ id }) => id)).size).toBe(2);
      const talk = await make({ text: 'I cannot.' });
      expect(await talk.model.converse(request)).toMatchObject({ calls: [], text: 'I cannot.' });
      for (const { model } of [two, talk]) await model.close();
    });

    it('goes on with a conversation in which its call was answered', async () => {
      const { model, asked } = await make({ calls: [{ name: 'answer', input }] });
      const { calls } = await model.converse(request);
      const results = calls.map(({ id }) => ({ callId: id, text: 'no such table' }));
      const messages = [
        ...request.messages,
        { role: 'assistant' as const, text: '', calls },
        { role: 'tool' as const, results },
      ];
      expect((await model.converse({ ...request, messages })).calls).toHaveLength(1);
      expect(asked()).toBe(2);
      await model.close();
    });

    it('asks nothing for a caller who has given up', async () => {
      const { model, asked } = await make({ text: 'late' });
      await expect(model.converse({ ...request, signal: AbortSignal.abort() })).rejects.toThrow(
        ModelCancelledError,
      );
      expect(asked()).toBe(0);
      await model.close();
    });

    it('shows what it would send, and to whom, and sends nothing', async () => {
      const { model, asked } = await make({ text: 'shown' });
      const preview = await model.preview(request);
      expect(preview.to).not.toBe('');
      expect(JSON.stringify(preview.body)).toContain('How many buckets?');
      expect(Object.values(preview.settings)).toContain(model.modelId);
      expect(asked()).toBe(0);
      await model.close();
    });
  });
};
