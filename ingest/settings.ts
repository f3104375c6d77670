import { z } from 'zod';
import { ObjectNotFoundError } from '#platform/ports/errors.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';

const SETTINGS = 'settings.json';
const SettingsSchema = z.looseObject({ as_of: z.coerce.date().optional() });

/** sample.json of a made-up organization: when its deliveries end. */
export const SampleSchema = z.looseObject({
  seed: z.union([z.string(), z.number()]).optional(),
  as_of: z.coerce.date(),
});

/** Takes the end of a made-up organization's deliveries as the lake's clock, unless the lake has a newer one. */
export async function keepLakeClock(store: ObjectStore, asOf: Date): Promise<void> {
  const present = await store.get(SETTINGS).catch((error: unknown) => {
    if (error instanceof ObjectNotFoundError) return undefined;
    throw error;
  });
  const settings =
    present === undefined ? {} : SettingsSchema.parse(JSON.parse(Buffer.from(present).toString('utf8')));
  if (settings.as_of !== undefined && settings.as_of >= asOf) return;
  await store.put(SETTINGS, Buffer.from(`${JSON.stringify({ ...settings, as_of: asOf.toISOString() })}\n`));
}
