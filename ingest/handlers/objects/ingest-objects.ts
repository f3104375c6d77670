import { AppError } from '#catalog/errors.ts';
import { ingestPaths } from '#ingest/ingest.ts';
import { bucketFile, objectSource } from '#ingest/sources/bucket-source.ts';
import type { IngestSummary } from '#ingest/summary.ts';
import { type BatchResponse, batchResponse, queueRecords } from '#platform/lambda/queue-records.ts';
import type { Telemetry } from '#platform/lambda/telemetry.ts';
import type { Clock } from '#platform/ports/clock.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';
import { type NotifiedObject, notifiedObjects } from './notified-objects.ts';

export interface IngestObjectsDeps {
  /** The lake. */
  readonly store: ObjectStore;
  readonly clock: () => Promise<Clock>;
  /** Opens a bucket of deliveries. */
  readonly openBucket: (bucket: string) => Pick<ObjectStore, 'head' | 'stream'>;
}

/** A message of the objects queue tells of no object. */
export class UnknownNotificationError extends AppError {
  override readonly name = 'UnknownNotificationError';
  readonly code = 'ingest.unknown_notification';
  readonly retryable = false;
}

/**
 * Lands the objects that a batch of notifications names, each through the same core as a file of a delivery tree and in
 * constant memory. What is no delivery by the rule of delivery-key.ts is passed over; so is an object that is gone. A message is
 * handed back where one of its objects could not be read or the lake not be written; objects that landed are known
 * by then, so doing the message again lands the rest.
 */
export async function ingestObjects(
  event: unknown,
  deps: IngestObjectsDeps,
  telemetry: Telemetry,
): Promise<BatchResponse> {
  const failed: string[] = [];
  for (const { id, body } of queueRecords(event, new Date())) {
    try {
      const objects = notifiedObjects(body);
      if (objects === undefined)
        throw new UnknownNotificationError('The message is no notification of an object.');
      for (const object of objects) await ingestObject(object, deps, telemetry);
    } catch (error) {
      telemetry.error('a notification is handed back', error, { messageId: id });
      failed.push(id);
    }
  }
  return batchResponse(failed);
}

/** Part of the deliveries could not be read to its end. */
class DeliveryUnreadableError extends AppError {
  override readonly name = 'DeliveryUnreadableError';
  readonly code = 'ingest.delivery_unreadable';
  readonly retryable = true;
}

async function ingestObject(
  { bucket, key }: NotifiedObject,
  deps: IngestObjectsDeps,
  telemetry: Telemetry,
): Promise<void> {
  const source = deps.openBucket(bucket);
  const file = await bucketFile(source, key);
  if (file === undefined) {
    telemetry.info('the object is gone', { bucket, key });
    return;
  }
  const summary = await ingestPaths(
    [key],
    { store: deps.store, clock: await deps.clock() },
    { openSource: async () => objectSource(file, source), settlesPending: false },
  );
  const [problem] = summary.readErrors;
  if (problem !== undefined) throw new DeliveryUnreadableError(problem.message);
  tell(summary, { bucket, key }, telemetry);
}

function tell(summary: IngestSummary, place: NotifiedObject, telemetry: Telemetry): void {
  const { files, known, ignored, bytes, items, rejected, rejectedByReason, landingFiles } = summary;
  const fields = { ...place, files, known, ignored, bytes, items, rejected, rejectedByReason, landingFiles };
  telemetry.info('landed an object', fields);
  telemetry.count('ObjectsLanded', files);
  telemetry.count('RecordsRejected', rejected);
}
