import type { TestProject } from 'vitest/node';
import { startEmulator } from './start.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** `http://127.0.0.1:PORT` of the emulator that the suites of the lane share. */
    readonly emulatorEndpoint: string;
  }
}

/** One emulator for all suites of the lane; each makes buckets and tables of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const emulator = await startEmulator();
  project.provide('emulatorEndpoint', emulator.endpoint);
  return () => emulator.stop();
}
