import type { Analysis, Field, TableUse } from '../analyse/analysis.ts';
import { constantOf } from '../check/constant.ts';
import type { Expression, NamedQuery, Query, QueryBody, Relation, Select } from '../tree/nodes.ts';
import { nodesOf } from '../tree/walk.ts';
import { conjuncts } from './conditions.ts';

/** What literals say about a relation's columns. */
export interface Constraints {
  readonly values: Map<string, ReadonlySet<string>>;
  readonly ranges: Map<string, Range>;
  asOf: Date | null;
}

export interface Range {
  readonly min: string | null;
  readonly max: string | null;
}

/** What is asked of the columns of a query, by their position. */
type Demand = ReadonlyMap<number, ColumnDemand>;
interface ColumnDemand {
  readonly values: ReadonlySet<string> | null;
  readonly min: string | null;
  readonly max: string | null;
}
const NO_DEMAND: Demand = new Map();

/**
 * What each table reference is asked for: equality, IN and bounds with literals, in conjuncts of WHERE and of
 * join conditions, also from outside a subquery or WITH query where they reach a column unchanged. A WITH query
 * that is used twice is asked for what either use asks for.
 */
export function constraintsOf(query: Query, analysis: Analysis, now: Date): Map<TableUse, Constraints> {
  const walk = new Walk(analysis, now);
  walk.query(query, NO_DEMAND);
  return walk.result;
}

class Walk {
  readonly result = new Map<TableUse, Constraints>();
  readonly #analysis: Analysis;
  readonly #now: Date;
  /** What the uses of each WITH query, seen so far, ask for. */
  readonly #uses = new Map<NamedQuery, Demand[]>();

  constructor(analysis: Analysis, now: Date) {
    this.#analysis = analysis;
    this.#now = now;
  }

  query(query: Query, demand: Demand): void {
    // A limit or a window looks at rows that the outer condition would have removed.
    const passes = query.limit === null && query.offset === null;
    this.#body(query.body, passes ? demand : NO_DEMAND);
    for (const item of query.orderBy) this.#subqueries(item.expression);
    // Later WITH queries use earlier ones, so all uses of one are known when its turn comes.
    for (const named of [...query.with].reverse()) {
      const uses = this.#uses.get(named) ?? [];
      this.query(named.query, uses.length === 0 ? NO_DEMAND : either(uses));
    }
  }

