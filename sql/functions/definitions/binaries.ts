import { call, scalar, template } from '../define.ts';
import type { FunctionDefinition } from '../definition.ts';

export const binaries: readonly FunctionDefinition[] = [
  scalar('to_utf8', ['(varchar(x)) -> varbinary'], call('encode')),
  scalar('from_utf8', ['(varbinary) -> varchar'], call('t_from_utf8')),
  scalar('to_hex', ['(varbinary) -> varchar'], call('hex')),
  scalar(
    'from_hex',
    ['(varchar(x)) -> varbinary', '(varbinary) -> varbinary'],
    ({ arguments: [value = ''], argumentTypes: [type] }) =>
      `t_from_hex(${type?.kind === 'varbinary' ? `t_from_utf8(${value})` : value})`,
  ),
  scalar('to_base64', ['(varbinary) -> varchar'], call('to_base64')),
  scalar(
    'from_base64',
    ['(varchar(x)) -> varbinary', '(varbinary) -> varbinary'],
    ({ arguments: [value = ''], argumentTypes: [type] }) =>
      `t_from_base64(${type?.kind === 'varbinary' ? `t_from_utf8(${value})` : value})`,
  ),
  scalar('md5', ['(varbinary) -> varbinary'], template('unhex(md5($0))')),
  scalar('sha1', ['(varbinary) -> varbinary'], template('unhex(sha1($0))')),
  scalar('sha256', ['(varbinary) -> varbinary'], template('unhex(sha256($0))')),
  scalar('sha512', ['(varbinary) -> varbinary'], call('t_sha512')),
  scalar('crc32', ['(varbinary) -> bigint'], call('t_crc32')),
];
