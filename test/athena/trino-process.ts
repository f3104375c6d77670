import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface TrinoProcess {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Where scripts/trino.sh keeps what it fetched. */
export const trinoHome = (): string =>
  process.env.TRINO_HOME ?? join(homedir(), '.cache/stocktake/trino-435');

const START_MS = 180_000;

/** Starts Trino on a free port of the loopback, its catalogue over the Glue and S3 given, and waits until it takes statements. */
export async function spawnTrino(options: {
  readonly glueUrl: string;
  readonly s3Url: string;
  readonly accountId: string;
}): Promise<TrinoProcess> {
  const port = await freePort();
  const jvm = (process.env.TRINO_JVM ?? '-Xmx1G -XX:+UseSerialGC -XX:TieredStopAtLevel=1').split(' ');
  const child = spawn(
    'java',
    [...jvm, '-Duser.timezone=UTC', '-Dconfig=etc/config.properties', '-cp', 'lib/*', 'TrinoMain.java'],
    {
      cwd: trinoHome(),
      env: {
        ...process.env,
        TRINO_PORT: String(port),
        GLUE_URL: options.glueUrl,
        S3_URL: options.s3Url,
        ACCOUNT_ID: options.accountId,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let log = '';
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Trino did not start:\n${log.slice(-4000)}`)), START_MS);
    const read = (text: Buffer) => {
      if (log.length < 1_000_000) log += text.toString('utf8');
      if (log.includes('SERVER STARTED')) {
        clearTimeout(timer);
        resolve();
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`Trino ended with ${code}:\n${log.slice(-4000)}`)));
    child.once('error', reject);
  });
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** A port of the loopback that nobody has. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
