import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import {
  AdminInitiateAuthCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { GetTablesCommand, GlueClient } from '@aws-sdk/client-glue';
import { GetBucketNotificationConfigurationCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type DeployedHub, deployHub, HUB_ACCOUNT, LANE_REGION, productTemplates } from './deploy.ts';
import { type Emulator, startEmulator } from './start.ts';
import { UNSUPPORTED_TYPES } from './unsupported-types.ts';

const run = promisify(execFile);

/** Types that the emulator creates, from its own registry. */
async function knownTypes(): Promise<ReadonlySet<string>> {
  const program = process.env.STOCKTAKE_EMULATOR ?? '';
  const ask =
    'import json, ministack.services.cloudformation.provisioners as p; print(json.dumps(sorted(p._RESOURCE_HANDLERS)))';
  const { stdout } = await run(join(dirname(program), 'python'), ['-c', ask], {
    env: { ...process.env, STATE_DIR: process.env.TMPDIR ?? '/tmp' },
  });
  return new Set(z.array(z.string()).parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')));
}

describe('the stacks on the local AWS emulator', () => {
  let emulator: Emulator;
  let hub: DeployedHub;

  beforeAll(async () => {
    emulator = await startEmulator();
    hub = await deployHub({ emulatorUrl: emulator.endpoint });
    console.log(`deployed: ${JSON.stringify(hub.took)} ms`);
  }, 300_000);
  afterAll(() => emulator?.stop());

  const client = () => ({
    endpoint: emulator.endpoint,
    region: LANE_REGION,
    credentials: { accessKeyId: HUB_ACCOUNT, secretAccessKey: 'lane' },
  });

  it('are those of the product but for exactly the types that it cannot create', async () => {
    const known = await knownTypes();
    const types = (await productTemplates()).flatMap(({ Resources }) =>
      Object.values(Resources).map(({ Type }) => Type),
    );
    const unknown = types.filter((type) => !known.has(type) && !type.startsWith('Custom::'));
    expect([...new Set(unknown)].sort()).toEqual(Object.keys(UNSUPPORTED_TYPES).sort());
  });

  it('tell of deliveries, and refuse who is not signed in', async () => {
    const { QueueConfigurations } = await new S3Client(client()).send(
      new GetBucketNotificationConfigurationCommand({ Bucket: hub.outputs.DeliveriesBucket }),
    );
    expect(QueueConfigurations?.map(({ Events }) => Events)).toEqual([['s3:ObjectCreated:*']]);
    const refused = await fetch(`${hub.restUrl}/v1/coverage`);
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ code: 'HTTP_401' });
    const nobody = new CognitoIdentityProviderClient(client()).send(
      new AdminInitiateAuthCommand({
        UserPoolId: hub.outputs.UserPoolId,
        ClientId: hub.outputs.UserPoolClientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'nobody@example.com', PASSWORD: 'Nothing-At-All-1' },
      }),
    );
    await expect(nobody).rejects.toThrow();
  });

  it('hold the core tables', async () => {
    const { TableList } = await new GlueClient(client()).send(
      new GetTablesCommand({ DatabaseName: hub.outputs.Database }),
    );
    const names = TableList?.map(({ Name }) => Name);
    expect(names).toContain('resources');
    expect(names).toContain('coverage');
  });
});
