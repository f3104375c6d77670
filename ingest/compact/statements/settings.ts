import { globalTypes } from '#catalog/facts/global-types.ts';
import { DELETED, literal, TELLING } from './sql-text.ts';

export const RECORDER_TYPE = 'AWS::Config::ConfigurationRecorder';
export const CHANNEL_TYPE = 'AWS::Config::DeliveryChannel';

/** A setting by its path in camel case; newer items spell every key in Pascal case. */
const both = (path: string, read: (path: string) => string): string => {
  const pascal = path.replace(
    /(^\$\.|\.)([a-z])/g,
    (_all, before: string, letter: string) => before + letter.toUpperCase(),
  );
  return `coalesce(${read(path)}, ${read(pascal)})`;
};
const scalar = (path: string): string =>
  both(path, (each) => `json_extract_scalar(configuration, ${literal(each)})`);
const texts = (path: string): string =>
  both(path, (each) => `TRY_CAST(json_extract(configuration, ${literal(each)}) AS array(varchar))`);

const NO_TEXTS = 'CAST(ARRAY[] AS array(varchar))';

/**
 * recorder_setting, merged with the recorders' and channels' own items that landed. `recording` absent counts as
 * recording; an exclusion strategy includes global types; a deleted recorder is a stopped one.
 */
export const settingsSql = (): string => `
WITH landed AS (
  SELECT account_id, region, resource_type, captured_at, coalesce(state_id, -1) AS state_id, ${TELLING} AS telling,
    ${DELETED} AS is_deleted,
    lower(${scalar('$.recording')}) AS recording,
    lower(${scalar('$.recordingGroup.allSupported')}) AS all_supported,
    lower(${scalar('$.recordingGroup.includeGlobalResourceTypes')}) AS include_global,
    upper(${scalar('$.recordingGroup.recordingStrategy.useOnly')}) AS strategy,
    coalesce(${texts('$.recordingGroup.resourceTypes')}, ${NO_TEXTS}) AS listed_types,
    coalesce(${texts('$.recordingGroup.exclusionByResourceTypes.resourceTypes')}, ${NO_TEXTS}) AS excluded_types,
    ${scalar('$.configSnapshotDeliveryProperties.deliveryFrequency')} AS frequency
  FROM landing_item
  WHERE resource_type IN (${literal(RECORDER_TYPE)}, ${literal(CHANNEL_TYPE)}) AND source_kind <> 'notice'
),
judged AS (
  SELECT account_id, region, resource_type, captured_at, state_id, telling, listed_types, excluded_types, frequency, include_global, all_supported, is_deleted,
    is_deleted OR coalesce(recording, 'true') = 'false' AS is_stopped,
    coalesce(strategy, '') = 'EXCLUSION_BY_RESOURCE_TYPES' OR (strategy IS NULL AND cardinality(excluded_types) > 0) AS excludes,
    coalesce(strategy, '') <> 'INCLUSION_BY_RESOURCE_TYPES' AND coalesce(all_supported, 'true') = 'true' AS supports_all
  FROM landed
),
told AS (
  SELECT account_id, region, resource_type, captured_at, state_id, telling, is_stopped,
    is_deleted OR excludes OR supports_all AS records_all,
    is_deleted OR excludes OR coalesce(include_global, CASE WHEN all_supported IS NULL THEN 'true' ELSE 'false' END) = 'true' AS includes_global,
    CASE WHEN excludes OR supports_all THEN ${NO_TEXTS} ELSE listed_types END AS listed_types,
    CASE WHEN excludes THEN excluded_types ELSE ${NO_TEXTS} END AS excluded_types,
    CASE frequency WHEN 'One_Hour' THEN BIGINT '1' WHEN 'Three_Hours' THEN BIGINT '3' WHEN 'Six_Hours' THEN BIGINT '6'
      WHEN 'Twelve_Hours' THEN BIGINT '12' WHEN 'TwentyFour_Hours' THEN BIGINT '24' END AS delivery_frequency_hours
  FROM judged
  UNION ALL
  SELECT account_id, region, resource_type, captured_at, state_id, telling, is_stopped, records_all, includes_global,
    listed_types, excluded_types, delivery_frequency_hours
  FROM recorder_setting
)
SELECT account_id, region, resource_type, captured_at, state_id, telling, is_stopped, records_all, includes_global,
  listed_types, excluded_types, delivery_frequency_hours
FROM (
  SELECT *, row_number() OVER (PARTITION BY account_id, region, resource_type, captured_at, state_id ORDER BY telling) AS place
  FROM told
) AS ranked
WHERE place = 1`;

/** recorder_setting's newest row of each recorder (or channel). */
export const newestSetting = (type: string): string => `
  SELECT account_id, region, captured_at, is_stopped, records_all, includes_global, listed_types, excluded_types, delivery_frequency_hours
  FROM (
    SELECT account_id, region, captured_at, is_stopped, records_all, includes_global, listed_types, excluded_types, delivery_frequency_hours,
      row_number() OVER (PARTITION BY account_id, region ORDER BY captured_at DESC, state_id DESC) AS place
    FROM recorder_setting WHERE resource_type = ${literal(type)}
  ) AS newest
  WHERE place = 1`;

/** `includeGlobalResourceTypes` governs IAM; these are recorded in one Region whatever it says. */
const UNGOVERNED = [...globalTypes].map(literal).join(', ');

/**
 * Whether a recorder with the settings in alias `setting` records the type of alias `item`: a recorder without
 * settings records everything, and its own item is always recorded.
 */
export const records = (item: string, setting: string): string => `CASE
    WHEN ${setting}.records_all IS NULL OR ${item}.resource_type = ${literal(RECORDER_TYPE)} THEN true
    WHEN ${setting}.records_all THEN NOT contains(${setting}.excluded_types, ${item}.resource_type)
      AND (${item}.region <> 'global' OR ${setting}.includes_global OR ${item}.resource_type IN (${UNGOVERNED}))
    ELSE contains(${setting}.listed_types, ${item}.resource_type) END`;
