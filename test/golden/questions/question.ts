import type { Expectation } from './expectations.ts';
import type { Facts } from './facts.ts';

/** One conversation of one or more turns and what its last turn must answer, by the truth of the sample. */
export interface Question {
  readonly id: string;
  readonly turns: (facts: Facts) => readonly string[];
  readonly expect: (facts: Facts) => Expectation;
}

type Text = string | ((facts: Facts) => string);
const textOf = (text: Text, facts: Facts): string => (typeof text === 'string' ? text : text(facts));

/** A single question; its text may name ids and names of the sample. */
export const question = (id: string, text: Text, expect: Question['expect'] | Expectation): Question =>
  conversation(id, [text], expect);

/** Several turns; the last one is judged. */
export const conversation = (
  id: string,
  turns: readonly Text[],
  expect: Question['expect'] | Expectation,
): Question => ({
  id,
  turns: (facts) => turns.map((turn) => textOf(turn, facts)),
  expect: typeof expect === 'function' ? expect : () => expect,
});