  #body(body: QueryBody, demand: Demand): void {
    switch (body.kind) {
      case 'select':
        this.#select(body, demand);
        break;
      case 'setOperation':
        this.#body(body.left, demand);
        // What EXCEPT takes away still depends on the right side, but only on rows that could match.
        this.#body(body.right, demand);
        break;
      case 'parenthesizedQuery':
        this.query(body.query, demand);
        break;
      case 'values':
        for (const row of body.rows) this.#subqueries(row);
    }
  }

  #select(select: Select, demand: Demand): void {
    const demands = new Map<Field, ColumnDemand>();
    if (!hasWindow(select)) this.#fromOutput(select, demand, demands);
    if (select.where !== null)
      for (const conjunct of conjuncts(select.where)) this.#conjunct(conjunct, demands);
    const times = select.where === null ? null : asOfTime(select.where, this.#analysis, this.#now);
    for (const relation of select.from) this.#relation(relation, demands, times);
    for (const item of select.items) if (item.kind === 'selectExpression') this.#subqueries(item.expression);
    if (select.where !== null) this.#subqueries(select.where);
    if (select.having !== null) this.#subqueries(select.having);
    for (const element of select.groupBy?.elements ?? []) {
      for (const expression of element.sets.flat()) this.#subqueries(expression);
    }
  }

  /** Turns what is asked of the output into what is asked of the columns of FROM. */
  #fromOutput(select: Select, demand: Demand, demands: Map<Field, ColumnDemand>): void {
    if (demand.size === 0) return;
    let position = 0;
    for (const item of select.items) {
      const fields: readonly (Field | undefined)[] =
        item.kind === 'allColumns' ? this.#analysis.expansionOf(item) : [this.#columnOf(item.expression)];
      for (const field of fields) {
        const asked = demand.get(position++);
        if (asked !== undefined && field !== undefined) addDemand(demands, field, asked);
      }
    }
  }

  #columnOf(expression: Expression): Field | undefined {
    if (expression.kind === 'parenthesized') return this.#columnOf(expression.expression);
    if (expression.kind !== 'name') return undefined;
    const resolution = this.#analysis.findResolution(expression);
    return resolution?.kind === 'column' && resolution.path.length === 0 && resolution.outer === 0
      ? resolution.field
      : undefined;
  }

  #conjunct(conjunct: Expression, demands: Map<Field, ColumnDemand>): void {
    const asked = this.#askedBy(conjunct);
    if (asked !== undefined) addDemand(demands, asked.field, asked.demand);
  }

  /** The column that a condition limits, and to what. */
  #askedBy(node: Expression): { field: Field; demand: ColumnDemand } | undefined {
    switch (node.kind) {
      case 'parenthesized':
        return this.#askedBy(node.expression);
      case 'comparison': {
        const mirrored = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=', '<>': '<>' } as const;
        const left = this.#columnOf(node.left);
        const right = left === undefined ? this.#columnOf(node.right) : undefined;
        const field = left ?? right;
        const value = constantOf(left === undefined ? node.left : node.right, this.#now);
        if (field === undefined || value === undefined) return undefined;
        const operator = left === undefined ? mirrored[node.operator] : node.operator;
        if (operator === '=')
          return { field, demand: { values: new Set([value.text]), min: null, max: null } };
        if (operator === '<>') return undefined;
        const isUpper = operator === '<' || operator === '<=';
        return {
          field,
          demand: { values: null, min: isUpper ? null : value.text, max: isUpper ? value.text : null },
        };
      }
      case 'inList': {
        const field = this.#columnOf(node.value);
        const values = node.items.map((item) => constantOf(item, this.#now)?.text);
        if (field === undefined || node.negated || values.includes(undefined)) return undefined;
        return {
          field,
          demand: { values: new Set(values.filter((value) => value !== undefined)), min: null, max: null },
        };
      }
      case 'between': {
        const field = this.#columnOf(node.value);
        const lower = constantOf(node.lower, this.#now);
        const upper = constantOf(node.upper, this.#now);
        if (field === undefined || node.negated || lower === undefined || upper === undefined)
          return undefined;
        return { field, demand: { values: null, min: lower.text, max: upper.text } };
      }
      case 'logical':
        return node.operator === 'or' ? this.#askedByAny(node.operands) : undefined;
      default:
        return undefined;
    }
  }

  /** `a = 1 OR a = 2` asks what `a IN (1, 2)` asks. */
  #askedByAny(operands: readonly Expression[]): { field: Field; demand: ColumnDemand } | undefined {
    const asked = operands.map((operand) => this.#askedBy(operand));
    const [first] = asked;
    if (first === undefined) return undefined;
    const values = new Set<string>();
    for (const one of asked) {
      if (one === undefined || one.field !== first.field || one.demand.values === null) return undefined;
      for (const value of one.demand.values) values.add(value);
    }
    return { field: first.field, demand: { values, min: null, max: null } };
  }

  #relation(
    relation: Relation,
    demands: ReadonlyMap<Field, ColumnDemand>,
    asOf: ReadonlyMap<TableUse, Date> | null,
  ): void {
    const fields = this.#analysis.fieldsOf(relation);
    const byPosition = (): Demand => {
      const demand = new Map<number, ColumnDemand>();
      for (const [index, field] of fields.entries()) {
        const asked = demands.get(field);
        if (asked !== undefined) demand.set(index, asked);
      }
      return demand;
    };
    switch (relation.kind) {
      case 'table': {
        const named = this.#analysis.namedQueryOf(relation);
        if (named === undefined) this.#table(relation, fields, demands, asOf);
        else this.#uses.set(named, [...(this.#uses.get(named) ?? []), byPosition()]);
        break;
      }
      case 'aliased': {
        const inner = this.#analysis.fieldsOf(relation.relation);
        const passed = new Map<Field, ColumnDemand>();
        for (const [index, asked] of byPosition()) {
          const field = inner[index];
          if (field !== undefined) passed.set(field, asked);
        }
        this.#relation(relation.relation, passed, asOf);
        break;
      }
      case 'parenthesizedRelation':
        this.#relation(relation.relation, demands, asOf);
        break;
      case 'subqueryRelation':
      case 'lateral':
        this.query(relation.query, byPosition());
        break;
      case 'unnest':
        for (const expression of relation.expressions) this.#subqueries(expression);
        break;
      case 'join':
        this.#join(relation, demands, asOf);
        break;
    }
  }

  #join(
    join: Extract<Relation, { kind: 'join' }>,
    demands: ReadonlyMap<Field, ColumnDemand>,
    asOf: ReadonlyMap<TableUse, Date> | null,
  ): void {
    const onCondition = new Map<Field, ColumnDemand>();
    if (join.on !== null) {
      for (const conjunct of conjuncts(join.on)) this.#conjunct(conjunct, onCondition);
      this.#subqueries(join.on);
    }
    const left = this.#analysis.fieldsOf(join.left);
    const right = this.#analysis.fieldsOf(join.right);
    const joined = this.#analysis.fieldsOf(join);
    const side = (fields: readonly Field[], conditionCounts: boolean): Map<Field, ColumnDemand> => {
      const passed = new Map<Field, ColumnDemand>();
      for (const field of fields) {
        const asked = demands.get(field) ?? this.#usingDemand(join, field, joined, demands);
        if (asked !== undefined) addDemand(passed, field, asked);
        const condition = conditionCounts ? onCondition.get(field) : undefined;
        if (condition !== undefined) addDemand(passed, field, condition);
      }
      return passed;
    };
    this.#relation(join.left, side(left, join.type === 'inner' || join.type === 'right'), asOf);
    this.#relation(join.right, side(right, join.type === 'inner' || join.type === 'left'), asOf);
  }

  /** A column of USING stands for the column of either side. */
  #usingDemand(
    join: Extract<Relation, { kind: 'join' }>,
    field: Field,
    joined: readonly Field[],
    demands: ReadonlyMap<Field, ColumnDemand>,
  ): ColumnDemand | undefined {
    const index = join.using?.findIndex((name) => name.key === field.name?.toLowerCase()) ?? -1;
    const one = index < 0 ? undefined : joined[index];
    return one === undefined ? undefined : demands.get(one);
  }

  #table(
    node: Extract<Relation, { kind: 'table' }>,
    fields: readonly Field[],
    demands: ReadonlyMap<Field, ColumnDemand>,
    asOf: ReadonlyMap<TableUse, Date> | null,
  ): void {
    const use = this.#analysis.tables.find((one) => one.node === node);
    if (use === undefined) throw new Error('a table reference was not analysed');
    const constraints: Constraints = { values: new Map(), ranges: new Map(), asOf: asOf?.get(use) ?? null };
    for (const field of fields) {
      const asked = demands.get(field);
      const column = field.origin?.column.toLowerCase();
      if (asked === undefined || column === undefined) continue;
      if (asked.values !== null) constraints.values.set(column, asked.values);
      if (asked.min !== null || asked.max !== null)
        constraints.ranges.set(column, { min: asked.min, max: asked.max });
    }
    this.result.set(use, constraints);
  }

  /** Queries inside an expression: nothing is asked of their output. */
  #subqueries(expression: Expression): void {
    const open: unknown[] = [expression];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (Array.isArray(node)) open.push(...node);
      else if (typeof node === 'object' && node !== null) {
        if ('kind' in node && node.kind === 'query') this.query(node as Query, NO_DEMAND);
        else open.push(...Object.values(node));
      }
    }
  }
}

