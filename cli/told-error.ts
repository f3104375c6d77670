import { randomUUID } from 'node:crypto';
import { blankAnswer } from '#answer/blank-answer.ts';
import type { Answer } from '#answer/contract.ts';
import { AppError } from '#catalog/errors.ts';
import { FileAccessError } from './errors.ts';

/** What the system says of a file or a port, in words that say what to do. */
const SYSTEM: Readonly<Record<string, (where: string) => string>> = {
  EACCES: (where) => `${where} may not be read or written by this user.`,
  EPERM: (where) => `${where} may not be changed by this user.`,
  EROFS: (where) => `${where} is on a disk that cannot be written.`,
  ENOSPC: (where) => `There is no room left on the disk of ${where}.`,
  ENOTDIR: (where) => `${where} is, or lies under, a file where a folder is needed.`,
  EISDIR: (where) => `${where} is a folder where a file is needed.`,
  EEXIST: (where) => `${where} is in the way: a file where a folder is needed.`,
  ENAMETOOLONG: () => 'A name is longer than a file system allows.',
  ELOOP: (where) => `${where} is a link that leads to itself.`,
  EADDRINUSE: (where) =>
    `Port ${where} is taken by another program; give another --port, or 0 for any free one.`,
};

/** An error as one of ours where it can be told; undefined for what nobody foresaw. */
export function toldError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  const text = Object.hasOwn(SYSTEM, error.code) ? SYSTEM[error.code] : undefined;
  if (text === undefined) return undefined;
  const where = 'path' in error ? error.path : 'port' in error ? error.port : undefined;
  return new FileAccessError(text(where === undefined ? 'A file' : String(where)), { cause: error });
}

/** The one object of --json for a command that could not begin. */
export function failedToAnswer(error: AppError): Answer {
  const hint = error.hint ?? null;
  return blankAnswer({
    id: randomUUID(),
    conversation: randomUUID(),
    question: null,
    engine: 'duckdb',
    status: 'failed',
    text: hint === null ? error.message : `${error.message} ${hint}`,
    diagnostics: [{ code: error.code, message: error.message, hint }],
  });
}
