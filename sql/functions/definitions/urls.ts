import { varcharOf } from '../../types.ts';
import { call, scalar } from '../define.ts';
import type { FunctionDefinition } from '../definition.ts';

/** Each character may become twelve. */
const encodedLength = (length: number | null) =>
  varcharOf(length === null || length > 178_956_970 ? null : length * 12);

const parts = ['protocol', 'host', 'path', 'query', 'fragment'];

export const urls: readonly FunctionDefinition[] = [
  ...parts.map((part) =>
    scalar(`url_extract_${part}`, ['(varchar(x)) -> varchar(x)'], call(`t_url_extract_${part}`)),
  ),
  scalar('url_extract_port', ['(varchar(x)) -> bigint'], call('t_url_extract_port')),
  scalar(
    'url_extract_parameter',
    ['(varchar(x), varchar(y)) -> varchar(x)'],
    call('t_url_extract_parameter'),
  ),
  scalar('url_decode', ['(varchar(x)) -> varchar(x)'], call('t_url_decode')),
  scalar(
    'url_encode',
    [['(varchar(x))', ({ numbers }) => encodedLength(numbers.get('x') ?? null)]],
    call('t_url_encode'),
  ),
];
