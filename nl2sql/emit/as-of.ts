import { columnTypes } from '#catalog/column-types.ts';
import { resourceTypeFacts } from '#catalog/resource-types.ts';
import { BASE_COLUMNS } from '../lexicon/table-words.ts';
import { ALIAS, type Branch } from './context.ts';
import { text, timestamp } from './literal.ts';

/**
 * The rows of a table as they were at an instant: the versions valid then, with the typed columns that the query
 * needs read out of the recorded configuration.
 */
export function asOfSource(at: string, branch: Branch, needed: readonly string[]): string {
  const facts = branch.type === null ? undefined : resourceTypeFacts(branch.type);
  const columns = [
    ...new Set(['account_id', 'account_name', 'region', 'resource_type', 'resource_id', ...needed]),
  ].map((name) => {
    if (BASE_COLUMNS.has(name)) return `h.${name}`;
    const property = facts?.properties.find((candidate) => candidate.column === name);
    const definition = branch.table.columns.find((column) => column.name === name);
    if (property === undefined || definition === undefined)
      return `CAST(NULL AS ${columnTypes[definition?.type ?? 'varchar'].trino}) AS ${name}`;
    const [root, ...keys] = property.path.split('.');
    const document =
      root === 'supplementaryConfiguration' ? 'h.supplementary_configuration' : 'h.configuration';
    const path = text(`$.${keys.join('.')}`);
    if (property.json) return `json_format(json_extract(${document}, ${path})) AS ${name}`;
    const value = `json_extract_scalar(${document}, ${path})`;
    if (definition.type === 'varchar') return `${value} AS ${name}`;
    return definition.type === 'timestamp'
      ? `CAST(from_iso8601_timestamp(${value}) AS timestamp(3)) AS ${name}`
      : `TRY_CAST(${value} AS ${columnTypes[definition.type].trino}) AS ${name}`;
  });
  const ofType = facts === undefined ? '' : ` AND h.resource_type = ${text(facts.type)}`;
  const then = timestamp(at);
  return `(SELECT ${columns.join(', ')} FROM resource_history AS h WHERE h.valid_from <= ${then} AND (h.valid_to IS NULL OR h.valid_to > ${then}) AND NOT h.is_deleted${ofType}) AS ${ALIAS}`;
}
