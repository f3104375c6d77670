import { createHash } from 'node:crypto';
import { baseColumnNames, reservedPrefixes, reservedTableNames } from './facts/reserved-names.ts';
import { servicePrefixes, wordTokens } from './name-tokens.ts';

/**
 * Names of typed tables and of their columns: pure functions of what is named (and of the published schema, which is
 * fixed), never of what arrived before. Words come from one reviewed file, name-tokens.ts.
 */

const spelledBothWays = Object.entries(wordTokens)
  .sort(([a], [b]) => b.length - a.length)
  .flatMap(([spelling, token]) => [
    [spelling, token] as const,
    [`${spelling.charAt(0).toLowerCase()}${spelling.slice(1)}`, token] as const,
  ]);
const tokenOf = new Map(spelledBothWays);
const reviewed = spelledBothWays.map(([spelling]) => `${spelling}(?![a-z])`).join('|');
const WORD = new RegExp(
  [
    reviewed,
    '[A-Z]{2,}s(?![a-z])', // ARNs, VPCs
    '[A-Z]+(?=[A-Z][a-z])', // DB in DBInstance
    '[A-Z]+[0-9]+(?![a-z])', // S3, EC2
    '[A-Z]?[a-z][a-z0-9]*', // state, Ipv6
    '[A-Z]+',
    '[0-9]+',
  ].join('|'),
  'g',
);

/** `dBInstanceArn`, `aRN`, `eC2SecurityGroups`: an acronym whose first letter alone was put in lower case. */
const LOWERED_ACRONYM = /^[a-z](?=[A-Z]([A-Z0-9]|$))/;

/** Words of a name in lower case: `multiAZ` → multi, az; `DBInstance` → db, instance; `isIPV6Enabled` → is, ipv6, enabled. */
export function wordsOf(name: string): readonly string[] {
  const known = wordsByName.get(name);
  if (known !== undefined) return known;
  const words = cut(name);
  // The same few thousand keys stand in ten thousand paths; names of arriving items must not fill the memory.
  if (wordsByName.size < MOST_NAMES_KEPT) wordsByName.set(name, words);
  return words;
}

const wordsByName = new Map<string, readonly string[]>();
const MOST_NAMES_KEPT = 20_000;

function cut(name: string): readonly string[] {
  const [first = ''] = name;
  const spelled = LOWERED_ACRONYM.test(name) ? `${first.toUpperCase()}${name.slice(1)}` : name;
  return [...spelled.matchAll(WORD)].flatMap(([word]) =>
    (tokenOf.get(word) ?? word.toLowerCase()).split('_'),
  );
}

/** `multiAZ` → multi_az. */
export function snakeCase(name: string): string {
  return wordsOf(name).join('_');
}

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 6);

const AWS_TYPE = /^AWS::([A-Za-z0-9]+)::([A-Za-z0-9]+)$/i;
const OTHER_TYPE = /^([A-Za-z0-9]+)::([A-Za-z0-9]+)::([A-Za-z0-9]+)$/;
const takenPrefixes = new Set(Object.values(servicePrefixes));

/** The table prefix of a service: its name in lower case as one word, but for the reviewed exceptions. */
export function servicePrefixOf(service: string): string {
  return servicePrefixes[service] ?? service.toLowerCase();
}

/**
 * The typed table of a resource type, published or not: AWS::EC2::SecurityGroup → ec2_security_group.
 *
 * No two types meet in one name unless they differ in case alone (they are one type, see canonicalType): the service
 * is one word, so the first underscore marks where the type begins. A type of another publisher is
 * `publisher__service_type`. What is left (a name of Stocktake's own tables, a service called like a reviewed prefix, text that is no
 * type at all) gets six hexadecimal digits of a hash of the type, so that the order of arrival never matters.
 */
