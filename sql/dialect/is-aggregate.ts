import { definitionOf } from '../functions/registry.ts';
import type { FunctionCall } from '../tree/nodes.ts';

/** Whether a call aggregates the rows of a group (with OVER it does not). */
export const isAggregate = (call: FunctionCall): boolean =>
  call.over === null && definitionOf(call.name)?.kind === 'aggregate';
