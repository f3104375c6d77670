import { environmentRuleText } from '#catalog/environment-rules.ts';
import { predicateByName, variantFor } from '#catalog/predicates/predicates.ts';
import { holdingTexts } from '#catalog/predicates/unrecorded.ts';
import { derivedColumns } from '#catalog/words/derived-columns.ts';
import { families } from '#catalog/words/families.ts';
import { topicByName } from '#catalog/words/topics.ts';
import { wordsOfType } from '#catalog/words/type-words.ts';
import { isRanking } from './emit/grouped.ts';
import { pluralOf } from './lex/stem.ts';
import { leavesOf } from './plan/conditions.ts';
import type { Condition, GroupKey, Plan } from './plan/plan.ts';

/** What the rows of a plan are, as a plural noun phrase: "unencrypted EBS volumes in production". */
export function subjectOf(plan: Plan): string {
  const noun = nounOf(plan);
  const before: string[] = [];
  const after: string[] = [];
  for (const condition of plan.where) {
    const { front, back } = phraseOf(condition);
    if (front !== null) before.push(front);
    if (back !== null) after.push(back);
  }
  const asOf = plan.asOf === null ? [] : [`as of ${bare(plan.asOf.text)}`];
  const within = plan.within === null ? [] : ['among those just shown'];
  return [...before, noun, ...within, ...linked([...new Set(after)]), ...asOf].join(' ');
}

/** "With instance type t2 and state name running": the second of two alike is joined to the first. */
const linked = (phrases: readonly string[]): readonly string[] =>
  phrases.map((phrase, at) =>
    phrase.startsWith('with ') && phrases[at - 1]?.startsWith('with ') ? `and ${phrase.slice(5)}` : phrase,
  );

/** The subject of an answer's sentence: a sum or an average is one of a property, not of the resources. */
export function measuredSubject(plan: Plan): string {
  const subject = `${subjectOf(plan)}${havingText(plan)}`;
  const { measure } = plan;
  if (measure.kind === 'count_groups') return `different ${pluralOf(groupText(measure.key))} of ${subject}`;
  if (measure.kind === 'share') return `${subject}, and how many of them meet the condition`;
  if (measure.kind !== 'aggregate') return subject;
  const name = measure.column.name.replaceAll('_', ' ');
  const word = { sum: 'in total', avg: 'on average', min: 'at least', max: 'at most' }[measure.function];
  const said = `${word}: ${name} of ${subject}`;
  return measure.counted === true ? `how many ${subject}, and ${said}` : said;
}

/** What a group must have: where none has it, there may still be some of what is counted. */
function havingText(plan: Plan): string {
  if (plan.having === null || plan.groupBy.length === 0) return '';
  const words = { '>': 'more than', '>=': 'at least', '<': 'fewer than', '<=': 'at most', '=': 'exactly' };
  const word = Object.entries(words).find(([operator]) => operator === plan.having?.operator)?.[1] ?? '';
  return ` (${word} ${plan.having.value} per ${plan.groupBy.map(groupText).join(' and ')})`;
}

/** What one row of the answer is, where it is not one of the resources. */
export function rowsOf(plan: Plan): string | null {
  if (plan.groupBy.length > 1) return `combinations of ${plan.groupBy.map(groupText).join(' and ')}`;
  const [key] = plan.groupBy;
  if (key !== undefined)
    return key.kind === 'tag' ? `values of the ${groupText(key)}` : pluralOf(groupText(key));
  if (plan.addOns.includes('related')) return `pairs of one of the ${nounOf(plan)} and what is behind it`;
  return null;
}

/** A time as it was said, without the dates it was read as. */
const bare = (text: string): string => text.replaceAll(/ \([^)]*\)/g, '');

export function nounOf(plan: Plan): string {
  switch (plan.source.kind) {
    case 'types':
      return /\band\b/.test(plan.source.noun) ? plan.source.noun : pluralOf(plan.source.noun);
    case 'topic':
      return plan.source.countsResources && plan.measure.kind === 'count'
        ? `resources with ${topicByName(plan.source.topic)?.rows ?? ''}`
        : (topicByName(plan.source.topic)?.rows ?? 'rows');
    case 'address':
      return `holders of ${plan.source.address}`;
    case 'resources':
      return 'resources';
  }
}

