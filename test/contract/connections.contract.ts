import { describe, expect, it } from 'vitest';
import { type Connections, LARGEST_MESSAGE_BYTES } from '#platform/ports/connections.ts';

/** Connections with clients at their other ends. */
export interface ConnectedClients {
  readonly connections: Connections;
  /** What the client of a connection has got. */
  got(connectionId: string): readonly string[];
}

/** What whatever keeps connections must do; `make` opens these. */
export const connectionsContract = (
  name: string,
  make: (...open: readonly string[]) => Promise<ConnectedClients>,
): void => {
  describe(`${name} keeps the Connections contract`, () => {
    it('sends texts as they are, in order, each to its own client', async () => {
      const { connections, got } = await make('L0SM9cOFvHcCIhw=', 'b');
      for (const text of ['{"a":"é ☃"}', 'two'])
        expect(await connections.send('L0SM9cOFvHcCIhw=', text)).toBe('sent');
      expect(await connections.send('b', '')).toBe('sent');
      expect([got('L0SM9cOFvHcCIhw='), got('b')]).toEqual([['{"a":"é ☃"}', 'two'], ['']]);
    });

    it('takes the largest message, and refuses a larger one', async () => {
      const { connections, got } = await make('a');
      const largest = 'x'.repeat(LARGEST_MESSAGE_BYTES);
      expect(await connections.send('a', largest)).toBe('sent');
      await expect(connections.send('a', `${largest}y`)).rejects.toThrow();
      expect(got('a')).toEqual([largest]);
    });

    it('says that a client has gone, who left or was shut out, and shuts out twice without ado', async () => {
      const { connections, got } = await make('a');
      expect(await connections.send('nobody', 'x')).toBe('gone');
      await connections.close('a');
      await connections.close('a');
      await connections.close('nobody');
      expect(await connections.send('a', 'late')).toBe('gone');
      expect(got('a')).toEqual([]);
    });
  });
};
