interface Routed {
  readonly routes: readonly { readonly method: string; readonly path: string }[];
}

/** Methods that an address of the API takes, in order; none where it is no address. */
export function methodsOf(app: Routed, path: string): readonly string[] {
  const methods = app.routes
    // `ALL` are what runs before every route, and the page's files stand under every address.
    .filter((route) => route.method !== 'ALL' && !route.path.includes('*') && matches(route.path, path))
    .map((route) => route.method);
  const found = new Set(methods);
  // Every GET answers HEAD too.
  if (found.has('GET')) found.add('HEAD');
  return [...found].sort();
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.split('/');
  return wanted.length === given.length && wanted.every((part, at) => isPart(part, given[at] ?? ''));
}

const isPart = (pattern: string, given: string): boolean =>
  pattern.startsWith(':') || pattern.startsWith('{') ? given !== '' : pattern === given;
