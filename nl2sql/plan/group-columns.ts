import type { GroupKey } from './plan.ts';

/** Headings of the columns that a group key becomes in the answer. */
export function keyColumnsOf(key: GroupKey): readonly string[] {
  switch (key.kind) {
    case 'account':
      return ['account_name', 'account_id'];
    case 'type':
      return ['resource_type'];
    case 'zone':
      return ['availability_zone'];
    case 'unit':
      return ['ou_path'];
    case 'tag': {
      const plain = key.key
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '_')
        .replaceAll(/^_+|_+$/g, '');
      return [`tag_${plain || 'value'}`];
    }
    case 'column':
      return [key.column.name];
    case 'time':
      return [key.unit];
    default:
      return [key.kind];
  }
}
