import { defineConfig } from 'vitest/config';

const inline = { server: { deps: { inline: ['dt-sql-parser', 'antlr4ng', 'antlr4-c3'] } } };
const project = (name: string, include: string[], timeout = 240_000, globalSetup: string[] = []) => ({
  test: {
    name,
    include,
    testTimeout: timeout,
    hookTimeout: 300_000,
    globalSetup,
    setupFiles: ['test/fixed-seed.ts'],
    ...inline,
  },
});
/** Suites that drive the built command build it first. */
const built = ['test/cli/build-command.ts'];

/** One vitest project a lane, so that a lane can be run alone: `npx vitest run --project contract`. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      project('unit', ['test/unit/**/*.test.ts']),
      project('contract', ['test/contract/**/*.test.ts']),
      project('golden', ['test/golden/**/*.test.ts'], 300_000, built),
      project('cli', ['test/cli/**/*.test.ts'], 300_000, built),
      project('models', ['test/models/**/*.test.ts'], 300_000, built),
      project('samples', ['test/samples/**/*.test.ts'], 180_000),
      project('trino', ['test/trino/**/*.test.ts'], 180_000),
      project('thread', ['test/thread/**/*.test.ts'], 300_000, built),
      project('infra', ['test/infra/**/*.test.ts']),
      project('emulator', ['test/emulator/**/*.test.ts'], 300_000, [
        'test/emulator/start-setup.ts',
        ...built,
      ]),
      project('e2e', ['test/e2e/**/*.test.ts'], 60_000, built),
    ],
  },
});
