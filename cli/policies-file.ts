import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Policies, PoliciesSchema } from '#sql/policy.ts';
import { UsageError } from './errors.ts';

/** The policies of a local lake, `policies.json` in its folder; undefined where there is no such file. */
export async function readPolicies(lakeRoot: string): Promise<Policies | undefined> {
  const path = join(lakeRoot, 'policies.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return PoliciesSchema.parse(JSON.parse(text));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new UsageError(`The policies file ${path} cannot be used: ${why}`, { cause: error });
  }
}
