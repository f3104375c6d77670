/** Characters of one value: a name is known by less, and a sermon is not a name. */
const LONGEST_VALUE = 100;

/**
 * Values that others wrote, as JSON in a marked block. No value can end the block or open another: `<` and `>`
 * are escaped as JSON allows, and control characters by JSON itself.
 */
export function dataBlock(tag: string, value: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(value)
    .filter(([, inner]) => !(Array.isArray(inner) && inner.length === 0))
    .map(([key, inner]) => `${JSON.stringify(key)}: ${safeJson(inner)}`);
  return lines.length === 0 ? '' : `<${tag}>\n{${lines.join(',\n')}}\n</${tag}>`;
}

/** JSON that holds no angle bracket, with values cut to the length of a name. */
export function safeJson(value: unknown, longest = LONGEST_VALUE): string {
  const text = JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'string' && inner.length > longest ? `${inner.slice(0, longest)}…` : inner,
  );
  return text
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}
