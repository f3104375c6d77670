import {
  type ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import type { Connections } from '../ports/connections.ts';
import { fromAws, isNamed, statusOf } from './errors.ts';

/** The open connections of an API Gateway WebSocket API, by its management address. */
export class GatewayConnections implements Connections {
  readonly #client: ApiGatewayManagementApiClient;

  constructor(client: ApiGatewayManagementApiClient) {
    this.#client = client;
  }

  async send(connectionId: string, text: string): Promise<'sent' | 'gone'> {
    try {
      await this.#client.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: text }));
      return 'sent';
    } catch (error) {
      if (isGone(error)) return 'gone';
      throw fromAws(error, { service: 'API Gateway', doing: 'sending to a connection' });
    }
  }

  async close(connectionId: string): Promise<void> {
    try {
      await this.#client.send(new DeleteConnectionCommand({ ConnectionId: connectionId }));
    } catch (error) {
      if (!isGone(error)) throw fromAws(error, { service: 'API Gateway', doing: 'closing a connection' });
    }
  }
}

const isGone = (error: unknown): boolean => isNamed(error, 'GoneException') || statusOf(error) === 410;
