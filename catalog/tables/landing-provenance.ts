import type { ColumnDefinition } from '../define-table.ts';

/** What every landing table says of where a row comes from. */
export const provenance: readonly ColumnDefinition[] = [
  {
    name: 'delivery_id',
    type: 'varchar',
    sensitivity: 'internal',
    description:
      'SHA-256 of the delivered file (decompressed bytes as delivered are not needed: the hash is of the stored bytes), hex.',
  },
  {
    name: 'ordinal',
    type: 'bigint',
    sensitivity: 'internal',
    description: 'Position of the record in its delivery, from 0.',
  },
  {
    name: 'source_kind',
    type: 'varchar',
    sensitivity: 'internal',
    description: 'event, history or snapshot; the order in which the same version told twice is preferred.',
  },
  {
    name: 'source_key',
    type: 'varchar',
    sensitivity: 'internal',
    description: 'Key or path of the delivered file, relative to its tree.',
  },
  {
    name: 'recorder_account_id',
    type: 'varchar',
    sensitivity: 'internal',
    description: 'Account of the recorder that delivered this.',
  },
  {
    name: 'recorder_region',
    type: 'varchar',
    sensitivity: 'internal',
    description: 'Region of the recorder that delivered this.',
  },
  {
    name: 'told_at',
    type: 'timestamp',
    sensitivity: 'internal',
    description: 'Envelope time of an event; time a snapshot was taken; end of a history file.',
  },
  {
    name: 'envelope_id',
    type: 'varchar',
    sensitivity: 'internal',
    description: 'Id of the EventBridge envelope or SNS MessageId; NULL for files.',
  },
  {
    name: 'ingested_at',
    type: 'timestamp',
    sensitivity: 'internal',
    description: 'When Stocktake landed the row.',
  },
];
