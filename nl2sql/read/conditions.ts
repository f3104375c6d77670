import { wordsOfType } from '#catalog/words/type-words.ts';
import { durationUnitOf } from '#catalog/words/units.ts';
import { hasRole, type Item, senseOf, sensesOf } from '../cover/item.ts';
import type { Quantity } from '../lex/quantity.ts';
import type { ColumnRef, Condition, Operator } from '../plan/plan.ts';
import { addCondition, type Cursor, type Reading } from './reading.ts';
import { isVague } from './vague.ts';
import { versionPatterns } from './versions.ts';

const COMPARISONS = [
  ['at_least', '>='],
  ['at_most', '<='],
  ['more', '>'],
  ['less', '<'],
  ['equal', '='],
] as const;

/** The comparison that a run of items spells, if any: "is more than", ">", "of at least", "is". */
export function operatorAt(
  cursor: Cursor,
  from: number,
): { operator: Operator; negated: boolean; end: number; explicit: boolean } | undefined {
  let at = from;
  let negated = false;
  while (
    hasRole(cursor.peek(at), 'be', 'of', 'filler', 'with', 'not', 'except', 'value') &&
    COMPARISONS.every(([role]) => !hasRole(cursor.peek(at), role))
  ) {
    if (hasRole(cursor.peek(at), 'not') || hasRole(cursor.peek(at), 'except')) negated = true;
    at += 1;
  }
  if (cursor.peek(at)?.text === '!=' || cursor.peek(at)?.text === '<>')
    return { operator: '=', negated: true, end: at + 1, explicit: true };
  for (const [role, operator] of COMPARISONS)
    if (hasRole(cursor.peek(at), role)) return { operator, negated, end: at + 1, explicit: true };
  return at > from ? { operator: '=', negated, end: at, explicit: false } : undefined;
}

export const isNumeric = (column: ColumnRef): boolean =>
  ['bigint', 'double', 'decimal'].includes(column.type);

const isText = (column: ColumnRef): boolean => column.type === 'varchar' && !column.isJson;

/** A column with what it is compared with: size over 100 GB · runtime is python3.8 · engine version starting with 13. */
export function readComparison(cursor: Cursor, reading: Reading): boolean {
  const column = senseOf(cursor.peek(), 'column')?.column;
  if (column === undefined || cursor.pending.their) return false;
  return (
    readNumber(cursor, reading, column) ||
    readSpan(cursor, reading, column) ||
    readMoment(cursor, reading, column) ||
    readPattern(cursor, reading, column) ||
    readText(cursor, reading, column)
  );
}

/** "between 50 and 100 GB": both ends, the first in the unit of the second where it names none. */
export function readBetween(cursor: Cursor, reading: Reading, column: ColumnRef, from: number): boolean {
  const range = rangeAt(cursor, from);
  if (range === undefined || cursor.pending.not || cursor.pending.without) return false;
  if (!addNumber(cursor, reading, column, false, '>=', range.low)) return false;
  cursor.pending.joiner = 'and';
  if (!addNumber(cursor, reading, column, false, '<=', range.high))
    reading.decline = `I do not know in which unit ${column.name} is kept, and will not guess.`;
  cursor.take(range.end);
  return true;
}

/** The two amounts of "between … and …" at an offset, and where the next item stands. */
export function rangeAt(
  cursor: Cursor,
  from: number,
): { readonly low: Quantity; readonly high: Quantity; readonly end: number } | undefined {
  if (cursor.peek(from)?.text.toLowerCase() !== 'between' || !hasRole(cursor.peek(from + 2), 'and'))
    return undefined;
  const [low, high] = [cursor.peek(from + 1)?.quantity, cursor.peek(from + 3)?.quantity];
  if (low === undefined || high === undefined) return undefined;
  return { low: { ...low, unit: low.unit ?? high.unit }, high, end: from + 4 };
}

