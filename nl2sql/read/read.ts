import { isUnknown } from '../cover/item.ts';
import { readAmount, readHaving } from './amounts.ts';
import { readColumnFlag, readComparison } from './conditions.ts';
import { readGroup, readOrder } from './groups.ts';
import { readLeadingKey, readProjection } from './keys.ts';
import { readAggregate, readAggregateColumn, readCount, readSuperlative } from './measures.ts';
import { readOwnWord } from './own-words.ts';
import { readPlace } from './places.ts';
import { readPort, readPredicate } from './predicates.ts';
import { readLeft, readQuality, readUnset } from './qualities.ts';
import { type Cursor, emptyReading, type Reading, type Rule } from './reading.ts';
import { readIdentity, readNamed, readNamePart, readRelation } from './relations.ts';
import { readDimension, readHead, readLacking, readSwitchedService } from './subjects.ts';
import { readShownTag, readTag, readTagValue } from './tags.ts';
import { readRuleName, readService, readTopic } from './topics.ts';
import { readValue } from './values.ts';
import { readVersionBound } from './versions.ts';
import {
  readFunctionWord,
  readJoiner,
  readJudgement,
  readPronoun,
  readTime,
  readTransition,
  readVerb,
  readWish,
} from './words.ts';

/** In order: what needs more context comes before what needs less. */
const RULES: readonly Rule[] = [
  readJoiner,
  readPronoun,
  readNamePart,
  readNamed,
  readRelation,
  readIdentity,
  readLeft,
  readQuality,
  readOwnWord,
  readShownTag,
  readTag,
  readTransition,
  readTransition,
  readJudgement,
  readTime,
  readAggregateColumn,
  readGroup,
  readOrder,
  readSuperlative,
  readAggregate,
  readLeadingKey,
  readComparison,
  readVersionBound,
  readHaving,
  readAmount,
  readVerb,
  readLacking,
  readSwitchedService,
  readPredicate,
  readUnset,
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
  // A "not" that changed nothing was not understood.
  cursor.end();
  const lost = cursor.lostNegation === null ? undefined : cursor.items[cursor.lostNegation];
  if (lost !== undefined) reading.unplaced.push(lost);
  return reading;
}
