import type { ColumnTypeName } from './column-types.ts';
import type { Sensitivity } from './define-table.ts';
import { arrayPaths } from './facts/array-paths.ts';
import { corrections } from './facts/corrections.ts';
import { resourceSchema } from './generated/resource-schema.ts';
import { columnNamesOf, wordsOf } from './naming.ts';
import { leavesOf, parseSchemaTree } from './schema-tree.ts';
import { isSecretKey } from './secret-keys.ts';

/** One typed column of a resource type: where it is read from and what it is. */
export interface PropertyFact {
  /** Path in the item, as published or as seen; keys match without case. An array's path is the array itself. */
  readonly path: string;
  /** A second place to look where the first holds nothing that fits: a schema's `state.value` beside the `state` that items write. */
  readonly alsoAt?: string;
  readonly column: string;
  readonly type: ColumnTypeName;
  /** The column is the JSON text of an array. */
  readonly isArray: boolean;
  /** The column is JSON text (an array, or an object or document kept whole). */
  readonly json: boolean;
  readonly sensitivity: Sensitivity;
  readonly description: string;
}

/** What a value is: the letters of the generated schema, `j` an object kept whole, `a` an array. */
export type PropertyLetter = 's' | 'p' | 'r' | 'i' | 'f' | 'b' | 'd' | 'j' | 'a';

interface LetterMeaning {
  readonly type: ColumnTypeName;
  readonly words: string;
}

const meaningOf: Readonly<Record<PropertyLetter, LetterMeaning>> = {
  s: { type: 'varchar', words: 'text' },
  p: { type: 'varchar', words: 'IP address' },
  r: { type: 'varchar', words: 'CIDR block' },
  i: { type: 'bigint', words: 'whole number' },
  f: { type: 'double', words: 'number' },
  b: { type: 'boolean', words: 'true or false' },
  d: { type: 'timestamp', words: 'time in UTC' },
  j: { type: 'varchar', words: 'JSON text' },
  a: { type: 'varchar', words: 'array as JSON text' },
};

const isLetter = (letter: string): letter is PropertyLetter => letter in meaningOf;

interface Place {
  readonly path: string;
  readonly letter: PropertyLetter;
  readonly alsoAt?: string;
}

/** `state.name` → configuration.state.name, `+Policy` → supplementaryConfiguration.Policy: how the fact files shorten paths. */
const fullPath = (short: string): string =>
  short.startsWith('+') ? `supplementaryConfiguration.${short.slice(1)}` : `configuration.${short}`;

/** The typed columns of a type by the published schema, corrected by the reviewed facts; none for a type nobody published. */
export function publishedProperties(type: string): readonly PropertyFact[] {
  const places = oncePerPath(withArrays(type, withoutValueKeys(correctedLeaves(type))));
  const names = columnNamesOf(places.map(({ path }) => path));
  return places.map(({ path, letter, alsoAt }) =>
    propertyOf(type, {
      path,
      letter,
      column: names.get(path.toLowerCase()) ?? '',
      ...(alsoAt === undefined ? {} : { alsoAt }),
    }),
  );
}

/** A property of a type whose column is already named. */
export function propertyOf(type: string, place: Place & { readonly column: string }): PropertyFact {
  const { path, letter, column, alsoAt } = place;
  return {
    path,
    ...(alsoAt === undefined ? {} : { alsoAt }),
    column,
    type: meaningOf[letter].type,
    isArray: letter === 'a',
    json: letter === 'a' || letter === 'j',
    sensitivity: sensitivityOf(path, letter),
    description: describe(type, path, letter),
  };
}