/** "500 GB or more", "10 seconds or under", "4 and up": a comparison said behind its number. */
export function boundAt(cursor: Cursor, at: number): { operator: Operator; end: number } | undefined {
  const isBefore = (end: number) => cursor.peek(end)?.quantity !== undefined;
  if (hasRole(cursor.peek(at), 'at_least', 'at_most') && !isBefore(at + 1))
    return { operator: hasRole(cursor.peek(at), 'at_least') ? '>=' : '<=', end: at + 1 };
  if (!hasRole(cursor.peek(at), 'or', 'and') || isBefore(at + 2)) return undefined;
  const said = cursor.peek(at + 1)?.text ?? '';
  if (/^(over|above|up|upwards?)$/i.test(said)) return { operator: '>=', end: at + 2 };
  return /^(under|below|down)$/i.test(said) ? { operator: '<=', end: at + 2 } : undefined;
}

function readNumber(cursor: Cursor, reading: Reading, column: ColumnRef): boolean {
  if (!isNumeric(column)) return false;
  const found = operatorAt(cursor, 1);
  if (readBetween(cursor, reading, column, found?.explicit === false ? found.end : 1)) return true;
  const at = found?.end ?? 1;
  const quantity = cursor.peek(at)?.quantity;
  if (quantity === undefined) return false;
  const bound = boundAt(cursor, at + 1);
  const operator: Operator = bound?.operator ?? found?.operator ?? '=';
  if (!addNumber(cursor, reading, column, found?.negated === true, operator, quantity)) return false;
  cursor.take(bound?.end ?? at + 1);
  return true;
}

/** "whose timeout is longer than 5 minutes": said of a column, a span is an amount and no age. */
function readSpan(cursor: Cursor, reading: Reading, column: ColumnRef): boolean {
  if (!isNumeric(column)) return false;
  let at = 1;
  while (hasRole(cursor.peek(at), 'be', 'of', 'filler', 'with')) at += 1;
  const phrase = cursor.peek(at)?.time;
  if (phrase?.kind !== 'age' || phrase.seconds === undefined) return false;
  const operator: Operator = phrase.isExact === true ? '=' : phrase.range.from === null ? '>' : '<';
  const unit: Quantity['unit'] = { dimension: 'seconds', factor: 1, words: [] };
  if (!addNumber(cursor, reading, column, false, operator, { value: phrase.seconds, unit, length: 1 })) {
    reading.decline = `I do not know in which unit ${column.name} is kept, and will not guess.`;
  }
  cursor.take(at + 1);
  return true;
}

/** "Last used more than 180 days ago", "last modified before June": a time said of a column that holds one. */
function readMoment(cursor: Cursor, reading: Reading, column: ColumnRef): boolean {
  if (column.type !== 'timestamp' || column.name === 'created_at' || column.name === 'captured_at')
    return false;
  // Creation has rules of its own: the change that told it counts too.
  if (hasRole(cursor.peek(), 'created')) return false;
  let at = 1;
  while (hasRole(cursor.peek(at), 'be', 'filler', 'in') && cursor.peek(at)?.time === undefined) at += 1;
  const phrase = cursor.peek(at)?.time;
  if (phrase === undefined || phrase.kind === 'as_of' || phrase.isDuration === true) return false;
  const { from, to } = phrase.range;
  const compared = (operator: Operator, value: Date): Condition => ({
    kind: 'compare',
    column,
    operator,
    values: [value.toISOString()],
    text: `${column.name} ${phrase.range.text}`,
  });
  const parts = [
    ...(from === null ? [] : [compared('>=', from)]),
    ...(to === null ? [] : [compared('<', to)]),
  ];
  const [first] = parts;
  if (first === undefined) return false;
  addCondition(cursor, reading, parts.length === 1 ? first : { kind: 'all', of: parts });
  reading.notes.push(`${column.name}: ${phrase.range.text}; where it is empty, nothing is told.`);
  cursor.take(at + 1);
  return true;
}

/** False, and nothing added, where the unit that was said cannot be brought to the column's own. */
export function addNumber(
  cursor: Cursor,
  reading: Reading,
  column: ColumnRef,
  negated: boolean,
  operator: Operator,
  quantity: Quantity,
): boolean {
  const value = converted(column, quantity, reading);
  if (value === undefined) return false;
  if (negated) cursor.pending.not = !cursor.pending.not;
  addCondition(cursor, reading, {
    kind: 'compare',
    column,
    operator,
    values: [value],
    text: `${column.name} ${operator} ${value}`,
  });
  return true;
}

