import { AppError } from '#catalog/errors.ts';
import { type FailedMessage, type LandMessagesDeps, landMessages } from '#ingest/queue/land-messages.ts';
import {
  type BatchResponse,
  batchResponse,
  type QueueRecord,
  queueRecords,
} from '#platform/lambda/queue-records.ts';
import type { Telemetry } from '#platform/lambda/telemetry.ts';

/** A message that holds nothing: there is no record to keep, so the queue keeps the message. */
export class EmptyMessageError extends AppError {
  override readonly name = 'EmptyMessageError';
  readonly code = 'ingest.empty_message';
  readonly retryable = false;
}

/**
 * Lands a batch of the events queue. Messages that the platform failed, and those that cannot be read at all, are handed
 * back; the queue gives up on them after its own number of attempts and keeps them in its dead-letter queue. All others are
 * done: landed, or dead letters with a reason.
 */
export async function ingestEvents(
  event: unknown,
  deps: LandMessagesDeps,
  telemetry: Telemetry,
): Promise<BatchResponse> {
  const records = queueRecords(event, new Date());
  const isEmpty = ({ body }: QueueRecord) => body.trim() === '';
  const failed: FailedMessage[] = records
    .filter(isEmpty)
    .map(({ id }) => ({ id, error: new EmptyMessageError('The message holds nothing.') }));
  const landed = await landMessages(
    records.filter((record) => !isEmpty(record)),
    deps,
  );
  failed.push(...landed.failed);
  for (const { id, error } of failed) telemetry.error('a message is handed back', error, { messageId: id });
  const { items, events, compliance, statuses, rejected, rejectedByReason, landingFiles } = landed.summary;
  telemetry.info('landed a batch of messages', {
    messages: records.length,
    items,
    events,
    compliance,
    statuses,
    rejected,
    rejectedByReason,
    landingFiles,
    failed: failed.length,
  });
  telemetry.count('MessagesLanded', records.length - failed.length);
  telemetry.count('RecordsRejected', rejected);
  return batchResponse(failed.map(({ id }) => id));
}
