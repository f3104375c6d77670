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
import { type DeployedHub, deployHub, HUB_ACCOUNT, LANE_REGION, productTypes } from './deploy.ts';
import { type Emulator, startEmulator } from './start.ts';
import { UNSUPPORTED_TYPES } from './unsupported-types.ts';

const run = promisify(execFile);

/** Every kind of template that the product has: each mode, plain and with every setting that adds resources. */
const MEMBER = { mode: 'member', hubAccount: HUB_ACCOUNT, hubRegion: LANE_REGION };
const MODES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  single: {},
  'single with everything': {
    recorder: 'create',
    alarmEmail: 'owner@example.com',
    modelId: 'lane.model-v1:0',
    eventSource: 'lane.config',
    signInPrefix: 'lane',
    deliveryBuckets:
      '[{"name":"elsewhere","account":"111122223333","kmsKeyArn":"arn:aws:kms:us-east-1:111122223333:key/k"}]',
  },
  hub: { mode: 'hub', organizationId: 'o-exampleorgid', alarmEmail: 'owner@example.com' },
  member: { ...MEMBER, organizationId: 'o-exampleorgid' },
  'member with a recorder': { ...MEMBER, recorder: 'create', deliveriesBucket: 'deliveries' },
};

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

  it('are those of the product but for exactly the types that it cannot create, in every mode', async () => {
    const known = await knownTypes();
    const missing: Record<string, readonly string[]> = {};
    for (const [name, settings] of Object.entries(MODES)) {
      // A custom resource is what its function does: those that were deployed work, no other is known to.
      const isHeld = (type: string) => (type.startsWith('Custom::') ? hub.types.has(type) : known.has(type));
      missing[name] = [...(await productTypes(settings))].filter((type) => !isHeld(type)).sort();
    }
    const plain = ['AWS::Events::EventBusPolicy', 'Custom::CDKBucketDeployment'];
    const recorder = [
      'AWS::Config::ConfigurationRecorder',
      'AWS::Config::DeliveryChannel',
      'AWS::IAM::ServiceLinkedRole',
    ];
    expect(missing).toEqual({
      single: plain,
      'single with everything': [...recorder, ...plain].sort(),
      hub: plain,
      member: [],
      'member with a recorder': recorder,
    });
    expect([...new Set(Object.values(missing).flat())].sort()).toEqual(Object.keys(UNSUPPORTED_TYPES).sort());
  }, 300_000);

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
