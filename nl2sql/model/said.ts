import type { Choice } from '../translator.ts';

const MOST_STATED = 6;
const MOST_CHOICES = 5;
const LONGEST_SUBJECT = 80;

/** A model's text as one line of plain characters, cut to a length. */
export function oneLine(text: string, longest: number): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029\s]+/gu, ' ').trim();
  return plain.length > longest ? `${plain.slice(0, longest)}…` : plain;
}

/**
 * What a model calls the rows, for the sentence of the answer. A sentence holds no number that is not of the
 * result, so a subject with a number that the question does not have is left out, as is one that is a sentence.
 */
export function subjectOf(subject: string | null | undefined, question: string): string | null {
  const plain = oneLine(subject ?? '', LONGEST_SUBJECT + 1).replace(/[.\s]+$/, '');
  if (plain === '' || plain.length > LONGEST_SUBJECT || /[.!?:;]\s/.test(plain)) return null;
  const numbers = plain.match(/\d+/g) ?? [];
  const asked = new Set(question.match(/\d+/g) ?? []);
  const ofNames = /\b(?:ec2|s3|ipv[46]|route ?53|imdsv[12]|[a-z]+\d+)\b/gi;
  const strange = numbers.filter((number) => !asked.has(number));
  const inNames = (plain.match(ofNames) ?? []).flatMap((name) => name.match(/\d+/g) ?? []);
  return strange.some((number) => !inNames.includes(number)) ? null : plain;
}

/** What the model says it decided, each marked as its own. */
export function statedBy(assumptions: readonly string[] | null | undefined): readonly string[] {
  return (assumptions ?? [])
    .map((text) => oneLine(text, 300))
    .filter((text) => text !== '')
    .slice(0, MOST_STATED)
    .map((text) => `The model states: ${text}`);
}

/** Readings to choose from; one that only repeats the question would lead in a circle. */
export function choicesOf(
  choices: readonly Choice[] | null | undefined,
  question: string,
): readonly Choice[] {
  const same = question.trim().toLowerCase();
  return (choices ?? [])
    .map((choice) => ({ label: oneLine(choice.label, 80), question: oneLine(choice.question, 300) }))
    .filter((choice) => choice.question !== '' && choice.question.toLowerCase() !== same)
    .slice(0, MOST_CHOICES);
}
