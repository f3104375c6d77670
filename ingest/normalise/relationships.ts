import { isObject, type JsonValue, textField } from '../decode/json-value.ts';

/** An edge as recorded; one that names its target by name alone is kept. */
export interface Relationship {
  readonly relationship: string | null;
  readonly target_resource_type: string | null;
  readonly target_resource_id: string | null;
  readonly target_resource_name: string | null;
  readonly target_arn: string | null;
}

/** Edges of an item in either dialect (`name`, which may end in a space, or `relationshipName`). */
export function relationshipsOf(value: JsonValue | undefined): readonly Relationship[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((edge) => {
    if (!isObject(edge)) return [];
    const id = textField(edge, 'resourceId');
    const name = textField(edge, 'resourceName');
    if (id === null && name === null) return [];
    return [
      {
        relationship: textField(edge, 'name', 'relationshipName')?.trim() ?? null,
        target_resource_type: textField(edge, 'resourceType'),
        target_resource_id: id,
        target_resource_name: name,
        target_arn: textField(edge, 'arn', 'ARN') ?? (id?.startsWith('arn:') === true ? id : null),
      },
    ];
  });
}
