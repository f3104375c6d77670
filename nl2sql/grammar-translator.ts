import { hasRole } from './cover/item.ts';
import { similarWords } from './cover/typos.ts';
import { decide } from './decide/decide.ts';
import { unkept } from './decide/kept.ts';
import type { Outcome } from './decide/outcome.ts';
import { untellable } from './decide/untellable.ts';
import {
  assumptionsOf,
  conditionText,
  groupText,
  measuredSubject,
  nounOf,
  rowsOf,
  subjectOf,
} from './describe.ts';
import { guardsOf } from './emit/guards.ts';
import type { EmitContext, TagSpelling } from './emit/parts.ts';
import { unrecordedSides } from './emit/recorded.ts';
import {
  inapplicable,
  missingColumn,
  missingGroups,
  missingMeasure,
  missingOrder,
  partlyInapplicable,
  sqlOf,
} from './emit/sql.ts';
import { tiesOf } from './emit/ties.ts';
import { undecidedSides } from './emit/undecided.ts';
import { environmentGap, environmentSides } from './environment.ts';
import { typesShown } from './follow-up/base.ts';
import { followUp } from './follow-up/follow-up.ts';
import { asPointed } from './follow-up/pointed.ts';
import { pointsOut } from './follow-up/points-out.ts';
import { refined } from './follow-up/refine.ts';
import { shiftedTime } from './follow-up/time-shift.ts';
import { undone } from './follow-up/undo.ts';
import { widened } from './follow-up/widen.ts';
import { exampleChoices, gate, offTopic } from './gate.ts';
import { type Interpretation, interpret } from './interpret.ts';
import { pluralOf, stem } from './lex/stem.ts';
import { keysLike } from './lexicon/lake-words.ts';
import { lexiconFor } from './lexicon/lexicon.ts';
import { nounOfType } from './lexicon/type-phrases.ts';
import { metaTranslation } from './meta.ts';
import type { Plan } from './plan/plan.ts';
import type { Reading } from './read/reading.ts';
import { followUpsOf } from './suggest.ts';
import type { Translation, TranslationRequest, Translator } from './translator.ts';

/**
 * The deterministic translator: words of the catalogue and of the lake, one reading, one plan, one query. It
 * answers only what it has placed to the last word, and otherwise says which word it could not place.
 */
export const grammarTranslator: Translator = {
  name: 'grammar',
  async translate(given: TranslationRequest): Promise<Translation> {
    const request = asPointed(given);
    if ('kind' in request) return translationOf(request, [], given);
    const answered = request.previous.filter((earlier) => earlier.status === 'answered');
    const turn = answered.at(-1);
    const atOnce =
      turn === undefined
        ? undefined
        : (undone(request.question, answered) ??
          shiftedTime(request.question, turn) ??
          widened(request.question, turn));
    if (atOnce !== undefined) return translationOf(atOnce, [], request);
    const early =
      gate(request.question, request.schema) ??
      metaTranslation(request.question, request.schema, request.vocabulary);
    if (early !== null) return early.kind === 'clarify' ? { ...early, isFinal: true } : early;
    const context = typesShown(turn);
    const first = await interpret(request, context);
    if (first.reading.hasPronoun && turn === undefined) return withoutReferent;
    const follows = await followUp(request, first, answered, context, emitContext(request));
    if (follows !== undefined && 'kind' in follows) return translationOf(follows, typosOf(first), request);
    if (
      turn !== undefined &&
      follows?.leaning.leans !== true &&
      pointsOut(follows?.interpreted ?? first, request.question)
    )
      return unbound;
    const interpreted = follows?.interpreted ?? first;
    const { reading } = interpreted;
    const unread = unreadTranslation(request, interpreted);
    if (unread !== null) return unread;
    if (reading.ambiguity !== null) return ambiguous(request.question, reading.ambiguity);
    const input = {
      question: request.question,
      reading,
      vocabulary: request.vocabulary,
      now: request.now,
      zone: request.zone,
    };
    const outcome =
      follows?.leaning.leans === true
        ? refined(input, follows.turn, follows.leaning, interpreted.items)
        : asked(decide(input), reading);
    if (outcome.kind === 'plan') {
      const lost =
        untellable(request.question, outcome.plan, reading, interpreted.items) ??
        unkept(outcome.plan, reading, interpreted.items);
      if (lost !== undefined) return lost;
    }
    return translationOf(outcome, [...(follows?.notes ?? []), ...typosOf(interpreted)], request);
  },
};

const typosOf = ({ corrections }: Interpretation): readonly string[] =>
  corrections.map(({ from, to }) => `“${from}” is read as “${to}”.`);

const emitContext = (request: TranslationRequest): EmitContext => ({
  schema: request.schema,
  now: request.now,
  tagOf: (key: string) => tagOf(key, request),
});

