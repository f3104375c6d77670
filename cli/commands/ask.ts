import { Command } from 'commander';
import { z } from 'zod';
import type { Answer } from '#answer/contract.ts';
import type { Caller } from '#answer/deps.ts';
import { answerQuestion } from '#nl2sql/ask.ts';
import { batchLines } from '../batch.ts';
import { UsageError } from '../errors.ts';
import { callerOf, type OpenLake, openLake } from '../open-lake.ts';
import { type LakeOptions, parseZone, withLake } from '../options.ts';
import { printAnswer } from '../output/print-answer.ts';
import { questionDeps } from '../question-deps.ts';
import { badLine, idOf } from './sql.ts';

interface AskOptions extends LakeOptions {
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly conversation?: string;
  readonly provider: string;
  readonly as?: string;
  readonly zone: string;
  readonly dryRun?: boolean;
  readonly showPrompt?: boolean;
  readonly batch?: string;
}

const AskLineSchema = z.object({ id: z.unknown().optional(), turns: z.array(z.string()).min(1) });

/** `stocktake ask`: a question in plain language, answered by one checked query. */
export function askCommand(): Command {
  return withLake(new Command('ask'))
    .description('ask a question in plain language')
    .argument('[question]', 'the question')
    .option('--json', 'print the answer as one JSON object')
    .option('--csv', 'print the rows as CSV')
    .option('--conversation <id>', 'continue this conversation (an id that is not known starts one)')
    .option('--provider <name>', 'grammar, bedrock or openai', 'grammar')
    .option('--as <user>', 'ask as this user of the policies file')
    .option('--zone <tz>', 'time zone of dates in the question', parseZone, 'UTC')
    .option('--dry-run', 'translate, check and price, run nothing')
    .option('--show-prompt', 'print what would be sent to a model, and to whom; send nothing')
    .option(
      '--batch <file>',
      'a file of {"id", "turns": […]} lines; one {"id", "answers": […]} line each (- is standard input)',
    )
    .action(run);
}

async function run(question: string | undefined, options: AskOptions): Promise<void> {
  if ((question === undefined) === (options.batch === undefined))
    throw new UsageError('Give either one question or --batch FILE.');
  if (options.provider !== 'grammar') {
    throw new UsageError(
      `--provider ${options.provider} is not set up: only grammar answers without a model.`,
    );
  }
  if (options.showPrompt === true) {
    process.stdout.write('The grammar translator sends nothing to any model: there is no prompt.\n');
    return;
  }
  const lake = await openLake(options);
  try {
    const caller = await callerOf(lake, options.as);
    if (question === undefined) {
      await runBatch(options, lake, caller);
      return;
    }
    printAnswer(await ask(question, options.conversation ?? lake.newId(), options, lake, caller), options);
  } finally {
    await lake.close();
  }
}

async function ask(
  question: string,
  conversation: string,
  options: AskOptions,
  lake: OpenLake,
  caller: Caller,
): Promise<Answer> {
  const request = { question, conversation, caller, zone: options.zone, dryRun: options.dryRun === true };
  return answerQuestion(request, await questionDeps(lake));
}

async function runBatch(options: AskOptions, lake: OpenLake, caller: Caller): Promise<void> {
  for await (const line of batchLines(options.batch ?? '-')) {
    const parsed = 'error' in line ? undefined : AskLineSchema.safeParse(line.value);
    let id: unknown = null;
    const answers: Answer[] = [];
    if ('error' in line) {
      answers.push(badLine(lake, `This line is not JSON: ${line.error}`));
    } else if (parsed?.success !== true) {
      id = idOf(line.value);
      answers.push(badLine(lake, 'This line is not of the form {"id": …, "turns": ["…"]}.'));
    } else {
      id = parsed.data.id ?? null;
      const conversation = lake.newId();
      for (const turn of parsed.data.turns)
        answers.push(await ask(turn, conversation, options, lake, caller));
    }
    process.stdout.write(`${JSON.stringify({ id, answers })}\n`);
  }
}
