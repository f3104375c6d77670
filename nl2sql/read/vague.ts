import type { ColumnRef } from '../plan/plan.ts';

/** Columns of which having any value says something: ids, names, addresses, times, texts. */
const TELLING =
  /(^|_)(ids?|arns?|names?|keys?|key_pair|description|policy|document|date|time|at|address|addresses|ip|ips|url|uri|endpoint|role|profile|schedule|group|groups|certificate|email|alias|window|hash|target|parent|owner|queue|topic|bucket|environment|prefix|comment|reason|version|password|database|domain|zone)$/;

/** A text that every resource has, so that "with" it says nothing of which ones are meant (engine, runtime, state). */
export const isVague = ({ name, type, isJson, isDerived }: ColumnRef): boolean =>
  type === 'varchar' && !isJson && !isDerived && !TELLING.test(name);
