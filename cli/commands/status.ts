import { Command } from 'commander';
import { answerSql } from '#answer/answer-sql.ts';
import type { Answer, AnswerValue } from '#answer/contract.ts';
import { callerOf, type OpenLake, openLake } from '../open-lake.ts';
import { type LakeOptions, withLake } from '../options.ts';
import { plainTable } from '../output/plain-table.ts';

interface StatusOptions extends LakeOptions {
  readonly json?: boolean;
}

const COVERAGE_SQL = `
SELECT account_name, account_id, region, verdict, recorder_state, last_snapshot_at, last_event_at, items, rejected,
  missed_by_events, late_events, duplicate_events, out_of_order_events, schema_faults
FROM coverage
WHERE domain = 'config'
ORDER BY CASE verdict WHEN 'silent' THEN 0 WHEN 'stopped' THEN 1 WHEN 'stale' THEN 2 ELSE 3 END, account_id, region`;

const REJECTS_SQL = `
SELECT reason_code, count(*) AS record_count, max(received_at) AS newest, min(reason) AS example
FROM rejected_records
GROUP BY reason_code
ORDER BY record_count DESC, reason_code`;

/** `stocktake status`: what arrived, what is late, what was rejected and why, in one screen. */
export function statusCommand(): Command {
  return withLake(new Command('status'))
    .description('say what arrived, what is late, what was rejected and why')
    .option('--json', 'print as JSON')
    .action(run);
}

type Rows = readonly Readonly<Record<string, AnswerValue>>[];

async function run(options: StatusOptions): Promise<void> {
  const lake = await openLake(options);
  try {
    const snapshot = await lake.catalogue.snapshot();
    const coverage = await rows(COVERAGE_SQL, lake);
    if (typeof coverage === 'string') {
      process.exitCode = 1;
      if (options.json === true)
        process.stdout.write(`${JSON.stringify({ status: 'failed', text: coverage })}\n`);
      else process.stderr.write(`${coverage}\n`);
      return;
    }
    const rejects = await rows(REJECTS_SQL, lake);
    const status = {
      status: 'answered',
      lake: lake.root,
      now: lake.clock.now().toISOString(),
      generation: snapshot.generation ?? null,
      committed_at: snapshot.committedAt?.toISOString() ?? null,
      coverage,
      rejected: typeof rejects === 'string' ? [] : rejects,
    };
    process.stdout.write(options.json === true ? `${JSON.stringify(status)}\n` : `${screen(status)}\n`);
  } finally {
    await lake.close();
  }
}

/** Rows as objects, or why there are none. */
async function rows(sql: string, lake: OpenLake): Promise<Rows | string> {
  const answer: Answer = await answerSql(
    { sql, caller: await callerOf(lake, undefined), isLogged: false },
    lake,
  );
  if (answer.status !== 'answered') return answer.text;
  return answer.rows.map((row) =>
    Object.fromEntries(answer.columns.map((column, index) => [column.name, row[index] ?? null])),
  );
}

function screen(status: {
  readonly lake: string;
  readonly now: string;
  readonly generation: string | null;
  readonly coverage: Rows;
  readonly rejected: Rows;
}): string {
  const verdicts = new Map<string, number>();
  for (const row of status.coverage)
    verdicts.set(String(row.verdict), (verdicts.get(String(row.verdict)) ?? 0) + 1);
  const counts = [...verdicts].map(([verdict, count]) => `${count} ${verdict}`).join(', ');
  const places = status.coverage.map((row) =>
    [
      row.account_name ?? row.account_id ?? 'unknown',
      row.region,
      row.verdict,
      minute(row.last_snapshot_at),
      minute(row.last_event_at),
      row.items,
      row.rejected,
      row.missed_by_events,
      row.late_events,
      row.duplicate_events,
    ].map((cell) => String(cell ?? '')),
  );
  const heads = [
    'account',
    'Region',
    'state',
    'last snapshot',
    'last event',
    'resources',
    'rejected',
    'missed',
    'late',
    'twice',
  ];
  const rejects = status.rejected.map(
    (row) => `  ${String(row.record_count)} × ${String(row.reason_code)}: ${String(row.example)}`,
  );
  return [
    `Lake ${status.lake}, generation ${status.generation ?? 'none'}, judged at ${status.now}`,
    `${status.coverage.length} places: ${counts}`,
    plainTable(heads, places),
    rejects.length === 0 ? 'Nothing was rejected.' : `Rejected records:\n${rejects.join('\n')}`,
  ].join('\n');
}

const minute = (value: AnswerValue | undefined): string =>
  typeof value === 'string' ? value.slice(0, 16) : '';
