import { predicates } from '#catalog/predicates/predicates.ts';
import { rulePredicates } from '#catalog/predicates/rules.ts';
import { anyResourceNouns } from '#catalog/words/families.ts';
import { regionGroups, regionNames } from '#catalog/words/places.ts';
import { portWords } from '#catalog/words/ports.ts';
import { metricWords, services } from '#catalog/words/services.ts';
import { topics } from '#catalog/words/topics.ts';
import type { GroupKey } from '../plan/plan.ts';
import { functionWords } from './function-words.ts';
import type { PhraseIndex } from './phrase-index.ts';
import type { Role } from './senses.ts';

const DIMENSIONS: Readonly<Partial<Record<GroupKey['kind'], readonly string[]>>> = {
  account: [
    'account',
    'aws account',
    'account name',
    'account id',
    'owning account',
    'member account',
    'cloud account',
  ],
  region: ['region', 'aws region', 'location'],
  type: ['resource type', 'type', 'type of resource', 'kind of resource', 'kind', 'resource kind'],
  environment: ['environment', 'env', 'stage'],
  unit: ['ou', 'organizational unit', 'organisational unit', 'organization unit', 'business unit'],
  zone: ['availability zone', 'az', 'zone'],
  service: ['service', 'aws service'],
};

const PERIODS = [
  ['hour', 'hourly'],
  ['day', 'daily'],
  ['week', 'weekly'],
  ['month', 'monthly'],
  ['year', 'yearly', 'annual', 'annually'],
] as const;

/** Adds every word that does not depend on a lake: English structure, topics, predicates, dimensions, Regions, services. */
export function addCatalogueWords(index: PhraseIndex): void {
  for (const [role, phrases] of Object.entries(functionWords) as [Role, readonly string[]][]) {
    for (const phrase of phrases) {
      if (/^[=<>≥≤!]+$|^[,;/&]$/.test(phrase)) index.addSymbol(phrase, { kind: 'function', role });
      else index.add(phrase, { kind: 'function', role });
    }
  }
  for (const [key, phrases] of Object.entries(DIMENSIONS) as [GroupKey['kind'], readonly string[]][])
    index.addAll(phrases, { kind: 'dimension', key });
  for (const [unit, ...every] of PERIODS) {
    index.add(unit, { kind: 'period', unit, every: false });
    index.addAll(every, { kind: 'period', unit, every: true });
  }
  index.addAll(anyResourceNouns, { kind: 'any_resource' });
  for (const topic of topics) {
    index.addAll(topic.nouns, { kind: 'topic', topic: topic.name, form: 'noun' });
    index.addAll(topic.verbs ?? [], { kind: 'topic', topic: topic.name, form: 'verb' });
    for (const { words, column, values, negated = false } of topic.states ?? [])
      index.addAll(words, { kind: 'topic_state', topic: topic.name, column, values, negated });
  }
  for (const { service, words } of services)
    index.addAll(words, { kind: 'service', service, label: words[0] ?? service });
  for (const { words, names, label } of metricWords) index.addAll(words, { kind: 'metric', names, label });
  for (const [word, port] of Object.entries(portWords)) index.add(word, { kind: 'port', port });
  for (const predicate of predicates) {
    index.addAll(predicate.adjectives ?? [], {
      kind: 'predicate',
      name: predicate.name,
      form: 'adjective',
      negated: false,
    });
    index.addAll(predicate.opposites ?? [], {
      kind: 'predicate',
      name: predicate.name,
      form: 'adjective',
      negated: true,
    });
    index.addAll(predicate.nouns ?? [], {
      kind: 'predicate',
      name: predicate.name,
      form: 'noun',
      negated: false,
    });
  }
  for (const { name, adjectives, nouns = [] } of rulePredicates) {
    index.addAll(adjectives, { kind: 'rule_predicate', name, form: 'adjective' });
    index.addAll(nouns, { kind: 'rule_predicate', name, form: 'noun' });
  }
  for (const [region, names] of Object.entries(regionNames))
    index.addAll([region, ...names], { kind: 'region', regions: [region], label: region });
  for (const { words, prefixes, label } of regionGroups) {
    const regions = Object.keys(regionNames).filter((region) =>
      prefixes.some((prefix) => region.startsWith(prefix)),
    );
    index.addAll(words, { kind: 'region', regions, label });
  }
  index.addAll(['global'], { kind: 'region', regions: ['global'], label: 'global' });
}
