import { z } from 'zod';
import { AnswerSchema } from '#answer/contract.ts';

/** What a client sends over the socket. */
export const ClientMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('question'),
    question: z.string(),
    conversation: z.string().max(200).optional(),
    zone: z.string().max(100).optional(),
  }),
  z.object({ type: z.literal('sql'), sql: z.string(), conversation: z.string().max(200).optional() }),
  z.object({ type: z.literal('cancel'), id: z.string() }),
]);
export type ClientMessage = z.infer<typeof ClientMessageSchema>;

/** What the server sends. `seq` counts from 0 within one answer, so that a message told twice can be dropped. */
export const ServerMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('question-accepted'),
    id: z.string(),
    conversation: z.string(),
    seq: z.number(),
  }),
  z.object({
    type: z.literal('stage'),
    id: z.string(),
    seq: z.number(),
    stage: z.string(),
    detail: z.string().nullable(),
    elapsed_ms: z.number(),
  }),
  z.object({ type: z.literal('answer-end'), id: z.string(), seq: z.number(), answer: AnswerSchema }),
  /** In place of answer-end where the answer is larger than a message can be: GET /v1/questions/{id} has it. */
  z.object({ type: z.literal('answer-stored'), id: z.string(), seq: z.number() }),
  z.object({ type: z.literal('problem'), code: z.string(), message: z.string() }),
]);
export type ServerMessage = z.infer<typeof ServerMessageSchema>;

/** The protocol that messages of this form are: what a server chooses where a client offers protocols. */
export type SocketProtocol = 'stocktake';
/** Offered beside it by a browser, which can send no header: the token, where no log of addresses keeps it. */
export type TokenProtocol = `stocktake.token.${string}`;
