import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { WorkGroup } from './executions.ts';

export interface AthenaStandIn {
  /** Endpoint of Athena's API: ATHENA_ENDPOINT_URL. */
  readonly athenaUrl: string;
  readonly trinoUrl: string;
  /** Glue as Trino reads it. */
  readonly glueUrl: string;
  readonly pid: number;
  stop(): Promise<void>;
}

export interface AthenaStandInOptions {
  readonly emulatorUrl: string;
  readonly accountId?: string;
  readonly workGroups?: Readonly<Record<string, WorkGroup>>;
}

const Addresses = z.object({ athenaUrl: z.string(), trinoUrl: z.string(), glueUrl: z.string() });

/**
 * Starts the stand-in for Athena as a process of its own, over a local AWS emulator that runs. What it needs is fetched
 * by `scripts/trino.sh --fetch`. Takes 10 to 20 seconds.
 */
export async function startAthena(options: AthenaStandInOptions): Promise<AthenaStandIn> {
  // Trino and the stand-in speak to addresses they are told; nothing of the caller's account settings may leak in.
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_')),
  );
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    env: {
      ...environment,
      EMULATOR_URL: options.emulatorUrl,
      ...(options.accountId === undefined ? {} : { ACCOUNT_ID: options.accountId }),
      WORK_GROUPS: JSON.stringify(options.workGroups ?? {}),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const line = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (part: Buffer) => {
      text += part.toString('utf8');
      const end = text.indexOf('\n');
      if (end >= 0) resolve(text.slice(0, end));
    });
    child.once('exit', (code) => reject(new Error(`the stand-in for Athena ended with ${code}`)));
    child.once('error', reject);
  });
  return {
    ...Addresses.parse(JSON.parse(line)),
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
