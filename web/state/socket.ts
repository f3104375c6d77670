import type { ClientMessage, ServerMessage, SocketProtocol, TokenProtocol } from '#api/contract/socket.ts';
import { api } from './api-client.ts';
import { token } from './sign-in.ts';

/** Sends one message and tells each reply; resolves when its answer has come, rejects where the socket breaks. */
export async function ask(
  message: ClientMessage,
  onMessage: (message: ServerMessage) => void,
): Promise<void> {
  const known = await token();
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const socket = new WebSocket(`${scheme}://${location.host}/v1/socket`, protocolsWith(known));
  return new Promise((resolve, reject) => {
    let finished = false;
    const end = () => {
      finished = true;
      socket.close();
      resolve();
    };
    socket.onopen = () => socket.send(JSON.stringify(message));
    socket.onmessage = (event) => {
      const reply = JSON.parse(String(event.data)) as ServerMessage;
      if (reply.type === 'answer-stored') {
        const { id, seq } = reply;
        api.answer(id).then((answer) => {
          onMessage({ type: 'answer-end', id, seq, answer });
          end();
        }, reject);
        return;
      }
      onMessage(reply);
      if (reply.type === 'answer-end' || reply.type === 'problem') end();
    };
    socket.onclose = () => {
      if (!finished) reject(new Error('the connection broke'));
    };
  });
}

/** A browser cannot give a header to a socket, and an address would be kept in logs: the token is offered as a protocol. */
function protocolsWith(known: string | undefined): (SocketProtocol | TokenProtocol)[] {
  return known === undefined ? [] : ['stocktake', `stocktake.token.${known}`];
}
