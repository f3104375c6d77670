/** A text that is longer than this is evaluated once and named, where it would stand more than once. */
const LARGE = 100;

const isLarge = (text: string) => text.length > LARGE;
const mayStandInLambda = (text: string) => !/\bSELECT\b/.test(text);

/**
 * Emits with values that may stand several times in the result. A large one becomes the parameter of a lambda
 * over a list of one, so that nesting calls does not multiply their text. DuckDB takes no subquery inside a
 * lambda: where the rest has one, the value is repeated after all.
 */
export function bindLarge(
  values: readonly string[],
  fresh: () => string,
  emit: (values: readonly string[]) => string,
): string {
  if (!values.some(isLarge)) return emit(values);
  const bound: { readonly name: string; readonly value: string }[] = [];
  const names = values.map((value) => {
    if (!isLarge(value) && mayStandInLambda(value)) return value;
    const name = fresh();
    bound.push({ name, value });
    return name;
  });
  const body = emit(names);
  if (!mayStandInLambda(body)) return emit(values);
  return bound.reduceRight(
    (inner, { name, value }) => `list_transform([${value}], lambda ${name}: ${inner})[1]`,
    body,
  );
}
