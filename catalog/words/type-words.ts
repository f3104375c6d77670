import { computeWords } from './types/compute.ts';
import { dataWords } from './types/data.ts';
import { identityWords } from './types/identity.ts';
import { integrationWords } from './types/integration.ts';
import { managementWords } from './types/management.ts';
import { networkWords } from './types/network.ts';
import { storageWords } from './types/storage.ts';

/**
 * What people call a resource type, and what they want to see of it. Reviewed by hand; a type without an entry
 * is still addressable by the words of its own name (see nl2sql/lexicon), so an entry is only worth its better words.
 */
export interface TypeWords {
  readonly type: string;
  /** Singular, lower case; the first is the name used in answers. */
  readonly nouns: readonly string[];
  /** Words that alone mean this type unless others of the lake compete ("instance": EC2). The answer says so. */
  readonly defaults?: readonly string[];
  /** Columns of the typed table worth showing unasked, most telling first. */
  readonly telling?: readonly string[];
  /** Column of the typed table with the time of creation, where resources.created_at is often missing. */
  readonly created?: string;
  /** What "largest" and a bare size ("over 100 GB") mean. */
  readonly size?: { readonly column: string; readonly unit: 'bytes' | 'MiB' | 'GiB' | 'count' };
  /** What an empty column means, where a comparison would leave it out unseen: a sentence for the answer. */
  readonly empty?: Readonly<Record<string, string>>;
  /** Words for columns of this type beyond the columns' own names. */
  readonly columns?: Readonly<Record<string, readonly string[]>>;
}

export const typeWords: readonly TypeWords[] = [
  ...computeWords,
  ...storageWords,
  ...networkWords,
  ...dataWords,
  ...identityWords,
  ...integrationWords,
  ...managementWords,
];

const byType = new Map(typeWords.map((entry) => [entry.type, entry]));

export function wordsOfType(type: string): TypeWords | undefined {
  return byType.get(type);
}
