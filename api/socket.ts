import { answerSql } from '#answer/answer-sql.ts';
import type { AnswerProgress } from '#answer/contract.ts';
import type { Caller } from '#answer/deps.ts';
import { type ClientMessage, ClientMessageSchema, type ServerMessage } from './contract/socket.ts';
import type { ApiDeps } from './deps.ts';
import type { RunningAnswers } from './running-answers.ts';

/** One open connection, whatever carries it: a local WebSocket, or API Gateway's management API. */
export interface Connection {
  send(message: ServerMessage): void;
}

/**
 * Handles one message of a client: the same questions and SQL as over HTTP, with every stage told as it begins.
 * Never throws; a message that cannot be read is answered with a `problem`.
 */
export async function handleSocketMessage(
  text: string,
  caller: Caller,
  connection: Connection,
  deps: ApiDeps,
  answers: RunningAnswers,
): Promise<void> {
  const message = parse(text);
  if (message === undefined) {
    connection.send({
      type: 'problem',
      code: 'SOCKET_MESSAGE',
      message: 'This message is not of the documented form.',
    });
    return;
  }
  if (message.type === 'cancel') {
    answers.running(message.id, caller.userId)?.cancel();
    return;
  }
  let seq = 0;
  let id = '';
  const stage = (step: AnswerProgress) => connection.send({ type: 'stage', id, seq: seq++, ...step });
  const waiting: AnswerProgress[] = [];
  const running = answers.start({
    conversation: message.conversation,
    caller,
    question: message.type === 'question' ? message.question : null,
    // Stages may be told before start() has returned the id: they wait for it.
    onProgress: (step) => (id === '' ? waiting.push(step) : stage(step)),
    run: (request) =>
      message.type === 'question'
        ? deps.ask(message.question, message.zone ?? 'UTC', request)
        : answerSql({ ...request, sql: message.sql }, deps.answers),
  });
  id = running.id;
  connection.send({ type: 'question-accepted', id, conversation: running.conversation, seq: seq++ });
  for (const step of waiting) stage(step);
  connection.send({ type: 'answer-end', id, answer: await running.finished, seq: seq++ });
}

function parse(text: string): ClientMessage | undefined {
  try {
    const parsed = ClientMessageSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
