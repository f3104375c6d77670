import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '#platform/ports/clock.ts';
import { ObjectNotFoundError } from '#platform/ports/errors.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';

const SettingsSchema = z.object({ as_of: z.coerce.date().optional() });

/**
 * The clock of a lake: `--now` where it is given, else the end of the made-up organization that the lake was made
 * from, else the machine's.
 */
export class LakeClock implements Clock {
  readonly #given: Date | undefined;
  #sampleTime: Date | undefined;

  constructor(given: Date | undefined) {
    this.#given = given;
  }

  now(): Date {
    return this.#given ?? this.#sampleTime ?? new Date();
  }

  /** Set where the clock is the sample's and not the machine's. */
  get sampleTime(): Date | undefined {
    return this.#given === undefined ? this.#sampleTime : undefined;
  }

  /** Takes the clock that the lake keeps. */
  async readFrom(store: ObjectStore): Promise<void> {
    try {
      const bytes = await store.get('settings.json');
      this.#take(SettingsSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8'))).as_of);
    } catch (error) {
      if (!(error instanceof ObjectNotFoundError)) throw error;
    }
  }

  /** Takes the clock of the samples among these paths, before their deliveries are judged by it. */
  async readFromSamples(
    paths: readonly string[],
    read: (path: string) => Promise<string> = (path) => readFile(join(path, 'sample.json'), 'utf8'),
  ): Promise<void> {
    for (const path of paths) {
      try {
        this.#take(SettingsSchema.parse(JSON.parse(await read(path))).as_of);
      } catch {
        // No sample, or none that can be read: ingest itself will say what is wrong with the file.
      }
    }
  }

  #take(time: Date | undefined): void {
    if (time !== undefined && (this.#sampleTime === undefined || time > this.#sampleTime))
      this.#sampleTime = time;
  }
}
