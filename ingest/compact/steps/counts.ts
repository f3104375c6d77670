import { isEmpty, type Run, rewriteValues, rewriteWhole, textsOf } from '../run.ts';
import { complianceHistorySql, complianceSql, evaluationsSql } from '../statements/compliance.ts';
import { countersSql } from '../statements/counters.ts';
import { queryLogSql, rejectDaysSql, rejectsSql } from '../statements/logs.ts';
import { accountsSql, coverageSql } from '../statements/organization.ts';

const TYPE = 'resource_type';

/** Counters by recorder of the types touched. */
export async function compactCounters(run: Run, types: readonly string[]): Promise<void> {
  const { draft } = run;
  await rewriteValues(run, 'recorder_count', TYPE, types, (chunk) => ({
    text: countersSql(),
    tables: {
      sighting: draft.read('sighting', (type) => chunk.includes(type)),
      timeline: draft.read('timeline', (type) => chunk.includes(type)),
      delivery_told: draft.read('delivery_told'),
    },
  }));
}

/** Results of rules; a resource that came, went or was renamed changes the names shown with its results. */
export async function compactCompliance(
  run: Run,
  changedTypes: readonly string[],
  renamed: ReadonlySet<string>,
): Promise<void> {
  const { draft, landed } = run;
  const landing_compliance = landed.tables.landing_compliance;
  const landedTypes = isEmpty(run, 'landing_compliance')
    ? []
    : await textsOf(run, `SELECT DISTINCT coalesce(resource_type, '') FROM landing_compliance`, {
        landing_compliance,
      });
  const landedDays = isEmpty(run, 'landing_compliance')
    ? []
    : await textsOf(run, 'SELECT DISTINCT CAST(evaluated_at AS date) FROM landing_compliance', {
        landing_compliance,
      });
  await rewriteValues(run, 'evaluation', TYPE, landedTypes, (chunk) => ({
    text: evaluationsSql(),
    tables: { landing_compliance, evaluation: draft.read('evaluation', (type) => chunk.includes(type)) },
  }));
  const known = draft.values('evaluation');
  const types =
    renamed.size > 0
      ? known
      : known.filter((type) => landedTypes.includes(type) || changedTypes.includes(type));
  await rewriteValues(run, 'compliance', TYPE, types, (chunk) => ({
    text: complianceSql(),
    tables: {
      evaluation: draft.read('evaluation', (type) => chunk.includes(type)),
      resource_item: draft.read('resources', (type) => chunk.includes(type)),
      account_naming: draft.read('account_naming'),
    },
  }));
  const days =
    renamed.size > 0 ? [...new Set([...landedDays, ...draft.values('compliance_history')])] : landedDays;
  await rewriteValues(run, 'compliance_history', 'day', days, (chunk) => ({
    text: complianceHistorySql(chunk),
    tables: { evaluation: draft.read('evaluation'), account_naming: draft.read('account_naming') },
  }));
}

/** Rejections and questions asked, by day. */
export async function compactLogs(run: Run, renamed: ReadonlySet<string>): Promise<void> {
  const { draft, landed } = run;
  const { log_landed, landing_reject, landing_item, landing_compliance, landing_account, landing_delivery } =
    landed.tables;
  const delivery_told = draft.read('delivery_told');
  const positions = {
    landing_reject,
    landing_item,
    landing_compliance,
    landing_account,
    landing_delivery,
    delivery_told,
  };
  const before = draft.read('rejected_records');
  if (before.partitions.length > 0 || !isEmpty(run, 'landing_reject')) {
    const changed = await textsOf(run, rejectDaysSql(), { ...positions, rejected_records: before });
    const days = renamed.size > 0 ? [...new Set([...changed, ...draft.values('rejected_records')])] : changed;
    await rewriteValues(run, 'rejected_records', 'day', days, (chunk) => ({
      text: rejectsSql(chunk),
      tables: {
        ...positions,
        rejected_records: before,
        rejects_kept: draft.read('rejected_records', (day) => chunk.includes(day)),
        account_naming: draft.read('account_naming'),
      },
    }));
  }
  if (isEmpty(run, 'log_landed')) return;
  const days = await textsOf(run, 'SELECT DISTINCT CAST(asked_at AS date) FROM log_landed', { log_landed });
  await rewriteValues(run, 'query_log', 'day', days, (chunk) => ({
    text: queryLogSql(chunk),
    tables: { log_landed, log_kept: draft.read('query_log', (day) => chunk.includes(day)) },
  }));
}

/** Accounts and coverage, whole: a row an account, a row a place. */
export async function compactCoverage(run: Run): Promise<void> {
  const { draft } = run;
  const seen = {
    account_told: draft.read('account_told'),
    account_naming: draft.read('account_naming'),
    delivery_told: draft.read('delivery_told'),
    recorder_count: draft.read('recorder_count'),
    evaluation: draft.read('evaluation'),
    rejected_records: draft.read('rejected_records'),
  };
  await rewriteWhole(run, 'accounts', accountsSql(), seen);
  await rewriteWhole(run, 'coverage_state', coverageSql(), {
    ...seen,
    accounts: draft.read('accounts'),
    recorder_setting: draft.read('recorder_setting'),
  });
}
