import { addressFunctions } from './address.ts';
import { binaryFunctions } from './binary.ts';
import { decimalFunctions } from './decimals.ts';
import { formatFunctions } from './format.ts';
import { isoFunctions } from './iso8601.ts';
import { jsonFunctions } from './json.ts';
import { numberFunctions } from './numbers.ts';
import { RuntimeError, type RuntimeFunction } from './runtime-function.ts';
import { textFunctions } from './text.ts';
import { timeFunctions } from './time.ts';
import { timeFormatFunctions } from './time-format.ts';
import { timeParseFunctions } from './time-parse.ts';
import { urlFunctions } from './url.ts';

const functions: readonly RuntimeFunction[] = [
  ...numberFunctions,
  ...decimalFunctions,
  ...textFunctions,
  ...formatFunctions,
  ...binaryFunctions,
  ...urlFunctions,
  ...timeFunctions,
  ...isoFunctions,
  ...timeFormatFunctions,
  ...timeParseFunctions,
  ...jsonFunctions,
  ...addressFunctions,
];

/** t_parse_x once more as t_try_parse_x, which gives NULL where the other fails: TRY_CAST. */
const lenient = functions
  .filter((one) => one.name.startsWith('t_parse_'))
  .map(
    (one): RuntimeFunction => ({
      ...one,
      name: one.name.replace('t_parse_', 't_try_parse_'),
      call: (...values) => {
        try {
          return one.call(...values);
        } catch (error) {
          if (error instanceof RuntimeError) return null;
          throw error;
        }
      },
    }),
  );

/** Every function of the prelude that is written in TypeScript. */
export const runtimeFunctions: readonly RuntimeFunction[] = [...functions, ...lenient];
