import type { Answer } from './contract.ts';

/** An answer with every field present and nothing found out yet. */
export function blankAnswer(
  fixed: Pick<Answer, 'id' | 'conversation' | 'question' | 'engine'> & Partial<Answer>,
): Answer {
  return {
    status: 'answered',
    sql: null,
    columns: [],
    rows: [],
    row_count: null,
    truncated: false,
    verdict: null,
    text: '',
    assumptions: [],
    choices: [],
    chart: null,
    follow_ups: [],
    translator: null,
    generations: {},
    estimate: null,
    bytes_scanned: null,
    cost_usd: null,
    elapsed_ms: 0,
    diagnostics: [],
    ...fixed,
  };
}

/** Exit status of the command line for an answer: 0 answered, 1 failed, 3 not answered. */
export function exitStatusOf(status: Answer['status']): 0 | 1 | 3 {
  if (status === 'answered') return 0;
  return status === 'failed' ? 1 : 3;
}
