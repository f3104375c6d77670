import type { Analysis, Field } from '../analyse/analysis.ts';
import { refuse } from '../diagnostic.ts';
import { conjuncts } from '../touches/conditions.ts';
import type { Expression, FunctionCall, Query, QueryBody, Relation, Select } from '../tree/nodes.ts';
import { childrenOf, nodesOf, type TreeNode } from '../tree/walk.ts';
import { generatedSize } from './bounded-calls.ts';

/** Most rows that relations of known size may make together, without a condition between them. */
const MAX_PRODUCT = 1_000_000;
/** Most rows that each row of a table may be multiplied by. */
const MAX_FACTOR = 1000;
/** Most table references, a WITH query counted as often as it is used. */
const MAX_REFERENCES = 1000;

/** Refuses products of tables without a condition between them, and WITH queries that multiply each other. */
export function checkProducts(query: Query, analysis: Analysis, now: Date): void {
  const sizes = new Sizes(analysis, now);
  for (const node of nodesOf(query)) if (node.kind === 'select') sizes.ofSelect(node as Select & TreeNode);
  if (sizes.references(query) > MAX_REFERENCES) {
    refuse(
      'SQL_UNBOUNDED',
      `The query reads tables more than ${MAX_REFERENCES} times.`,
      query,
      'Its WITH queries multiply each other.',
    );
  }
}

/** Relations that are joined to each other, and how many rows they have at most. */
interface Leaf {
  readonly relation: Relation;
  readonly rows: number;
  /** Index of the leaf it hangs on; itself at first. */
  parent: number;
}

class Sizes {
  readonly #analysis: Analysis;
  readonly #now: Date;
  readonly #ofQuery = new Map<Query, number>();
  readonly #ofSelect = new Map<Select, number>();
  readonly #references = new Map<Query, number>();

  constructor(analysis: Analysis, now: Date) {
    this.#analysis = analysis;
    this.#now = now;
  }

  /** Most rows of a query; infinite where only the data says. */
  ofQuery(query: Query): number {
    let rows = this.#ofQuery.get(query);
    if (rows === undefined) {
      rows = this.#ofBody(query.body);
      if (query.limit?.count != null) rows = Math.min(rows, Number(query.limit.count.value));
      if (query.limit?.form === 'fetch' && query.limit.count === null) rows = Math.min(rows, 1);
      this.#ofQuery.set(query, rows);
    }
    return rows;
  }

