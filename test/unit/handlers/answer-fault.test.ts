import { describe, expect, it } from 'vitest';
import { failedAnswer } from '#answer/answer-sql.ts';
import { blankAnswer } from '#answer/blank-answer.ts';
import type { Answer } from '#answer/contract.ts';
import { isFault } from '#api/answer-fault.ts';
import { AnswerStore } from '#api/answer-store.ts';
import { NotPermittedError } from '#api/auth/errors.ts';
import { RunningAnswers } from '#api/running-answers.ts';
import { MemoryKeyValueStore } from '#platform/memory/memory-key-value-store.ts';
import {
  AccessDeniedError,
  CredentialsError,
  QueryCancelledError,
  QueryFailedError,
  RequestRefusedError,
  ServiceFaultError,
  ThrottledError,
} from '#platform/ports/errors.ts';
import { ownerPolicy } from '#sql/policy.ts';

const blank = blankAnswer({ id: 'a-1', conversation: 'c-1', question: null, engine: 'athena' });

describe('what counts as failed', () => {
  it.each([
    new ThrottledError('x'),
    new CredentialsError('x'),
    new AccessDeniedError('x'),
    new ServiceFaultError('x'),
    new RequestRefusedError('x'),
    new TypeError('a bug'),
  ])('is %s', (error) => {
    expect(isFault(failedAnswer(blank, error))).toBe(true);
  });

  it.each([new QueryFailedError('x'), new QueryCancelledError('x'), new NotPermittedError('x')])(
    'is not %s, which whoever asked can mend',
    (error) => {
      expect(isFault(failedAnswer(blank, error))).toBe(false);
    },
  );

  it('is no answer that was given or refused', () => {
    expect(isFault(blank)).toBe(false);
    expect(
      isFault({ status: 'refused', diagnostics: [{ code: 'SQL_TABLE', message: 'm', hint: null }] }),
    ).toBe(false);
  });
});

describe('answers made here', () => {
  const running = (run: () => Promise<Answer>) => {
    const made: Answer[] = [];
    const answers = new RunningAnswers({
      store: new AnswerStore(new MemoryKeyValueStore({ now: () => new Date() })),
      newId: () => 'a-1',
      engine: 'athena',
      run,
      questionOf: () => null,
      isShared: false,
      onMade: (answer) => made.push(answer),
    });
    const caller = { userId: 'ann', policy: ownerPolicy };
    const started = answers.start({
      conversation: 'c-1',
      caller,
      work: { kind: 'sql', sql: 'SELECT 1', dryRun: false },
    });
    return { made, started };
  };

  it('are told once, faults included, since nothing is thrown of them', async () => {
    const { made, started } = running(async () => {
      throw new ThrottledError('later');
    });
    await started.finished;
    expect(made.map(isFault)).toEqual([true]);
  });

  it('are not told where another process takes them over', async () => {
    const { made, started } = running(async () => blank);
    await started.leave();
    await started.finished;
    expect(made).toEqual([]);
  });
});
