import { exitStatusOf } from '#answer/blank-answer.ts';
import type { Answer } from '#answer/contract.ts';
import { answerCsv } from '#answer/csv.ts';
import { answerText } from './answer-text.ts';

export interface OutputOptions {
  readonly json?: boolean;
  readonly csv?: boolean;
}

/** Prints one answer in the form asked for and sets the exit status that goes with its status. */
export function printAnswer(answer: Answer, options: OutputOptions): void {
  process.exitCode = exitStatusOf(answer.status);
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  } else if (options.csv === true) {
    if (answer.status === 'answered') process.stdout.write(answerCsv(answer));
    else process.stderr.write(`${answer.text}\n`);
  } else {
    const stream = answer.status === 'answered' ? process.stdout : process.stderr;
    stream.write(`${answerText(answer)}\n`);
  }
}
