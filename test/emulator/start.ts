import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** A running emulator. */
export interface Emulator {
  /** `http://127.0.0.1:PORT`, for AWS_ENDPOINT_URL. */
  readonly endpoint: string;
  readonly pid: number;
  /** What it printed. */
  log(): Promise<string>;
  /** Ends it, by its process id, and removes its data. */
  stop(): Promise<void>;
}

export interface EmulatorOptions {
  /** Modules that its functions and custom resources may load. */
  readonly nodePath?: string;
  /** More of its environment; nothing that begins with AWS_. */
  readonly env?: Readonly<Record<string, string>>;
}

const READY_MS = 60_000;
const POLL_MS = 50;
const STOP_MS = 5_000;

/** Set by scripts/emulator.sh: the emulator's program, and a folder with the Node.js that functions run on. */
const PROGRAM = 'STOCKTAKE_EMULATOR';
const FUNCTION_NODE = 'STOCKTAKE_FUNCTION_NODE';

/**
 * Starts the local AWS emulator on a free port of 127.0.0.1 with empty data, and waits until it is ready. Its environment has no
 * AWS_ variable (functions inherit it), and its MQTT and SFTP servers, which would listen on all interfaces, are off.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const program = process.env[PROGRAM];
  if (program === undefined || !existsSync(program))
    throw new Error(`${PROGRAM} names no program: run this lane by \`npm run test:emulator\`.`);
  const folder = await mkdtemp(join(tmpdir(), 'stocktake-emulator-'));
  for (const name of ['s3', 'state', 'tmp']) await mkdir(join(folder, name));
  const port = await freePort();
  const logPath = join(folder, 'log');
  const log = await open(logPath, 'w');
  const child = spawn(program, [], {
    cwd: folder,
    stdio: ['ignore', log.fd, log.fd],
    env: {
      ...inherited(),
      ...(options.nodePath === undefined ? {} : { NODE_PATH: options.nodePath }),
      ...options.env,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      MINISTACK_HOST: 'localhost',
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      S3_DATA_DIR: join(folder, 's3'),
      STATE_DIR: join(folder, 'state'),
      TMPDIR: join(folder, 'tmp'),
    },
  });
  await log.close();
  const endpoint = `http://127.0.0.1:${port}`;
  const emulator: Emulator = {
    endpoint,
    pid: child.pid ?? 0,
    log: () => readFile(logPath, 'utf8'),
    stop: async () => {
      await ended(child);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  try {
    await ready(child, `${endpoint}/_ministack/ready`);
  } catch (error) {
    const printed = await emulator.log();
    await emulator.stop();
    throw new Error(`The emulator did not start: ${printed.slice(-2000)}`, { cause: error });
  }
  return emulator;
}

function inherited(): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  const env = Object.fromEntries(
    kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  const node = process.env[FUNCTION_NODE];
  return node === undefined ? env : { ...env, PATH: [node, env.PATH ?? ''].join(delimiter) };
}

async function ready(child: ChildProcess, url: string): Promise<void> {
  for (const end = Date.now() + READY_MS; ; ) {
    if (child.exitCode !== null) throw new Error(`it ended with status ${child.exitCode}`);
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok === true) return;
    if (Date.now() > end) throw new Error(`not ready after ${READY_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** SIGTERM hangs while a custom resource waits, so after a while it is killed. */
function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined)
    return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no port')),
      );
    });
  });
}