function phraseOf(condition: Condition): { front: string | null; back: string | null } {
  const back = (text: string) => ({ front: null, back: text });
  switch (condition.kind) {
    case 'all':
      return back([...new Set(condition.of.map((part) => conditionText(part)))].join(' and '));
    case 'any':
      return back(condition.of.map((part) => conditionText(part)).join(' or '));
    case 'not': {
      const inner = phraseOf(condition.of);
      if (condition.of.kind === 'predicate') {
        const opposite = predicateByName(condition.of.name)?.opposites?.[0];
        return opposite !== undefined && !/^not /.test(opposite)
          ? { front: opposite, back: null }
          : back(
              predicateByName(condition.of.name)?.nouns === undefined
                ? `not ${phraseOf(condition.of).front ?? phraseOf(condition.of).back ?? ''}`
                : `without ${wordOf(condition.of.name)}`,
            );
      }
      if (condition.of.kind === 'coverage') return back('that are not recorded');
      if (/\b(not|no|without)\b|n't\b/.test(inner.back ?? '')) return back(inner.back ?? '');
      return back(
        /^with /.test(inner.back ?? '')
          ? `without ${(inner.back ?? '').slice(5)}`
          : `not ${inner.front ?? inner.back ?? ''}`,
      );
    }
    case 'predicate': {
      const predicate = predicateByName(condition.name);
      const port = condition.port === null ? '' : ` on port ${condition.port}`;
      const adjective = predicate?.adjectives?.[0];
      if (adjective === undefined) return back(`with ${wordOf(condition.name)}`);
      return port !== '' || adjective.includes(' ')
        ? back(`${adjective}${port}`)
        : { front: adjective, back: null };
    }
    case 'environment':
      return back(`in ${condition.name}`);
    case 'account':
      return back(`in account${condition.ids.length > 1 ? 's' : ''} ${condition.label}`);
    case 'unit':
      return back(`under ${condition.label}`);
    case 'region':
      return back(`in ${condition.label}`);
    case 'zone':
      return back(`in ${condition.zone}`);
    case 'tag':
      return back(
        condition.values === null
          ? `tagged ${condition.keys[0]}`
          : `tagged ${condition.keys[0]}=${condition.values.join(' or ')}`,
      );
    case 'name':
      return back(`whose name ${condition.match === 'is' ? 'is' : condition.match} ${condition.text}`);
    case 'identity':
      return back(`named ${condition.text}`);
    case 'compare':
      return back(compareText(condition));
    case 'type':
      return back(`of ${pluralOf(condition.noun)}`);
    case 'service':
      return back(`of ${condition.label}`);
    case 'time':
      return back(
        condition.role === 'created' && !/^(older|newer)/.test(condition.text)
          ? `created ${bare(condition.text)}`
          : `${bare(condition.text)}`,
      );
    case 'related':
      return back(condition.text);
    case 'rule':
      return back(`(${condition.name.replaceAll('_', ' ')})`);
    case 'holds':
      return back(
        [
          'with',
          ...condition.where.map(conditionText).filter((said) => !said.startsWith('with ')),
          pluralOf(condition.noun),
          ...condition.where.map(conditionText).filter((said) => said.startsWith('with ')),
        ].join(' '),
      );
    case 'coverage':
      return back(`whose recording is ${condition.values.join(' or ')}`);
    case 'range':
      return back(`for ${condition.cidr}${condition.port === null ? '' : ` on port ${condition.port}`}`);
    case 'topic_value': {
      const shown = condition.values.map((value) => value.toLowerCase().replaceAll('_', '-')).join(' or ');
      return condition.column === 'domain' ? { front: null, back: null } : { front: shown, back: null };
    }
  }
}

const wordOf = (name: string): string => predicateByName(name)?.nouns?.[0] ?? name.replaceAll('_', ' ');

export function conditionText(condition: Condition): string {
  const { front, back } = phraseOf(condition);
  return front ?? back ?? '';
}

function compareText(condition: Extract<Condition, { kind: 'compare' }>): string {
  const name = condition.column.name.replaceAll('_', ' ');
  if (condition.operator === 'filled') return `with ${name}`;
  if (condition.operator === 'true') return `with ${name}`;
  if (condition.column.type === 'timestamp') return `with ${bare(condition.text).replaceAll('_', ' ')}`;
  const cleaned = condition.values.map((value) =>
    String(value)
      .replaceAll('%', '')
      .replaceAll(/^\.|\.$/g, ''),
  );
  const values = [...new Set(cleaned)].join(' or ');
  return condition.operator === '=' || condition.operator === 'like'
    ? `with ${name} ${values}`
    : `with ${name} ${condition.operator} ${values}`;
}

export function groupText(key: GroupKey): string {
  switch (key.kind) {
    case 'unit':
      return 'OU';
    case 'zone':
      return 'availability zone';
    case 'tag':
      return `tag ${key.key}`;
    case 'column':
      return key.column.name.replaceAll('_', ' ');
    case 'time':
      return key.unit;
    default:
      return key.kind;
  }
}

type Predicate = Extract<Condition, { kind: 'predicate' }>;

function predicateTexts(leaf: Predicate, types: readonly string[]): readonly string[] {
  const predicate = predicateByName(leaf.name);
  const texts = types.map(
    (type) =>
      (predicate === undefined ? undefined : variantFor(predicate, type)?.text) ?? predicate?.text ?? '',
  );
  return [...new Set(texts.length === 0 ? [predicate?.text ?? ''] : texts)]
    .filter((text) => text !== '')
    .map((text) => text.replaceAll('{days}', String(leaf.days ?? predicate?.days ?? '')));
}

/** What the words mean that were said of other resources than the rows. */
function innerTexts(of: { types: readonly string[]; where: readonly Condition[] }): readonly string[] {
  return leavesOf(of.where).flatMap((leaf) =>
    leaf.kind === 'predicate' ? predicateTexts(leaf, of.types) : [],
  );
}

/** Everything that an answer of this plan rests on and the question did not say. */
export function assumptionsOf(plan: Plan): readonly string[] {
  const said: string[] = [];
  const types = plan.source.kind === 'types' ? plan.source.types : [];
  if (plan.source.kind === 'types' && plan.source.family !== null) {
    const family = families.find(
      (entry) => plan.source.kind === 'types' && entry.name === plan.source.family,
    );
    if (family !== undefined) said.push(family.text);
  }
  if (plan.source.kind === 'topic') {
    const topic = topicByName(plan.source.topic);
    if (topic?.text !== undefined) said.push(topic.text);
  }
  for (const leaf of leavesOf([
    ...plan.where,
    ...plan.flags,
    ...(plan.measure.kind === 'share' ? plan.measure.of : []),
  ])) {
    if (leaf.kind === 'environment') {
      said.push(`${environmentRuleText} Here “${leaf.name}” is ${leaf.values.join(', ')}.`);
    }
    if (leaf.kind === 'predicate') said.push(...predicateTexts(leaf, types));
    if (leaf.kind === 'holds') said.push(...innerTexts(leaf));
    if (leaf.kind === 'holds')
      for (const type of leaf.types) if (holdingTexts[type] !== undefined) said.push(holdingTexts[type]);
    if (leaf.kind === 'coverage')
      said.push('An account counts as recorded where at least one of its places delivers.');
    if (leaf.kind === 'related') {
      said.push(
        'Related is what AWS Config recorded as related, in either direction; what has no such record counts as not related.',
      );
      if (leaf.to.kind === 'rows') said.push(...innerTexts(leaf.to));
      if (plan.source.kind === 'resources')
        said.push(
          'Of resources of every type only recorded relationships are looked at, not what a type’s own columns point at: ask by type for those.',
        );
    }
    if (
      leaf.kind === 'compare' &&
      leaf.operator === 'like' &&
      leaf.values.some((value) => /^%./.test(String(value)))
    )
      said.push(
        `Every ${leaf.column.name.replaceAll('_', ' ')} counts that contains “${leaf.values.map((value) => String(value).replaceAll('%', '')).join('” or “')}”, whatever stands before it.`,
      );
    if (leaf.kind === 'compare' && ['<', '<=', '>', '>='].includes(leaf.operator))
      said.push(...types.flatMap((type) => wordsOfType(type)?.empty?.[leaf.column.name] ?? []));
    if (leaf.kind === 'tag' && leaf.keys.length > 1)
      said.push(`The tag is looked for in every spelling of its key: ${leaf.keys.join(', ')}.`);
  }
  const columns = JSON.stringify([plan.where, plan.columns, plan.groupBy, plan.order, plan.measure]);
  for (const derived of derivedColumns)
    if (types.includes(derived.type) && columns.includes(`"name":"${derived.name}"`)) said.push(derived.text);
  if (plan.addOns.includes('cost'))
    said.push(
      'Cost is the unblended cost of the last 30 days from cost_daily; it is empty until cost is collected.',
    );
  if (plan.addOns.includes('related'))
    said.push(
      'What is behind a resource is what uses it or is recorded as related to it; VPCs and subnets are left out. A resource with several has several rows.',
    );
  if (plan.limit !== null && plan.measure.kind === 'list')
    said.push(`Only the first ${plan.limit} in that order.`);
  if (plan.limit !== null)
    said.push('Where several are equal, their names decide which is shown and which comes first.');
  if (isRanking(plan)) said.push('What has no value there is left out.');
  return [...new Set(said)];
}
