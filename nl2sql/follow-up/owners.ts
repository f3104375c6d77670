import type { Outcome } from '../decide/outcome.ts';
import { nounOf, subjectOf } from '../describe.ts';
import { keysLike } from '../lexicon/lake-words.ts';
import type { Plan } from '../plan/plan.ts';
import type { Turn } from '../translator.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { rowsShown } from './rows.ts';

/** Tag keys under which people write whose a resource is, best first. */
const OWNER_KEYS = ['owner', 'team', 'contact', 'maintainer', 'squad'];

/** "Who owns them?": their owners as the tags tell, with how many each has. */
export function ownersOf(base: Plan, turn: Turn, vocabulary: Vocabulary, ofEach: boolean): Outcome {
  const key = OWNER_KEYS.find((name) => keysLike(name, vocabulary.tags).length > 0);
  if (base.source.kind === 'topic' || base.source.kind === 'address')
    return {
      kind: 'abstain',
      text: `I cannot tell whose ${nounOf(base)} are: owners are tags of resources.`,
      hint: 'Ask for the resources, then who owns them.',
    };
  if (key === undefined)
    return {
      kind: 'abstain',
      text: 'I cannot tell who owns them: no tag of this lake names an owner or a team.',
      hint: 'Ask by another tag, or by account.',
    };
  const shown = rowsShown(base, turn, vocabulary);
  if ('kind' in shown) return shown;
  const keys = keysLike(key, vocabulary.tags);
  const column = {
    name: `tag_${key}`,
    type: 'varchar',
    isJson: false,
    columns: null,
    isDerived: false,
    tag: keys,
  } as const;
  const plan: Plan = ofEach
    ? { ...shown.plan, measure: { kind: 'list' }, groupBy: [], columns: [...shown.plan.columns, column] }
    : {
        ...shown.plan,
        measure: { kind: 'count' },
        groupBy: [{ kind: 'tag', key: keys[0] ?? key }],
        columns: [],
        addOns: [],
        order: { by: { kind: 'measure' }, descending: true },
        limit: null,
      };
  return {
    kind: 'plan',
    plan,
    notes: [
      ...shown.notes,
      `Owners are what the tag “${key}” says; an empty one has no such tag.`,
      `This refines the answer to “${turn.question}” (${subjectOf(base)}).`,
    ],
    chart: null,
  };
}
