/** A node of a published schema: a letter (scalar) or keys. */
export type SchemaTree = string | ReadonlyMap<string, SchemaTree>;

/**
 * Reads the generator's compact form, `key:letter` and `key{…}` separated by commas.
 * @throws SyntaxError for text that the generator does not write
 */
export function parseSchemaTree(text: string): ReadonlyMap<string, SchemaTree> {
  let at = 0;
  const node = (): ReadonlyMap<string, SchemaTree> => {
    const keys = new Map<string, SchemaTree>();
    while (at < text.length && text[at] !== '}') {
      const start = at;
      while (text[at] !== ':' && text[at] !== '{') {
        if (at >= text.length)
          throw new SyntaxError(`schema text ends in the middle of a key: ${text.slice(start)}`);
        at += 1;
      }
      const key = text.slice(start, at);
      const isLeaf = text[at] === ':';
      at += 1;
      keys.set(key, isLeaf ? (text[at] ?? '') : node());
      at += 1;
      if (text[at] === ',') at += 1;
    }
    return keys;
  };
  return node();
}

/** Every path to a leaf with its letter, in the tree's order. */
export function leavesOf(
  tree: ReadonlyMap<string, SchemaTree>,
  prefix = '',
): readonly (readonly [string, string])[] {
  return [...tree].flatMap(([key, value]): readonly (readonly [string, string])[] => {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    return typeof value === 'string' ? [[path, value]] : leavesOf(value, path);
  });
}
