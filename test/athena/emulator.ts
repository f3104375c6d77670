import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './trino-process.ts';
export interface Emulator {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}
export async function startEmulator(): Promise<Emulator> {
  const port = await freePort();
  const dir = await mkdtemp(join(tmpdir(), 'stocktake-emulator-'));
  for (const each of ['s3', 'state', 'tmp']) await mkdir(join(dir, each));
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_')));
  const child = spawn(join(process.env.EMULATOR_VENV ?? '/tmp/ath/venv', 'bin/ministack'), [], {
    env: {
      ...env,
      BIND_HOST: '127.0.0.1',
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      GATEWAY_PORT: String(port),
      MINISTACK_HOST: 'localhost',
      S3_DATA_DIR: join(dir, 's3'),
      STATE_DIR: join(dir, 'state'),
      TMPDIR: join(dir, 'tmp'),
    },
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}`;
  for (let left = 200; ; left--) {
    if (
      await fetch(`${url}/_ministack/ready`)
        .then((r) => r.ok)
        .catch(() => false)
    )
      break;
    if (left === 0 || child.exitCode !== null) throw new Error('the emulator did not start');
    await new Promise((next) => setTimeout(next, 100));
  }
  return {
    url,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM');
      await new Promise((r) => setTimeout(r, 300));
      child.kill('SIGKILL');
      await rm(dir, { recursive: true, force: true });
    },
  };
}
void homedir;
