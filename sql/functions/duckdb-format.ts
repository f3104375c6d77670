import { types } from '../types.ts';
import { isIntegral } from './coercion.ts';
import type { DuckdbMapping } from './definition.ts';

/** `%[flags][width][.precision]conversion` of java.util.Formatter, as far as it is mapped. */
const SPECIFIER = /%(-?)(0?)(,?)(\d*)(?:\.(\d+))?([a-zA-Z%])/g;

/**
 * format(): the literal format is checked here, so that what is not mapped is refused by name; the values
 * travel as text in their Trino spelling.
 */
export const formatMapping: DuckdbMapping = (context) => {
  const format = context.literal(0);
  if (format === undefined)
    return context.refuse('its format must be a literal', 'Write the format as a text in quotes.');
  let next = 1;
  for (const [whole, , , , , precision, conversion] of format.matchAll(SPECIFIER)) {
    if (conversion === '%') continue;
    const type = context.argumentTypes[next++];
    if (type === undefined) return context.refuse(`${whole} has no argument`);
    const isDecimal = type.kind === 'decimal' || type.kind === 'double';
    const fits =
      type.kind === 'unknown' ||
      (conversion === 's' && precision === undefined && ['varchar', 'boolean', 'date'].includes(type.kind)) ||
      (conversion === 's' && precision === undefined && isIntegral(type)) ||
      (conversion === 'd' && precision === undefined && isIntegral(type)) ||
      (conversion === 'f' && isDecimal);
    if (!fits)
      return context.refuse(`${whole} for this type is not alike on every engine`, 'Use %s, %d or %.2f.');
  }
  if (/%/.test(format.replaceAll(SPECIFIER, '')))
    return context.refuse('its format has a specifier that is not known here', 'Use %s, %d or %.2f.');
  const values = context.arguments.slice(1).map((value, index) => {
    const type = context.argumentTypes[index + 1] ?? types.varchar;
    // %f needs the digits themselves, not Trino's 1.5E0.
    return type.kind === 'double' ? `CAST(${value} AS VARCHAR)` : context.cast(value, type, types.varchar);
  });
  return `t_format(${context.arguments[0] ?? ''}, [${values.join(', ')}])`;
};
