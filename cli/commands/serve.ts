import { Command } from 'commander';
import { openLake } from '../open-lake.ts';
import { type LakeOptions, MOST_PORT, wholeNumber, withLake } from '../options.ts';
import { serveLake } from '../serve-lake.ts';
import { untilStopped } from '../until-stopped.ts';

interface ServeOptions extends LakeOptions {
  readonly port: number;
}

/** `stocktake serve`: page and API over a lake. */
export function serveCommand(): Command {
  return withLake(new Command('serve'))
    .description('serve the page and the API over a lake, on this machine only')
    .option('--port <n>', 'port (0 takes any free one)', wholeNumber('--port', 0, MOST_PORT), 0)
    .action(run);
}

async function run(options: ServeOptions): Promise<void> {
  const lake = await openLake(options);
  try {
    const server = await serveLake(lake, options.port);
    process.stdout.write(`Stocktake is at ${server.url}\n`);
    await untilStopped();
    await server.close();
  } finally {
    await lake.close();
  }
}
