import { parseSql } from '#sql/parse.ts';
import type { PreparedQuery } from '#sql/prepare.ts';
import type { Expression } from '#sql/tree/nodes.ts';
import { nodesOf } from '#sql/tree/walk.ts';
import type { TranslationRequest } from '../translator.ts';

const MOST_NOTES = 4;
const MOST_SHOWN = 6;

/**
 * Sentences for the answer about literals that no row can match: a misspelled state finds nothing, and "none
 * exist" would then be wrong. Only columns whose few values are all known are looked at.
 */
export async function valueNotes(
  query: PreparedQuery,
  request: TranslationRequest,
): Promise<readonly string[]> {
  const compared = comparedLiterals(query.shownSql);
  if (compared.size === 0) return [];
  const known = await knownValues(query, request);
  const notes: string[] = [];
  for (const [column, literals] of compared) {
    const values = known.get(column);
    if (values === undefined || values.length === 0) continue;
    const strange = [...literals].filter((literal) => !values.includes(literal));
    const found = values.slice(0, MOST_SHOWN).join(', ');
    for (const literal of strange)
      notes.push(
        `No ${column} is “${literal.slice(0, 60)}” in this lake; there ${values.length === 1 ? 'is' : 'are'} ${found}${values.length > MOST_SHOWN ? ' …' : ''}.`,
      );
  }
  return notes.slice(0, MOST_NOTES);
}

async function knownValues(
  query: PreparedQuery,
  { vocabulary }: TranslationRequest,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const known = new Map<string, readonly string[]>();
  const typed = query.touches.filter(({ table, storedIn }) => table !== storedIn);
  for (const { table } of typed)
    for (const [column, values] of await vocabulary.valuesOf(table))
      known.set(column, [...(known.get(column) ?? []), ...values]);
  if (vocabulary.environments.length > 0)
    known.set(
      'environment',
      vocabulary.environments.map(({ value }) => value),
    );
  if (vocabulary.regions.length > 0) known.set('region', vocabulary.regions);
  if (vocabulary.types.length > 0)
    known.set(
      'resource_type',
      vocabulary.types.map(({ value }) => value),
    );
  return known;
}

/** Column → texts it must equal: `column = 'x'` and `column IN ('x', …)`, of which a list counts if no member is known. */
function comparedLiterals(sql: string): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const add = (column: string | null, literal: string | null) => {
    if (column === null || literal === null) return;
    found.set(column, (found.get(column) ?? new Set()).add(literal));
  };
  const parsed = parseSql(sql);
  if (!parsed.ok) return found;
  for (const node of nodesOf(parsed.query)) {
    const expression = node as Expression;
    if (expression.kind === 'comparison' && expression.operator === '=') {
      add(columnOf(expression.left), literalOf(expression.right));
      add(columnOf(expression.right), literalOf(expression.left));
    }
    if (expression.kind === 'inList' && !expression.negated && expression.items.length === 1)
      add(columnOf(expression.value), literalOf(expression.items[0]));
  }
  return found;
}

const columnOf = (expression: Expression): string | null =>
  expression.kind === 'name' ? (expression.parts.at(-1)?.key ?? null) : null;
const literalOf = (expression: Expression | undefined): string | null =>
  expression?.kind === 'string' ? expression.value : null;
