import { Command } from 'commander';
import { configServiceClient } from '#platform/aws/clients.ts';
import { AwsConfigService } from '#platform/aws/config-service.ts';
import { profileSettings } from '#platform/aws/profile-credentials.ts';
import type { ConfigService } from '#platform/ports/config-service.ts';
import { withNow } from '../options.ts';
import { plainTable } from '../output/plain-table.ts';
import { lookAtRecorders, type RegionRecorders } from '../recorders.ts';

interface RecorderOptions {
  readonly profile?: string;
  readonly awsRegion?: readonly string[];
  readonly deliver?: boolean;
  readonly json?: boolean;
}

/** `stocktake recorder`: how AWS Config records in an account, and a snapshot of it now. */
export function recorderCommand(): Command {
  return withNow(new Command('recorder'))
    .description('say how AWS Config records in an account, and have it deliver a snapshot now')
    .option('--profile <name>', 'profile of the AWS configuration')
    .option('--aws-region <region...>', 'Regions to look at (AWS_REGION, or the profile’s)')
    .option('--deliver', 'ask each recorder that is on to deliver a snapshot')
    .option('--json', 'print as JSON')
    .action(run);
}

async function run(options: RecorderOptions): Promise<void> {
  const found = await lookAtRecorders(await openServices(options), { deliver: options.deliver === true });
  process.stdout.write(options.json === true ? `${JSON.stringify(found)}\n` : `${screen(found)}\n`);
  if (found.some(({ problem }) => problem !== null)) process.exitCode = 1;
}

async function openServices({
  profile,
  awsRegion,
}: RecorderOptions): Promise<ReadonlyMap<string, ConfigService>> {
  const services = new Map<string, ConfigService>();
  for (const region of awsRegion ?? [undefined]) {
    const settings = profile === undefined ? {} : profileSettings(profile);
    const client = configServiceClient(region === undefined ? settings : { ...settings, region });
    const name = region ?? (await client.config.region().catch(() => 'no Region'));
    services.set(name, new AwsConfigService(client, profile));
  }
  return services;
}

function screen(found: readonly RegionRecorders[]): string {
  const rows = found.flatMap(({ region, recorders, snapshot }) =>
    recorders.map((each) => [
      region,
      each.name,
      each.isRecording ? 'recording' : 'off',
      each.lastStatus ?? '',
      each.lastError ?? '',
      snapshot ?? '',
    ]),
  );
  const without = found.filter(({ recorders, problem }) => recorders.length === 0 && problem === null);
  return [
    ...(rows.length === 0
      ? []
      : [plainTable(['Region', 'recorder', 'state', 'last delivery', 'error', 'snapshot asked for'], rows)]),
    ...without.map(({ region }) => `${region}: AWS Config is not set up.`),
    ...found.flatMap(({ region, problem }) => (problem === null ? [] : [`${region}: ${problem}`])),
  ].join('\n');
}
