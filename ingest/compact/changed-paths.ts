/** A version as two versions of a resource are compared: documents as JSON text, tags by key. */
export interface ComparedVersion {
  readonly configuration: string | null;
  readonly supplementaryConfiguration: string | null;
  readonly tags: Readonly<Record<string, string | null>> | null;
}

/**
 * Paths that differ between two versions, sorted, like `configuration.state.name`, `supplementaryConfiguration.Policy`,
 * `tags.Name`: an object on both sides is entered, anything else is
 * compared whole, and a missing value equals null.
 */
export function changedPathsBetween(before: ComparedVersion, after: ComparedVersion): readonly string[] {
  const paths: string[] = [];
  compare('configuration', parsed(before.configuration), parsed(after.configuration), paths);
  compare(
    'supplementaryConfiguration',
    parsed(before.supplementaryConfiguration),
    parsed(after.supplementaryConfiguration),
    paths,
  );
  compare('tags', before.tags ?? {}, after.tags ?? {}, paths);
  return paths.sort();
}

const parsed = (text: string | null): unknown => (text === null ? null : JSON.parse(text));

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function compare(path: string, before: unknown, after: unknown, paths: string[]): void {
  if (isObject(before) && isObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      compare(`${path}.${key}`, before[key], after[key], paths);
  } else if (canonical(before) !== canonical(after)) paths.push(path);
}

/** Text that is equal for equal values, whatever the order of keys. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (isObject(value)) {
    const entries = Object.entries(value).filter(([, each]) => each !== null && each !== undefined);
    return `{${entries
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`)
      .join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}
