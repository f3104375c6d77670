import { createHash } from 'node:crypto';
import { fail, runtime } from './runtime-function.ts';

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

function crc32(bytes: Uint8Array): bigint {
  let value = 0xffffffff;
  for (const byte of bytes) value = (table[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
  return BigInt((value ^ 0xffffffff) >>> 0);
}

function fromHex(text: string): Uint8Array {
  if (text.length % 2 !== 0) return fail(`invalid input length ${text.length}`);
  if (!/^[0-9a-fA-F]*$/.test(text)) return fail(`invalid hex character in ${text}`);
  return Buffer.from(text, 'hex');
}

function fromBase64(text: string): Uint8Array {
  const body = text.replace(/={1,2}$/, '');
  const isWhole = body === text || text.length % 4 === 0;
  if (!/^[A-Za-z0-9+/]*$/.test(body) || body.length % 4 === 1 || !isWhole) return fail('Illegal base64 text');
  return Buffer.from(body, 'base64');
}

export const binaryFunctions = [
  runtime('t_from_utf8', ['BLOB'], 'VARCHAR', (bytes) =>
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes),
  ),
  runtime('t_from_hex', ['VARCHAR'], 'BLOB', fromHex),
  runtime('t_from_base64', ['VARCHAR'], 'BLOB', fromBase64),
  runtime('t_sha512', ['BLOB'], 'BLOB', (bytes) => createHash('sha512').update(bytes).digest()),
  runtime('t_crc32', ['BLOB'], 'BIGINT', crc32),
];
