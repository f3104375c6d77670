import { defineTable } from '../define-table.ts';
import { dayColumn } from './base-columns.ts';

export const queryLog = defineTable({
  name: 'query_log',
  description:
    'Questions asked of Stocktake. A caller sees their own rows, unless their policy grants audit.',
  rowPer: 'question asked',
  visibility: 'analyst',
  domain: 'none',
  partitionKeys: ['day'],
  storage: { kind: 'stored' },
  columns: [
    { name: 'id', type: 'varchar', sensitivity: 'internal', description: 'Id of the answer.' },
    {
      name: 'asked_at',
      type: 'timestamp',
      sensitivity: 'internal',
      description: 'When it was asked, in UTC.',
    },
    {
      name: 'user_id',
      type: 'varchar',
      sensitivity: 'sensitive',
      description: 'Who asked; owner where no sign-in is required.',
    },
    {
      name: 'question',
      type: 'varchar',
      sensitivity: 'sensitive',
      description: 'The question as typed; NULL where SQL was sent.',
    },
    {
      name: 'sql',
      type: 'varchar',
      sensitivity: 'sensitive',
      description: 'The SQL that was run or refused; NULL where there was none.',
    },
    {
      name: 'status',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'answered, clarify, abstained, refused or failed.',
    },
    { name: 'engine', type: 'varchar', sensitivity: 'public', description: 'duckdb, athena or trino.' },
    {
      name: 'bytes_scanned',
      type: 'bigint',
      sensitivity: 'internal',
      description: 'Bytes that the query read.',
    },
    {
      name: 'row_count',
      type: 'bigint',
      sensitivity: 'internal',
      description: 'Rows of the result before the row limit.',
    },
    {
      name: 'elapsed_ms',
      type: 'bigint',
      sensitivity: 'internal',
      description: 'Time to answer in whole milliseconds.',
    },
    {
      name: 'model_tokens',
      type: 'bigint',
      sensitivity: 'internal',
      description: 'Tokens that a model used; 0 where none was asked.',
    },
    {
      name: 'cost_usd',
      type: 'double',
      sensitivity: 'internal',
      description: 'Price of the query in US dollars; the tokens of a model are in model_tokens.',
    },
    dayColumn('asked_at'),
  ],
});
