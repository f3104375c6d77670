import { costDaily } from '#catalog/tables/cost-and-metrics.ts';
import type { Branch } from '../emit/context.ts';

/** The cost table as a place for conditions. */
export function costTable(now: Date): Branch {
  return { table: costDaily, type: null, now, tableOf: () => costDaily };
}
