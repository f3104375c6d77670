import { Command } from 'commander';
import { z } from 'zod';
import { noLake } from '#answer/answer-sql.ts';
import { blankAnswer } from '#answer/blank-answer.ts';
import type { Answer } from '#answer/contract.ts';
import type { Caller } from '#answer/deps.ts';
import { answerQuestion, type QuestionDeps } from '#nl2sql/ask.ts';
import type { ModelTranslator } from '#nl2sql/model/model-translator.ts';
import { answerEveryLine, batchLines, checkBatch, idOf } from '../batch.ts';
import { NoLakeError, UsageError } from '../errors.ts';
import { type ModelOptions, type OpenModel, openModel, withModel } from '../model-options.ts';
import { callerOf, type OpenLake, openLake } from '../open-lake.ts';
import { type LakeOptions, parseZone, withLake } from '../options.ts';
import {
  checkOutput,
  type OutputOptions,
  printAnswer,
  rowLimitOf,
  withOutput,
} from '../output/print-answer.ts';
import { promptText } from '../output/prompt-text.ts';
import { questionDeps } from '../question-deps.ts';
import { failedToAnswer } from '../told-error.ts';
import { badLine } from './sql.ts';

interface AskOptions extends LakeOptions, ModelOptions, OutputOptions {
  readonly conversation?: string;
  readonly as?: string;
  readonly zone: string;
  readonly dryRun?: boolean;
  readonly showPrompt?: boolean;
  readonly batch?: string;
}

const AskLineSchema = z.object({ id: z.unknown().optional(), turns: z.array(z.string()).min(1) });

/** `stocktake ask`: a question in plain language, answered by one checked query. */
export function askCommand(): Command {
  const command = withOutput(withLake(new Command('ask')))
    .description('ask a question in plain language')
    .argument('[question]', 'the question')
    .option('--conversation <id>', 'continue this conversation (an id that is not known starts one)')
    .option('--as <user>', 'ask as this user of the policies file')
    .option('--zone <tz>', 'time zone of dates in the question', parseZone, 'UTC')
    .option('--dry-run', 'translate, check and price, run nothing')
    .option(
      '--show-prompt',
      'print exactly what would be sent to the model, and to whom; send nothing (also as --json)',
    )
    .option(
      '--batch <file>',
      'a file of {"id", "turns": […]} lines; one {"id", "answers": […]} line each (- is standard input)',
    )
    .action(run);
  return withModel(command);
}

async function run(question: string | undefined, options: AskOptions): Promise<void> {
  if ((question === undefined) === (options.batch === undefined))
    throw new UsageError('Give either one question or --batch FILE.');
  checkOutput(options);
  await checkBatch(options.batch);
  if (options.showPrompt === true && options.batch !== undefined && options.provider !== 'grammar')
    throw new UsageError('--show-prompt takes one question, not a batch.');
  const chosen = await openModel(options);
  if (options.showPrompt === true && chosen === undefined) {
    process.stdout.write(`${promptText(undefined, null, options.json === true)}\n`);
    return;
  }
  const lake = await openLake(options).catch(async (error: unknown) => {
    if (!(error instanceof NoLakeError) || options.batch === undefined) throw error;
    await answerEveryLine(options.batch, (id) => ({ id, answers: [failedToAnswer(error)] }));
  });
  if (lake === undefined) return;
  try {
    const caller = await callerOf(lake, options.as);
    const asking = await askingWith(chosen, lake);
    if (question === undefined) await runBatch(options, lake, caller, asking);
    else if (options.showPrompt === true && asking.translator !== undefined)
      await showPrompt(question, options, lake, caller, asking.translator, chosen);
    else {
      const conversation = options.conversation ?? lake.newId();
      printAnswer(await ask(question, conversation, options, caller, asking), options);
    }
  } finally {
    await lake.close();
    await chosen?.model.close();
  }
}

interface Asking {
  readonly deps: QuestionDeps;
  readonly translator: ModelTranslator | undefined;
}

async function askingWith(chosen: OpenModel | undefined, lake: OpenLake): Promise<Asking> {
  const deps = await questionDeps(lake);
  if (chosen === undefined) return { deps, translator: undefined };
  const { modelTranslator } = await import('#nl2sql/model/model-translator.ts');
  const translator = modelTranslator({ ...chosen, reports: deps.reports });
  return { deps: { ...deps, translators: [translator] }, translator };
}

async function showPrompt(
  question: string,
  options: AskOptions,
  lake: OpenLake,
  caller: Caller,
  translator: ModelTranslator,
  chosen: OpenModel | undefined,
): Promise<void> {
  const { previewQuestion } = await import('#nl2sql/preview.ts');
  const conversation = options.conversation ?? lake.newId();
  const request = { question, conversation, caller, zone: options.zone };
  const preview = await previewQuestion(request, await questionDeps(lake), translator);
  if (preview === undefined) {
    const { engine } = lake;
    printAnswer(
      noLake(blankAnswer({ id: lake.newId(), conversation, question, engine: engine.name })),
      options,
    );
    return;
  }
  process.stdout.write(`${promptText(preview, chosen?.data ?? null, options.json === true)}\n`);
}

async function ask(
  question: string,
  conversation: string,
  options: AskOptions,
  caller: Caller,
  { deps }: Asking,
): Promise<Answer> {
  const request = { question, conversation, caller, zone: options.zone, dryRun: options.dryRun === true };
  return answerQuestion({ ...request, ...rowLimitOf(options) }, deps);
}

async function runBatch(options: AskOptions, lake: OpenLake, caller: Caller, asking: Asking): Promise<void> {
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
        answers.push(await ask(turn, conversation, options, caller, asking));
    }
    process.stdout.write(`${JSON.stringify({ id, answers })}\n`);
  }
}
