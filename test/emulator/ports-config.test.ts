import { afterEach, describe, expect, it } from 'vitest';
import { normaliseItem } from '#ingest/normalise/item.ts';
import { configServiceClient } from '#platform/aws/clients.ts';
import { AwsConfigService } from '#platform/aws/config-service.ts';
import { memberConfig } from '#platform/aws/member-config.ts';
import {
  AccessDeniedError,
  CredentialsError,
  PlaceMissingError,
  ThrottledError,
} from '#platform/ports/errors.ts';
import { type Answer, type ConfigDouble, configDouble } from './config-double.ts';
import { settings } from './places.ts';

let double: ConfigDouble | undefined;
afterEach(() => double?.stop());

async function serviceWith(operations: Readonly<Record<string, readonly Answer[]>>) {
  double = await configDouble(operations);
  return new AwsConfigService(configServiceClient(settings({ endpoint: double.endpoint, maxAttempts: 3 })));
}

/** An item as the API gives it; times are epoch seconds on the wire. */
const version = (minute: number) => ({
  version: '1.3',
  accountId: '111122223333',
  configurationItemCaptureTime: Date.UTC(2026, 2, 1, 12, minute) / 1000 + 0.25,
  configurationItemStatus: 'OK',
  configurationStateId: String(1000 + minute),
  arn: 'arn:aws:ec2:eu-west-1:111122223333:instance/i-1',
  resourceType: 'AWS::EC2::Instance',
  resourceId: 'i-1',
  awsRegion: 'eu-west-1',
  tags: { Name: 'web' },
  relationships: [
    { resourceType: 'AWS::EC2::VPC', resourceId: 'vpc-1', relationshipName: 'Is contained in Vpc' },
  ],
  configuration: '{"instanceType":"t3.micro","ebsOptimized":false}',
  supplementaryConfiguration: {},
});

describe('AwsConfigService', () => {
  it('asks the channel that is there to deliver a snapshot', async () => {
    const service = await serviceWith({
      DescribeDeliveryChannels: [
        {
          output: { DeliveryChannels: [{ name: 'hub', s3BucketName: 'b' }] },
        },
      ],
      DeliverConfigSnapshot: [{ output: { configSnapshotId: 'snap-1' } }],
    });
    expect(await service.deliverSnapshot()).toBe('snap-1');
    expect(double?.calls.at(-1)?.input).toEqual({ deliveryChannelName: 'hub' });
  });

  it('says that AWS Config is not set up', async () => {
    const service = await serviceWith({
      DescribeDeliveryChannels: [{ output: { DeliveryChannels: [] } }],
      DescribeConfigurationRecorderStatus: [{ output: { ConfigurationRecordersStatus: [] } }],
    });
    await expect(service.deliverSnapshot()).rejects.toThrow(PlaceMissingError);
    expect(await service.recorders()).toEqual([]);
  });

  it('tells how the recorder is', async () => {
    const service = await serviceWith({
      DescribeConfigurationRecorderStatus: [
        {
          output: {
            ConfigurationRecordersStatus: [
              { name: 'default', recording: true, lastStatus: 'Success', lastStatusChangeTime: 1772366400 },
              {
                name: 'broken',
                recording: false,
                lastStatus: 'Failure',
                lastErrorCode: 'AccessDenied',
                lastErrorMessage: 'no bucket',
              },
            ],
          },
        },
      ],
    });
    expect(await service.recorders()).toEqual([
      {
        name: 'default',
        isRecording: true,
        lastStatus: 'Success',
        lastError: null,
        changedAt: new Date(1772366400000),
      },
      {
        name: 'broken',
        isRecording: false,
        lastStatus: 'Failure',
        lastError: 'AccessDenied: no bucket',
        changedAt: null,
      },
    ]);
  });

  it('pages through the history of a resource and gives items that ingest reads', async () => {
    const service = await serviceWith({
      GetResourceConfigHistory: [
        { output: { configurationItems: [version(9), version(8)], nextToken: 'more' } },
        { output: { configurationItems: [version(7), version(1)] } },
      ],
    });
    const texts = await service.history({
      resourceType: 'AWS::EC2::Instance',
      resourceId: 'i-1',
      from: new Date(Date.UTC(2026, 2, 1, 12, 5)),
      to: new Date(Date.UTC(2026, 2, 1, 12, 8, 0, 250)),
    });
    expect(double?.calls[1]?.input).toMatchObject({ nextToken: 'more' });
    expect(double?.calls[0]?.input).toMatchObject({
      resourceType: 'AWS::EC2::Instance',
      resourceId: 'i-1',
      chronologicalOrder: 'Reverse',
    });
    const items = texts.map((text) =>
      normaliseItem(JSON.parse(text), { accountId: null, region: null }, Date.UTC(2026, 2, 2)),
    );
    expect(items.map((each) => each.ok && each.item.key.capturedAt)).toEqual([
      Date.UTC(2026, 2, 1, 12, 8, 0, 250),
      Date.UTC(2026, 2, 1, 12, 7, 0, 250),
    ]);
    expect(items.map((each) => each.ok && each.item.row)).toEqual([
      expect.objectContaining({ account_id: '111122223333', region: 'eu-west-1' }),
      expect.anything(),
    ]);
    expect(items[0]?.ok === true && items[0].item.configuration).toMatchObject({ instanceType: 't3.micro' });
    expect(
      await service.history({ resourceType: 'AWS::EC2::Instance', resourceId: 'i-1', limit: 1 }),
    ).toHaveLength(1);
  });

  it('asks in a member account with a role that it takes on there', async () => {
    const versions = { GetResourceConfigHistory: [{ output: { configurationItems: [version(8)] } }] };
    double = await configDouble(versions);
    const open = memberConfig({
      roleName: 'ReadOnly',
      externalId: 'secret',
      hub: settings(),
      member: { endpoint: double.endpoint },
    });
    const service = await open('222233334444', 'eu-west-1');
    expect(await service.history({ resourceType: 'AWS::EC2::Instance', resourceId: 'i-1' })).toHaveLength(1);
    expect(double.calls[0]?.authorization).toMatch(/Credential=ASIA\w+\/\d+\/eu-west-1\/config\//);
    expect(await open('222233334444', 'eu-west-1')).toBe(service);
    expect(await open('222233334444', 'us-east-1')).not.toBe(service);
  });

  it('has no versions of what was never recorded', async () => {
    const service = await serviceWith({
      GetResourceConfigHistory: [{ error: 'ResourceNotDiscoveredException' }],
    });
    expect(await service.history({ resourceType: 'AWS::EC2::Instance', resourceId: 'i-2' })).toEqual([]);
  });

  it.each([
    ['ThrottlingException', ThrottledError],
    ['AccessDeniedException', AccessDeniedError],
    ['ExpiredTokenException', CredentialsError],
    ['UnrecognizedClientException', CredentialsError],
  ])('tells %s apart', async (error, type) => {
    const service = await serviceWith({ GetResourceConfigHistory: [{ error, message: 'told' }] });
    await expect(service.history({ resourceType: 'AWS::EC2::Instance', resourceId: 'i-1' })).rejects.toThrow(
      type,
    );
  });
});
