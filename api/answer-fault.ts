import type { Answer } from '#answer/contract.ts';

/** What an answer fails of that whoever asked did, or can mend: their SQL, their sign-in, their wish to stop; an empty lake. */
const OF_THE_ASKER = /^(query\.(failed|cancelled|bytes_cutoff)|answer\.too_slow|auth\.(not_|token_)|NO_LAKE)/;

/** Whether the answer failed by a fault of ours or of AWS: what the alarm on failed answers counts. */
export const isFault = ({ status, diagnostics }: Pick<Answer, 'status' | 'diagnostics'>): boolean =>
  status === 'failed' && !diagnostics.some(({ code }) => OF_THE_ASKER.test(code));