/** "Which accounts have …": a follow-up that says "they" means the accounts. */
function asked(outcome: Outcome, reading: Reading): Outcome {
  const isLed = reading.dimension?.key.kind === 'account' && !reading.dimension.isCounted;
  if (outcome.kind !== 'plan' || !isLed || !outcome.plan.groupBy.some(({ kind }) => kind === 'account'))
    return outcome;
  return { ...outcome, plan: { ...outcome.plan, asksFor: 'account' } };
}

/** "When was it last changed?", read as a question of its own: it would be answered of everything. */
const unbound: Translation = {
  kind: 'clarify',
  text: 'I cannot tell what your question points at. Name the resource, or say it in full.',
  choices: [],
};

const withoutReferent: Translation = {
  kind: 'clarify',
  text: 'Nothing has been shown yet that “those” or “them” could mean. Which resources do you mean?',
  choices: exampleChoices,
};

function translationOf(outcome: Outcome, typos: readonly string[], request: TranslationRequest): Translation {
  if (outcome.kind === 'sql') {
    return {
      kind: 'sql',
      sql: outcome.sql,
      subject: outcome.subject,
      assumptions: [...typos, ...outcome.notes],
      followUps: ['Which accounts are not recorded?', 'How many resources are there by type?'],
    };
  }
  if (outcome.kind !== 'plan') return outcome;
  const { plan } = outcome;
  const gap = environmentGap(plan, request.vocabulary, request.question);
  if (gap !== null) return gap;
  const context = emitContext(request);
  const subject = measuredSubject(plan);
  const rowsAre = rowsOf(plan);
  const [group] = missingGroups(plan, context);
  if (group !== undefined)
    return {
      kind: 'abstain',
      text: `I cannot group ${nounOf(plan)} by ${groupText(group)}: the inventory does not record that of them.`,
      hint: 'Group by account, Region, type, environment, a tag or one of their columns.',
    };
  const unordered = missingOrder(plan, context);
  if (unordered !== undefined)
    return {
      kind: 'abstain',
      text: `I cannot sort ${nounOf(plan)} by ${unordered.replaceAll('_', ' ')}: the inventory does not record that of them.`,
      hint: 'Sort by one of the columns that were shown.',
    };
  const unshown = missingColumn(plan, context);
  if (unshown !== undefined)
    return {
      kind: 'abstain',
      text: `I cannot show “${unshown.replaceAll('_', ' ')}” of ${nounOf(plan)}: the inventory does not record that of them.`,
      hint: 'Ask it of the resources that have it.',
    };
  const unmeasured = missingMeasure(plan, context);
  if (unmeasured !== undefined)
    return {
      kind: 'abstain',
      text: `${nounOf(plan)} have no ${unmeasured.replaceAll('_', ' ')} that is recorded.`,
      hint: 'Ask it of the resources that have it.',
    };
  const [foreign] = inapplicable(plan, context);
  if (foreign !== undefined)
    return {
      kind: 'abstain',
      text: `I cannot put “${conditionText(foreign)}” together with ${nounOf(plan)}: the inventory does not record that of them.`,
      hint: 'Ask for the two separately, or in SQL.',
    };
  return {
    kind: 'sql',
    sql: sqlOf(plan, context),
    subject,
    ...(rowsAre === null ? {} : { rowsAre }),
    title:
      plan.groupBy.length === 0
        ? subject
        : `${subjectOf(plan)} by ${plan.groupBy.map(groupText).join(' and ')}`,
    assumptions: [
      ...typos,
      ...outcome.notes,
      ...assumptionsOf(plan),
      ...partlyRecorded(plan, context),
      ...foldedTags(plan, context),
    ],
    followUps: followUpsOf(plan),
    plan,
    guards: guardsOf(plan, context),
    sideCounts: [
      ...environmentSides(plan, context, request.vocabulary),
      ...unrecordedSides(plan),
      ...undecidedSides(plan, context),
      ...tiesOf(plan, context),
    ],
    ...chartFor(plan, outcome.chart, subject),
  };
}

/** "Payments" and "payments" are one team, which the answer says. */
function foldedTags(plan: Plan, context: EmitContext): readonly string[] {
  const measured = plan.measure.kind === 'count_groups' ? [plan.measure.key] : [];
  return [...plan.groupBy, ...measured].flatMap((key) =>
    key.kind === 'tag' && context.tagOf(key.key).mixesCase
      ? [`Values of ${key.key} that differ in case alone are told together, in lower case.`]
      : [],
  );
}

/** Of a family, the types that do not have what is asked about are left out, and the answer says so. */
function partlyRecorded(plan: Plan, context: EmitContext): readonly string[] {
  return partlyInapplicable(plan, context)
    .filter(({ condition }) => condition.kind !== 'predicate')
    .map(
      ({ condition, types }) =>
        `“${conditionText(condition)}” is not recorded of ${types.map((type) => pluralOf(nounOfType(type))).join(', ')}: they are not listed.`,
    );
}

