import { describe, expect, it } from 'vitest';
import { resolveImport, sourceFiles } from './source-files.ts';

/** Who may import whom. A folder may always import from itself. The composition roots may import everything. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  catalog: [],
  'platform/ports': ['catalog'],
  'platform/local': ['catalog', 'platform/ports'],
  'platform/memory': ['catalog', 'platform/ports'],
  'platform/aws': ['catalog', 'platform/ports'],
  'platform/openai': ['catalog', 'platform/ports'],
  'platform/trino': ['catalog', 'platform/ports'],
  'platform/lambda': ['catalog', 'platform/ports'],
  sql: ['catalog', 'platform/ports'],
  answer: ['catalog', 'sql', 'platform/ports'],
  nl2sql: ['catalog', 'sql', 'answer', 'platform/ports'],
  ingest: ['catalog', 'sql', 'platform/ports'],
  api: ['catalog', 'sql', 'answer', 'nl2sql', 'platform/ports'],
  web: [],
};

const partOf = (path: string): string => {
  const [first = '', second = ''] = path.split('/');
  return first === 'platform' || second === 'handlers' ? `${first}/${second}` : first;
};

/** Lambda handlers put implementations together, each for its own function. */
const isHandler = (path: string): boolean => partOf(path).endsWith('/handlers');

/** The page shares the API's contract, as types only. */
const isContract = (path: string): boolean =>
  path.startsWith('api/contract/') || path === 'answer/contract.ts';

describe('the import rules', () => {
  const files = sourceFiles().filter((file) => partOf(file.path) in allowed);

  it('reads the files of every part that exists', () => {
    expect(new Set(files.map((file) => partOf(file.path))).size).toBeGreaterThan(5);
  });

  it('lets each part import only what the design allows', () => {
    const broken = files.flatMap((file) =>
      file.imports.flatMap((specifier) => {
        const target = resolveImport(file.path, specifier);
        if (target === undefined) return [];
        const [from, to] = [partOf(file.path), partOf(target)];
        if (from === to || (allowed[from] ?? []).includes(to)) return [];
        if (from === 'web' && isContract(target)) return [];
        return [`${file.path} imports ${specifier}`];
      }),
    );
    expect(broken).toEqual([]);
  });

  it('lets nobody but handlers import handlers', () => {
    const broken = files.flatMap((file) =>
      file.imports
        .filter((specifier) => isHandler(resolveImport(file.path, specifier) ?? ''))
        .map((specifier) => `${file.path} imports ${specifier}`),
    );
    expect(broken).toEqual([]);
  });

  it('keeps the environments of handlers to their schema, which the stacks share', () => {
    const environments = sourceFiles().filter(({ path }) => isHandler(path) && path.endsWith('/env.ts'));
    expect(environments.length).toBeGreaterThan(5);
    for (const { path, imports } of environments)
      expect({ path, imports }).toEqual({ path, imports: ['zod'] });
  });

  it('keeps SDKs and engines inside platform/', () => {
    const engines = /^(@aws-sdk\/|@duckdb\/|@aws-lambda-powertools\/)/;
    const broken = [...files, ...sourceFiles().filter(({ path }) => isHandler(path))]
      .filter((file) => !file.path.startsWith('platform/'))
      .flatMap((file) =>
        file.imports
          .filter((specifier) => engines.test(specifier))
          .map((specifier) => `${file.path} imports ${specifier}`),
      );
    expect(broken).toEqual([]);
  });

  it('lets the page import the contract as types only', () => {
    const broken = files
      .filter((file) => file.path.startsWith('web/'))
      .flatMap((file) =>
        [...file.text.matchAll(/import\s+(?!type\b)[^;]*?from\s*['"](#(?:api|answer)\/[^'"]+)['"]/g)].map(
          (match) => `${file.path} imports ${match[1]}`,
        ),
      );
    expect(broken).toEqual([]);
  });
});
