import { z } from 'zod';
import { ObjectNotFoundError } from '#platform/ports/errors.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';

const SettingsSchema = z.object({ as_of: z.coerce.date().optional() });

/** The time that a lake made from a sample takes as now; undefined for a lake of real deliveries. */
export async function readLakeClock(store: ObjectStore): Promise<Date | undefined> {
  try {
    const bytes = await store.get('settings.json');
    return SettingsSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8'))).as_of;
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return undefined;
    throw error;
  }
}
