import { formatType, type SqlType, sameType, types } from '../types.ts';
import { type BindMode, bind, bindLambda } from './bind.ts';
import type { FunctionDefinition } from './definition.ts';
import { type Bindings, instantiate, type TypePattern } from './pattern.ts';
import type { Signature } from './signature.ts';

export type CallArgument =
  | { readonly kind: 'type'; readonly type: SqlType }
  | {
      readonly kind: 'lambda';
      readonly arity: number;
      readonly resultOf: (parameters: readonly SqlType[]) => SqlType;
    };

interface Match {
  readonly argumentTypes: readonly SqlType[];
  readonly resultType: SqlType;
}

export type Selection =
  | ({ readonly ok: true } & Match)
  | { readonly ok: false; readonly message: string; readonly hint: string | null };

/** Exact signatures without variables, then exact ones with them, then the most specific by implicit casts. */
export function selectSignature(
  definition: FunctionDefinition,
  callArguments: readonly CallArgument[],
): Selection {
  const fitting = definition.signatures.filter((candidate) => acceptsCount(candidate, callArguments.length));
  const isConcrete = (candidate: Signature) =>
    candidate.parameters.every((parameter) => parameter.kind === 'fixed');
  const exact =
    firstMatch(fitting.filter(isConcrete), callArguments, 'exact') ??
    firstMatch(
      fitting.filter((candidate) => !isConcrete(candidate)),
      callArguments,
      'exact',
    );
  if (exact !== undefined) return { ok: true, ...exact };
  const matches = fitting.flatMap((candidate) => {
    const match = matchSignature(candidate, callArguments, 'coerce');
    return match === undefined ? [] : [{ candidate, match }];
  });
  const winner = mostSpecific(matches);
  // Lambdas remember the types they were last asked with: ask again with the signature that won.
  const chosen =
    winner && (matches.length > 1 ? matchSignature(winner.candidate, callArguments, 'coerce') : winner.match);
  if (chosen !== undefined) return { ok: true, ...chosen };
  const given = callArguments
    .map((argument) => (argument.kind === 'type' ? formatType(argument.type) : 'function'))
    .join(', ');
  const known = definition.signatures.map((candidate) => `${definition.name}${candidate.text}`);
  return {
    ok: false,
    message: `The function ${definition.name} does not take (${given}).`,
    hint: known.length === 0 ? null : `It takes ${known.slice(0, 6).join('; ')}.`,
  };
}

function acceptsCount(candidate: Signature, count: number): boolean {
  const declared = candidate.parameters.length;
  return candidate.variadic ? count >= declared - 1 : count === declared;
}

function firstMatch(
  candidates: readonly Signature[],
  callArguments: readonly CallArgument[],
  mode: BindMode,
): Match | undefined {
  for (const candidate of candidates) {
    const match = matchSignature(candidate, callArguments, mode);
    if (match !== undefined) return match;
  }
  return undefined;
}

function matchSignature(
  candidate: Signature,
  callArguments: readonly CallArgument[],
  mode: BindMode,
): Match | undefined {
  const bindings: Bindings = { types: new Map(), numbers: new Map() };
  const patternAt = (index: number): TypePattern | undefined =>
    candidate.parameters[index] ?? candidate.parameters.at(-1);
  for (const [index, argument] of callArguments.entries()) {
    const pattern = patternAt(index);
    if (pattern === undefined) return undefined;
    if (argument.kind === 'type' && !bind(pattern, argument.type, bindings, mode)) return undefined;
  }
  for (const [index, argument] of callArguments.entries()) {
    if (argument.kind !== 'lambda') continue;
    const pattern = patternAt(index);
    if (pattern?.kind !== 'function' || !bindLambda(pattern, argument, bindings)) return undefined;
  }
  const argumentTypes = callArguments.map((argument, index) => {
    const pattern = patternAt(index);
    if (pattern?.kind === 'any' && argument.kind === 'type') return argument.type;
    return pattern === undefined ? types.unknown : instantiate(pattern, bindings);
  });
  const resultType =
    typeof candidate.result === 'function'
      ? candidate.result(bindings)
      : instantiate(candidate.result, bindings);
  return { argumentTypes, resultType };
}

interface Candidate {
  readonly candidate: Signature;
  readonly match: Match;
}

/** The match whose argument types fit every other signature that matches; the first where several do. */
function mostSpecific(matches: readonly Candidate[]): Candidate | undefined {
  if (matches.length <= 1) return matches[0];
  const fits = (one: Candidate, other: Candidate) => {
    const given = one.match.argumentTypes.map(
      (type): CallArgument =>
        type.kind === 'function'
          ? { kind: 'lambda', arity: type.parameters.length, resultOf: () => type.result }
          : { kind: 'type', type },
    );
    return matchSignature(other.candidate, given, 'coerce') !== undefined;
  };
  const [first] = matches;
  const isOneType = matches.every(
    (one) => first !== undefined && sameType(one.match.resultType, first.match.resultType),
  );
  const best = matches.find((match) => matches.every((other) => other === match || fits(match, other)));
  // Of signatures with one result type it makes no difference which NULL goes to.
  return best ?? (isOneType ? first : undefined);
}
