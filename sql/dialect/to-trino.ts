import type { CheckedSql } from '#platform/ports/query-engine.ts';
import type { CatalogueSnapshot } from '#platform/ports/table-catalogue.ts';
import { analyseOrRefuse } from '../analyse/analyse.ts';
import type { Analysis } from '../analyse/analysis.ts';
import { requireSameTree } from '../check/same-tree.ts';
import { refuse } from '../diagnostic.ts';
import { applyEdits, type Edit } from '../edit.ts';
import { parseOrRefuse } from '../parse.ts';
import { type SqlSchema, schemaFrom, schemaOf } from '../schema.ts';
import { aliasedTables } from '../scope/table-edits.ts';
import { quoteName } from '../text.ts';
import type { Query } from '../tree/nodes.ts';
import type { SqlType } from '../types.ts';
import { type ReadValue, reader, wireForm } from './wire-form.ts';

export interface TrinoOptions {
  /** `rows` for a result, whose values all travel as text; `files` for UNLOAD. */
  readonly form: 'rows' | 'files';
  /** Tables that stand under another name while the statement runs, by their name in the text, in lower case. */
  readonly places?: ReadonlyMap<string, string>;
}

/** Checked SQL as Athena and Trino run it. */
export interface TrinoText {
  readonly text: string;
  /** One a column, for `rows`: reads a value from its text. */
  readonly readers: readonly ReadValue[];
}

/**
 * The checked text as it is, but for the names of tables that stand elsewhere, inside a SELECT that writes lists, maps,
 * rows and binaries as text where the result has such. What comes out was parsed and analysed again: it is the
 * tree that was checked, in the one place where it may stand.
 * @throws Refusal for a type that cannot be written to files
 */
export function toTrino(checked: CheckedSql, snapshot: CatalogueSnapshot, options: TrinoOptions): TrinoText {
  const schema = schemaOf(snapshot);
  const { query } = parseOrRefuse(checked.text);
  const placed = place(checked.text, query, schema, options.places ?? new Map());
  if (options.form === 'files') {
    requireFileColumns(placed.analysis);
    return { text: placed.text, readers: [] };
  }
  const types = outputTypes(placed.analysis);
  return { text: wrapped(placed, types), readers: types.map(reader) };
}

interface Placed {
  readonly text: string;
  readonly query: Query;
  readonly analysis: Analysis;
  readonly schema: SqlSchema;
}

/** Puts the tables' present names in their places; each keeps the name it has in the text as its alias. */
function place(text: string, query: Query, schema: SqlSchema, places: ReadonlyMap<string, string>): Placed {
  const analysis = analyseOrRefuse(query, schema);
  if (places.size === 0) return { text, query, analysis, schema };
  const aliased = aliasedTables(analysis);
  const edits: Edit[] = analysis.tables.map(({ node, table }) => {
    const place = places.get(table.name.toLowerCase());
    if (place === undefined) throw new Error(`the table ${table.name} of a statement has no place`);
    const alias = aliased.has(node) ? '' : ` AS ${quoteName(table.name)}`;
    return { node, text: `${quoteName(place)}${alias}`, as: 'relation' };
  });
  const edited = parseOrRefuse(applyEdits(text, edits));
  requireSameTree(query, edited.query, edits);
  const placedSchema = schemaFrom(
    [...places].flatMap(([name, place]) => {
      const table = schema.table(name);
      return table === undefined ? [] : [{ ...table, columns: table.columns, name: place }];
    }),
  );
  const after = analyseOrRefuse(edited.query, placedSchema);
  requireSameColumns(analysis, after);
  return { text: edited.text, query: edited.query, analysis: after, schema: placedSchema };
}

/** The query in a SELECT that writes as text what needs it; the query itself where nothing does. */
function wrapped({ text, query, schema }: Placed, types: readonly SqlType[]): string {
  const columns = types.map((_, index) => `c${index}`);
  const forms = types.map((type, index) => wireForm(`c${index}`, type));
  if (forms.every((form) => form === null)) return text;
  // Rows of a subquery keep their order only where it is limited: Trino then takes the first ones, sorted, on one node.
  if (query.orderBy.length > 0 && query.limit === null)
    throw new Error('a query without a limit puts rows with lists or maps in order');
  const items = forms.map((form, index) => `${form ?? columns[index]} AS ${columns[index]}`);
  const outer = `SELECT ${items.join(', ')} FROM (${text}) AS r(${columns.join(', ')})`;
  const parsed = parseOrRefuse(outer);
  const [from] = parsed.query.body.kind === 'select' ? parsed.query.body.from : [];
  if (from?.kind !== 'aliased' || from.relation.kind !== 'subqueryRelation')
    throw new Error('the query that writes values as text has another shape');
  requireSameTree(query, from.relation.query, []);
  if (outputTypes(analyseOrRefuse(parsed.query, schema)).some((type) => wireForm('c', type) !== null))
    throw new Error('a column would travel in a form that cannot be read back');
  return outer;
}

const outputTypes = (analysis: Analysis): readonly SqlType[] =>
  analysis.outputOf(analysis.query).map(({ type }) => type);

function requireSameColumns(before: Analysis, after: Analysis): void {
  const shape = (analysis: Analysis) =>
    analysis.columns.map(({ name, type }) => `${name} ${type}`).join('\n');
  if (shape(before) !== shape(after)) throw new Error('placing the tables changed the result');
}

/** Types that Hive's Parquet has; a time there has milliseconds. */
const FILE_KINDS = new Set([
  'boolean',
  'tinyint',
  'smallint',
  'integer',
  'bigint',
  'real',
  'double',
  'decimal',
  'varchar',
  'varbinary',
  'date',
]);

function isFileType(type: SqlType): boolean {
  switch (type.kind) {
    case 'array':
      return isFileType(type.element);
    case 'map':
      return isFileType(type.key) && isFileType(type.value);
    case 'row':
      return type.fields.every((field) => field.name !== null && isFileType(field.type));
    case 'timestamp':
      return !type.zone && type.precision === 3;
    default:
      return FILE_KINDS.has(type.kind);
  }
}

function requireFileColumns(analysis: Analysis): void {
  const fields = analysis.outputOf(analysis.query);
  const names = new Set<string>();
  for (const { name, type } of fields) {
    if (name === null || names.has(name.toLowerCase()))
      refuse('SQL_UNSUPPORTED_TYPE', 'Columns that are written to files need names, each its own.', null);
    names.add(name.toLowerCase());
    if (!isFileType(type))
      refuse(
        'SQL_UNSUPPORTED_TYPE',
        `Column ${name} has a type that is not written to files; cast it first.`,
        null,
      );
  }
}
