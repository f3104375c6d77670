import type { Vocabulary } from '../vocabulary.ts';
import { addCatalogueWords } from './catalogue-words.ts';
import { addLakeWords } from './lake-words.ts';
import { PhraseIndex } from './phrase-index.ts';
import { addTypePhrases } from './type-phrases.ts';

const known = new WeakMap<Vocabulary, PhraseIndex>();

/** Every phrase that holds whatever a question is about; made once for each vocabulary. */
export function lexiconFor(vocabulary: Vocabulary): PhraseIndex {
  const made = known.get(vocabulary);
  if (made !== undefined) return made;
  const index = new PhraseIndex();
  addCatalogueWords(index);
  addTypePhrases(
    index,
    vocabulary.types.map(({ value }) => value),
  );
  addLakeWords(index, vocabulary, (stem) => index.isPhrase(stem));
  known.set(vocabulary, index);
  return index;
}
