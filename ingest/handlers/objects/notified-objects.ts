import { z } from 'zod';

/** An object that came into a bucket. */
export interface NotifiedObject {
  readonly bucket: string;
  readonly key: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html: keys are URL-encoded, spaces as `+`. */
const S3RecordSchema = z.object({
  eventSource: z.string(),
  eventName: z.string(),
  s3: z.object({
    bucket: z.object({ name: z.string().min(1) }),
    object: z.object({ key: z.string().min(1) }),
  }),
});
const S3MessageSchema = z.object({ Records: z.array(S3RecordSchema) });
/** S3 sends it once, when somebody configures notifications. */
const TestEventSchema = z.object({ Service: z.string(), Event: z.literal('s3:TestEvent') });
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html: keys are plain. */
const BusMessageSchema = z.object({
  source: z.literal('aws.s3'),
  'detail-type': z.string(),
  detail: z.object({
    bucket: z.object({ name: z.string().min(1) }),
    object: z.object({ key: z.string().min(1) }),
  }),
});
/** A topic between bucket and queue, as several readers of one bucket need. */
const TopicMessageSchema = z.object({ Type: z.literal('Notification'), Message: z.string() });

/**
 * The objects that a message of the objects queue names: a notification of S3, the same by SNS, or an event of EventBridge.
 * Test messages and what tells of anything but a new object name none.
 * @returns undefined where the message is none of these
 */
export function notifiedObjects(body: string): readonly NotifiedObject[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  const topic = TopicMessageSchema.safeParse(value);
  if (topic.success) return notifiedObjects(topic.data.Message);
  if (TestEventSchema.safeParse(value).success) return [];
  const bus = BusMessageSchema.safeParse(value);
  if (bus.success) {
    const { bucket, object } = bus.data.detail;
    return bus.data['detail-type'] === 'Object Created' ? [{ bucket: bucket.name, key: object.key }] : [];
  }
  const told = S3MessageSchema.safeParse(value);
  if (!told.success) return undefined;
  return told.data.Records.filter(({ eventName }) => /^(s3:)?ObjectCreated:/.test(eventName)).map(
    ({ s3 }) => ({
      bucket: s3.bucket.name,
      key: decodeKey(s3.object.key),
    }),
  );
}

/** A key that is not encoded after all is taken as it stands. */
function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
}
