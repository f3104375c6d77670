import { resourceTagKeys } from '#catalog/environment-rules.ts';
import { literal } from './sql-text.ts';

/** Environment that the tags of an alias tell, in lower case: environmentOfTags of catalog/ as SQL. */
export const environmentOfTagsSql = (tags: string): string =>
  `coalesce(${resourceTagKeys.map((key) => `nullif(trim(lower(element_at(${tags}, ${literal(key)}))), '')`).join(', ')})`;
