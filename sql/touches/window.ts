import type { Analysis, TableUse } from '../analyse/analysis.ts';
import { constantOf } from '../check/constant.ts';
import type { Expression, Query } from '../tree/nodes.ts';
import { conditionsOf } from './conditions.ts';

/** Times, inclusive, in which what a condition asks for happened; null is no bound. */
export interface Window {
  readonly from: Date | null;
  readonly to: Date | null;
}

const DAY_MS = 86_400_000;
/** Columns that say when something of the row happened, in tables that are kept by day. */
const EVENT_TIMES: ReadonlySet<string> = new Set(['changed_at', 'valid_from', 'evaluated_at', 'day']);

/**
 * What literals say about when the rows of each table that keeps the past happened: bounds, equality and BETWEEN
 * on its time or its day, also through date(), CAST AS date and date_trunc('day').
 */
export function windowsOf(query: Query, analysis: Analysis, now: Date): ReadonlyMap<TableUse, Window> {
  const windows = new Map<TableUse, Window>();
  for (const condition of conditionsOf(query)) {
    const asked = windowOf(condition, analysis, now);
    if (asked === undefined) continue;
    const known = windows.get(asked.use);
    windows.set(asked.use, known === undefined ? asked.window : common(known, asked.window));
  }
  return windows;
}

interface Asked {
  readonly use: TableUse;
  readonly window: Window;
}

function windowOf(condition: Expression, analysis: Analysis, now: Date): Asked | undefined {
  if (condition.kind === 'between' && !condition.negated) {
    const time = timeColumn(condition.value, analysis);
    const from = momentOf(condition.lower, now);
    const to = momentOf(condition.upper, now);
    if (time === undefined || from === undefined || to === undefined) return undefined;
    return { use: time.use, window: { from, to: endOf(to, time.byDay) } };
  }
  if (condition.kind !== 'comparison' || condition.operator === '<>') return undefined;
  const left = timeColumn(condition.left, analysis);
  const time = left ?? timeColumn(condition.right, analysis);
  const moment = momentOf(left === undefined ? condition.left : condition.right, now);
  if (time === undefined || moment === undefined) return undefined;
  const { use, byDay } = time;
  if (condition.operator === '=') return { use, window: { from: moment, to: endOf(moment, byDay) } };
  const isUpper = condition.operator.startsWith('<') === (left !== undefined);
  const includes = condition.operator.endsWith('=');
  return {
    use,
    window: isUpper
      ? { from: null, to: includes ? endOf(moment, byDay) : moment }
      : { from: moment, to: null },
  };
}

/** The reference whose time, or day, an expression is. */
function timeColumn(node: Expression, analysis: Analysis): { use: TableUse; byDay: boolean } | undefined {
  if (node.kind === 'parenthesized') return timeColumn(node.expression, analysis);
  if (node.kind === 'cast' && node.type.kind === 'date') return wholeDay(node.operand, analysis);
  if (node.kind === 'functionCall') {
    const [first, second] = node.arguments;
    if (node.name === 'date' && first !== undefined) return wholeDay(first, analysis);
    const isDay = first?.kind === 'string' && first.value.toLowerCase() === 'day';
    return node.name === 'date_trunc' && isDay && second !== undefined
      ? wholeDay(second, analysis)
      : undefined;
  }
  if (node.kind !== 'name') return undefined;
  const resolution = analysis.findResolution(node);
  const origin = resolution?.kind === 'column' ? resolution.field.origin : null;
  if (origin === null || !EVENT_TIMES.has(origin.column)) return undefined;
  return { use: origin.reference, byDay: origin.column === 'day' };
}

function wholeDay(node: Expression, analysis: Analysis): { use: TableUse; byDay: boolean } | undefined {
  const time = timeColumn(node, analysis);
  return time === undefined ? undefined : { ...time, byDay: true };
}

function momentOf(node: Expression, now: Date): Date | undefined {
  return constantOf(node, now)?.time;
}

/** The last moment of a day that is named; a time is its own end. */
const endOf = (moment: Date, byDay: boolean): Date =>
  byDay ? new Date(moment.getTime() + DAY_MS - 1) : moment;

function common(a: Window, b: Window): Window {
  const from = a.from === null || (b.from !== null && b.from > a.from) ? b.from : a.from;
  const to = a.to === null || (b.to !== null && b.to < a.to) ? b.to : a.to;
  // Two uses of one WITH query may ask for times apart: what lies between is the least that both need.
  return from !== null && to !== null && from > to ? { from: to, to: from } : { from, to };
}