const UNITS_OF: Readonly<Record<string, number>> = { bytes: 1, MiB: 1024 ** 2, GiB: 1024 ** 3 };

/** The number in the column's own unit; undefined where a unit was said and nothing tells the column's. */
function converted(column: ColumnRef, quantity: Quantity, reading: Reading): number | undefined {
  if (quantity.unit?.dimension === 'seconds') {
    const own = durationUnitOf(column.name);
    if (own === undefined) return undefined;
    reading.notes.push(`${column.name} is in ${own.unit}.`);
    return (quantity.value * quantity.unit.factor) / own.seconds;
  }
  if (quantity.unit?.dimension !== 'bytes') return quantity.value;
  for (const [type, name] of Object.entries(column.columns ?? {})) {
    const size = wordsOfType(type)?.size;
    const unit = /_bytes|bytes_/.test(name)
      ? 'bytes'
      : /in_gb|storage$|volume_size/.test(name) || name === 'size'
        ? 'GiB'
        : name === 'memory_size'
          ? 'MiB'
          : size?.column === name
            ? size.unit
            : undefined;
    const factor = unit === undefined ? undefined : UNITS_OF[unit];
    if (factor !== undefined) {
      const value = (quantity.value * quantity.unit.factor) / factor;
      reading.notes.push(`${column.name} is in ${unit}.`);
      return Math.round(value * 1000) / 1000;
    }
  }
  return undefined;
}

function readPattern(cursor: Cursor, reading: Reading, column: ColumnRef): boolean {
  if (!isText(column)) return false;
  const role = (['starts', 'ends', 'contains'] as const).find((candidate) =>
    hasRole(cursor.peek(1), candidate),
  );
  const item = cursor.peek(2);
  if (
    role === undefined ||
    item === undefined ||
    (hasRole(cursor.peek(1), 'with') && item.atom?.kind !== 'quoted')
  )
    return false;
  const text = (item.atom?.raw ?? item.text).replaceAll(/[%_]/g, '');
  const pattern = role === 'starts' ? `${text}%` : role === 'ends' ? `%${text}` : `%${text}%`;
  addCondition(cursor, reading, {
    kind: 'compare',
    column,
    operator: 'like',
    values: [pattern],
    text: `${column.name} ${role} ${text}`,
  });
  cursor.take(3);
  return true;
}

/** What the beginning of an id stands for, where it is not the word itself. */
const ID_OWNERS: Readonly<Record<string, string>> = {
  i: 'instance',
  vol: 'volume',
  sg: 'group',
  eni: 'interface',
  ami: 'image',
  snap: 'snapshot',
  rtb: 'route_table',
};

function readText(cursor: Cursor, reading: Reading, column: ColumnRef): boolean {
  if (!isText(column)) return false;
  const found = operatorAt(cursor, 1);
  const at = found?.end ?? 1;
  const item = cursor.peek(at);
  // "more than" is said of numbers: text is the same or it is not.
  if (item === undefined || (found !== undefined && found.operator !== '=')) return false;
  const value = sensesOf(item, 'value').filter((sense) => sense.column.name === column.name);
  const literal =
    item.atom !== undefined &&
    ['quoted', 'name', 'id', 'arn', 'ip', 'cidr', 'account_id'].includes(item.atom.kind)
      ? item.atom.raw
      : undefined;
  // "subnets of vpc-1": an id of something else is no value of the column.
  const kind = item.atom?.kind === 'id' ? (item.atom.raw.split('-')[0] ?? '') : '';
  const owner = ID_OWNERS[kind] ?? kind;
  if (kind !== '' && found?.explicit !== true && !column.name.includes(owner)) return false;
  const isVersion = /version/.test(column.name);
  const isStray = found?.explicit === true && item.senses.length === 0 && item.time === undefined;
  const number =
    (found !== undefined || isVersion) && item.quantity !== undefined
      ? cursor.atoms[item.from]?.raw
      : undefined;
  if (value.length === 0 && literal === undefined && number === undefined && !isStray) return false;
  const negated = found?.negated === true;
  if (negated) cursor.pending.not = !cursor.pending.not;
  const patterns = value.find((sense) => sense.patterns);
  const text = literal ?? number ?? item.text;
  // "version 5.7" is every 5.7.x.
  if (value.length === 0 && isVersion)
    addCondition(cursor, reading, {
      kind: 'compare',
      column,
      operator: 'like',
      values: versionPatterns(text),
      text: `${column.name} = ${text}`,
    });
  else if (value.length === 0)
    addCondition(cursor, reading, {
      kind: 'compare',
      column,
      operator: '=',
      values: [text],
      text: `${column.name} = ${text}`,
    });
  else
    addCondition(cursor, reading, {
      kind: 'compare',
      column,
      operator: patterns === undefined ? '=' : 'like',
      values: patterns?.values ?? [...new Set(value.flatMap((sense) => sense.values))],
      text: `${column.name} = ${item.text}`,
    });
  cursor.take(at + 1);
  return true;
}

