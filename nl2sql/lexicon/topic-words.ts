import type { Topic } from '#catalog/words/topics.ts';
import type { SqlTable } from '#sql/schema.ts';
import type { ColumnRef } from '../plan/plan.ts';
import type { PhraseIndex } from './phrase-index.ts';

export interface TopicTable {
  readonly topic: Topic;
  readonly table: SqlTable;
}

/** Adds the columns of the tables that topics stand for, by their own words and the reviewed ones. */
export function addTopicWords(index: PhraseIndex, tables: readonly TopicTable[]): readonly ColumnRef[] {
  return tables.flatMap(({ topic, table }) =>
    table.columns.map((definition) => {
      const column: ColumnRef = {
        name: definition.name,
        type: definition.type,
        isJson: definition.json === true,
        columns: null,
        isDerived: false,
      };
      const reviewed = topic.words?.[definition.name] ?? [];
      index.addAll(reviewed, { kind: 'column', column, rank: 4 });
      index.add(definition.name.replaceAll('_', ' '), { kind: 'column', column, rank: 3 });
      return column;
    }),
  );
}
