import { refuse } from '../diagnostic.ts';
import { resolveArithmetic } from '../functions/operators.ts';
import type {
  Expression,
  FrameBound,
  FunctionCall,
  WindowDefinition,
  WindowFrame,
  WindowSpecification,
} from '../tree/nodes.ts';
import { formatType, types } from '../types.ts';
import {
  analyseExpression,
  type ExpressionContext,
  requireComparable,
  requireOrderable,
} from './expression.ts';

/** Windows of the WINDOW clause by name, each with the parts of the window it extends. */
export function namedWindows(
  definitions: readonly WindowDefinition[],
): ReadonlyMap<string, WindowSpecification> {
  const windows = new Map<string, WindowSpecification>();
  for (const definition of definitions) {
    if (windows.has(definition.name.key)) {
      refuse('SQL_DUPLICATE_NAME', `The window ${definition.name.name} is defined twice.`, definition.name);
    }
    windows.set(definition.name.key, merged(definition.window, windows));
  }
  return windows;
}

function merged(
  window: WindowSpecification,
  windows: ReadonlyMap<string, WindowSpecification>,
): WindowSpecification {
  if (window.existing === null) return window;
  const base = windows.get(window.existing.key);
  if (base === undefined)
    refuse('SQL_INVALID_QUERY', `There is no window ${window.existing.name}.`, window.existing);
  if (window.partitionBy.length > 0) {
    refuse('SQL_INVALID_QUERY', 'A window that extends another cannot have its own PARTITION BY.', window);
  }
  if (window.orderBy.length > 0 && base.orderBy.length > 0) {
    refuse('SQL_INVALID_QUERY', 'A window that extends an ordered one cannot have its own ORDER BY.', window);
  }
  if (base.frame !== null) refuse('SQL_INVALID_QUERY', 'A window with a frame cannot be extended.', window);
  return {
    ...window,
    existing: null,
    partitionBy: base.partitionBy,
    orderBy: window.orderBy.length > 0 ? window.orderBy : base.orderBy,
  };
}

/** Analyses the window of a call. */
export function analyseWindow(call: FunctionCall, context: ExpressionContext): void {
  const { over } = call;
  if (over === null || context.windows === null) throw new Error('the call has no window');
  let window: WindowSpecification;
  if ('kind' in over) {
    window = merged(over, context.windows);
  } else {
    const named = context.windows.get(over.key);
    if (named === undefined) refuse('SQL_INVALID_QUERY', `There is no window ${over.name}.`, over);
    window = named;
  }
  context.state.windows.set(call, window);
  analyseWindowParts(window, { ...context, windows: null, clause: 'another window' });
  if (
    call.name === 'row_number' ||
    call.name.endsWith('rank') ||
    call.name === 'ntile' ||
    call.name === 'cume_dist'
  ) {
    if (window.frame !== null)
      refuse('SQL_INVALID_QUERY', `${call.name} takes no window frame.`, window.frame);
  }
  if ((call.name === 'lag' || call.name === 'lead') && window.frame !== null) {
    refuse('SQL_INVALID_QUERY', `${call.name} takes no window frame.`, window.frame);
  }
  if ((call.name === 'lag' || call.name === 'lead') && window.orderBy.length === 0) {
    refuse('SQL_INVALID_QUERY', `${call.name} needs ORDER BY in its window.`, call);
  }
}

/** Types of a window's parts; also of a named window that no call uses. */
export function analyseWindowParts(window: WindowSpecification, context: ExpressionContext): void {
  for (const expression of window.partitionBy)
    requireComparable(analyseExpression(expression, context), expression);
  for (const item of window.orderBy) requireOrderable(analyseExpression(item.expression, context), item);
  if (window.frame !== null) analyseFrame(window.frame, window, context);
}

const POSITION: Readonly<Record<FrameBound['form'], number>> = {
  unboundedPreceding: 0,
  preceding: 1,
  currentRow: 2,
  following: 3,
  unboundedFollowing: 4,
};

function analyseFrame(frame: WindowFrame, window: WindowSpecification, context: ExpressionContext): void {
  const to = frame.to ?? { form: 'currentRow' as const, offset: null, start: frame.end, end: frame.end };
  if (
    frame.from.form === 'unboundedFollowing' ||
    to.form === 'unboundedPreceding' ||
    POSITION[frame.from.form] > POSITION[to.form]
  ) {
    refuse('SQL_INVALID_QUERY', 'The window frame ends before it starts.', frame);
  }
  for (const bound of [frame.from, to])
    if (bound.offset !== null) analyseOffset(bound.offset, frame, window, context);
}

function analyseOffset(
  offset: Expression,
  frame: WindowFrame,
  window: WindowSpecification,
  context: ExpressionContext,
): void {
  const type = analyseExpression(offset, context);
  if (frame.unit !== 'range') {
    if (!['tinyint', 'smallint', 'integer', 'bigint'].includes(type.kind)) {
      refuse(
        'SQL_TYPE_MISMATCH',
        `The offset of a frame is a number of rows, not ${formatType(type)}.`,
        offset,
      );
    }
    context.state.coerce(offset, types.bigint, 'The offset of a frame');
    return;
  }
  const [key, second] = window.orderBy;
  if (key === undefined || second !== undefined) {
    refuse('SQL_INVALID_QUERY', 'RANGE with an offset needs exactly one ORDER BY column.', frame);
  }
  const keyType = context.state.typeOf(key.expression);
  if (resolveArithmetic('-', keyType, type) === undefined) {
    refuse('SQL_TYPE_MISMATCH', `${formatType(type)} cannot be an offset of ${formatType(keyType)}.`, offset);
  }
}
