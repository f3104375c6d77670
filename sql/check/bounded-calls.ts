import { refuse } from '../diagnostic.ts';
import type { Expression, FunctionCall } from '../tree/nodes.ts';
import { childrenOf, type TreeNode } from '../tree/walk.ts';
import { constantOf } from './constant.ts';
import { runawayReason } from './pattern.ts';

/** Most elements or characters that one call may make. */
export const MAX_GENERATED = 10_000;

const PATTERNS = new Set([
  'regexp_like',
  'regexp_extract',
  'regexp_extract_all',
  'regexp_replace',
  'regexp_split',
  'regexp_count',
  'regexp_position',
]);

/** Refuses a call that makes more than it is given. */
export function checkCall(call: FunctionCall, now: Date): void {
  switch (call.name) {
    case 'sequence':
      checkSequence(call, now);
      break;
    case 'repeat':
    case 'lpad':
    case 'rpad':
      checkSize(call, call.arguments[1], now);
      break;
    default:
      if (PATTERNS.has(call.name)) checkPattern(call);
  }
}

function checkSize(call: FunctionCall, size: Expression | undefined, now: Date): void {
  const value = size === undefined ? undefined : constantOf(size, now)?.integer;
  if (value === undefined) {
    refuse(
      'SQL_UNBOUNDED',
      `The size given to ${call.name} must be a number, so that it has a bound.`,
      size ?? call,
    );
  }
  if (value > BigInt(MAX_GENERATED)) {
    refuse('SQL_UNBOUNDED', `${call.name} makes ${value}; the most is ${MAX_GENERATED}.`, call);
  }
}

/** Most elements that nested generators of one expression may make together. */
const MAX_NESTED = 1_000_000;

/** Sizes of all generators in an expression, multiplied: what they can come to when one is nested in another. */
export function generatedSize(expression: TreeNode, now: Date): number {
  let size = 1;
  const open: TreeNode[] = [expression];
  for (const node of open) {
    if (node.kind === 'functionCall') {
      const call = node as FunctionCall & TreeNode;
      if (call.name === 'sequence') size *= sequenceLength(call, now) ?? 1;
      if (call.name === 'repeat') size *= Number(sizeOf(call, now) ?? 1n);
    }
    if (node.kind !== 'query') open.push(...childrenOf(node));
  }
  return size;
}

/** Refuses generators nested in each other, where each alone is small enough. */
export function checkNested(expression: TreeNode, now: Date): void {
  const size = generatedSize(expression, now);
  if (size > MAX_NESTED) {
    refuse(
      'SQL_UNBOUNDED',
      `Nested generators may make ${size} elements; the most is ${MAX_NESTED}.`,
      expression,
    );
  }
}

const sizeOf = (call: FunctionCall, now: Date): bigint | undefined =>
  call.arguments[1] === undefined ? undefined : constantOf(call.arguments[1], now)?.integer;

/** Elements of a sequence with constant ends; undefined where they are not constant. */
export function sequenceLength(call: FunctionCall, now: Date): number | undefined {
  const [from, to, step] = call.arguments;
  if (from === undefined || to === undefined) return undefined;
  const a = constantOf(from, now);
  const b = constantOf(to, now);
  if (a?.integer !== undefined && b?.integer !== undefined) {
    const by = step === undefined ? 1n : constantOf(step, now)?.integer;
    if (by === undefined || by === 0n) return undefined;
    const distance = b.integer - a.integer;
    return Number((distance < 0n ? -distance : distance) / (by < 0n ? -by : by)) + 1;
  }
  if (a?.time === undefined || b?.time === undefined) return undefined;
  const milliseconds = Math.abs(b.time.getTime() - a.time.getTime());
  const size = step === undefined ? 86_400_000 : stepSize(step);
  return size === undefined ? undefined : Math.floor(milliseconds / size) + 1;
}

function stepSize(step: Expression): number | undefined {
  if (step.kind !== 'interval') return undefined;
  const sizes = {
    second: 1000,
    minute: 60_000,
    hour: 3_600_000,
    day: 86_400_000,
    month: 28 * 86_400_000,
    year: 365 * 86_400_000,
  };
  const amount = Math.abs(Number(step.value));
  return step.to === null && Number.isInteger(amount) && amount > 0 ? amount * sizes[step.from] : undefined;
}

function checkSequence(call: FunctionCall, now: Date): void {
  const length = sequenceLength(call, now);
  if (length === undefined) {
    refuse('SQL_UNBOUNDED', 'The ends of a sequence must be constants, so that it has a bound.', call);
  }
  if (length > MAX_GENERATED) {
    refuse('SQL_UNBOUNDED', `The sequence has ${length} elements; the most is ${MAX_GENERATED}.`, call);
  }
}

function checkPattern(call: FunctionCall): void {
  const pattern = call.arguments[1];
  if (pattern === undefined) return;
  if (pattern.kind !== 'string') {
    refuse(
      'SQL_UNBOUNDED',
      `The pattern of ${call.name} must be a text, so that its cost is known.`,
      pattern,
    );
  }
  const reason = runawayReason(pattern.value);
  if (reason !== undefined) refuse('SQL_UNBOUNDED', `The pattern of ${call.name} ${reason}.`, pattern);
}