function correctedLeaves(type: string): readonly Place[] {
  const correction = corrections[type];
  const without = new Set((correction?.without ?? []).map(fullPath));
  const leaves = leavesOf(parseSchemaTree(resourceSchema[type] ?? '')).filter(([path]) => !without.has(path));
  const added = Object.entries(correction?.with ?? {}).map(
    ([short, letter]) => [fullPath(short), letter] as const,
  );
  const second = new Map(
    Object.entries(correction?.alsoAt ?? {}).map(
      ([short, other]) => [fullPath(short), fullPath(other)] as const,
    ),
  );
  return [...leaves, ...added].flatMap(([path, letter]) => {
    const alsoAt = second.get(path);
    return isLetter(letter) ? [{ path, letter, ...(alsoAt === undefined ? {} : { alsoAt }) }] : [];
  });
}

/**
 * Where the schema knows nothing of x but `x.value`, items hold the scalar at x itself (in all 27 places that the samples
 * show), so the column is x; an item that does hold `x.value` is read there.
 */
function withoutValueKeys(places: readonly Place[]): readonly Place[] {
  const under = new Map<string, number>();
  for (const { path } of places) {
    for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
      const parent = path.slice(0, dot);
      under.set(parent, (under.get(parent) ?? 0) + 1);
    }
  }
  return places.map((place) => {
    const parent = place.path.slice(0, place.path.lastIndexOf('.'));
    const isOnly = place.path.endsWith('.value') && under.get(parent) === 1 && parent.includes('.');
    return isOnly ? { path: parent, letter: place.letter, alsoAt: place.path } : place;
  });
}

/**
 * Paths that cross an array, and the array itself, become one JSON-text column at the outermost array; an object kept
 * whole likewise covers what the schema knows inside it.
 */
function withArrays(type: string, places: readonly Place[]): readonly Place[] {
  const arrays = (arrayPaths[type] ?? '')
    .split(' ')
    .filter((short) => short !== '')
    .map((short): Place => ({ path: fullPath(short), letter: 'a' }));
  const whole = [...places.filter(({ letter }) => letter === 'j'), ...arrays];
  const covering = new Set(whole.map(({ path }) => path.toLowerCase()));
  const isInside = (lower: string) => {
    for (let dot = lower.indexOf('.'); dot !== -1; dot = lower.indexOf('.', dot + 1)) {
      if (covering.has(lower.slice(0, dot))) return true;
    }
    return false;
  };
  return [...places, ...arrays].filter(({ path, letter }) => {
    const lower = path.toLowerCase();
    const isReplaced = letter !== 'j' && letter !== 'a' && covering.has(lower);
    return !isReplaced && !isInside(lower) && !isTagList(path);
  });
}

/** Keys match without case: of paths that differ in case alone (the schema has some), the first stays. */
function oncePerPath(places: readonly Place[]): readonly Place[] {
  const seen = new Set<string>();
  return places.filter(({ path }) => {
    const key = path.toLowerCase();
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

const TAG_LIST =
  /^(supplementary)?configuration\.(tags|tagset|taglist|filesystemtags|hostedzonetags|userpooltags|buckettaggingconfiguration(\.tagsets)?)$/i;

/** Whether a path holds the resource's own tags: the base column `tags` has them, so it is no column of its own. */
export function isTagList(path: string): boolean {
  return TAG_LIST.test(path);
}

const PERSONAL =
  /(email|username|principal|phonenumber|ipaddress(es)?|publicip|privateip|cidr|accesskeyid|publickey|fingerprint)$/i;

function sensitivityOf(path: string, letter: PropertyLetter): Sensitivity {
  const last = path.slice(path.lastIndexOf('.') + 1);
  if (letter === 's' && isSecretKey(last)) return 'secret';
  return PERSONAL.test(last) ? 'sensitive' : 'internal';
}

function describe(type: string, path: string, letter: PropertyLetter): string {
  const words = path.split('.').slice(1).flatMap(wordsOf).join(' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} of the ${titleOf(type)} (${meaningOf[letter].words}), as AWS Config records it at ${path}.`;
}

/** A type in words: AWS::EC2::SecurityGroup → EC2 security group. */
export function titleOf(type: string): string {
  const [, service = '', kind = type] = type.split('::');
  return `${service} ${wordsOf(kind).join(' ')}`.trim();
}
