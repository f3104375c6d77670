import { derivedColumns } from '#catalog/words/derived-columns.ts';
import { typeWords } from '#catalog/words/type-words.ts';
import { type Atom, stemsOf } from '../lex/atoms.ts';
import { PhraseIndex } from './phrase-index.ts';

/** Columns that so many types have that their words point at none. */
const COMMON = new Set([
  'state',
  'status',
  'type',
  'size',
  'version',
  'name',
  'vpc',
  'subnet',
  'role',
  'key',
  'domain',
  'created',
  'policy',
  'group',
  'service',
  'memory',
  'retention',
  'endpoint',
  'bucket',
  'instance',
  'schedule',
  'metric',
  'rotation',
  'storage',
  'capacity',
  'image',
  'platform',
  'language',
  'user',
  'url',
  'port',
  'node',
  'item',
  'alias',
  'profile',
  'monitoring',
  'family',
  'lifecycle',
  'license',
  'algorithm',
  'default',
  'shard',
  'enabled',
  'manager',
  'tracing',
  'concurrency',
  'attachment',
]);

let made: PhraseIndex | undefined;

function index(): PhraseIndex {
  if (made !== undefined) return made;
  const owners = new Map<string, Set<string>>();
  const add = (phrase: string, type: string) => {
    const key = stemsOf(phrase).join(' ');
    if (!COMMON.has(key)) owners.set(key, (owners.get(key) ?? new Set()).add(type));
  };
  for (const { type, columns } of typeWords)
    for (const words of Object.values(columns ?? {})) for (const word of words) add(word, type);
  for (const { type, words } of derivedColumns) for (const word of words) add(word, type);
  made = new PhraseIndex();
  for (const [phrase, types] of owners) {
    const [only = ''] = types;
    if (types.size === 1)
      made.add(phrase, { kind: 'type', types: [only], noun: only, family: null, strength: 'name' });
  }
  return made;
}

/** "m5.2xlarge", "db.r6g.large": the form alone says what has such a type. */
const INSTANCE_TYPE =
  /^((?:db|cache)\.)?[a-z]{1,4}\d[a-z0-9-]*\.(?:nano|micro|small|medium|\d*x?large|metal(?:-\w+)?)$/;
const TYPED: Readonly<Record<string, string>> = {
  '': 'AWS::EC2::Instance',
  'db.': 'AWS::RDS::DBInstance',
  'cache.': 'AWS::ElastiCache::CacheCluster',
};

/** The type whose property alone is spoken of: "vCPUs by region", "which AMIs are in use". */
export function impliedType(atoms: readonly Atom[]): string | undefined {
  const found = new Set<string>();
  for (const atom of atoms) {
    const [, prefix = ''] = INSTANCE_TYPE.exec(atom.raw) ?? [];
    if (INSTANCE_TYPE.test(atom.raw)) found.add(TYPED[prefix] ?? '');
  }
  for (let at = 0; at < atoms.length; at += 1) {
    const [longest] = index()
      .matches(atoms, at)
      .sort((a, b) => b.length - a.length);
    const sense = longest?.senses[0];
    if (sense?.kind === 'type') found.add(sense.types[0] ?? '');
  }
  const [only] = found;
  return found.size === 1 ? only : undefined;
}
