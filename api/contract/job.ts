import { z } from 'zod';
import { PrincipalSchema } from '../auth/principal.ts';

/** What a client wants to be answered. */
export const AnswerWorkSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('question'), question: z.string(), zone: z.string() }),
  z.object({ kind: z.literal('sql'), sql: z.string(), dryRun: z.boolean() }),
  z.object({ kind: z.literal('report'), name: z.string(), parameters: z.record(z.string(), z.string()) }),
]);
export type AnswerWork = z.infer<typeof AnswerWorkSchema>;

const handed = {
  /** Id of the answer. The same job handed over twice makes one answer. */
  id: z.string().min(1),
  conversation: z.string().min(1),
  /** Who asks: what they may read is looked up when the work is done. */
  user: PrincipalSchema,
  /** The open connection that wants to be told of stages and answer. */
  connection: z.string().optional(),
};

/** Work that one process hands to another: rest and socket to answer. */
export const AnswerJobSchema = z.discriminatedUnion('kind', [
  AnswerWorkSchema.options[0].extend(handed),
  AnswerWorkSchema.options[1].extend(handed),
  AnswerWorkSchema.options[2].extend(handed),
]);
export type AnswerJob = z.infer<typeof AnswerJobSchema>;
