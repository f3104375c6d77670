import { predicateByName, variantFor } from '#catalog/predicates/predicates.ts';
import { conditionText } from '../describe.ts';
import { pluralOf } from '../lex/stem.ts';
import { nounOfType } from '../lexicon/type-phrases.ts';
import { leavesOf, mapConditions } from '../plan/conditions.ts';
import type { Condition, Plan } from '../plan/plan.ts';
import type { Guard } from '../translator.ts';
import { conditionSql, ruleNamesSql } from './conditions.ts';
import { ALIAS, type Branch, hasColumn } from './context.ts';
import { isIn, text, timestamp } from './literal.ts';
import { branchesOf, type EmitContext } from './parts.ts';
import { POINTERS, pointersTo } from './related.ts';

type Related = Extract<Condition, { readonly kind: 'related' }>;

/**
 * What must hold for "related to" to mean anything: the thing named exists, and AWS Config records edges between
 * the two types at all. Without that the query finds nothing, which would read as if there were nothing.
 */
export function guardsOf(plan: Plan, context: EmitContext): readonly Guard[] {
  if (plan.source.kind === 'topic' && plan.source.topic === 'compliance') return resultsGuard(plan, context);
  if (plan.asOf !== null) return begunGuard(plan.asOf.at);
  if (plan.source.kind !== 'types') return [];
  const branches = branchesOf(plan, context);
  const asked = [...plan.where, ...plan.flags, ...(plan.measure.kind === 'share' ? plan.measure.of : [])];
  return [
    ...leavesOf(asked).flatMap((leaf) =>
      leaf.kind === 'predicate' ? neverRecorded(leaf.name, branches) : [],
    ),
    ...relatedGuards(plan, branches),
  ];
}

/** "Not used in 90 days", where no last use was ever recorded: everything older would look unused. */
function neverRecorded(name: string, branches: readonly Branch[]): readonly Guard[] {
  const predicate = predicateByName(name);
  return branches.flatMap((branch) => {
    const column = predicate === undefined ? undefined : variantFor(predicate, branch.type ?? '')?.recorded;
    if (column === undefined || branch.type === null || !hasColumn(branch, column)) return [];
    return [
      {
        sql: `SELECT count(${ALIAS}.${column}) AS n FROM ${branch.table.name} AS ${ALIAS}`,
        text: `When ${pluralOf(nounOfType(branch.type))} were last used is recorded of none of them here, so I cannot tell which are unused.`,
        hint: 'Ask for their age, or for what they may do.',
      },
    ];
  });
}

function relatedGuards(plan: Plan, branches: readonly Branch[]): readonly Guard[] {
  return leavesOf(plan.where)
    .filter((leaf): leaf is Related => leaf.kind === 'related')
    .flatMap((leaf) =>
      guardsOfRelated(leaf, branches, pluralOf(plan.source.kind === 'types' ? plan.source.noun : '')),
    );
}

/** Of a time from before the first snapshot of all, only what outlived it is known: no count of what there was. */
const begunGuard = (at: string): readonly Guard[] => [
  {
    sql: `SELECT count(*) AS n FROM coverage AS v WHERE v.domain = 'config' AND v.first_snapshot_at <= ${timestamp(at)}`,
    text: 'Recording had begun nowhere at that time: what there was then is not known.',
    hint: 'Ask of a later time; “Which accounts are recorded since when” shows from when on.',
  },
];

/** "Non-compliant volumes" where no rule looks at volumes: that none is found would read as if all complied. */
function resultsGuard(plan: Plan, context: EmitContext): readonly Guard[] {
  const [branch] = branchesOf(plan, context);
  const asked = mapConditions(plan.where, (leaf) =>
    leaf.kind === 'time' || (leaf.kind === 'topic_value' && leaf.column === 'compliance_type') ? null : leaf,
  );
  if (branch === undefined || asked.length === 0) return [];
  const where = asked.map((condition) =>
    condition.kind === 'rule' ? ruleNamesSql(condition.name) : conditionSql(condition, branch),
  );
  return [
    {
      sql: `SELECT count(*) AS n FROM ${branch.table.name} AS ${ALIAS} WHERE ${where.join(' AND ')}`,
      text: `No rule of AWS Config has reported a result ${asked.map(conditionText).join(' ')}: whether they comply is not recorded.`,
      hint: 'Which rules report at all: compliance results by rule name.',
    },
  ];
}

function guardsOfRelated({ to }: Related, branches: readonly Branch[], noun: string): readonly Guard[] {
  const types = branches.flatMap(({ type }) => (type === null ? [] : [type]));
  if (to.kind === 'rows')
    return isAttachment([...types, ...to.types])
      ? []
      : [
          edges(
            types,
            isIn('%', to.types),
            `${noun} and ${to.types.map(shortType).join(', ')}`,
            branches.flatMap((branch) => pointerCounts(branch, to.types)),
          ),
        ];
  const isName = `s.resource_id = ${text(to.text)} OR s.arn = ${text(to.text)} OR lower(s.resource_name) = ${text(to.text.toLowerCase())} OR lower(element_at(s.tags, 'Name')) = ${text(to.text.toLowerCase())}`;
  const exists: Guard = {
    sql: `SELECT count(*) AS n FROM resources AS s WHERE ${isName}`,
    text: `The inventory has nothing called “${to.text}”.`,
    hint: 'Check the spelling, or that its account and type are recorded: which accounts are not recorded?',
  };
  const isPointed = Object.entries(POINTERS).some(
    ([prefix, columns]) =>
      to.text.startsWith(prefix) &&
      branches.some((branch) => columns.some((column) => hasColumn(branch, column))),
  );
  if (isPointed || to.text.startsWith('sg-') || isAttachment(types)) return [exists];
  const named = `% IN (SELECT s.resource_type FROM resources AS s WHERE ${isName})`;
  return [exists, edges(types, named, `${noun} and what “${to.text}” is`)];
}

/** Security groups are attached by properties, which every type that has them tells. */
const isAttachment = (types: readonly string[]): boolean => types.includes('AWS::EC2::SecurityGroup');

const shortType = (type: string): string => type.split('::').slice(1).join(' ');

/** How many rows of either table name a row of the other in a column of their own. */
function pointerCounts(branch: Branch, types: readonly string[]): readonly string[] {
  const countOf = (over: Branch, columns: readonly string[]) =>
    columns.map(
      (column) => `(SELECT count(*) FROM ${over.table.name} AS p WHERE coalesce(p.${column}, '') <> '')`,
    );
  return types.flatMap((type) => {
    const other = { ...branch, table: branch.tableOf(type), type };
    return [...countOf(branch, pointersTo(type, branch)), ...countOf(other, pointersTo(branch.type, other))];
  });
}

function edges(
  types: readonly string[],
  other: string,
  between: string,
  pointers: readonly string[] = [],
): Guard {
  const there = other.replace('%', 'e.target_resource_type');
  const here = other.replace('%', 'e.resource_type');
  return {
    sql: `SELECT ${['count(*)', ...pointers].join(' + ')} AS n FROM relationships AS e WHERE (${isIn('e.resource_type', types)} AND ${there}) OR (${isIn('e.target_resource_type', types)} AND ${here})`,
    text: `Nothing recorded relates ${between}, so I cannot tell which belong together.`,
    hint: 'AWS Config records edges for some types only; `SELECT DISTINCT resource_type, target_resource_type FROM relationships` lists them.',
  };
}