export function tableNameOf(type: string): string {
  const aws = AWS_TYPE.exec(type);
  if (aws !== null) {
    const [, service = '', kind = ''] = aws;
    const prefix = servicePrefixOf(service);
    const name = `${prefix}_${snakeCase(kind)}`;
    const isTaken =
      reservedTableNames.has(name) ||
      reservedPrefixes.has(prefix) ||
      (takenPrefixes.has(prefix) && servicePrefixes[service] === undefined);
    return isTaken || !/^[a-z]/.test(name) ? `${startingWithLetter(name)}_${shortHash(type)}` : name;
  }
  const other = OTHER_TYPE.exec(type);
  if (other !== null) {
    const [, publisher = '', service = '', kind = ''] = other;
    return startingWithLetter(`${publisher.toLowerCase()}__${service.toLowerCase()}_${snakeCase(kind)}`);
  }
  return `other_${[...wordsOf(type), shortHash(type)].join('_')}`;
}

const startingWithLetter = (name: string): string => (/^[a-z]/.test(name) ? name : `t_${name}`);

const baseColumns: ReadonlySet<string> = new Set(baseColumnNames);
const LONGEST_COLUMN = 200;

/**
 * The column that a path has when nothing else wants the name: the leading `configuration.` or
 * `supplementaryConfiguration.` is dropped and every key is put in snake case. `configuration.state.name` → state_name.
 * A name of a base column keeps its root: `configuration.arn` → configuration_arn.
 */
export function columnNameOf(path: string): string {
  const [root = '', ...keys] = path.split('.');
  const words = keys.flatMap(wordsOf);
  const plain = words.join('_');
  // Keys in other scripts have no words that a column name may be made of.
  const own = plain === '' ? [shortHash(path.toLowerCase())] : words;
  const name = baseColumns.has(plain) || plain === '' ? [...wordsOf(root), ...own].join('_') : plain;
  return withinLength(/^[a-z]/.test(name) ? name : `c_${name}`, path);
}

const withinLength = (name: string, path: string): string =>
  name.length <= LONGEST_COLUMN
    ? name
    : `${name.slice(0, LONGEST_COLUMN - 7)}_${shortHash(path.toLowerCase())}`;

/** The order in which paths claim a name: configuration first, then the shallower, then the alphabet without case. */
function comparePaths(a: string, b: string): number {
  const rank = (path: string) => (path.startsWith('configuration') ? 0 : 1);
  const depth = (path: string) => path.split('.').length;
  const [lowerA, lowerB] = [a.toLowerCase(), b.toLowerCase()];
  return rank(a) - rank(b) || depth(a) - depth(b) || (lowerA < lowerB ? -1 : lowerA > lowerB ? 1 : 0);
}

/**
 * Names for all paths of one set, by path in lower case (keys match without case, so paths that differ in case alone are
 * one column). The collision rule: of several paths that ask for one name, the first in the order
 * configuration before supplementaryConfiguration, shallow before deep, alphabet without case, gets it; each other gets the name with
 * six hexadecimal digits of a hash of its own path. `taken` holds names that none of them may have (those of the published
 * schema, for paths learned from an item). The result does not depend on the order of `paths`.
 */
export function columnNamesOf(
  paths: readonly string[],
  taken: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, string> {
  const claims = new Map<string, string[]>();
  const seen = new Set<string>();
  for (const path of paths) {
    const key = path.toLowerCase();
    if (seen.has(key)) continue;
    seen.add(key);
    const name = columnNameOf(path);
    const others = claims.get(name);
    if (others === undefined) claims.set(name, [path]);
    else others.push(path);
  }
  const names = new Map<string, string>();
  for (const [name, claimants] of claims) {
    const ordered = claimants.length === 1 ? claimants : claimants.sort(comparePaths);
    for (const [rank, path] of ordered.entries()) {
      const key = path.toLowerCase();
      const isFirst = rank === 0 && !taken.has(name);
      names.set(key, isFirst ? name : withinLength(`${name}_${shortHash(key)}`, key));
    }
  }
  return names;
}
