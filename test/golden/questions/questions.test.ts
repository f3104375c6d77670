import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '#answer/contract.ts';
import { sampleLake } from '../../cli/sample-lake.ts';
import { families } from './all-questions.ts';
import { askBatch } from './ask-batch.ts';
import { Facts } from './facts.ts';
import type { Question } from './question.ts';
import { scopeQuestions } from './scope.ts';
import { type Outcome, type Score, score } from './scorer.ts';
import { singleAccount } from './single-account.ts';

interface Scored extends Score {
  readonly family: string;
  readonly question: Question;
  readonly turns: readonly string[];
  readonly answer: Answer;
}

const samples = { default: await sampleLake('default'), single: await sampleLake('single') };
const LONGEST = 110_000;

async function askAll(
  shape: 'default' | 'single',
  asked: Readonly<Record<string, readonly Question[]>>,
): Promise<Scored[]> {
  const facts = new Facts(shape);
  const { lake } = samples[shape];
  const all = Object.entries(asked).flatMap(([family, questions]) =>
    questions.map((question) => ({ family, question, turns: question.turns(facts) })),
  );
  const answers = await askBatch(
    lake,
    all.map(({ question, turns }) => ({ id: question.id, turns })),
  );
  return all.map((each) => {
    const answer = answers.get(each.question.id);
    if (answer === undefined) throw new Error(`no answer to ${each.question.id}`);
    return { ...each, answer, ...score(answer, each.question.expect(facts)) };
  });
}

const share = (scored: readonly Scored[], outcome: Outcome): number =>
  scored.filter((each) => each.outcome === outcome).length / scored.length;

/** What went how, by family, and everything that is not right. */
function table(scored: readonly Scored[]): string {
  const lines = [...new Set(scored.map(({ family }) => family))].map((family) => {
    const own = scored.filter((each) => each.family === family);
    const number = (outcome: Outcome) => own.filter((each) => each.outcome === outcome).length;
    return `${family.padEnd(26)} ${number('right')} of ${own.length} right, ${number('declined')} declined, ${number('wrong')} wrong, ${number('failed')} failed`;
  });
  const failures = scored
    .filter(({ outcome }) => outcome !== 'right')
    .sort((a, b) => b.outcome.localeCompare(a.outcome))
    .map(
      ({ outcome, question, turns, why, answer }) =>
        `${outcome.padEnd(9)} ${question.id}: ${turns.join(' → ')}\n          ${why.slice(0, 300)}${outcome === 'wrong' ? `\n          ${answer.sql ?? ''}` : ''}`,
    );
  return [...lines, ...failures].join('\n');
}

describe('questions as people put them, against the truth of the sample', () => {
  let scored: readonly Scored[];
  beforeAll(async () => {
    const [many, single] = [
      await askAll('default', families),
      await askAll('single', { 'one account': singleAccount }),
    ];
    scored = [...many, ...single];
    const percent = (outcome: Outcome) => `${(share(scored, outcome) * 100).toFixed(1)} % ${outcome}`;
    console.log(
      `${table(scored)}\n${scored.length} questions: ${(['right', 'declined', 'wrong', 'failed'] as const).map(percent).join(', ')}`,
    );
  }, LONGEST * 5);

  it('asks at least 110 of them', () => {
    expect(scored.length).toBeGreaterThanOrEqual(110);
  });

  it('answers at least three in four right', () => {
    expect(share(scored, 'right')).toBeGreaterThanOrEqual(0.75);
  });

  it('is wrong and sure of itself in at most one of fifty', () => {
    expect(share(scored, 'wrong')).toBeLessThanOrEqual(0.02);
  });

  it('never breaks down', () => {
    expect(scored.filter(({ outcome }) => outcome === 'failed').map(({ question }) => question.id)).toEqual(
      [],
    );
  });
});

describe('the fifteen questions that the product was made for', () => {
  let scored: readonly Scored[];
  beforeAll(async () => {
    scored = await askAll('default', { scope: scopeQuestions });
    console.log(table(scored));
  }, LONGEST);

  it.each(scopeQuestions.map(({ id }) => id))('%s is right, or declined honestly', (id) => {
    const found = scored.find(({ question }) => question.id === id);
    expect(found?.outcome, `${found?.turns[0]}: ${found?.why}\n${found?.answer.sql}`).toMatch(
      /right|declined/,
    );
  });

  const said = (id: string): string => {
    const answer = scored.find(({ question }) => question.id === id)?.answer;
    return JSON.stringify([answer?.text, answer?.assumptions, answer?.verdict, answer?.diagnostics]);
  };

  it.each(['scope-2', 'scope-9', 'scope-15'])('%s says that cost is not collected', (id) => {
    expect(said(id)).toMatch(/cost/i);
  });

  it('says of performance what would have to be switched on', () => {
    expect(said('scope-4')).toMatch(/metric/i);
  });

  it('says that who did it is unknown where no activity is collected', () => {
    expect(said('scope-10')).toMatch(/actor|who|CloudTrail/i);
  });

  it('says that whether a trail logs is not recorded', () => {
    expect(said('scope-14')).toMatch(/logging|logs/i);
  });

  it.each(['scope-1', 'scope-10'])('%s says how it knows an environment', (id) => {
    expect(said(id)).toMatch(/environment/i);
  });
});
