import type { z } from 'zod';
import { AppError } from '#catalog/errors.ts';

/** A function was started without what its environment has to hold. */
export class EnvironmentError extends AppError {
  override readonly name = 'EnvironmentError';
  readonly code = 'lambda.environment';
  readonly retryable = false;
}

/**
 * The environment of a function as its schema reads it. Values are never part of the message.
 * @throws EnvironmentError that names every variable that is missing or does not fit
 */
export function parseEnv<Schema extends z.ZodType>(
  schema: Schema,
  environment: Readonly<Record<string, string | undefined>>,
): z.output<Schema> {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => {
    const name = path.map(String).join('.');
    return environment[name] === undefined ? `${name} is missing` : `${name}: ${message}`;
  });
  throw new EnvironmentError(`The function's environment does not fit: ${problems.join('; ')}`, {
    cause: parsed.error,
    hint: 'The stack sets these variables; env.ts beside the handler lists them.',
  });
}
