/**
 * Trino's path for json_extract (io.trino.operator.scalar.JsonPathTokenizer): `$`, `.name`, `["name"]`, `[0]`.
 * @returns the same path in DuckDB's spelling, undefined where it is none, or where a step could mean both a
 * key and a position (`.0`).
 */
export function jsonPath(written: string): string | undefined {
  const steps = jsonPathSteps(written);
  if (steps === undefined) return undefined;
  return `$${steps.map((step) => (typeof step === 'number' ? `[${step}]` : `."${step}"`)).join('')}`;
}

const STEP = /\.([A-Za-z_0-9:@$]+)|\[(\d+)\]|\["([^"\\]+)"\]/y;

export function jsonPathSteps(written: string): (string | number)[] | undefined {
  if (!written.startsWith('$')) return undefined;
  const steps: (string | number)[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < written.length) {
    const match = STEP.exec(written);
    if (match === null) return undefined;
    const [, name, index, quoted] = match;
    if (index !== undefined) steps.push(Number(index));
    else {
      const key = name ?? quoted ?? '';
      if (/^\d+$/.test(key)) return undefined;
      steps.push(key);
    }
  }
  return steps;
}
