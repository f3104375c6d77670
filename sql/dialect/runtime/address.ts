import { isIP } from 'node:net';
import { fail, runtime } from './runtime-function.ts';

/** The 16 bytes of an address, IPv4 mapped into IPv6 as Trino keeps it; undefined where it is none. */
function addressValue(text: string): bigint | undefined {
  const version = isIP(text);
  if (version === 4)
    return 0xffff00000000n | text.split('.').reduce((value, part) => value * 256n + BigInt(part), 0n);
  if (version !== 6 || text.includes('%')) return undefined;
  const [head = '', tail] = text.split('::');
  const groups = (part: string): number[] =>
    part === ''
      ? []
      : part.split(':').flatMap((group) => {
          if (!group.includes('.')) return [Number.parseInt(group, 16)];
          const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
          return [a * 256 + b, c * 256 + d];
        });
  const [first, last] = [groups(head), groups(tail ?? '')];
  const middle = tail === undefined ? [] : new Array<number>(8 - first.length - last.length).fill(0);
  return [...first, ...middle, ...last].reduce((value, group) => value * 65_536n + BigInt(group), 0n);
}

const isMapped = (value: bigint) => value >> 32n === 0xffffn;

/** RFC 5952: the longest run of zeros is shortened; an IPv4 address is written as one. */
function addressText(value: bigint): string {
  if (isMapped(value)) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((value >> BigInt(112 - index * 16)) & 0xffffn).toString(16),
  );
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start++) {
    let end = start;
    while (end < 8 && groups[end] === '0') end++;
    if (end - start > best.length) best = { start, length: end - start };
  }
  if (best.start < 0) return groups.join(':');
  return `${groups.slice(0, best.start).join(':')}::${groups.slice(best.start + best.length).join(':')}`;
}

const parse = (text: string): bigint => addressValue(text) ?? fail(`Cannot cast value to IPADDRESS: ${text}`);

function networkContains(network: string, address: string): boolean {
  const [base = '', length, more] = network.split('/');
  const value = addressValue(base);
  if (value === undefined || length === undefined || more !== undefined || !/^\d{1,3}$/.test(length))
    return fail(`Invalid network IP address: ${network}`);
  const bits = isMapped(value) ? 32 : 128;
  if (Number(length) > bits) return fail(`Prefix length exceeds ${bits} bits: ${network}`);
  const candidate = parse(address);
  if (isMapped(value) !== isMapped(candidate)) return false;
  const shift = BigInt(bits - Number(length));
  return value >> shift === candidate >> shift;
}

export const addressFunctions = [
  runtime('t_parse_address', ['VARCHAR'], 'VARCHAR', (text) => addressText(parse(text))),
  runtime('t_network_contains', ['VARCHAR', 'VARCHAR'], 'BOOLEAN', networkContains),
];
