import { list, literal } from './sql-text.ts';

const RESULT = ['account_id', 'region', 'resource_type', 'resource_id', 'rule_name', 'evaluated_at'] as const;

/**
 * evaluation, merged with the results that landed; partitioned by resource_type. A row without a rule ends every
 * earlier result about its resource.
 */
export const evaluationsSql = (): string => `
SELECT account_id, region, resource_id, rule_name, evaluated_at, compliance_type, annotation, is_deleted, telling,
  recorder_account_id, recorder_region, resource_type
FROM (
  SELECT *, row_number() OVER (PARTITION BY ${list(RESULT)} ORDER BY telling) AS place
  FROM (
    SELECT account_id, region, coalesce(resource_type, '') AS resource_type, coalesce(resource_id, '') AS resource_id,
      coalesce(rule_name, '') AS rule_name, evaluated_at, compliance_type, annotation, coalesce(is_deleted, false) AS is_deleted,
      concat(CASE source_kind WHEN 'event' THEN '1' WHEN 'history' THEN '2' ELSE '3' END, coalesce(compliance_type, ''), coalesce(annotation, '')) AS telling,
      coalesce(recorder_account_id, '') AS recorder_account_id, coalesce(recorder_region, '') AS recorder_region
    FROM landing_compliance
    UNION ALL
    SELECT ${list(RESULT)}, compliance_type, annotation, is_deleted, telling, recorder_account_id, recorder_region FROM evaluation
  ) AS told
) AS ranked
WHERE place = 1`;

/** compliance of the types whose evaluations it reads, with the names of resources that exist; partitioned by resource_type. */
export const complianceSql = (): string => `
WITH ended AS (
  SELECT account_id, region, resource_type, resource_id, max(evaluated_at) AS ended_at
  FROM evaluation WHERE rule_name = '' GROUP BY account_id, region, resource_type, resource_id
),
newest AS (
  SELECT ${list(RESULT)}, compliance_type, annotation, is_deleted,
    row_number() OVER (PARTITION BY account_id, region, resource_type, resource_id, rule_name ORDER BY evaluated_at DESC, telling) AS place
  FROM evaluation WHERE rule_name <> ''
)
SELECT v.account_id, n.account_name, v.region, nullif(v.resource_id, '') AS resource_id, i.resource_name, i.arn,
  coalesce(n.environment, i.environment) AS environment, v.rule_name, v.compliance_type, v.annotation, v.evaluated_at, v.resource_type
FROM newest AS v
LEFT JOIN ended AS e ON e.account_id = v.account_id AND e.region = v.region AND e.resource_type = v.resource_type AND e.resource_id = v.resource_id
LEFT JOIN resource_item AS i ON i.account_id = v.account_id AND i.region = v.region AND i.resource_type = v.resource_type AND i.resource_id = v.resource_id
LEFT JOIN account_naming AS n ON n.account_id = v.account_id
WHERE v.place = 1 AND NOT v.is_deleted AND (e.ended_at IS NULL OR e.ended_at < v.evaluated_at)`;

/** compliance_history of the days given; partitioned by day. Names of resources are not repeated here. */
export const complianceHistorySql = (days: readonly string[]): string => `
SELECT v.account_id, n.account_name, v.region, v.resource_type, nullif(v.resource_id, '') AS resource_id, CAST(NULL AS varchar) AS resource_name,
  CAST(NULL AS varchar) AS arn, n.environment, v.rule_name, v.compliance_type, v.annotation, v.evaluated_at, v.is_deleted,
  CAST(v.evaluated_at AS date) AS day
FROM evaluation AS v
LEFT JOIN account_naming AS n ON n.account_id = v.account_id
WHERE v.rule_name <> '' AND CAST(v.evaluated_at AS date) IN (${days.map((day) => `DATE ${literal(day)}`).join(', ')})`;
