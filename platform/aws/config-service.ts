import {
  type ConfigServiceClient,
  type ConfigurationItem,
  DeliverConfigSnapshotCommand,
  DescribeConfigurationRecorderStatusCommand,
  DescribeDeliveryChannelsCommand,
  GetResourceConfigHistoryCommand,
  type GetResourceConfigHistoryCommandOutput,
  type ResourceType,
} from '@aws-sdk/client-config-service';
import type { ConfigService, HistoryQuery, RecorderStatus } from '../ports/config-service.ts';
import { PlaceMissingError, ServiceFaultError } from '../ports/errors.ts';
import { type AwsCall, fromAws, isNamed } from './errors.ts';

/** GetResourceConfigHistory gives at most 100 versions a page. */
const PAGE = 100;
/** The service compares times in whole seconds, so it is asked for one more and the answer is cut exactly. */
const SECOND_MS = 1000;

/** AWS Config of the account and Region of the client. */
export class AwsConfigService implements ConfigService {
  readonly #client: ConfigServiceClient;
  readonly #profile: string | undefined;

  /** @param profile whose credentials the client has, for hints */
  constructor(client: ConfigServiceClient, profile?: string) {
    this.#client = client;
    this.#profile = profile;
  }

  async deliverSnapshot(): Promise<string> {
    return this.#calling('delivering a snapshot', async () => {
      const { DeliveryChannels = [] } = await this.#client.send(new DescribeDeliveryChannelsCommand({}));
      const deliveryChannelName = DeliveryChannels[0]?.name;
      if (deliveryChannelName === undefined)
        throw new PlaceMissingError('AWS Config has no delivery channel here.', {
          hint: 'Set up AWS Config in this account and Region: a recorder and a delivery channel.',
        });
      const { configSnapshotId } = await this.#client.send(
        new DeliverConfigSnapshotCommand({ deliveryChannelName }),
      );
      if (configSnapshotId === undefined) throw new ServiceFaultError('AWS Config named no snapshot.');
      return configSnapshotId;
    });
  }

  async recorders(): Promise<readonly RecorderStatus[]> {
    return this.#calling('asking for the recorder', async () => {
      const { ConfigurationRecordersStatus = [] } = await this.#client.send(
        new DescribeConfigurationRecorderStatusCommand({}),
      );
      return ConfigurationRecordersStatus.map((status): RecorderStatus => {
        const error = [status.lastErrorCode, status.lastErrorMessage].filter((part) => part !== undefined);
        return {
          name: status.name ?? '',
          isRecording: status.recording === true,
          lastStatus: status.lastStatus ?? null,
          lastError: error.length === 0 ? null : error.join(': '),
          changedAt: status.lastStatusChangeTime ?? null,
        };
      });
    });
  }

  async history(query: HistoryQuery): Promise<readonly string[]> {
    const { resourceType, resourceId } = query;
    return this.#calling(`reading the history of ${resourceType} ${resourceId}`, async () => {
      const texts: string[] = [];
      let nextToken: string | undefined;
      do {
        const page = await this.#page(query, nextToken);
        for (const item of page.configurationItems ?? [])
          if (isWithin(item, query) && texts.length < (query.limit ?? Number.POSITIVE_INFINITY))
            texts.push(JSON.stringify(item));
        ({ nextToken } = page);
      } while (nextToken !== undefined && texts.length < (query.limit ?? Number.POSITIVE_INFINITY));
      return texts;
    });
  }

  async #calling<T>(doing: string, run: () => Promise<T>): Promise<T> {
    const profile = this.#profile;
    const call: AwsCall = { service: 'AWS Config', doing, ...(profile === undefined ? {} : { profile }) };
    try {
      return await run();
    } catch (error) {
      throw fromAws(error, call);
    }
  }

  async #page(
    { resourceType, resourceId, from, to }: HistoryQuery,
    nextToken: string | undefined,
  ): Promise<Pick<GetResourceConfigHistoryCommandOutput, 'configurationItems' | 'nextToken'>> {
    try {
      return await this.#client.send(
        new GetResourceConfigHistoryCommand({
          // The SDK lists the types that it knew when it was made; the service knows more.
          resourceType: resourceType as ResourceType,
          resourceId,
          chronologicalOrder: 'Reverse',
          limit: PAGE,
          ...(from === undefined ? {} : { earlierTime: new Date(from.getTime() - SECOND_MS) }),
          ...(to === undefined ? {} : { laterTime: new Date(to.getTime() + SECOND_MS) }),
          ...(nextToken === undefined ? {} : { nextToken }),
        }),
      );
    } catch (error) {
      if (isNamed(error, 'ResourceNotDiscoveredException')) return {};
      throw error;
    }
  }
}

function isWithin(
  { configurationItemCaptureTime: at }: ConfigurationItem,
  { from, to }: HistoryQuery,
): boolean {
  if (at === undefined) return true;
  return (from === undefined || at >= from) && (to === undefined || at <= to);
}
