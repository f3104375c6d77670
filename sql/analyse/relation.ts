import { columnSqlType } from '../column-type.ts';
import { refuse } from '../diagnostic.ts';
import { commonType } from '../functions/coercion.ts';
import type { SqlTable } from '../schema.ts';
import type {
  Expression,
  Identifier,
  JoinRelation,
  Relation,
  TableReference,
  UnnestRelation,
} from '../tree/nodes.ts';
import { formatType, types } from '../types.ts';
import type { Field } from './analysis.ts';
import {
  analyseCondition,
  analyseExpression,
  type ExpressionContext,
  requireComparable,
} from './expression.ts';
import { renamed } from './query.ts';
import { didYouMean, findNamed, type Scope } from './scope.ts';
import type { MutableTableUse } from './state.ts';

export const CATALOG = 'awsdatacatalog';
export const DATABASE = 'inventory';

/**
 * Columns of an entry of FROM. `left` are those of the relations before it, which UNNEST and LATERAL may use.
 * @throws Refusal
 */
export function analyseRelation(
  relation: Relation,
  context: ExpressionContext,
  left: readonly Field[],
): readonly Field[] {
  const fields = fieldsOf(relation, context, left);
  context.state.fields.set(relation, fields);
  return fields;
}

function fieldsOf(relation: Relation, context: ExpressionContext, left: readonly Field[]): readonly Field[] {
  switch (relation.kind) {
    case 'table':
      return tableFields(relation, context);
    case 'aliased':
      return renamed(
        analyseRelation(relation.relation, context, left),
        relation.columns,
        relation.alias.name,
        relation.alias,
      );
    case 'parenthesizedRelation':
      return analyseRelation(relation.relation, context, left);
    case 'subqueryRelation':
      return unqualified(
        context.analyseQuery(relation.query, context.state, context.named, outerOf(context), 'lazy'),
      );
    case 'lateral': {
      const scope: Scope = { kind: 'source', fields: left, parent: outerOf(context) };
      return unqualified(context.analyseQuery(relation.query, context.state, context.named, scope, 'lazy'));
    }
    case 'unnest':
      return unnestFields(relation, context, left);
    case 'join':
      return joinFields(relation, context, left);
  }
}

/** The scope around the SELECT whose FROM this is. */
const outerOf = (context: ExpressionContext): Scope | null => context.scope.parent;

const unqualified = (fields: readonly Field[]): readonly Field[] =>
  fields.map((field) => ({ ...field, qualifier: null, path: [] }));

function tableFields(node: TableReference, context: ExpressionContext): readonly Field[] {
  const { state } = context;
  const name = node.parts.at(-1);
  if (name === undefined) throw new Error('a table reference without a name');
  const named = node.parts.length === 1 ? findNamed(context.named, name.key) : undefined;
  if (named !== undefined) {
    state.named.set(node, named.query);
    return renamed(named.fields, null, name.name, name);
  }
  const table = readableTable(node, name, context);
  const use: MutableTableUse = { node, table, columns: new Set() };
  state.tables.push(use);
  const denied = state.access.deniedColumns(table);
  const path = [CATALOG, DATABASE, table.name.toLowerCase()];
  return table.columns
    .filter((column) => !denied.has(column.name.toLowerCase()))
    .map((column) => ({
      name: column.name,
      type: columnSqlType(column),
      qualifier: table.name,
      path,
      origin: { reference: use, column: column.name },
    }));
}

function readableTable(node: TableReference, name: Identifier, context: ExpressionContext): SqlTable {
  const { state } = context;
  const written = node.parts.map((part) => part.name).join('.');
  const [database, catalog] = [node.parts.at(-2), node.parts.at(-3)];
  if (name.name.includes('$')) {
    refuse('SQL_HIDDEN_COLUMN', `The hidden table ${written} may not be read.`, node);
  }
  const elsewhere =
    (database !== undefined && database.key !== DATABASE) ||
    (catalog !== undefined && catalog.key !== CATALOG);
  if (elsewhere) {
    refuse(
      'SQL_UNKNOWN_TABLE',
      `The table ${written} does not exist.`,
      node,
      `All tables are in the database ${DATABASE}.`,
    );
  }
  const table = state.schema.table(name.name);
  if (table === undefined) {
    const known = state.schema.tables().filter((one) => state.access.table(one) === 'read');
    const hint =
      didYouMean(
        name.name,
        known.map((one) => one.name),
      ) ?? 'See `stocktake tables` for all of them.';
    refuse('SQL_UNKNOWN_TABLE', `The table ${written} does not exist.`, node, hint);
  }
  switch (state.access.table(table)) {
    case 'read':
      return table;
    case 'internal':
      return refuse('SQL_FORBIDDEN_TABLE', `The table ${written} is internal to Stocktake.`, node);
    case 'forbidden':
      return refuse(
        'SQL_FORBIDDEN_TABLE',
        `You may not read the table ${written}.`,
        node,
        'Ask the owner for a rule in the policy.',
      );
  }
}

