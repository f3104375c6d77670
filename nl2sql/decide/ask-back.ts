import { wordsOfType } from '#catalog/words/type-words.ts';
import { pluralOf } from '../lex/stem.ts';
import { nounOfType } from '../lexicon/type-phrases.ts';
import type { DecideInput } from './input.ts';
import type { Outcome } from './outcome.ts';
import { typesByPredicate } from './subject.ts';

export function whichType(
  input: DecideInput,
  text: string,
  types: readonly string[],
): Extract<Outcome, { kind: 'clarify' }> {
  const choices = types.map((type) => {
    const noun = pluralOf(nounOfType(type));
    return { label: noun, question: input.question.replace(text, noun) };
  });
  return {
    kind: 'clarify',
    text: `“${text}” may mean several kinds of resource. Which do you mean?`,
    choices,
  };
}

/** "Is everything ok in sandbox?": what that would be, each as a question with the same place. */
export function whichJudgement(input: DecideInput): Extract<Outcome, { kind: 'clarify' }> {
  const place = /\b(?:in|for|with|under|across)\s+[^?.!]+/i.exec(input.question)?.[0].trim() ?? '';
  const choices = [
    ['rules that fail', 'Non-compliant resources'],
    ['what the internet reaches', 'Public resources'],
    ['what is not encrypted', 'Unencrypted resources'],
    ['what changed', 'What changed yesterday'],
  ] as const;
  return {
    kind: 'clarify',
    text: 'By what should that be judged? I can look for results of rules, for exposure, for encryption, or for changes.',
    choices: choices.map(([label, start]) => ({ label, question: `${start} ${place}`.trim() })),
  };
}

export function missingSubject(input: DecideInput): Exclude<Outcome, { kind: 'plan' }> {
  const rest = input.question.replace(/[?.!\s]+$/, '');
  const common = ['AWS::EC2::Instance', 'AWS::S3::Bucket', 'AWS::RDS::DBInstance'].filter(
    (type) => wordsOfType(type) !== undefined,
  );
  const byPredicate =
    typesByPredicate(input)
      ?.filter((type) => wordsOfType(type) !== undefined)
      .slice(0, 4) ?? common;
  const isBare =
    input.reading.conditions.length > 0 || input.reading.groupBy.length > 0 || input.reading.measure !== null;
  const choices = isBare
    ? byPredicate.map((type) => ({
        label: pluralOf(nounOfType(type)),
        question: `${rest}: ${pluralOf(nounOfType(type))}`,
      }))
    : [];
  return {
    kind: 'clarify',
    text: 'Which resources do you mean? Name a type (EC2 instances, buckets, databases, security groups …), or say “resources” for all of them.',
    choices: choices.map(({ label }) => ({ label, question: rephrased(input, label) })),
  };
}

/** The question with its missing subject put where "which" or "show" leaves a gap. */
function rephrased(input: DecideInput, noun: string): string {
  const rest = input.question.replace(/[?.!\s]+$/, '').trim();
  if (/^how many\b/i.test(rest)) return rest.replace(/^how many\b/i, `How many ${noun}`);
  if (/^(which|what)\b/i.test(rest)) return rest.replace(/^(which|what)\b(\s+ones)?/i, `Which ${noun}`);
  const tail = rest
    .replace(
      /^(show( me)?|list|get|give me|find|only|just|what about|how about|and)\b\s*(all|the|only)?\s*/i,
      '',
    )
    .trim();
  const isAfterNoun =
    /^(in|by|with|without|that|which|where|from|under|named|tagged|older|newer|created|sorted|sort|of|are|per|for|not|having)\b/i;
  return isAfterNoun.test(tail) ? `Show all ${noun} ${tail}` : `Show all ${tail} ${noun}`;
}
