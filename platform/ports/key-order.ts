/** The order in which S3 lists keys: by UTF-8 bytes, which differs from UTF-16 order beyond the BMP. */
export function compareKeys(left: string, right: string): number {
  if (left === right) return 0;
  return Buffer.compare(Buffer.from(left, 'utf8'), Buffer.from(right, 'utf8'));
}

/** Pages of every list call of the ports. */
export const PAGE_SIZE = 1000;
