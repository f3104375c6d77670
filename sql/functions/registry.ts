import type { FunctionDefinition } from './definition.ts';
import { aggregates } from './definitions/aggregates.ts';
import { arrays } from './definitions/arrays.ts';
import { binaries } from './definitions/binaries.ts';
import { conditionals } from './definitions/conditionals.ts';
import { dates } from './definitions/dates.ts';
import { json } from './definitions/json.ts';
import { maps } from './definitions/maps.ts';
import { math } from './definitions/math.ts';
import { patterns } from './definitions/patterns.ts';
import { refusals } from './definitions/refusals.ts';
import { strings } from './definitions/strings.ts';
import { urls } from './definitions/urls.ts';
import { windows } from './definitions/windows.ts';

const all: readonly FunctionDefinition[] = [
  ...conditionals,
  ...math,
  ...strings,
  ...patterns,
  ...binaries,
  ...urls,
  ...dates,
  ...json,
  ...arrays,
  ...maps,
  ...aggregates,
  ...windows,
  ...refusals,
];

/** Signatures of one name that definitions of several areas declare (reverse, concat, cardinality) are one function. */
const byName = new Map<string, FunctionDefinition>();
for (const definition of all) {
  const known = byName.get(definition.name);
  if (known !== undefined) throw new Error(`The function ${definition.name} is declared twice`);
  byName.set(definition.name, definition);
}

/** @param name lower case */
export function definitionOf(name: string): FunctionDefinition | undefined {
  return byName.get(name);
}

/** Every function that is known by name, those refused included. */
export function allFunctions(): readonly FunctionDefinition[] {
  return all;
}
