import { predicateByName } from '#catalog/predicates/predicates.ts';
import { wordsOfType } from '#catalog/words/type-words.ts';
import { hasRole, type Item, type SenseOf, senseOf, sensesOf } from '../cover/item.ts';
import type { Quantity } from '../lex/quantity.ts';
import type { ColumnRef, Operator } from '../plan/plan.ts';
import { spanAt } from '../time/time-phrase.ts';
import { headOf } from './heads.ts';
import { addCondition, type Cursor, type Reading } from './reading.ts';

/** Named predicates: unencrypted, not public, without backups, open to the internet on port 22, expiring in 30 days. */
export function readPredicate(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  const rule = senseOf(item, 'rule_predicate');
  const senses = sensesOf(item, 'predicate');
  const types = reading.heads.flatMap(({ sense }) =>
    sense.kind === 'type' ? sense.types : sense.kind === 'slice' ? [sense.type] : [],
  );
  if (rule !== undefined && (senses.length === 0 || types.includes('AWS::IAM::User')))
    return readRulePredicate(cursor, reading, rule.name);
  const sense = best(senses, types);
  if (sense === undefined) return false;
  // "which tag keys are used": there is nothing else to be in use.
  if (sense.name === 'in_use' && reading.heads.length === 0 && reading.topics.length > 0) {
    cursor.take();
    return true;
  }
  const predicate = predicateByName(sense.name);
  if (predicate === undefined) return false;
  // "show their encryption" asks for it, it does not filter by it.
  if (
    sense.form === 'noun' &&
    (cursor.pending.their ||
      (!cursor.pending.with &&
        !cursor.pending.without &&
        !cursor.pending.not &&
        !hasRole(cursor.peek(1), 'on', 'off')))
  ) {
    if (!mayBeBareNoun(cursor, sense.name)) return false;
  }
  let negated = sense.negated;
  let length = 1;
  if (sense.form === 'noun' && hasRole(cursor.peek(1), 'on')) length = 2;
  else if (sense.form === 'noun' && hasRole(cursor.peek(1), 'off')) {
    length = 2;
    negated = !negated;
  }
  if (cursor.pending.not && cursor.pending.without) cursor.pending.not = false;
  const port = predicate.takesPort === true ? portAt(cursor, length) : undefined;
  if (port !== undefined) length = port.end;
  const days = predicate.days === undefined ? undefined : daysAt(cursor, length);
  if (days !== undefined) length = days.end;
  const condition = {
    kind: 'predicate',
    name: sense.name,
    port: port?.port ?? reading.port,
    days: days?.days ?? null,
  } as const;
  addCondition(cursor, reading, negated ? { kind: 'not', of: condition } : condition);
  cursor.take(length);
  return true;
}

function best(
  senses: readonly SenseOf<'predicate'>[],
  types: readonly string[],
): SenseOf<'predicate'> | undefined {
  const fits = (sense: SenseOf<'predicate'>) =>
    predicateByName(sense.name)?.variants.some(
      (variant) => variant.types.length === 0 || variant.types.some((type) => types.includes(type)),
    ) ?? false;
  return senses.find(fits) ?? senses[0];
}

function mayBeBareNoun(cursor: Cursor, name: string): boolean {
  return (
    name === 'open_to_internet' ||
    name === 'admin' ||
    (cursor.peek()?.text.includes(' ') === true && cursor.pending.joiner !== 'none')
  );
}

function readRulePredicate(cursor: Cursor, reading: Reading, name: string): boolean {
  reading.conditions.push({ condition: { kind: 'rule', name }, joiner: cursor.pending.joiner });
  cursor.take();
  // "older than 90 days" belongs to the keys: the rule has its own age.
  if (name === 'old_access_keys')
    while (cursor.peek()?.time !== undefined || cursor.peek()?.quantity !== undefined) cursor.skip();
  return true;
}

/** "on port 22", "on ssh", "for SSH from anywhere". */
function portAt(cursor: Cursor, from: number): { port: number; end: number } | undefined {
  let at = from;
  while (
    hasRole(cursor.peek(at), 'in', 'for', 'with', 'filler', 'to', 'port', 'on') &&
    senseOf(cursor.peek(at), 'port') === undefined
  )
    at += 1;
  const item = cursor.peek(at);
  const named = senseOf(item, 'port');
  if (named !== undefined)
    return { port: named.port, end: at + 1 + (hasRole(cursor.peek(at + 1), 'port') ? 1 : 0) };
  const isPort = hasRole(cursor.peek(at - 1), 'port') && item?.quantity !== undefined;
  return isPort ? { port: item.quantity?.value ?? 0, end: at + 1 } : undefined;
}

export function readPort(cursor: Cursor, reading: Reading): boolean {
  const start = hasRole(cursor.peek(), 'port') || senseOf(cursor.peek(), 'port') !== undefined;
  const isColumn = senseOf(cursor.peek(), 'column') !== undefined;
  const found = start && !isColumn ? portAt(cursor, 0) : undefined;
  if (found === undefined) return false;
  reading.port = found.port;
  cursor.take(found.end);
  return true;
}

