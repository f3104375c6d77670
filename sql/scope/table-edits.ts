import type { Analysis, TableUse } from '../analyse/analysis.ts';
import type { Edit } from '../edit.ts';
import { quoteName } from '../text.ts';
import type { AllColumns, NameExpression, TableReference } from '../tree/nodes.ts';
import { isNode, nodesOf, type TreeNode } from '../tree/walk.ts';
import { replacementOf, type ScopeContext } from './replacement.ts';

/**
 * Edits that put a subquery in place of every table the caller may not read as it is. The relation keeps its
 * name; a name that says the database too (`inventory.resources.region`) loses it, since a subquery has none.
 */
export function tableEdits(analysis: Analysis, context: ScopeContext, role: 'named' | 'behind'): Edit[] {
  const aliased = aliasedTables(analysis);
  const edits: Edit[] = [];
  const unnamed = new Set<TableUse>();
  for (const use of analysis.tables) {
    const replacement = replacementOf(use.table, context, role);
    if (replacement === undefined) continue;
    const hasAlias = aliased.has(use.node);
    if (!hasAlias) unnamed.add(use);
    const text = hasAlias ? replacement : `${replacement} AS ${quoteName(use.table.name)}`;
    edits.push({ node: use.node, text, as: 'relation' });
  }
  if (unnamed.size > 0) edits.push(...nameEdits(analysis, unnamed));
  return edits;
}

/** Table references that have an alias of their own. */
export function aliasedTables(analysis: Analysis): ReadonlySet<TableReference> {
  const aliased = new Set<TableReference>();
  for (const node of nodesOf(analysis.query)) {
    if (node.kind !== 'aliased' || !('relation' in node)) continue;
    const relation = node.relation;
    if (isNode(relation) && relation.kind === 'table') aliased.add(relation as TableReference);
  }
  return aliased;
}

function nameEdits(analysis: Analysis, unnamed: ReadonlySet<TableUse>): Edit[] {
  const edits: Edit[] = [];
  for (const node of nodesOf(analysis.query)) {
    if (node.kind === 'name')
      edits.push(...columnNameEdit(node as NameExpression & TreeNode, analysis, unnamed));
    if (node.kind === 'allColumns') edits.push(...starEdit(node as AllColumns & TreeNode, analysis, unnamed));
  }
  return edits;
}

function columnNameEdit(node: NameExpression, analysis: Analysis, unnamed: ReadonlySet<TableUse>): Edit[] {
  const resolution = analysis.findResolution(node);
  if (resolution?.kind !== 'column') return [];
  const { field, path } = resolution;
  if (field.origin === null || !unnamed.has(field.origin.reference) || field.path.length < 2) return [];
  const qualifiers = node.parts.length - path.length - 1;
  const kept = node.parts[qualifiers - 1];
  if (qualifiers < 2 || kept === undefined) return [];
  return [{ node, text: '', as: 'name', until: kept.start }];
}

function starEdit(node: AllColumns, analysis: Analysis, unnamed: ReadonlySet<TableUse>): Edit[] {
  const { target } = node;
  if (target?.kind !== 'name' || target.parts.length < 2) return [];
  const [field] = analysis.expansionOf(node);
  const isTable = field?.origin != null && unnamed.has(field.origin.reference) && field.path.length >= 2;
  const kept = target.parts.at(-1);
  if (!isTable || kept === undefined) return [];
  return [{ node: target, text: '', as: 'name', until: kept.start }];
}
