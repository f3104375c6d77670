import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Excuse, ExcuseSchema } from '#answer/verdict/coverage-row.ts';
import { type Policies, PoliciesSchema } from '#sql/policy.ts';
import { UsageError } from './errors.ts';

/** The policies of a local lake, `policies.json` in its folder; undefined where there is no such file. */
export function readPolicies(lakeRoot: string): Promise<Policies | undefined> {
  return readOwnerFile(join(lakeRoot, 'policies.json'), PoliciesSchema);
}

/** Gaps that the owner excuses, `excuses.json` in the lake's folder: a list of {account_id?, region?, resource_type?, reason, until?}. */
export async function readExcuses(lakeRoot: string): Promise<readonly Excuse[]> {
  return (await readOwnerFile(join(lakeRoot, 'excuses.json'), z.array(ExcuseSchema))) ?? [];
}

async function readOwnerFile<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new UsageError(`The file ${path} cannot be read.`, { cause: error });
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new UsageError(`The file ${path} cannot be used: ${why}`, { cause: error });
  }
}
