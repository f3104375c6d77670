/** A type of Trino, as far as the project's SQL knows them. `unknown` is the type of a bare NULL. */
export type SqlType =
  | { readonly kind: SimpleKind }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  /** length null: unbounded. */
  | { readonly kind: 'varchar'; readonly length: number | null }
  | { readonly kind: 'char'; readonly length: number }
  | { readonly kind: 'timestamp' | 'time'; readonly precision: number; readonly zone: boolean }
  | { readonly kind: 'array'; readonly element: SqlType }
  | { readonly kind: 'map'; readonly key: SqlType; readonly value: SqlType }
  | { readonly kind: 'row'; readonly fields: readonly RowField[] }
  /** The type of a lambda: only ever an argument. */
  | { readonly kind: 'function'; readonly parameters: readonly SqlType[]; readonly result: SqlType };

export interface RowField {
  readonly name: string | null;
  readonly type: SqlType;
}

const simpleKinds = [
  'unknown',
  'boolean',
  'tinyint',
  'smallint',
  'integer',
  'bigint',
  'real',
  'double',
  'varbinary',
  'date',
  'json',
  'intervalDayToSecond',
  'intervalYearToMonth',
  'uuid',
  'ipaddress',
] as const;
export type SimpleKind = (typeof simpleKinds)[number];
export type TypeKind = SqlType['kind'];

const simpleSpellings: Readonly<Record<SimpleKind, string>> = {
  unknown: 'unknown',
  boolean: 'boolean',
  tinyint: 'tinyint',
  smallint: 'smallint',
  integer: 'integer',
  bigint: 'bigint',
  real: 'real',
  double: 'double',
  varbinary: 'varbinary',
  date: 'date',
  json: 'json',
  intervalDayToSecond: 'interval day to second',
  intervalYearToMonth: 'interval year to month',
  uuid: 'uuid',
  ipaddress: 'ipaddress',
};

export const types = {
  unknown: { kind: 'unknown' },
  boolean: { kind: 'boolean' },
  tinyint: { kind: 'tinyint' },
  smallint: { kind: 'smallint' },
  integer: { kind: 'integer' },
  bigint: { kind: 'bigint' },
  real: { kind: 'real' },
  double: { kind: 'double' },
  varbinary: { kind: 'varbinary' },
  date: { kind: 'date' },
  json: { kind: 'json' },
  intervalDayToSecond: { kind: 'intervalDayToSecond' },
  intervalYearToMonth: { kind: 'intervalYearToMonth' },
  uuid: { kind: 'uuid' },
  ipaddress: { kind: 'ipaddress' },
  varchar: { kind: 'varchar', length: null },
  timestamp3: { kind: 'timestamp', precision: 3, zone: false },
  timestamp3Zone: { kind: 'timestamp', precision: 3, zone: true },
} as const satisfies Record<string, SqlType>;

export const varcharOf = (length: number | null): SqlType => ({ kind: 'varchar', length });
export const arrayOf = (element: SqlType): SqlType => ({ kind: 'array', element });
export const mapOf = (key: SqlType, value: SqlType): SqlType => ({ kind: 'map', key, value });
export const decimalOf = (precision: number, scale: number): SqlType => ({
  kind: 'decimal',
  precision,
  scale,
});
export const rowOf = (fields: readonly RowField[]): SqlType => ({ kind: 'row', fields });

/** Trino's spelling: `timestamp(3) with time zone`, `row(a integer, "B" varchar)`, `map(varchar, bigint)`. */
export function formatType(type: SqlType): string {
  switch (type.kind) {
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'varchar':
      return type.length === null ? 'varchar' : `varchar(${type.length})`;
    case 'char':
      return `char(${type.length})`;
    case 'timestamp':
    case 'time':
      return `${type.kind}(${type.precision})${type.zone ? ' with time zone' : ''}`;
    case 'array':
      return `array(${formatType(type.element)})`;
    case 'map':
      return `map(${formatType(type.key)}, ${formatType(type.value)})`;
    case 'row':
      return `row(${type.fields.map(formatField).join(', ')})`;
    case 'function':
      return `function(${[...type.parameters, type.result].map(formatType).join(',')})`;
    default:
      return simpleSpellings[type.kind];
  }
}

const formatField = (field: RowField): string => {
  if (field.name === null) return formatType(field.type);
  const name = /^[a-z_][a-z0-9_]*$/.test(field.name) ? field.name : `"${field.name.replaceAll('"', '""')}"`;
  return `${name} ${formatType(field.type)}`;
};

export function sameType(a: SqlType, b: SqlType): boolean {
  return formatType(a) === formatType(b);
}

/** A spelling that names no type the project's SQL knows. */
export class UnknownTypeError extends Error {
  override readonly name = 'UnknownTypeError';
}

