import { Command } from 'commander';
import { effectivePolicy } from '#sql/policy.ts';
import { UsageError } from '../errors.ts';
import { type LakeOptions, withLake } from '../options.ts';
import { readPolicies } from '../owner-files.ts';

/** `stocktake policy`: reads the policies file, and says what one user may read. */
export function policyCommand(): Command {
  const command = new Command('policy').description('check the policies file, or show what a user may read');
  command.addCommand(
    withLake(new Command('check').description('say whether the policies file can be used')).action(check),
  );
  command.addCommand(
    withLake(
      new Command('show')
        .description('show what a user may read')
        .argument('<user>', 'a user of the policies file'),
    ).action(show),
  );
  return command;
}

async function required(options: LakeOptions) {
  const policies = await readPolicies(options.lake);
  if (policies === undefined) {
    throw new UsageError(`There is no policies file ${options.lake}/policies.json.`, {
      hint: 'Without one, the caller is the owner and may read everything.',
    });
  }
  return policies;
}

async function check(options: LakeOptions): Promise<void> {
  await required(options);
  process.stdout.write('The policies file is good.\n');
}

async function show(user: string, options: LakeOptions): Promise<void> {
  process.stdout.write(`${JSON.stringify(effectivePolicy(await required(options), user), null, 2)}\n`);
}
