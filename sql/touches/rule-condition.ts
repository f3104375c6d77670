import type { Analysis, TableUse } from '../analyse/analysis.ts';
import { applyEdits, type Edit } from '../edit.ts';
import { quoteName } from '../text.ts';
import type { Expression, NameExpression, Query } from '../tree/nodes.ts';
import { nodesOf } from '../tree/walk.ts';
import { conditionsOf } from './conditions.ts';

/** Columns that say which results are asked about, not what those results are. */
const OF_THE_RULE: ReadonlySet<string> = new Set(['rule_name', 'resource_type']);

/**
 * What a query asks of the rule and of the type it looks at, per reference to a table of compliance, as SQL over
 * the columns of `compliance`: the conjuncts that name nothing else, in whatever form they are written.
 *
 * @param text The text that was parsed.
 */
export function ruleConditionsOf(
  query: Query,
  analysis: Analysis,
  text: string,
): ReadonlyMap<TableUse, string> {
  const conditions = new Map<TableUse, string>();
  if (!analysis.tables.some(({ table }) => table.domain === 'compliance')) return conditions;
  for (const condition of conditionsOf(query)) {
    const about = aboutRule(condition, analysis);
    if (about === undefined) continue;
    const sql = `(${renamed(text, condition, about.edits)})`;
    const known = conditions.get(about.use);
    conditions.set(about.use, known === undefined ? sql : `${known} AND ${sql}`);
  }
  return conditions;
}

/** The reference that a condition is about, and its names as columns of that table. */
function aboutRule(
  condition: Expression,
  analysis: Analysis,
): { use: TableUse; edits: readonly Edit[] } | undefined {
  let use: TableUse | undefined;
  const edits: Edit[] = [];
  for (const node of nodesOf(condition)) {
    if (node.kind === 'query' || node.kind === 'clock' || node.kind === 'lambda') return undefined;
    if (node.kind !== 'name') continue;
    const resolution = analysis.findResolution(node as NameExpression);
    if (resolution?.kind !== 'column' || resolution.path.length > 0) return undefined;
    const { origin } = resolution.field;
    if (origin === null || !OF_THE_RULE.has(origin.column)) return undefined;
    if (origin.reference.table.domain !== 'compliance' || (use !== undefined && use !== origin.reference))
      return undefined;
    use = origin.reference;
    edits.push({ node, text: quoteName(origin.column), as: 'expression' });
  }
  return use === undefined ? undefined : { use, edits };
}

function renamed(text: string, condition: Expression, edits: readonly Edit[]): string {
  const { start } = condition;
  const inside = edits.map((edit) => ({
    ...edit,
    node: { start: edit.node.start - start, end: edit.node.end - start },
  }));
  return applyEdits(text.slice(start, condition.end), inside);
}
