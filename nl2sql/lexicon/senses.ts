import type { ColumnRef, GroupKey } from '../plan/plan.ts';
import type { ResourceWord } from '../vocabulary.ts';

/** What a run of words can mean. One run may have several senses; the place in the question decides between them. */
export type Sense =
  | { readonly kind: 'function'; readonly role: Role; readonly value?: string }
  | {
      readonly kind: 'type';
      readonly types: readonly string[];
      readonly noun: string;
      readonly family: string | null;
      readonly strength: 'name' | 'default' | 'tail';
    }
  | {
      readonly kind: 'slice';
      readonly type: string;
      readonly noun: string;
      readonly column: string;
      readonly values: readonly string[];
    }
  | { readonly kind: 'any_resource' }
  | { readonly kind: 'service'; readonly service: string; readonly label: string }
  | { readonly kind: 'topic'; readonly topic: string; readonly form: 'noun' | 'verb' }
  | { readonly kind: 'dimension'; readonly key: GroupKey['kind'] }
  | { readonly kind: 'environment'; readonly name: string; readonly values: readonly string[] }
  | {
      readonly kind: 'account';
      readonly ids: readonly string[];
      readonly label: string;
      readonly exact: boolean;
    }
  | { readonly kind: 'unit'; readonly paths: readonly string[]; readonly label: string }
  | { readonly kind: 'region'; readonly regions: readonly string[]; readonly label: string }
  | { readonly kind: 'zone'; readonly zone: string }
  | { readonly kind: 'tag_key'; readonly keys: readonly string[] }
  | {
      readonly kind: 'tag_value';
      readonly pairs: readonly { readonly key: string; readonly value: string }[];
    }
  | {
      readonly kind: 'predicate';
      readonly name: string;
      readonly form: 'adjective' | 'noun';
      readonly negated: boolean;
    }
  | { readonly kind: 'rule_predicate'; readonly name: string; readonly form: 'adjective' | 'noun' }
  | { readonly kind: 'rule'; readonly rules: readonly string[] }
  | { readonly kind: 'column'; readonly column: ColumnRef; readonly rank: number }
  | {
      readonly kind: 'value';
      readonly column: ColumnRef;
      readonly values: readonly string[];
      readonly patterns: boolean;
      readonly text: string;
    }
  | {
      readonly kind: 'period';
      readonly unit: 'hour' | 'day' | 'week' | 'month' | 'year';
      readonly every: boolean;
    }
  | { readonly kind: 'port'; readonly port: number }
  | { readonly kind: 'metric'; readonly names: readonly string[]; readonly label: string }
  | {
      readonly kind: 'topic_state';
      readonly topic: string;
      readonly column: string;
      readonly values: readonly string[];
      readonly negated: boolean;
    }
  | { readonly kind: 'identity'; readonly text: string; readonly matches: readonly ResourceWord[] };

/** Grammatical work that a word does. */
export type Role =
  | 'ask'
  | 'filler'
  | 'possessive'
  | 'all'
  | 'question'
  | 'who'
  | 'whose'
  | 'where'
  | 'when'
  | 'why'
  | 'how'
  | 'how_many'
  | 'how_much'
  | 'be'
  | 'use'
  | 'in'
  | 'of'
  | 'for'
  | 'to'
  | 'with'
  | 'without'
  | 'not'
  | 'except'
  | 'and'
  | 'or'
  | 'comma'
  | 'group'
  | 'order'
  | 'descending'
  | 'ascending'
  | 'top'
  | 'bottom'
  | 'most'
  | 'fewest'
  | 'largest'
  | 'smallest'
  | 'oldest'
  | 'newest'
  | 'sum'
  | 'average'
  | 'minimum'
  | 'maximum'
  | 'distinct'
  | 'more'
  | 'at_least'
  | 'less'
  | 'at_most'
  | 'equal'
  | 'contains'
  | 'starts'
  | 'ends'
  | 'named'
  | 'pronoun'
  | 'their'
  | 'details'
  | 'related'
  | 'created'
  | 'deleted'
  | 'changed'
  | 'chart'
  | 'versus'
  | 'what_about'
  | 'only'
  | 'same'
  | 'on'
  | 'off'
  | 'tagged'
  | 'tag'
  | 'value'
  | 'port'
  | 'status'
  | 'percent'
  | 'new'
  | 'exist';
