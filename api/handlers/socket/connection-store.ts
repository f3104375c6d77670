import { z } from 'zod';
import type { KeyValueStore } from '#platform/ports/key-value-store.ts';
import { type Principal, PrincipalSchema } from '../../auth/principal.ts';

const OpenConnectionSchema = z.object({
  user: PrincipalSchema,
  /** When the token expires with which the connection was opened. */
  tokenExpiresAt: z.coerce.date(),
});

/** Who opened a connection, and until when their token is good. */
export interface OpenConnection {
  readonly user: Principal;
  readonly tokenExpiresAt: Date;
}

/** API Gateway closes a connection after two hours. */
const LIFE_MS = 2 * 3_600_000;
const keyOf = (connectionId: string): string => `connections/${encodeURIComponent(connectionId)}`;

/** The open connections of the WebSocket API. */
export class ConnectionStore {
  readonly #store: KeyValueStore;

  constructor(store: KeyValueStore) {
    this.#store = store;
  }

  async open(connectionId: string, connection: OpenConnection): Promise<void> {
    const expiresAt = new Date(Date.now() + LIFE_MS);
    await this.#store.put(keyOf(connectionId), connection, { expiresAt });
  }

  async find(connectionId: string): Promise<OpenConnection | undefined> {
    const parsed = OpenConnectionSchema.safeParse(await this.#store.get(keyOf(connectionId)));
    return parsed.success ? parsed.data : undefined;
  }

  async forget(connectionId: string): Promise<void> {
    await this.#store.delete(keyOf(connectionId));
  }
}
