import { type Connections, LARGEST_MESSAGE_BYTES } from '../ports/connections.ts';

/** Connections that keep what they were sent. One that is not in `open` is gone. */
export class MemoryConnections implements Connections {
  readonly sent: { readonly connectionId: string; readonly text: string }[] = [];
  readonly open: Set<string>;

  constructor(...open: string[]) {
    this.open = new Set(open);
  }

  async send(connectionId: string, text: string): Promise<'sent' | 'gone'> {
    if (Buffer.byteLength(text) > LARGEST_MESSAGE_BYTES) throw new Error('the message is too large');
    if (!this.open.has(connectionId)) return 'gone';
    this.sent.push({ connectionId, text });
    return 'sent';
  }

  async close(connectionId: string): Promise<void> {
    this.open.delete(connectionId);
  }
}
