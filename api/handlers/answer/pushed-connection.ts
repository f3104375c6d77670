import type { Telemetry } from '#platform/lambda/telemetry.ts';
import { type Connections, LARGEST_MESSAGE_BYTES } from '#platform/ports/connections.ts';
import type { ServerMessage } from '../../contract/socket.ts';
import type { Connection } from '../../socket.ts';

/**
 * A client's connection as the function that answers sees it: messages go out one after another. Where the client has gone, or
 * sending fails, the rest is not sent; the answer is made and kept all the same. An answer that is larger than a message is
 * replaced by a pointer to where it is kept.
 */
export class PushedConnection implements Connection {
  readonly #connections: Connections;
  readonly #id: string;
  readonly #telemetry: Telemetry;
  #isOpen = true;
  #sending: Promise<void> = Promise.resolve();

  constructor(connections: Connections, connectionId: string, telemetry: Telemetry) {
    this.#connections = connections;
    this.#id = connectionId;
    this.#telemetry = telemetry;
  }

  send(message: ServerMessage): void {
    this.#sending = this.#sending.then(() => this.#push(message));
  }

  /** Resolves when everything is sent, or will never be. */
  drained(): Promise<void> {
    return this.#sending;
  }

  async #push(message: ServerMessage): Promise<void> {
    if (!this.#isOpen) return;
    try {
      this.#isOpen = (await this.#connections.send(this.#id, fitting(message))) === 'sent';
      if (!this.#isOpen) this.#telemetry.info('the client has gone');
    } catch (error) {
      this.#isOpen = false;
      this.#telemetry.error('a message could not be sent to the client', error);
    }
  }
}

function fitting(message: ServerMessage): string {
  const text = JSON.stringify(message);
  if (message.type !== 'answer-end' || Buffer.byteLength(text) <= LARGEST_MESSAGE_BYTES) return text;
  return JSON.stringify({ type: 'answer-stored', id: message.id, seq: message.seq } satisfies ServerMessage);
}
