import { afterEach } from 'vitest';
import { connectionsClient } from '#platform/aws/function-clients.ts';
import { GatewayConnections } from '#platform/aws/gateway-connections.ts';
import { MemoryConnections } from '#platform/memory/memory-connections.ts';
import { connectionsContract } from './connections.contract.ts';
import { type GatewayDouble, gatewayDouble } from './gateway-double.ts';

let double: GatewayDouble | undefined;
afterEach(() => double?.stop());

connectionsContract('MemoryConnections', async (...open) => {
  const connections = new MemoryConnections(...open);
  return {
    connections,
    got: (id) => connections.sent.flatMap(({ connectionId, text }) => (connectionId === id ? [text] : [])),
  };
});

connectionsContract('GatewayConnections', async (...open) => {
  double = await gatewayDouble(open);
  const { endpoint, got } = double;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = connectionsClient(endpoint, { region: 'eu-west-1', credentials });
  return { connections: new GatewayConnections(client), got: (id) => got.get(id) ?? [] };
});
