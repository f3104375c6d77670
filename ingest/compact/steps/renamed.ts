import { type Run, textsOf } from '../run.ts';
import { literal } from '../statements/sql-text.ts';

const MOST_NAMED = 10_000;

/** Types with resources of accounts whose name or environment changed. */
export async function typesNamedAnew(run: Run, renamed: ReadonlySet<string>): Promise<readonly string[]> {
  if (renamed.size === 0) return [];
  if (renamed.size > MOST_NAMED) return run.draft.values('resources');
  const ids = [...renamed].map(literal).join(', ');
  return textsOf(run, `SELECT DISTINCT resource_type FROM recorder_count WHERE account_id IN (${ids})`, {
    recorder_count: run.draft.read('recorder_count'),
  });
}
