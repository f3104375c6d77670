import { isEmpty, type Run } from '../run.ts';
import { name } from '../statements/sql-text.ts';

/**
 * A landing that died before its marker is landed again, at the same positions of the same delivery. Such repeats are
 * rare, so the many statements that join landing by position are spared them once and for all here. So is a notice whose item
 * has come since: of both, the item says all.
 */
export async function withoutRepeats(run: Run): Promise<Run> {
  if (isEmpty(run, 'landing_item')) return run;
  const { landing_item } = run.landed.tables;
  const { rows } = await run.workspace.run(
    'SELECT count(*) - count(DISTINCT concat(delivery_id, CAST(ordinal AS varchar))) AS repeats FROM landing_item',
    { landing_item },
  );
  if (Number(rows[0]?.[0] ?? 0) === 0) return run;
  const columns = landing_item.columns.map((column) => name(column.name)).join(', ');
  const partitions = await run.workspace.unload(
    `SELECT ${columns} FROM (
       SELECT ${columns}, row_number() OVER (PARTITION BY delivery_id, ordinal ORDER BY CASE WHEN source_kind = 'notice' THEN 1 ELSE 0 END, ingested_at) AS place FROM landing_item
     ) AS landed WHERE place = 1`,
    { landing_item },
    `staging/${run.generation}/landing_item/`,
    [],
  );
  return {
    ...run,
    landed: {
      ...run.landed,
      tables: { ...run.landed.tables, landing_item: { ...landing_item, partitions } },
    },
  };
}