  #ofBody(body: QueryBody): number {
    switch (body.kind) {
      case 'select':
        return isOneRow(body) ? 1 : this.ofSelect(body);
      case 'values':
        return body.rows.length;
      case 'parenthesizedQuery':
        return this.ofQuery(body.query);
      case 'setOperation':
        return body.operator === 'union'
          ? this.#ofBody(body.left) + this.#ofBody(body.right)
          : this.#ofBody(body.left);
    }
  }

  /** Most rows of FROM; refuses a product that the data multiplies. */
  ofSelect(select: Select): number {
    let rows = this.#ofSelect.get(select);
    if (rows === undefined) {
      rows = this.#product(select.from, select.where === null ? [] : conjuncts(select.where), select);
      this.#ofSelect.set(select, rows);
    }
    return rows;
  }

  #product(relations: readonly Relation[], conditions: readonly Expression[], at: TreeNode): number {
    const leaves: Leaf[] = [];
    const leafOf = new Map<Field, number>();
    const all = [...conditions];
    for (const relation of relations) this.#collect(relation, leaves, leafOf, all);
    for (const condition of all)
      for (const [a, b] of pairs(this.#linked(condition, leafOf))) unite(leaves, a, b);
    const groups = new Map<number, number>();
    for (const [index, leaf] of leaves.entries()) {
      const root = rootOf(leaves, index);
      groups.set(root, (groups.get(root) ?? 1) * leaf.rows);
    }
    const sizes = [...groups.values()];
    const open = sizes.filter((size) => size === Number.POSITIVE_INFINITY).length;
    const factor = sizes
      .filter((size) => size !== Number.POSITIVE_INFINITY)
      .reduce((product, size) => product * size, 1);
    if (open > 1) {
      refuse(
        'SQL_UNBOUNDED',
        'Tables are joined without a condition between them.',
        at,
        'Join them ON equal columns.',
      );
    }
    if (factor > (open === 1 ? MAX_FACTOR : MAX_PRODUCT)) {
      refuse('SQL_UNBOUNDED', `Rows are multiplied by ${factor} without a condition.`, at);
    }
    return open === 1 ? Number.POSITIVE_INFINITY : factor;
  }

  #collect(relation: Relation, leaves: Leaf[], leafOf: Map<Field, number>, conditions: Expression[]): void {
    if (relation.kind === 'parenthesizedRelation') {
      this.#collect(relation.relation, leaves, leafOf, conditions);
      return;
    }
    if (relation.kind === 'join') {
      const before = leaves.length;
      this.#collect(relation.left, leaves, leafOf, conditions);
      const middle = leaves.length;
      this.#collect(relation.right, leaves, leafOf, conditions);
      if (relation.on !== null) conditions.push(...conjuncts(relation.on));
      if (relation.using !== null) this.#uniteUsing(relation, leaves, leafOf, before, middle);
      return;
    }
    const index = leaves.length;
    const fields = this.#analysis.fieldsOf(relation);
    leaves.push({ relation, rows: this.#ofRelation(relation), parent: index });
    for (const field of fields) leafOf.set(field, index);
    for (const other of this.#dependencies(relation, leafOf))
      if (other !== index) unite(leaves, index, other);
  }

  #uniteUsing(
    join: Extract<Relation, { kind: 'join' }>,
    leaves: Leaf[],
    leafOf: Map<Field, number>,
    before: number,
    middle: number,
  ): void {
    const keys = new Set(join.using?.map((name) => name.key));
    const sideOf = (fields: readonly Field[]) =>
      fields.flatMap((field) =>
        field.name !== null && keys.has(field.name.toLowerCase()) ? (leafOf.get(field) ?? []) : [],
      );
    const [left = before] = sideOf(this.#analysis.fieldsOf(join.left));
    const [right = middle] = sideOf(this.#analysis.fieldsOf(join.right));
    unite(leaves, left, right);
    for (const field of this.#analysis.fieldsOf(join)) if (!leafOf.has(field)) leafOf.set(field, left);
  }

  /** Leaves whose columns an UNNEST or a LATERAL reads: it multiplies their rows by what each holds. */
  #dependencies(relation: Relation, leafOf: ReadonlyMap<Field, number>): number[] {
    const inner = relation.kind === 'aliased' ? relation.relation : relation;
    return inner.kind === 'unnest' || inner.kind === 'lateral' ? this.#leavesIn(inner, leafOf) : [];
  }

  #leavesIn(node: TreeNode, leafOf: ReadonlyMap<Field, number>): number[] {
    const found = new Set<number>();
    for (const child of nodesOf(node)) {
      if (child.kind !== 'name') continue;
      const resolution = this.#analysis.findResolution(child as never);
      const leaf = resolution?.kind === 'column' ? leafOf.get(resolution.field) : undefined;
      if (leaf !== undefined) found.add(leaf);
    }
    return [...found];
  }

  /** Leaves that a condition ties together. */
  #linked(condition: Expression, leafOf: ReadonlyMap<Field, number>): number[] {
    switch (condition.kind) {
      case 'parenthesized':
        return this.#linked(condition.expression, leafOf);
      case 'logical': {
        // Of an OR, every branch must tie them: `a.x = b.x OR TRUE` ties nothing.
        const [first = [], ...others] = condition.operands.map((operand) => this.#linked(operand, leafOf));
        return condition.operator === 'or'
          ? first.filter((leaf) => others.every((other) => other.includes(leaf)))
          : [...new Set([first, ...others].flat())];
      }
      case 'comparison': {
        if (condition.operator === '<>') return [];
        const left = this.#leavesIn(condition.left, leafOf);
        const right = this.#leavesIn(condition.right, leafOf);
        const apart =
          left.some((leaf) => !right.includes(leaf)) || right.some((leaf) => !left.includes(leaf));
        return left.length > 0 && right.length > 0 && apart ? [...new Set([...left, ...right])] : [];
      }
      case 'not':
      case 'isNull':
        return [];
      case 'isDistinctFrom':
        return condition.negated ? this.#leavesIn(condition, leafOf) : [];
      default:
        return this.#leavesIn(condition, leafOf);
    }
  }

  #ofRelation(relation: Relation): number {
    switch (relation.kind) {
      case 'aliased':
        return this.#ofRelation(relation.relation);
      case 'parenthesizedRelation':
        return this.#ofRelation(relation.relation);
      case 'table': {
        const named = this.#analysis.namedQueryOf(relation);
        return named === undefined ? Number.POSITIVE_INFINITY : this.ofQuery(named.query);
      }
      case 'subqueryRelation':
      case 'lateral':
        return this.ofQuery(relation.query);
      case 'unnest':
        return Math.max(1, ...relation.expressions.map((expression) => this.#elements(expression)));
      case 'join':
        return this.#product([relation], [], relation);
    }
  }

  /** Elements of an array; one for an array in a column, whose length multiplies only its own row. */
  #elements(expression: Expression): number {
    if (expression.kind === 'parenthesized') return this.#elements(expression.expression);
    if (expression.kind === 'array') return expression.items.length;
    for (const node of nodesOf(expression)) if (node.kind === 'query') return Number.POSITIVE_INFINITY;
    return generatedSize(expression, this.#now);
  }

  /** Table references of a query, those of its WITH queries once for each use. */
  references(query: Query): number {
    let count = this.#references.get(query);
    if (count !== undefined) return count;
    count = 1;
    const named = new Set<TreeNode>(query.with.flatMap((one) => [...nodesOf(one.query)]));
    for (const node of nodesOf(query)) {
      if (node.kind !== 'table' || named.has(node)) continue;
      const use = this.#analysis.namedQueryOf(node as never);
      count += use === undefined ? 1 : this.references(use.query);
      if (count > MAX_REFERENCES) break;
    }
    this.#references.set(query, count);
    return count;
  }
}

/** A SELECT that always has one row: no FROM, or aggregates over everything. */
function isOneRow(select: Select): boolean {
  if (select.from.length === 0) return true;
  if (select.groupBy !== null) return false;
  return (
    select.having !== null ||
    select.items.some((item) => item.kind === 'selectExpression' && isAggregated(item.expression))
  );
}

const AGGREGATES =
  /^(count|count_if|sum|avg|min|max|min_by|max_by|array_agg|map_agg|arbitrary|any_value|bool_and|bool_or|every|approx_distinct|approx_percentile|listagg|stddev.*|var.*|histogram|checksum)$/;

function isAggregated(expression: Expression): boolean {
  const open: TreeNode[] = [expression];
  for (const node of open) {
    if (node.kind === 'functionCall') {
      const call = node as FunctionCall & TreeNode;
      if (call.over === null && AGGREGATES.test(call.name)) return true;
    }
    if (node.kind !== 'query') open.push(...childrenOf(node));
  }
  return false;
}

const pairs = (indexes: readonly number[]): [number, number][] =>
  indexes.slice(1).map((index) => [indexes[0] ?? index, index]);

function rootOf(leaves: readonly Leaf[], index: number): number {
  let at = index;
  for (let parent = leaves[at]?.parent ?? at; parent !== at; parent = leaves[at]?.parent ?? at) at = parent;
  return at;
}

function unite(leaves: readonly Leaf[], a: number, b: number): void {
  const leaf = leaves[rootOf(leaves, a)];
  if (leaf !== undefined) leaf.parent = rootOf(leaves, b);
}
