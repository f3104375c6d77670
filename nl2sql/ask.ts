import { answerSql, DEFAULT_ROW_LIMIT, failedAnswer, noLake } from '#answer/answer-sql.ts';
import { blankAnswer } from '#answer/blank-answer.ts';
import type { Answer, AnswerProgress } from '#answer/contract.ts';
import type { AnswerDeps, Caller } from '#answer/deps.ts';
import type { CatalogueSnapshot } from '#platform/ports/table-catalogue.ts';
import { prepare } from '#sql/prepare.ts';
import type { Report } from '#sql/reports/report.ts';
import { schemaOf } from '#sql/schema.ts';
import { loadTurns, storeTurn, turnOf } from './conversation.ts';
import { LONGEST_QUESTION } from './gate.ts';
import { translated, translationInput } from './translate.ts';
import { type Guard, type SideCount, type Translation, type Translator, tokensUsed } from './translator.ts';

export interface QuestionDeps extends AnswerDeps {
  readonly reports: readonly Report[];
  /** Translators after the grammar, in order: a model, where one is set up. */
  readonly translators?: readonly Translator[];
}

export interface QuestionRequest {
  readonly question: string;
  readonly caller: Caller;
  /** IANA zone in which dates of the question are read. */
  readonly zone: string;
  readonly dryRun?: boolean;
  readonly id?: string;
  readonly conversation?: string;
  readonly rowLimit?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: AnswerProgress) => void;
}

/**
 * A question in plain language, answered: the translators are asked in order, the first that knows decides, and
 * its SQL goes the way of all SQL. Never throws for anything a question can cause.
 */
export async function answerQuestion(request: QuestionRequest, deps: QuestionDeps): Promise<Answer> {
  const conversation = request.conversation ?? deps.newId();
  const base = blankAnswer({
    id: request.id ?? deps.newId(),
    conversation,
    question: request.question,
    engine: deps.engine.name,
  });
  try {
    const snapshot = await deps.catalogue.snapshot();
    if (snapshot.generation === undefined) return noLake(base);
    request.onProgress?.({ stage: 'translate', detail: null, elapsed_ms: 0 });
    const started = performance.now();
    const turns = await loadTurns(request.caller.userId, conversation, deps.keyValues);
    const input = await translationInput(request, turns, snapshot, deps);
    const { translation, translator } = await translated(input, deps);
    const given = await answered(
      translation,
      translator,
      { ...request, id: base.id, conversation },
      base,
      snapshot,
      deps,
    );
    // From the question on: translating is part of what an answer takes.
    const answer = { ...given, elapsed_ms: Math.round((performance.now() - started) * 10) / 10 };
    if (translation.kind !== 'sql' && request.dryRun !== true)
      await logged(answer, tokensUsed(translation), request, deps);
    const plan = translation.kind === 'sql' ? (translation.plan ?? null) : null;
    await storeTurn(
      request.caller.userId,
      conversation,
      turns,
      turnOf(request.question, answer, plan, askedBackBy(translation, translator)),
      deps.keyValues,
    );
    return answer;
  } catch (error) {
    return failedAnswer(base, error);
  }
}

