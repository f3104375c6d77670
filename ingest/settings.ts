import { z } from 'zod';
import type { Clock } from '#platform/ports/clock.ts';
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
  const settings = await readSettings(store);
  if (settings.as_of !== undefined && settings.as_of >= asOf) return;
  await store.put(SETTINGS, Buffer.from(`${JSON.stringify({ ...settings, as_of: asOf.toISOString() })}\n`));
}

export interface SettledClock extends Clock {
  /** Where the clock stands; undefined where it is the machine's. */
  readonly sampleTime: Date | undefined;
}

/** The clock of a lake: where it stands for a made-up organization, else the machine's. Read anew by every call. */
export async function lakeClock(store: Pick<ObjectStore, 'get'>): Promise<SettledClock> {
  const { as_of: asOf } = await readSettings(store);
  return { now: () => asOf ?? new Date(), sampleTime: asOf };
}

async function readSettings(store: Pick<ObjectStore, 'get'>): Promise<z.infer<typeof SettingsSchema>> {
  try {
    return SettingsSchema.parse(JSON.parse(Buffer.from(await store.get(SETTINGS)).toString('utf8')));
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return {};
    throw error;
  }
}