/** "in 30 days", "within the next 60 days" after "expiring". */
function daysAt(cursor: Cursor, from: number): { days: number; end: number } | undefined {
  const item = cursor.peek(from);
  if (item?.time !== undefined) {
    const { from: start, to } = item.time.range;
    if (item.time.kind === 'age' && item.time.isDuration === true)
      return { days: Math.max(1, Math.round((item.time.seconds ?? 0) / 86_400)), end: from + 1 };
    if (item.time.kind === 'age' && to !== null) return undefined;
    if (start !== null && to !== null)
      return { days: Math.max(1, Math.round((to.getTime() - start.getTime()) / 86_400_000)), end: from + 1 };
  }
  let at = from;
  while (hasRole(cursor.peek(at), 'in', 'for', 'less', 'filler', 'at_most')) at += 1;
  const next = cursor.peek(at);
  if (at === from || next === undefined) return undefined;
  const span = spanAt(cursor.atoms, next.from);
  if (span === undefined) return undefined;
  let end = at;
  while ((cursor.peek(end)?.from ?? Number.POSITIVE_INFINITY) < next.from + span.length) end += 1;
  return { days: Math.max(1, Math.round(span.seconds / 86_400)), end };
}

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

const isNumeric = (column: ColumnRef): boolean => ['bigint', 'double', 'decimal'].includes(column.type);
const isText = (column: ColumnRef): boolean => column.type === 'varchar' && !column.isJson;

/** A column with what it is compared with: size over 100 GB · runtime is python3.8 · engine version starting with 13. */
export function readComparison(cursor: Cursor, reading: Reading): boolean {
  const column = senseOf(cursor.peek(), 'column')?.column;
  if (column === undefined || cursor.pending.their) return false;
  return (
    readNumber(cursor, reading, column) ||
    readPattern(cursor, reading, column) ||
    readText(cursor, reading, column)
  );
}

function readNumber(cursor: Cursor, reading: Reading, column: ColumnRef): boolean {
  if (!isNumeric(column)) return false;
  const found = operatorAt(cursor, 1);
  const at = found?.end ?? 1;
  const quantity = cursor.peek(at)?.quantity;
  if (quantity === undefined) return false;
  let end = at + 1;
  let operator: Operator = found?.operator ?? '=';
  if (hasRole(cursor.peek(end), 'at_least')) {
    operator = '>=';
    end += 1;
  } else if (hasRole(cursor.peek(end), 'at_most')) {
    operator = '<=';
    end += 1;
  }
  addNumber(cursor, reading, column, found?.negated === true, operator, quantity);
  cursor.take(end);
  return true;
}

function addNumber(
  cursor: Cursor,
  reading: Reading,
  column: ColumnRef,
  negated: boolean,
  operator: Operator,
  quantity: Quantity,
): void {
  const value = converted(column, quantity, reading);
  if (negated) cursor.pending.not = !cursor.pending.not;
  addCondition(cursor, reading, {
    kind: 'compare',
    column,
    operator,
    values: [value],
    text: `${column.name} ${operator} ${value}`,
  });
}

const UNITS_OF: Readonly<Record<string, number>> = { bytes: 1, MiB: 1024 ** 2, GiB: 1024 ** 3 };

/** The number in the column's own unit, where the type says which that is. */
function converted(column: ColumnRef, quantity: Quantity, reading: Reading): number {
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
  return quantity.value;
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
      values: [`${text.replaceAll(/[%_]/g, '')}%`],
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
      values: (patterns ?? { values: value.flatMap((sense) => sense.values) }).values,
      text: `${column.name} = ${item.text}`,
    });
  cursor.take(at + 1);
  return true;
}

/** A value alone: running instances, gp2 volumes, postgres databases, t3.micro. */
export function readValue(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  const senses = sensesOf(item, 'value');
  const [first] = senses;
  if (item !== undefined && first === undefined) return readInstanceType(cursor, reading, item);
  if (item === undefined || first === undefined) return false;
  const chosen =
    senses.find((sense) => sense.column.name === senseOf(cursor.peek(1), 'column')?.column.name) ?? first;
  const same = senses.filter((sense) => sense.column.name === chosen.column.name);
  const exact = same.filter((sense) => !sense.patterns);
  const others = [...new Set(senses.map((sense) => sense.column.name))];
  if (others.length > 1 && same === senses)
    reading.notes.push(`“${item.text}” is read as ${chosen.column.name}.`);
  const values =
    exact.length > 0 && !same.some((sense) => sense.patterns)
      ? [...new Set(exact.flatMap((sense) => sense.values))]
      : (same.find((sense) => sense.patterns)?.values ?? []);
  const operator: Operator = same.some((sense) => sense.patterns) ? 'like' : '=';
  addCondition(cursor, reading, {
    kind: 'compare',
    column: chosen.column,
    operator,
    values,
    text: `${chosen.column.name} = ${item.text}`,
  });
  cursor.take();
  // "running state", "gp2 volume type": the column behind the value says the same.
  if (senseOf(cursor.peek(), 'column')?.column.name === chosen.column.name) cursor.skip();
  return true;
}

