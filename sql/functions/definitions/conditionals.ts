import { call, scalar } from '../define.ts';
import type { FunctionDefinition } from '../definition.ts';

/** IF, COALESCE, NULLIF and TRY: arguments after the first that decides are evaluated only where they count. */
export const conditionals: readonly FunctionDefinition[] = [
  scalar(
    'if',
    ['(boolean, T) -> T', '(boolean, T, T) -> T'],
    ({ arguments: [test = '', then = '', otherwise = 'NULL'] }) =>
      `CASE WHEN ${test} THEN ${then} ELSE ${otherwise} END`,
  ),
  scalar('coalesce', ['(T, T...) -> T'], call('coalesce')),
  scalar('nullif', ['(T, T) -> T'], call('nullif')),
  scalar('try', ['(T) -> T'], call('TRY')),
];
