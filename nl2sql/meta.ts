import { resourceTypeFacts } from '#catalog/resource-types.ts';
import type { SqlSchema, SqlTable } from '#sql/schema.ts';
import { text } from './emit/literal.ts';
import { atomsOf } from './lex/atoms.ts';
import { lexiconFor } from './lexicon/lexicon.ts';
import { headOf } from './read/heads.ts';
import type { Translation } from './translator.ts';
import type { Vocabulary } from './vocabulary.ts';

const OF_TABLE =
  /\b(?:schema|columns?|fields?|properties)\b[^.?!]*?\b(?:of|for|in|on|does|do)\b\s*(?:the\s+)?(?:table\s+)?(.+?)(?:\s+(?:have|has|table|contain))?\s*[?.!]*$/i;
const ALL_TABLES =
  /^(?:(?:which|what|list|show|show me|give me)\s+)?(?:all\s+|the\s+|of\s+)*(?:your\s+|available\s+)?(?:tables|datasets|data sets)\b(?:\s+(?:are there|are available|do you have|exist|do you know|can i (?:use|query|ask)|do we have|there are|is there))?\s*[?.!]*$/i;

/** Questions about the tables themselves, answered from the catalogue as literal rows. */
export function metaTranslation(
  question: string,
  schema: SqlSchema,
  vocabulary: Vocabulary,
): Translation | null {
  if (ALL_TABLES.test(question)) return tablesTranslation(schema, vocabulary);
  const target = OF_TABLE.exec(question)?.[1];
  const isSchema = /\b(schema|columns?|fields)\b/i.test(question);
  if (target === undefined || !isSchema || /\b(where|with|group|by|value)\b/i.test(target)) return null;
  const table = tableNamed(target, schema, vocabulary);
  return table === undefined ? null : columnsTranslation(table);
}

function tableNamed(words: string, schema: SqlSchema, vocabulary: Vocabulary): SqlTable | undefined {
  const direct = schema.table(words.trim());
  if (direct !== undefined) return direct.visibility === 'analyst' ? direct : undefined;
  const atoms = atomsOf(words);
  const first = atoms[0];
  if (first?.kind === 'resource_type') return schema.table(resourceTypeFacts(first.raw).table);
  const match = lexiconFor(vocabulary)
    .matches(atoms, 0)
    .find(({ length }) => length === atoms.length);
  const head =
    match === undefined
      ? undefined
      : headOf({ from: 0, to: atoms.length, text: words, senses: match.senses });
  const type = head?.kind === 'slice' ? head.type : head?.kind === 'type' ? head.types[0] : undefined;
  return type === undefined ? undefined : schema.table(resourceTypeFacts(type).table);
}

function columnsTranslation(table: SqlTable): Translation {
  const rows = table.columns.map(
    (column) =>
      `(${text(column.name)}, ${text(column.type === 'varcharMap' ? 'map(varchar, varchar)' : column.type)}, ${text(column.description)})`,
  );
  return {
    kind: 'sql',
    sql: `SELECT column_name, type, description\nFROM (VALUES\n${rows.join(',\n')}\n) AS c (column_name, type, description)`,
    subject: `columns of ${table.name}`,
    assumptions: ['This is the catalogue’s own description of the table; no resource was read.'],
    followUps: [],
  };
}

function tablesTranslation(schema: SqlSchema, vocabulary: Vocabulary): Translation {
  const held = new Set(vocabulary.types.map(({ value }) => resourceTypeFacts(value).table));
  const tables = schema
    .tables()
    .filter(
      (table) => table.visibility === 'analyst' && (table.storage.kind !== 'slice' || held.has(table.name)),
    );
  const rows = tables.map((table) => `(${text(table.name)}, ${text(table.description)})`);
  return {
    kind: 'sql',
    sql: `SELECT table_name, description\nFROM (VALUES\n${rows.join(',\n')}\n) AS t (table_name, description)\nORDER BY table_name`,
    subject: 'tables',
    assumptions: [
      'Typed tables of types that the lake does not hold can be queried too; they are left out here.',
    ],
    followUps: [],
  };
}
