/** A value of Trino's protocol as Athena's result pages spell it; undefined is NULL, which they leave out. */
export function athenaText(value: unknown, type: string): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (type === 'varbinary') {
    const bytes = Buffer.from(String(value), 'base64').toString('hex');
    return bytes.match(/../g)?.join(' ') ?? '';
  }
  if (type === 'double' || type === 'real') return javaDouble(value);
  return plainText(value);
}

function plainText(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `[${value.map(plainText).join(', ')}]`;
  if (typeof value === 'object')
    return `{${Object.entries(value)
      .map(([key, item]) => `${key}=${plainText(item)}`)
      .join(', ')}}`;
  return String(value);
}

/** As Java's Double.toString writes it: `1.0`, `1.0E20`, `NaN`. */
function javaDouble(value: unknown): string {
  const number = Number(value);
  if (!Number.isFinite(number)) return String(value);
  const size = Math.abs(number);
  if (size === 0) return Object.is(number, -0) ? '-0.0' : '0.0';
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(number) ? `${number}.0` : String(number);
  const [digits = '', exponent = ''] = number.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}

/** ColumnInfo of a column of Trino's. */
export function columnInfo({ name, type }: { readonly name: string; readonly type: string }) {
  const [, base = type, precision, scale] = /^(\w+)(?:\((\d+)(?:, *(\d+))?\))?/.exec(type) ?? [];
  const zone = type.endsWith('with time zone') ? ' with time zone' : '';
  const known: Readonly<Record<string, number>> = {
    bigint: 19,
    integer: 10,
    varchar: 2_147_483_647,
    double: 17,
  };
  return {
    CatalogName: 'hive',
    SchemaName: '',
    TableName: '',
    Name: name,
    Label: name,
    Type: base + zone,
    Precision: Number(precision ?? known[base] ?? 0),
    Scale: Number(scale ?? 0),
    Nullable: 'UNKNOWN',
    CaseSensitive: base === 'varchar',
  };
}
