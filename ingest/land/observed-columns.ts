import type { PropertyFact } from '#catalog/resource-types.ts';
import type { LandingRow } from './row-buffer.ts';

const MOST_REMEMBERED = 200_000;

/** Remembers which undeclared columns this run has told of, so that each is landed once and not once an item. */
export class ObservedColumns {
  readonly #told = new Set<string>();

  /** Rows of landing_observed for the columns not yet told. */
  news(resourceType: string, learned: readonly PropertyFact[]): readonly LandingRow[] {
    if (learned.length === 0) return [];
    if (this.#told.size > MOST_REMEMBERED) this.#told.clear();
    return learned.flatMap((fact) => {
      const key = `${resourceType} ${fact.column} ${fact.path} ${fact.type} ${fact.json}`;
      if (this.#told.has(key)) return [];
      this.#told.add(key);
      return [
        {
          resource_type: resourceType,
          column_name: fact.column,
          path: fact.path,
          column_type: fact.type,
          is_json: fact.json,
          is_array: fact.isArray,
          sensitivity: fact.sensitivity,
          description: fact.description,
        },
      ];
    });
  }
}
