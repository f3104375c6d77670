import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { bundleFolder, type HandlerFolder, PROJECT_ROOT } from './handler-bundle.ts';

let bundles: string | undefined;

/**
 * The code of a function. The first call bundles every handler, in a process of its own: constructs are made
 * synchronously and the bundler's plugins are not. Where the context says that a stack needs no bundles (tests, linting),
 * the sources stand in for them.
 */
export function functionCode(scope: Construct, folder: HandlerFolder): Code {
  if (!Stack.of(scope).bundlingRequired) return Code.fromAsset(join(PROJECT_ROOT, folder));
  bundles ??= bundleAll();
  return Code.fromAsset(bundleFolder(bundles, folder));
}

/** Into a folder that lasts as long as this process: the assembly gets copies, and two syntheses may run at once. */
function bundleAll(): string {
  const out = mkdtempSync(join(tmpdir(), 'stocktake-functions-'));
  process.once('exit', () => rmSync(out, { recursive: true, force: true }));
  const bundler = fileURLToPath(new URL('handler-bundle.ts', import.meta.url));
  execFileSync(process.execPath, ['--import', 'tsx', bundler, out], { cwd: PROJECT_ROOT, stdio: 'inherit' });
  return out;
}
