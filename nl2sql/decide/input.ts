import type { Reading } from '../read/reading.ts';
import type { Vocabulary } from '../vocabulary.ts';

export interface DecideInput {
  readonly question: string;
  readonly reading: Reading;
  readonly vocabulary: Vocabulary;
  readonly now: Date;
  readonly zone: string;
}
