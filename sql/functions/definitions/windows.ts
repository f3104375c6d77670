import { call, window } from '../define.ts';
import type { FunctionDefinition } from '../definition.ts';

/** Functions that only make sense with OVER. */
export const windows: readonly FunctionDefinition[] = [
  window('row_number', ['() -> bigint'], call('row_number')),
  window('rank', ['() -> bigint'], call('rank')),
  window('dense_rank', ['() -> bigint'], call('dense_rank')),
  window('percent_rank', ['() -> double'], call('percent_rank')),
  window('cume_dist', ['() -> double'], call('cume_dist')),
  window('ntile', ['(bigint) -> bigint'], call('ntile')),
  window('first_value', ['(T) -> T'], call('first_value')),
  window('last_value', ['(T) -> T'], call('last_value')),
  window('nth_value', ['(T, bigint) -> T'], call('nth_value')),
  window('lag', ['(T) -> T', '(T, bigint) -> T', '(T, bigint, T) -> T'], call('lag')),
  window('lead', ['(T) -> T', '(T, bigint) -> T', '(T, bigint, T) -> T'], call('lead')),
];
