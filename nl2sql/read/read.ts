import { isUnknown } from '../cover/item.ts';
import {
  readAmount,
  readColumnFlag,
  readComparison,
  readHaving,
  readPort,
  readPredicate,
  readValue,
} from './conditions.ts';
import {
  readAggregate,
  readAggregateColumn,
  readCount,
  readGroup,
  readOrder,
  readSuperlative,
} from './measures.ts';
import { readPlace } from './places.ts';
import { type Cursor, emptyReading, type Reading, type Rule } from './reading.ts';
import { readIdentity, readNamed, readRelation } from './relations.ts';
import {
  readDimension,
  readHead,
  readLacking,
  readLeadingKey,
  readProjection,
  readRuleName,
  readService,
  readTopic,
} from './subjects.ts';
import { readTag, readTagValue } from './tags.ts';
import { readFunctionWord, readJoiner, readPronoun, readTime, readVerb, readWish } from './words.ts';

/** In order: what needs more context comes before what needs less. */
const RULES: readonly Rule[] = [
  readJoiner,
  readPronoun,
  readNamed,
  readRelation,
  readIdentity,
  readTag,
  readTime,
  readAggregateColumn,
  readGroup,
  readOrder,
  readSuperlative,
  readAggregate,
  readLeadingKey,
  readComparison,
  readHaving,
  readAmount,
  readVerb,
  readLacking,
  readPredicate,
  readPlace,
  readRuleName,
  readTopic,
  readColumnFlag,
  readHead,
  readValue,
  readPort,
  readCount,
  readProjection,
  readDimension,
  readService,
  readWish,
  readTagValue,
  readFunctionWord,
];

/** Reads all items of a question. Never fails: what no rule takes is in `unplaced`. */
export function read(cursor: Cursor): Reading {
  const reading = emptyReading();
  while (cursor.peek() !== undefined) {
    const before = cursor.at;
    if (RULES.some((rule) => rule(cursor, reading)) && cursor.at > before) continue;
    const item = cursor.peek();
    if (
      item !== undefined &&
      (item.time !== undefined ||
        isUnknown(item) ||
        item.senses.length > 0 ||
        item.atom !== undefined ||
        item.quantity !== undefined)
    )
      reading.unplaced.push(item);
    cursor.take();
  }
  return reading;
}
