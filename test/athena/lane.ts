import { spawn } from 'node:child_process';
import { startEmulator } from '../emulator/start.ts';
import { startAthena } from './start.ts';

/**
 * Starts the local AWS emulator, Trino and the stand-in for Athena, runs the command given with their addresses in its
 * environment, ends them, and ends as the command did. Without a command it prints the addresses and waits to be ended.
 */
const emulator = await startEmulator();
const athena = await startAthena({
  emulatorUrl: emulator.endpoint,
  workGroups: {
    cutoff: { bytesCutoff: 1000 },
    busy: { mostRunning: 0 },
    headless: { hasHeader: false },
    faulty: { faults: 1 },
    slow: { queuedMs: 60_000 },
  },
});
const addresses = {
  AWS_ENDPOINT_URL: emulator.endpoint,
  ATHENA_ENDPOINT_URL: athena.athenaUrl,
  TRINO_URL: athena.trinoUrl,
  AWS_ACCESS_KEY_ID: '000000000000',
  AWS_SECRET_ACCESS_KEY: 'emulator',
  AWS_REGION: 'us-east-1',
  // The SDK would warn in every process that its versions of 2027 need Node 22; the version in use is pinned.
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};
let status = 1;
try {
  status = await runUntilEnded(process.argv.slice(2));
} finally {
  await athena.stop();
  await emulator.stop();
}
process.exit(status);

function runUntilEnded(command: readonly string[]): Promise<number> {
  const [program, ...parameters] = command;
  return new Promise((resolve, reject) => {
    if (program === undefined) {
      for (const [name, value] of Object.entries(addresses))
        process.stdout.write(`export ${name}=${value}\n`);
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(0));
      return;
    }
    // A group of its own: npx does not hand a signal on to what it runs.
    const child = spawn(program, parameters, {
      env: { ...process.env, ...addresses },
      stdio: 'inherit',
      detached: true,
    });
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.once(signal, () => {
        if (child.pid !== undefined) process.kill(-child.pid, signal);
      });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