/**
 * Reads Trino's spelling of a type, case-insensitively, with Trino's defaults (`decimal` is decimal(38,0),
 * `timestamp` is timestamp(3), `int` is integer) and Hive's angle brackets for arrays and maps.
 * @throws UnknownTypeError
 */
export function parseType(spelling: string): SqlType {
  const reader = new TypeReader(spelling);
  const type = reader.type();
  reader.end();
  return type;
}

const TOKEN = /\s*(?:("(?:[^"]|"")*")|([A-Za-z_][A-Za-z0-9_]*)|(\d+)|([(),<>]))/y;

class TypeReader {
  readonly #tokens: string[] = [];
  readonly #spelling: string;
  #at = 0;

  constructor(spelling: string) {
    this.#spelling = spelling;
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < spelling.length && spelling.slice(TOKEN.lastIndex).trim() !== '') {
      const match = TOKEN.exec(spelling);
      if (match === null) throw new UnknownTypeError(`${spelling} is not a type this SQL knows`);
      this.#tokens.push((match[1] ?? match[2]?.toLowerCase() ?? match[3] ?? match[4]) as string);
    }
  }

  end(): void {
    if (this.#at < this.#tokens.length) this.#fail();
  }

  type(): SqlType {
    const word = this.#next();
    switch (word) {
      case 'int':
        return types.integer;
      case 'string':
        return types.varchar;
      case 'decimal': {
        const [precision = 38, scale = 0] = this.#numbers();
        if (precision < 1 || precision > 38 || scale > precision) this.#fail();
        return decimalOf(precision, scale);
      }
      case 'varchar': {
        const [length] = this.#numbers();
        return varcharOf(length ?? null);
      }
      case 'char': {
        const [length = 1] = this.#numbers();
        return { kind: 'char', length };
      }
      case 'double':
        this.#skip('precision');
        return types.double;
      case 'timestamp':
      case 'time': {
        const [precision = 3] = this.#numbers();
        if (precision > 12) this.#fail();
        return { kind: word, precision, zone: this.#zone() };
      }
      case 'interval':
        return this.#interval();
      case 'array': {
        this.#open();
        const element = this.type();
        this.#close();
        return arrayOf(element);
      }
      case 'map': {
        this.#open();
        const key = this.type();
        this.#expect(',');
        const value = this.type();
        this.#close();
        return mapOf(key, value);
      }
      case 'row':
        return this.#row();
      default: {
        const simple = simpleKinds.find((kind) => kind === word);
        if (simple === undefined || simple === 'unknown') return this.#fail();
        return { kind: simple };
      }
    }
  }

  #row(): SqlType {
    this.#expect('(');
    const fields: RowField[] = [];
    do fields.push(this.#field());
    while (this.#skip(','));
    this.#expect(')');
    return rowOf(fields);
  }

  /** `type` or `name type`: a name is followed by the start of a type, not by `,`, `)` or `(`. */
  #field(): RowField {
    const word = this.#peek();
    if (word?.startsWith('"')) {
      this.#at++;
      return { name: word.slice(1, -1).replaceAll('""', '"'), type: this.type() };
    }
    const start = this.#at;
    try {
      const type = this.type();
      if (this.#peek() === ',' || this.#peek() === ')') return { name: null, type };
    } catch (error) {
      if (!(error instanceof UnknownTypeError)) throw error;
    }
    this.#at = start;
    const name = this.#next();
    return { name, type: this.type() };
  }

  #interval(): SqlType {
    const from = this.#next();
    if (this.#skip('to')) this.#next();
    if (from === 'year' || from === 'month') return types.intervalYearToMonth;
    if (['day', 'hour', 'minute', 'second'].includes(from)) return types.intervalDayToSecond;
    return this.#fail();
  }

  #zone(): boolean {
    if (this.#skip('without')) {
      this.#expect('time');
      this.#expect('zone');
      return false;
    }
    if (!this.#skip('with')) return false;
    this.#expect('time');
    this.#expect('zone');
    return true;
  }

  #numbers(): number[] {
    if (!this.#skip('(')) return [];
    const numbers: number[] = [];
    do {
      const token = this.#next();
      if (!/^\d{1,9}$/.test(token)) this.#fail();
      numbers.push(Number(token));
    } while (this.#skip(','));
    this.#expect(')');
    return numbers;
  }

  #open(): void {
    if (!this.#skip('<')) this.#expect('(');
  }

  #close(): void {
    if (!this.#skip('>')) this.#expect(')');
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  #next(): string {
    const token = this.#tokens[this.#at++];
    return token ?? this.#fail();
  }

  #skip(token: string): boolean {
    if (this.#peek() !== token) return false;
    this.#at++;
    return true;
  }

  #expect(token: string): void {
    if (!this.#skip(token)) this.#fail();
  }

  #fail(): never {
    throw new UnknownTypeError(`${this.#spelling} is not a type this SQL knows`);
  }
}
