import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * The real deliveries, beside the checkout: they are not ours to publish, so nothing of their content is
 * in this repository, and this lane runs only where they stand.
 */
export const samples = resolve(import.meta.dirname, '../../../shared/samples');

if (!existsSync(resolve(samples, 's3layout_derived')))
  throw new Error(`The samples lane needs the real deliveries in ${samples}, and they are not there.`);

/** A clock later than every sample. */
export const SAMPLES_NOW = new Date('2026-06-01T00:00:00Z');