async function answered(
  translation: Translation,
  translator: string,
  request: QuestionRequest & { readonly id: string; readonly conversation: string },
  base: Answer,
  snapshot: CatalogueSnapshot,
  deps: QuestionDeps,
): Promise<Answer> {
  switch (translation.kind) {
    case 'sql': {
      const failed =
        request.dryRun === true
          ? undefined
          : await failedGuard(translation.guards ?? [], request, snapshot, deps);
      if (failed !== undefined)
        return answered(
          { kind: 'abstain', text: failed.text, hint: failed.hint },
          translator,
          request,
          base,
          snapshot,
          deps,
        );
      const sides =
        request.dryRun === true
          ? []
          : await sideTexts(translation.sideCounts ?? [], request.caller, snapshot, deps);
      return answerSql(
        {
          sql: translation.sql,
          caller: request.caller,
          id: request.id,
          conversation: request.conversation,
          question: request.question,
          translator,
          subject: translation.subject,
          rowsAre: translation.rowsAre ?? null,
          assumptions: [...translation.assumptions, ...sides],
          followUps: translation.followUps,
          rowLimit: request.rowLimit ?? DEFAULT_ROW_LIMIT,
          dryRun: request.dryRun === true,
          modelTokens: tokensUsed(translation),
          ...(translation.chart === undefined ? {} : { chart: translation.chart }),
          ...(request.signal === undefined ? {} : { signal: request.signal }),
          ...(request.onProgress === undefined ? {} : { onProgress: request.onProgress }),
        },
        deps,
      );
    }
    case 'clarify':
      return {
        ...base,
        status: 'clarify',
        text: translation.text,
        choices: [...translation.choices],
        translator,
      };
    case 'abstain':
      return {
        ...base,
        status: 'abstained',
        text: withHint(translation.text, translation.hint),
        diagnostics: [
          ...(translation.diagnostics ?? [
            { code: 'NOT_TRANSLATED', message: translation.text, hint: translation.hint ?? null },
          ]),
        ],
        translator,
      };
    case 'refuse':
      return {
        ...base,
        status: 'refused',
        text: withHint(translation.text, translation.hint),
        diagnostics: [{ code: translation.code, message: translation.text, hint: translation.hint ?? null }],
        translator,
      };
    case 'fail':
      return { ...failedAnswer(base, translation.error), translator };
    case 'pass':
      return { ...base, status: 'abstained', text: 'I could not translate this question.', translator };
  }
}

/** A question that became no query is part of the record too; a failure to write it takes nothing away. */
async function logged(
  answer: Answer,
  modelTokens: number,
  request: QuestionRequest,
  deps: QuestionDeps,
): Promise<void> {
  const entry = {
    id: answer.id,
    askedAt: deps.clock.now(),
    userId: request.caller.userId,
    question: request.question.slice(0, LONGEST_QUESTION),
    sql: null,
    status: answer.status,
    engine: deps.engine.name,
    bytesScanned: null,
    rowCount: null,
    elapsedMs: answer.elapsed_ms,
    modelTokens,
    costUsd: null,
  };
  await deps.queryLog.append(entry).catch(() => undefined);
}

/** What a model asked back; the grammar's own words are not kept, since they may hold values of the lake. */
const askedBackBy = (translation: Translation, translator: string): string | null =>
  translation.kind === 'clarify' && translator !== 'grammar' ? translation.text : null;

const withHint = (text: string, hint: string | undefined): string =>
  hint === undefined ? text : `${text} ${hint}`;

/** The first guard that does not hold. One that cannot be counted stands in nobody's way: the query tells why itself. */
async function failedGuard(
  guards: readonly Guard[],
  request: QuestionRequest,
  snapshot: CatalogueSnapshot,
  deps: QuestionDeps,
): Promise<Guard | undefined> {
  for (const guard of guards)
    if ((await countedBy(guard.sql, request.caller, snapshot, deps)) === 0) return guard;
  return undefined;
}

/** The single number of a query; undefined where it may not be run. */
async function countedBy(
  ...query: readonly [string, Caller, CatalogueSnapshot, QuestionDeps]
): Promise<number | undefined> {
  const [value] = await rowOf(...query);
  const count = Number(value ?? Number.NaN);
  return Number.isFinite(count) ? count : undefined;
}

/** The single row of a query; empty where it may not be run. */
async function rowOf(
  sql: string,
  caller: Caller,
  snapshot: CatalogueSnapshot,
  deps: QuestionDeps,
): Promise<readonly unknown[]> {
  const prepared = prepare(sql, {
    schema: schemaOf(snapshot),
    policy: caller.policy,
    rowLimit: 1,
    now: deps.clock.now(),
    engine: deps.engine.name,
  });
  if (!prepared.ok) return [];
  return (await deps.engine.run(prepared.query.checked, { snapshot })).rows[0] ?? [];
}

/** Numbers that complete the assumptions; one that cannot be had is left out rather than guessed. */
async function sideTexts(
  sides: readonly SideCount[],
  caller: Caller,
  snapshot: CatalogueSnapshot,
  deps: QuestionDeps,
): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const side of sides) {
    const [count, names] = await rowOf(side.sql, caller, snapshot, deps);
    if (!Number.isFinite(Number(count ?? Number.NaN))) continue;
    const said =
      Number(count) === 0
        ? side.none
        : side.text.replace('{n}', String(count)).replace('{names}', String(names ?? ''));
    if (said !== null) texts.push(said);
  }
  return texts;
}
