import { partTables } from '#catalog/parts.ts';

/** Where a column of a part table is read from: a path in the items of some types, lower case. */
export interface PartPath {
  readonly resourceTypes: readonly string[];
  readonly path: string;
}

const known = new Map<string, ReadonlyMap<string, readonly PartPath[]>>();

/** Paths that each column of a part table holds; empty for any other table. */
export function partPaths(table: string): ReadonlyMap<string, readonly PartPath[]> {
  let paths = known.get(table);
  if (paths === undefined) {
    paths = pathsOf(table);
    known.set(table, paths);
  }
  return paths;
}

function pathsOf(name: string): ReadonlyMap<string, readonly PartPath[]> {
  const paths = new Map<string, PartPath[]>();
  const table = partTables.find((one) => one.name === name);
  const add = (column: string, resourceTypes: readonly string[], path: string): void => {
    paths.set(column, [...(paths.get(column) ?? []), { resourceTypes, path: path.toLowerCase() }]);
  };
  for (const source of table?.sources ?? []) {
    const columns = (of: Readonly<Record<string, string>>, element: string): void => {
      for (const [column, path] of Object.entries(of))
        add(column, source.resourceTypes, absolute(element, path));
    };
    columns(source.columns, source.path);
    for (const fan of source.fanOut ?? []) columns(fan.columns, absolute(source.path, fan.path));
  }
  for (const policy of table?.policies ?? []) {
    // A statement's columns all come out of the one document.
    const path = [policy.path, policy.document].filter((part) => part !== '').join('.');
    for (const column of table?.ownColumns ?? []) add(column.name, policy.resourceTypes, path);
  }
  return paths;
}

/** `/x` starts at the item's root, '' is the element itself. */
const absolute = (element: string, path: string): string =>
  path.startsWith('/') ? path.slice(1) : path === '' ? element : `${element}.${path}`;
