import { z } from 'zod';

/**
 * What SQS hands to a function. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 * Times are epoch milliseconds as text.
 */
const QueueEventSchema = z.object({
  Records: z.array(
    z.object({
      messageId: z.string().min(1),
      body: z.string(),
      attributes: z.object({ SentTimestamp: z.coerce.number().optional() }).optional(),
    }),
  ),
});

export interface QueueRecord {
  readonly id: string;
  readonly body: string;
  readonly sentAt: Date;
}

/** The messages of which SQS keeps a copy, to hand them over again; the others are done. */
export interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** @throws ZodError where the event is none of SQS's: the whole batch is handed over again */
export function queueRecords(event: unknown, now: Date): readonly QueueRecord[] {
  return QueueEventSchema.parse(event).Records.map(({ messageId, body, attributes }) => ({
    id: messageId,
    body,
    sentAt: attributes?.SentTimestamp === undefined ? now : new Date(attributes.SentTimestamp),
  }));
}

/** Names the messages that failed, each once. */
export const batchResponse = (ids: Iterable<string>): BatchResponse => ({
  batchItemFailures: [...new Set(ids)].map((itemIdentifier) => ({ itemIdentifier })),
});
