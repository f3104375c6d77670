import type { AddressInfo, Server } from 'node:net';
import type { WorkGroup } from './executions.ts';
import { glueShim } from './glue-shim.ts';
import { athenaStandIn } from './stand-in.ts';
import { spawnTrino } from './trino-process.ts';

/**
 * The stand-in as a process: Glue shim, Trino and Athena's API on free ports of the loopback. Prints one line of JSON with their
 * addresses once Trino has started; ends with the process.
 *   EMULATOR_URL     the local AWS emulator, whose Glue and S3 Trino reads
 *   ACCOUNT_ID       account whose Glue and S3, default 000000000000
 *   WORK_GROUPS      JSON: behaviour of workgroups by name
 */
const emulatorUrl = process.env.EMULATOR_URL;
if (emulatorUrl === undefined) throw new Error('EMULATOR_URL is not set');
const workGroups = JSON.parse(process.env.WORK_GROUPS ?? '{}') as Record<string, WorkGroup>;

const listen = (server: Server): Promise<string> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });

const glueUrl = await listen(glueShim(emulatorUrl));
const trino = await spawnTrino({
  glueUrl,
  s3Url: emulatorUrl,
  accountId: process.env.ACCOUNT_ID ?? '000000000000',
});
const athenaUrl = await listen(athenaStandIn(trino.url, { primary: {}, ...workGroups }));
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => {
    void trino.stop().finally(() => process.exit(0));
  });
process.stdout.write(`${JSON.stringify({ athenaUrl, trinoUrl: trino.url, glueUrl })}\n`);
