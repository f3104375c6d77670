import { z } from 'zod';
import type { ModelReply, ModelTool, ModelToolCall } from '#platform/ports/model.ts';

/** The one tool a model has: its call is the answer. Flat, since many models lose their way in nested choices. */
export const answerTool: ModelTool = {
  name: 'answer',
  description:
    'Give the one outcome of the question: outcome "sql" with sql, subject and assumptions; outcome "clarify" with text and choices where the question has more than one reading; outcome "cannot" with why.',
  inputSchema: {
    type: 'object',
    properties: {
      outcome: { type: 'string', enum: ['sql', 'clarify', 'cannot'] },
      sql: { type: 'string', description: 'outcome sql: one SELECT (or WITH … SELECT) in Athena SQL.' },
      subject: {
        type: 'string',
        description:
          'outcome sql: what is counted or listed, as a short plural noun phrase without numbers, e.g. "EC2 instances in production".',
      },
      assumptions: {
        type: 'array',
        items: { type: 'string' },
        description: 'outcome sql: everything you decided that the question does not say, a sentence each.',
      },
      text: { type: 'string', description: 'outcome clarify: what you ask back, one sentence.' },
      choices: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            label: { type: 'string', description: 'The reading in a few words.' },
            question: { type: 'string', description: 'A whole question that has only this reading.' },
          },
          required: ['label', 'question'],
        },
        description: 'outcome clarify: two to four readings.',
      },
      why: {
        type: 'string',
        description: 'outcome cannot: why these tables cannot answer it, one sentence.',
      },
    },
    required: ['outcome'],
  },
};

const OutcomeSchema = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('sql'),
    sql: z.string().trim().min(1),
    subject: z.string().nullish(),
    assumptions: z.array(z.string()).nullish(),
  }),
  z.object({
    outcome: z.literal('clarify'),
    text: z.string().trim().min(1),
    choices: z.array(z.object({ label: z.string().min(1), question: z.string().min(1) })).nullish(),
  }),
  z.object({ outcome: z.literal('cannot'), why: z.string().trim().min(1) }),
]);
export type Outcome = z.infer<typeof OutcomeSchema>;

/** What is wrong with a reply or its SQL, in words that help the model to do better. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}

export type ReadReply =
  | { readonly ok: true; readonly outcome: Outcome; readonly call: ModelToolCall }
  | { readonly ok: false; readonly problem: Problem };

/** Reads a reply: exactly one call of the tool with an input of its schema; anything else is a problem with a code. */
export function readReply(reply: ModelReply): ReadReply {
  const [call, ...more] = reply.calls;
  const problem = (code: string, message: string, hint = 'Call the tool answer once.'): ReadReply => ({
    ok: false,
    problem: { code, message, hint },
  });
  if (call === undefined) {
    return reply.text.trim() === ''
      ? problem('MODEL_EMPTY_REPLY', 'The model replied with nothing.')
      : problem('MODEL_NO_TOOL_CALL', 'The model replied with text instead of a call of its tool.');
  }
  if (more.length > 0)
    return problem('MODEL_SEVERAL_CALLS', `The model called its tool ${reply.calls.length} times.`);
  if (call.name !== answerTool.name)
    return problem('MODEL_UNKNOWN_TOOL', `The model called a tool that it does not have.`);
  let value: unknown;
  try {
    value = JSON.parse(call.input);
  } catch {
    return problem('MODEL_TOOL_NOT_JSON', 'The input of the model’s tool call is not JSON.');
  }
  const parsed = OutcomeSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined ? '' : ` (${issue.path.join('.') || 'input'}: ${issue.message})`;
    return problem(
      'MODEL_TOOL_INVALID',
      `The input of the model’s tool call is not of its form${where}.`,
      'outcome sql needs sql; clarify needs text and choices; cannot needs why.',
    );
  }
  return { ok: true, outcome: parsed.data, call };
}