function tagOf(key: string, { vocabulary }: TranslationRequest): TagSpelling {
  const like = keysLike(key, vocabulary.tags);
  const keys = like.length > 0 ? like : [key];
  const values = vocabulary.tags
    .filter((tag) => keys.includes(tag.key))
    .flatMap((tag) => tag.values.map(({ value }) => value));
  const distinct = new Set(values);
  return { keys, mixesCase: new Set([...distinct].map((value) => value.toLowerCase())).size < distinct.size };
}

function chartFor(
  plan: Plan,
  wanted: 'bar' | 'line' | 'pie' | null,
  title: string,
): { chart?: Extract<Translation, { kind: 'sql' }>['chart'] & object } {
  const [key] = plan.groupBy;
  if (wanted === null || key === undefined || plan.measure.kind !== 'count') return {};
  const x =
    key.kind === 'account'
      ? 'account_name'
      : key.kind === 'type'
        ? 'resource_type'
        : key.kind === 'column'
          ? key.column.name
          : key.kind === 'time'
            ? key.unit
            : null;
  return x === null ? {} : { chart: { kind: wanted, title, x, y: ['total'] } };
}

function ambiguous(question: string, ambiguity: NonNullable<Reading['ambiguity']>): Translation {
  return {
    kind: 'clarify',
    text: `“${ambiguity.text}” can mean several things. Which do you mean?`,
    choices: ambiguity.options.map(({ label, replacement }) => ({
      label,
      question: `${question.replace(ambiguity.text, '').replace(/[?.!\s]+$/, '')} ${replacement}`
        .replaceAll(/\s+/g, ' ')
        .trim(),
    })),
  };
}

/** Words that no rule placed: named, with what resembles them; or a question that is about something else. */
function unreadTranslation(
  request: TranslationRequest,
  { reading, items }: Interpretation,
): Translation | null {
  if (reading.decline !== null) return { kind: 'abstain', text: reading.decline };
  if (reading.unplaced.length === 0) return null;
  const isAboutInventory =
    reading.heads.length > 0 ||
    reading.topics.length > 0 ||
    reading.conditions.length > 0 ||
    reading.dimension !== null ||
    reading.groupBy.length > 0 ||
    reading.identities.length > 0 ||
    reading.services.length > 0 ||
    reading.columns.length > 0 ||
    reading.hasPronoun;
  const words = reading.unplaced.map((item) => item.text);
  const names = reading.unplaced.filter(
    (item) => item.atom !== undefined || /^[\p{L}]+(-[\p{L}\p{N}]+)+$/u.test(item.text),
  );
  if (names.length === reading.unplaced.length)
    return {
      kind: 'abstain',
      text: `I do not know what ${quoted(words)} names.`,
      hint: 'Check the spelling, or say what it is: instance type "t3.micro", instance "web-1", tag team = "web".',
    };
  // "sort by size" with nothing to sort.
  const refines = items.some((item) => hasRole(item, 'order', 'group', 'only', 'what_about'));
  if (!isAboutInventory && refines)
    return {
      kind: 'clarify',
      text: 'Of what? Name the resources (EC2 instances, buckets, databases …), or ask about something first.',
      choices: exampleChoices,
    };
  if (!isAboutInventory) {
    const english = items.filter((item) => item.senses.some((sense) => sense.kind === 'function')).length;
    if (
      english >= 2 &&
      items.some((item) => hasRole(item, 'question', 'who', 'why', 'how', 'where', 'when', 'be', 'ask'))
    )
      return { ...offTopic(), isGuess: true };
    return {
      kind: 'abstain',
      text: `I do not know what ${quoted(words)} means.`,
      hint: 'Ask about resources, accounts, Regions, tags, changes or compliance.',
    };
  }
  const lexicon = lexiconFor(request.vocabulary);
  const similar = words.flatMap((word) =>
    /^[\p{L}]+$/u.test(word)
      ? similarWords(word.toLowerCase(), lexicon, 3).filter((other) => other !== stem(word))
      : [],
  );
  const hint =
    similar.length > 0
      ? `Did you mean ${[...new Set(similar)]
          .slice(0, 4)
          .map((word) => `“${word}”`)
          .join(', ')}?`
      : 'Say it with a property, a place, a tag or a time that the inventory records, or ask in SQL.';
  return {
    kind: 'abstain',
    text: `I understood the question except for ${quoted(words)}, and will not guess.`,
    hint,
    diagnostics: [{ code: 'WORD_NOT_PLACED', message: `Not placed: ${words.join(', ')}.`, hint }],
  };
}

function quoted(words: readonly string[]): string {
  const unique = [...new Set(words)].slice(0, 4).map((word) => `“${word.slice(0, 60)}”`);
  return unique.length > 1 ? `${unique.slice(0, -1).join(', ')} and ${unique.at(-1)}` : (unique[0] ?? 'this');
}
