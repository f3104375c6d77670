import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memberConfig } from '#platform/aws/member-config.ts';
import { AccessDeniedError } from '#platform/ports/errors.ts';
import { type ConfigDouble, configDouble } from '#test/emulator/config-double.ts';

interface Assumed {
  readonly role: string;
  readonly externalId: string | null;
  /** Access key of whoever assumed it. */
  readonly by: string;
}

const keyIn = (authorization: string | undefined) =>
  /Credential=([^/]+)\//.exec(authorization ?? '')?.[1] ?? '';

/** Speaks STS's AssumeRole (form in, XML out): each role has an access key of its own. */
async function stsDouble(keys: Readonly<Record<string, string>>) {
  const assumed: Assumed[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
      const role = form.get('RoleArn') ?? '';
      assumed.push({ role, externalId: form.get('ExternalId'), by: keyIn(request.headers.authorization) });
      const key = keys[role];
      response.writeHead(key === undefined ? 403 : 200, { 'content-type': 'text/xml' });
      response.end(
        key === undefined
          ? '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not you</Message></Error></ErrorResponse>'
          : `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>${key}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    assumed,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const ORCHESTRATOR = 'arn:aws:iam::111122223333:role/ChatSystemOrchestratorRole';
const MEMBER = 'arn:aws:iam::444455556666:role/ChatSystemReadOnlyRole';
const VERSION = { version: '1.3', accountId: '444455556666', resourceId: 'i-1' };
const QUERY = { resourceType: 'AWS::EC2::Instance', resourceId: 'i-1' };

let config: ConfigDouble;
beforeEach(async () => {
  config = await configDouble({ GetResourceConfigHistory: [{ output: { configurationItems: [VERSION] } }] });
});
afterEach(() => config.stop());

async function asking(keys: Readonly<Record<string, string>>) {
  const sts = await stsDouble(keys);
  const services = memberConfig({
    roleName: 'ChatSystemReadOnlyRole',
    externalId: 'a-word',
    through: ORCHESTRATOR,
    hub: {
      endpoint: sts.endpoint,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'AKIAFUNCTION', secretAccessKey: 's' },
      maxAttempts: 1,
    },
    member: { endpoint: config.endpoint, maxAttempts: 1 },
  });
  return { sts, service: await services('444455556666', 'eu-west-1') };
}

describe('AWS Config of a member account, as the deployed function asks it', () => {
  it('is asked by two roles: the hub’s own, and with that the member’s, by its external id', async () => {
    const { sts, service } = await asking({ [ORCHESTRATOR]: 'ASIAORCHESTRATOR', [MEMBER]: 'ASIAMEMBER' });
    try {
      expect(await service.history(QUERY)).toHaveLength(1);
      expect(sts.assumed).toEqual([
        { role: ORCHESTRATOR, externalId: null, by: 'AKIAFUNCTION' },
        { role: MEMBER, externalId: 'a-word', by: 'ASIAORCHESTRATOR' },
      ]);
      expect(config.calls.map(({ authorization }) => keyIn(authorization))).toEqual(['ASIAMEMBER']);
      expect(config.calls[0]?.authorization).toContain('/eu-west-1/config/');
      // Both are kept for the next resource.
      await service.history(QUERY);
      expect(sts.assumed).toHaveLength(2);
    } finally {
      sts.stop();
    }
  });

  it('is not asked where the member does not trust the hub', async () => {
    const { sts, service } = await asking({ [ORCHESTRATOR]: 'ASIAORCHESTRATOR' });
    try {
      await expect(service.history(QUERY)).rejects.toThrow(AccessDeniedError);
      expect(config.calls).toEqual([]);
    } finally {
      sts.stop();
    }
  });
});