/** An instance type or family that the lake does not hold: its form tells what it is. */
function readInstanceType(cursor: Cursor, reading: Reading, item: Item): boolean {
  const form = /^(?:db\.|cache\.)?[a-z]{1,4}\d[a-z0-9-]{0,6}(\.[a-z0-9]+)?$/i.exec(item.text);
  const column = columnNamed(cursor, 'instance_type') ?? columnNamed(cursor, 'db_instance_class');
  if (form === null || column === undefined || item.senses.length > 0) return false;
  const isWhole = form[1] !== undefined;
  addCondition(cursor, reading, {
    kind: 'compare',
    column,
    operator: isWhole ? '=' : 'like',
    values: [isWhole ? item.text : `${item.text}.%`],
    text: item.text,
  });
  cursor.take();
  return true;
}

/** "accounts with more than 10 buckets": how many of them a group must have. */
export function readHaving(cursor: Cursor, reading: Reading): boolean {
  const found = operatorAt(cursor, 0);
  const quantity = found === undefined ? undefined : cursor.peek(found.end)?.quantity;
  if (found === undefined || !found.explicit || quantity === undefined || quantity.unit !== undefined)
    return false;
  const isCounted = reading.dimension !== null && reading.heads.length === 0;
  const head = headOf(cursor.peek(found.end + 1));
  if (!isCounted || head === undefined) return false;
  reading.having = { operator: found.operator, value: quantity.value };
  cursor.mark({}, found.end + 1);
  return true;
}

/** "over 100 GB", "more than 4 vCPUs", "at least 512 MB of memory": the amount first, then what it is of. */
export function readAmount(cursor: Cursor, reading: Reading): boolean {
  const found = operatorAt(cursor, 0);
  const at = found?.end ?? 0;
  const item = cursor.peek(at);
  const quantity = item?.quantity;
  if (quantity === undefined || (found === undefined && quantity.unit === undefined)) return false;
  let end = at + 1;
  while (hasRole(cursor.peek(end), 'of', 'filler', 'in')) end += 1;
  const own = senseOf(cursor.peek(end), 'column')?.column ?? senseOf(item, 'column')?.column;
  const column =
    own !== undefined && isNumeric(own)
      ? own
      : reading.metrics.length > 0
        ? METRIC_AVERAGE
        : sizeColumn(cursor, reading, quantity);
  if (column === undefined) return false;
  if (own !== undefined && column === own && senseOf(cursor.peek(end), 'column') !== undefined) end += 1;
  else end = at + 1;
  addNumber(cursor, reading, column, found?.negated === true, found?.operator ?? '=', quantity);
  cursor.take(end);
  return true;
}

/** "CPU below 5 %": what the average of a metric is compared with. */
const METRIC_AVERAGE: ColumnRef = {
  name: 'average',
  type: 'double',
  isJson: false,
  columns: null,
  isDerived: false,
};

/** What a bare amount measures: the size of the type that is asked about. */
function sizeColumn(cursor: Cursor, reading: Reading, quantity: Quantity): ColumnRef | undefined {
  if (
    quantity.unit === undefined ||
    (quantity.unit.dimension !== 'bytes' && quantity.unit.dimension !== 'cpu')
  )
    return undefined;
  const head = reading.heads[0]?.sense;
  const type = head?.kind === 'type' ? head.types[0] : head?.kind === 'slice' ? head.type : undefined;
  const size = type === undefined ? undefined : wordsOfType(type)?.size;
  if (size === undefined || (quantity.unit.dimension === 'bytes') === (size.unit === 'count'))
    return undefined;
  return columnNamed(cursor, size.column);
}

/** The column of that name among those that the question's own words can reach. */
export function columnNamed(cursor: Cursor, name: string): ColumnRef | undefined {
  return cursor.columns.find(
    (column) => column.name === name || Object.values(column.columns ?? {}).includes(name),
  );
}

/** A column with "with", "without", "no", or of yes and no: without key pairs, multi-AZ databases, monitoring disabled. */
export function readColumnFlag(cursor: Cursor, reading: Reading): boolean {
  const item: Item | undefined = cursor.peek();
  const column = senseOf(item, 'column')?.column;
  if (column === undefined || cursor.pending.their) return false;
  const isOff = hasRole(cursor.peek(1), 'off');
  const isOn = hasRole(cursor.peek(1), 'on') && !hasRole(cursor.peek(1), 'in');
  const flagged = cursor.pending.with || cursor.pending.without || cursor.pending.not || isOff || isOn;
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
