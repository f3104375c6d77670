import { AppError } from '#catalog/errors.ts';

export interface ReportParameter {
  readonly name: string;
  readonly type: 'integer' | 'text';
  readonly description: string;
  /** The literal that stands in the file, as a value. */
  readonly default: string;
}

/** A saved report: Athena SQL that runs as it lies, with a header that says what it answers. */
export interface Report {
  /** `area/name`, from the file's place under sql/reports. */
  readonly name: string;
  readonly title: string;
  /** Questions it answers, word for word; the saved-question translator matches them. */
  readonly questions: readonly string[];
  /** Plural noun phrase of its rows, for the sentence. */
  readonly subject: string;
  readonly assumptions: readonly string[];
  readonly parameters: readonly ReportParameter[];
  /** Each output column with what it means. */
  readonly columns: readonly { readonly name: string; readonly description: string }[];
  readonly chart: {
    readonly kind: 'bar' | 'line' | 'pie' | 'number';
    readonly x: string | null;
    readonly y: readonly string[];
  } | null;
  readonly sql: string;
}

/** A report's file breaks the rules of its header: a bug in sql/reports, found when it is read. */
export class ReportFormatError extends AppError {
  override readonly name = 'ReportFormatError';
  readonly code = 'report.format';
  readonly retryable = false;
}

/** A parameter given to a report is unknown or of the wrong form. */
export class ReportParameterError extends AppError {
  override readonly name = 'ReportParameterError';
  readonly code = 'report.parameter';
  readonly retryable = false;
}

const HEADER_LINE = /^--\s*(title|question|subject|assume|param|column|chart):\s*(.+?)\s*$/;
const CHART = /^(bar|line|pie|number)(?:\s+(\S+))?\s*\|\s*(.+)$/;
const PARAMETER = /^(\w+)\s+(integer|text)\s+(.+)$/;

/** A parameter's place in the SQL: its name in a comment before the literal that is its default. */
const placeOf = (name: string) => new RegExp(`/\\*${name}\\*/\\s*('(?:[^']|'')*'|\\d+)`, 'g');

/**
 * Reads one report. The header is `-- key: value` lines (title, subject, question…, assume…, `param: name
 * integer|text description`, `column: name description`, `chart: bar x | y1, y2`); the rest is the SQL.
 * @throws ReportFormatError
 */
export function parseReport(name: string, text: string): Report {
  const problem = (what: string): never => {
    throw new ReportFormatError(`Report ${name}: ${what}`);
  };
  const lines = text.split('\n');
  const end = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('--'));
  const sql = lines
    .slice(end === -1 ? lines.length : end)
    .join('\n')
    .trim();
  if (sql === '') problem('it has no SQL');
  const header = lines.slice(0, end).flatMap((line) => {
    if (line.trim() === '') return [];
    const match = HEADER_LINE.exec(line);
    if (match === null) return problem(`the header line "${line}" is not of the form "-- key: value"`);
    return [{ key: match[1] ?? '', value: match[2] ?? '' }];
  });
  const all = (key: string) => header.filter((line) => line.key === key).map((line) => line.value);
  const one = (key: string) => all(key)[0] ?? problem(`it has no ${key}`);
  return {
    name,
    title: one('title'),
    questions: all('question'),
    subject: one('subject'),
    assumptions: all('assume'),
    parameters: all('param').map((value) => {
      const [, parameter = '', type, description = ''] =
        PARAMETER.exec(value) ?? problem(`param "${value}" is not "name integer|text description"`);
      const literal =
        placeOf(parameter).exec(sql)?.[1] ?? problem(`its SQL has no place /*${parameter}*/ with a default`);
      return {
        name: parameter,
        type: type === 'integer' ? 'integer' : 'text',
        description,
        default: unquote(literal),
      } as const;
    }),
    columns: all('column').map((value) => {
      const [column = '', ...words] = value.split(/\s+/);
      return { name: column, description: words.join(' ') };
    }),
    chart: chartOf(all('chart')[0], problem),
    sql,
  };
}

function chartOf(value: string | undefined, problem: (what: string) => never): Report['chart'] {
  if (value === undefined) return null;
  const [, kind, x, y = ''] = CHART.exec(value) ?? problem(`chart "${value}" is not "kind x | y, …"`);
  return {
    kind: kind as 'bar' | 'line' | 'pie' | 'number',
    x: x ?? null,
    y: y.split(',').map((column) => column.trim()),
  };
}

function unquote(literal: string): string {
  return literal.startsWith("'") ? literal.slice(1, -1).replaceAll("''", "'") : literal;
}

/**
 * The report's SQL with its parameters in place, each as a literal of its type. The text is checked like any
 * other before it runs, so a value can never be more than a literal.
 * @throws ReportParameterError for a name the report does not have, or a value that is not of its type
 */
export function fillReport(report: Report, values: Readonly<Record<string, string>>): string {
  const known = new Map(report.parameters.map((parameter) => [parameter.name, parameter]));
  let sql = report.sql;
  for (const [name, value] of Object.entries(values)) {
    const parameter = known.get(name);
    if (parameter === undefined) {
      const names = [...known.keys()].join(', ');
      throw new ReportParameterError(`Report ${report.name} has no parameter ${name}.`, {
        hint: names === '' ? 'It takes none.' : `It takes ${names}.`,
      });
    }
    if (parameter.type === 'integer' && !/^\d{1,9}$/.test(value)) {
      throw new ReportParameterError(
        `Parameter ${name} of report ${report.name} must be a whole number, not "${value}".`,
      );
    }
    const literal = parameter.type === 'integer' ? value : `'${value.replaceAll("'", "''")}'`;
    sql = sql.replace(placeOf(name), () => literal);
  }
  return sql;
}