/** The item before the "and" made a condition of having a value, as this one would. */
function isListedFlag(cursor: Cursor, reading: Reading): boolean {
  const before = senseOf(cursor.peek(-2), 'column')?.column;
  const last = reading.conditions.at(-1)?.condition;
  return (
    cursor.pending.joiner === 'and' &&
    hasRole(cursor.peek(-1), 'and') &&
    last?.kind === 'compare' &&
    last.operator === 'filled' &&
    last.column.name === before?.name
  );
}

/** "With engine, version and size": several columns, one of which every row has, are what is to be shown. */
function isListHead(cursor: Cursor, column: ColumnRef): boolean {
  const { with: has, without, not, joiner } = cursor.pending;
  if (!has || without || not || joiner === 'or' || column.type === 'boolean') return false;
  const columns = [column];
  let at = 1;
  while (hasRole(cursor.peek(at), 'comma', 'and')) {
    while (hasRole(cursor.peek(at), 'comma', 'and', 'filler', 'their')) at += 1;
    const next = senseOf(cursor.peek(at), 'column')?.column;
    if (next === undefined || next.type === 'boolean') break;
    columns.push(next);
    at += 1;
  }
  const isShown = columns.length > 2 || columns.some((each) => isVague(each) || isNumeric(each));
  if (columns.length < 2 || !isShown) return false;
  cursor.pending.their = true;
  return true;
}

/** A column with "with", "without", "no", or of yes and no: without key pairs, multi-AZ databases, monitoring disabled. */
export function readColumnFlag(cursor: Cursor, reading: Reading): boolean {
  const item: Item | undefined = cursor.peek();
  const column = senseOf(item, 'column')?.column;
  if (column === undefined || cursor.pending.their) return false;
  // The tail of a longer name that only some of the types have is not what is meant ("load balancers without targets").
  const isPartial =
    senseOf(item, 'column')?.rank === 1 &&
    column.columns !== null &&
    reading.heads.some(
      ({ sense }) =>
        sense.kind === 'type' && sense.types.some((type) => column.columns?.[type] === undefined),
    );
  if (isPartial || isListHead(cursor, column)) return false;
  // "Volumes with size, biggest first": everything has a size, so that it is to be shown.
  const isSize = Object.entries(column.columns ?? {}).some(
    ([type, name]) => wordsOfType(type)?.size?.column === name,
  );
  if (isSize && cursor.pending.with && !cursor.pending.without && !cursor.pending.not) return false;
  const isOff = hasRole(cursor.peek(1), 'off');
  const isOn = hasRole(cursor.peek(1), 'on') && !hasRole(cursor.peek(1), 'in');
  // "with public IP and key pair": what was said of the first holds of the next.
  const isCarried = isListedFlag(cursor, reading);
  const flagged =
    isCarried || cursor.pending.with || cursor.pending.without || cursor.pending.not || isOff || isOn;
  const isAdjective = column.type === 'boolean' && !cursor.pending.question;
  if (!flagged && !isAdjective) return false;
  if (!flagged && hasRole(cursor.peek(-1), 'ask', 'and', 'comma') && reading.heads.length > 0) return false;
  const negate = isOff && !cursor.pending.not && !cursor.pending.without;
  const condition = {
    kind: 'compare',
    column,
    operator: column.type === 'boolean' ? 'true' : 'filled',
    values: [],
    text: column.name,
  } as const;
  addCondition(cursor, reading, negate ? { kind: 'not', of: condition } : condition);
  cursor.take(isOff || isOn ? 2 : 1);
  return true;
}
