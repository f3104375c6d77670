import { execFileSync } from 'node:child_process';
import { root } from './command.ts';

/** The suites drive the built command: build it once, so that they never test an older one. */
export default function setup(): void {
  execFileSync(
    process.execPath,
    ['scripts/build.mjs', ...(process.env.STOCKTAKE_BUILD_PAGE === '1' ? [] : ['--command-only'])],
    { cwd: root, stdio: 'inherit' },
  );
}