function addDemand(demands: Map<Field, ColumnDemand>, field: Field, asked: ColumnDemand): void {
  const known = demands.get(field);
  demands.set(field, known === undefined ? asked : both(known, asked));
}

const both = (a: ColumnDemand, b: ColumnDemand): ColumnDemand => ({
  values:
    a.values === null
      ? b.values
      : b.values === null
        ? a.values
        : new Set([...a.values].filter((value) => b.values?.has(value))),
  min: later(a.min, b.min, 1),
  max: later(a.max, b.max, -1),
});

/** The larger (sign 1) or smaller (sign -1) of two bounds; null is no bound. */
const later = (a: string | null, b: string | null, sign: 1 | -1): string | null =>
  a === null ? b : b === null ? a : a > b === (sign === 1) ? a : b;

/** What at least one of several uses asks for. */
function either(uses: readonly Demand[]): Demand {
  const [first = NO_DEMAND, ...others] = uses;
  const demand = new Map<number, ColumnDemand>();
  for (const [position, asked] of first) {
    const rest = others.map((other) => other.get(position));
    const all = [asked, ...rest.filter((one) => one !== undefined)];
    if (all.length !== uses.length) continue;
    const values = all.every((one) => one.values !== null)
      ? new Set(all.flatMap((one) => [...(one.values ?? [])]))
      : null;
    const mins = all.map((one) => one.min).filter((bound) => bound !== null);
    const maxes = all.map((one) => one.max).filter((bound) => bound !== null);
    const min = mins.length === all.length ? (mins.sort()[0] ?? null) : null;
    const max = maxes.length === all.length ? (maxes.sort().at(-1) ?? null) : null;
    demand.set(position, { values, min, max });
  }
  return demand;
}

