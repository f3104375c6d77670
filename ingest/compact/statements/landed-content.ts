import { landingItem } from '#catalog/tables/landing.ts';
import { list, literal, name, same, TELLING, VERSION } from './sql-text.ts';

/**
 * The landed items whose content some table needs: one row for each version of `fresh` that is shown as it landed, in the
 * form of landing_item. Partitioned by resource_type, so that what follows reads a type or a day and not all of landing.
 */
export const landedContentSql = (types: readonly string[] | null): string => `
WITH wanted AS (
  SELECT DISTINCT ${list(VERSION)}, telling FROM fresh${types === null ? '' : ` WHERE resource_type IN (${types.map(literal).join(', ')})`}
),
picked AS (
  SELECT delivery_id, ordinal FROM (
    SELECT l.delivery_id, l.ordinal, row_number() OVER (PARTITION BY ${list(VERSION, 'w')} ORDER BY l.delivery_id, l.ordinal) AS place
    FROM landing_item AS l
    JOIN wanted AS w ON ${same(['account_id', 'region', 'resource_type', 'resource_id', 'captured_at'], 'l', 'w')}
      AND coalesce(l.state_id, -1) = w.state_id AND ${TELLING.replaceAll(/\b(source_kind|content_hash)\b/g, 'l.$1')} = w.telling
  ) AS told
  WHERE place = 1
)
SELECT ${landingItem.columns
  .map((column) => column.name)
  .filter((column) => column !== 'resource_type')
  .map((column) => `l.${name(column)}`)
  .join(', ')}, l.resource_type
FROM landing_item AS l
JOIN picked AS p ON p.delivery_id = l.delivery_id AND p.ordinal = l.ordinal`;
