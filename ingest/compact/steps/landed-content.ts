import type { TablePartition } from '#platform/ports/table-catalogue.ts';
import { chunksOf, isEmpty, type Run } from '../run.ts';
import { landedContentSql } from '../statements/landed-content.ts';
import type { Plan, Touched } from './skeleton.ts';

/**
 * From here on only landed content that some table needs is read: most of a daily snapshot repeats what is known. Gives
 * the run over that content, by type where landing is large, and the types that it holds.
 */
export async function withNeededContent(
  run: Run,
  plan: Plan,
  touched: Touched,
): Promise<{ readonly run: Run; readonly types: ReadonlySet<string> }> {
  const { landing_item } = run.landed.tables;
  const bytes = landing_item.partitions
    .flatMap(({ files }) => files)
    .reduce((sum, file) => sum + file.bytes, 0);
  if (isEmpty(run, 'landing_item') || bytes < run.sortFromBytes)
    return { run, types: new Set(touched.landed) };
  run.progress('content of new versions');
  const partitions: TablePartition[] = [];
  for (const [index, chunk] of chunksOf(touched.landed, run.workspace.mostPartitions).entries()) {
    const written = await run.workspace.unload(
      landedContentSql(chunk.length === touched.landed.length ? null : chunk),
      { fresh: plan.fresh, landing_item },
      `staging/${run.generation}/content/part-${index}/`,
      ['resource_type'],
    );
    partitions.push(...written);
  }
  const content = { ...landing_item, partitionKeys: ['resource_type'], partitions };
  return {
    run: { ...run, landed: { ...run.landed, tables: { ...run.landed.tables, landing_item: content } } },
    types: new Set(partitions.flatMap(({ values }) => values.resource_type ?? [])),
  };
}
