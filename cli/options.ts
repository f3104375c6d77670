import type { Command } from 'commander';
import { DateTime, IANAZone } from 'luxon';
import { UsageError } from './errors.ts';

export const DEFAULT_LAKE = '.stocktake/lake';

/** What every command may be given. */
export interface CommonOptions {
  readonly now?: Date;
}

export interface LakeOptions extends CommonOptions {
  readonly lake: string;
}

/** `--now`, `--since`: an ISO time; without a zone it is UTC. */
export function parseTime(text: string): Date {
  const time = DateTime.fromISO(text.trim().replace(' ', 'T'), { zone: 'utc' });
  if (!time.isValid) {
    throw new UsageError(`"${text}" is not a time.`, { hint: 'Write it like 2026-03-01T12:00:00Z.' });
  }
  return time.toJSDate();
}

/** `--zone`: an IANA time zone. */
export function parseZone(text: string): string {
  if (!IANAZone.isValidZone(text)) {
    throw new UsageError(`--zone "${text}" is not a time zone.`, {
      hint: 'Write it like Europe/Berlin or UTC.',
    });
  }
  return text;
}

/** A whole number of at least `least`, and of at most `most`. */
export function wholeNumber(
  name: string,
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least || value > most) {
      const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
      throw new UsageError(`${name} "${text}" is not a whole number ${range}.`);
    }
    return value;
  };
}

export const MOST_PORT = 65_535;

export function withNow(command: Command): Command {
  return command.option(
    '--now <time>',
    'the time to take as now (ISO, UTC unless it names a zone)',
    parseTime,
  );
}

export function withLake(command: Command): Command {
  return withNow(command).option('--lake <dir>', 'folder of the lake', DEFAULT_LAKE);
}