function hasWindow(select: Select): boolean {
  for (const item of select.items) {
    for (const node of nodesOf(item)) {
      if (node.kind === 'functionCall' && 'over' in node && node.over !== null) return true;
    }
  }
  return false;
}

/**
 * The time that `valid_from <= t AND (valid_to > t OR valid_to IS NULL)` asks a history about, per reference.
 * Without a condition on valid_to the query asks for all that was before t, not for the state at t.
 */
function asOfTime(where: Expression, analysis: Analysis, now: Date): ReadonlyMap<TableUse, Date> | null {
  const from = new Map<TableUse, Date>();
  const to = new Set<TableUse>();
  const referenceOf = (node: Expression, column: string): TableUse | undefined => {
    if (node.kind !== 'name') return undefined;
    const resolution = analysis.findResolution(node);
    const origin = resolution?.kind === 'column' ? resolution.field.origin : null;
    return origin?.column === column ? origin.reference : undefined;
  };
  for (const conjunct of conjuncts(where)) {
    if (conjunct.kind === 'comparison') {
      const mirrored = conjunct.operator === '>' || conjunct.operator === '>=';
      const [low, high] = mirrored ? [conjunct.right, conjunct.left] : [conjunct.left, conjunct.right];
      const use =
        conjunct.operator === '=' || conjunct.operator === '<>' ? undefined : referenceOf(low, 'valid_from');
      const time = use === undefined ? undefined : constantOf(high, now)?.time;
      if (use !== undefined && time !== undefined) from.set(use, time);
    }
    for (const node of nodesOf(conjunct)) {
      if (node.kind !== 'name') continue;
      const use = referenceOf(node as Expression & typeof node, 'valid_to');
      if (use !== undefined) to.add(use);
    }
  }
  const times = new Map([...from].filter(([use]) => to.has(use)));
  return times.size === 0 ? null : times;
}