function unnestFields(
  node: UnnestRelation,
  context: ExpressionContext,
  left: readonly Field[],
): readonly Field[] {
  const place: ExpressionContext = {
    ...context,
    scope: { kind: 'source', fields: left, parent: outerOf(context) },
    clause: 'UNNEST',
    aggregates: null,
    windows: null,
  };
  const computed = (type: Field['type'], name: string | null = null): Field => ({
    name,
    type,
    qualifier: null,
    path: [],
    origin: null,
  });
  const fields = node.expressions.flatMap((expression): Field[] => {
    const type = analyseExpression(expression, place);
    if (type.kind === 'map') return [computed(type.key), computed(type.value)];
    if (type.kind === 'array' && type.element.kind === 'row') {
      return type.element.fields.map((field) => computed(field.type, field.name));
    }
    if (type.kind === 'array') return [computed(type.element)];
    const hint =
      type.kind === 'varchar' ? 'JSON text becomes an array by CAST(json_parse(…) AS array(json)).' : null;
    return refuse(
      'SQL_TYPE_MISMATCH',
      `UNNEST needs an array or a map, not ${formatType(type)}.`,
      expression,
      hint,
    );
  });
  return node.ordinality ? [...fields, computed(types.bigint)] : fields;
}

function joinFields(
  node: JoinRelation,
  context: ExpressionContext,
  before: readonly Field[],
): readonly Field[] {
  const left = analyseRelation(node.left, context, before);
  const right = analyseRelation(node.right, context, [...before, ...left]);
  if (node.using !== null) return usingFields(node, left, right, context);
  const fields = [...left, ...right];
  if (node.on === null) return fields;
  if (dependsOnLeft(node.right) && !isTrue(node.on)) {
    refuse(
      'SQL_UNSUPPORTED_SYNTAX',
      'A join with UNNEST or LATERAL takes only ON TRUE.',
      node.on,
      'Filter in WHERE.',
    );
  }
  if (dependsOnLeft(node.right) && node.type !== 'left' && node.type !== 'inner') {
    refuse('SQL_UNSUPPORTED_SYNTAX', `A ${node.type} join with UNNEST or LATERAL is not supported.`, node);
  }
  analyseCondition(node.on, {
    ...context,
    scope: { kind: 'source', fields, parent: outerOf(context) },
    clause: 'ON',
    aggregates: null,
    windows: null,
  });
  return fields;
}

function dependsOnLeft(relation: Relation): boolean {
  switch (relation.kind) {
    case 'unnest':
    case 'lateral':
      return true;
    case 'aliased':
    case 'parenthesizedRelation':
      return dependsOnLeft(relation.relation);
    default:
      return false;
  }
}

const isTrue = (node: Expression): boolean =>
  node.kind === 'parenthesized' ? isTrue(node.expression) : node.kind === 'boolean' && node.value;

function usingFields(
  node: JoinRelation,
  left: readonly Field[],
  right: readonly Field[],
  context: ExpressionContext,
): readonly Field[] {
  const joined: Field[] = [];
  const [fromLeft, fromRight] = [new Set<Field>(), new Set<Field>()];
  for (const name of node.using ?? []) {
    const a = usingField(name, left, 'left');
    const b = usingField(name, right, 'right');
    if (fromLeft.has(a))
      refuse('SQL_DUPLICATE_NAME', `The column ${name.name} is named twice in USING.`, name);
    const type = commonType(a.type, b.type);
    if (type === undefined) {
      refuse(
        'SQL_TYPE_MISMATCH',
        `The column ${name.name} is ${formatType(a.type)} and ${formatType(b.type)}.`,
        name,
      );
    }
    requireComparable(type, name);
    context.state.use(a);
    context.state.use(b);
    fromLeft.add(a);
    fromRight.add(b);
    joined.push({
      name: a.name,
      type,
      qualifier: null,
      path: [],
      origin: node.type === 'right' ? b.origin : a.origin,
    });
  }
  return [
    ...joined,
    ...left.filter((field) => !fromLeft.has(field)),
    ...right.filter((field) => !fromRight.has(field)),
  ];
}

function usingField(name: Identifier, fields: readonly Field[], side: string): Field {
  const matches = fields.filter((field) => field.name?.toLowerCase() === name.key);
  const [match, second] = matches;
  if (match === undefined) {
    const hint = didYouMean(
      name.name,
      fields.flatMap((field) => field.name ?? []),
    );
    refuse('SQL_UNKNOWN_COLUMN', `The ${side} side of the join has no column ${name.name}.`, name, hint);
  }
  if (second !== undefined) {
    refuse('SQL_AMBIGUOUS_COLUMN', `The ${side} side of the join has several columns ${name.name}.`, name);
  }
  return match;
}
