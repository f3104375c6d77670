import type { Answer, AnswerProgress } from '#answer/contract.ts';
import type { AnswerWork } from './contract/job.ts';
import { type ClientMessage, ClientMessageSchema, type ServerMessage } from './contract/socket.ts';
import type { ApiCaller } from './deps.ts';
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
  caller: ApiCaller,
  connection: Connection,
  answers: RunningAnswers,
): Promise<void> {
  const message = parseClientMessage(text);
  if (message === undefined) connection.send(unreadableMessage);
  else if (message.type === 'cancel') answers.running(message.id, caller.userId)?.cancel();
  else {
    const { conversation } = message;
    await streamAnswer({ conversation, caller, work: workOf(message) }, connection, answers);
  }
}

/** Answers some work and tells a connection of it: that it was accepted, each stage as it begins, and the answer. */
export async function streamAnswer(
  input: {
    readonly id?: string;
    readonly conversation: string | undefined;
    readonly caller: ApiCaller;
    readonly work: AnswerWork;
  },
  connection: Connection,
  answers: RunningAnswers,
): Promise<Answer> {
  let seq = 0;
  let id = '';
  const stage = (step: AnswerProgress) => connection.send({ type: 'stage', id, seq: seq++, ...step });
  const waiting: AnswerProgress[] = [];
  const running = answers.start({
    ...input,
    // Stages may be told before start() has returned the id: they wait for it.
    onProgress: (step) => (id === '' ? waiting.push(step) : stage(step)),
  });
  id = running.id;
  connection.send({ type: 'question-accepted', id, conversation: running.conversation, seq: seq++ });
  for (const step of waiting) stage(step);
  const answer = await running.finished;
  connection.send({ type: 'answer-end', id, answer, seq: seq++ });
  return answer;
}

/** What a client's message wants to be answered. */
export function workOf(message: Exclude<ClientMessage, { readonly type: 'cancel' }>): AnswerWork {
  return message.type === 'question'
    ? { kind: 'question', question: message.question, zone: message.zone ?? 'UTC' }
    : { kind: 'sql', sql: message.sql, dryRun: false };
}

/** undefined where the text is no message of the documented form. */
export function parseClientMessage(text: string): ClientMessage | undefined {
  try {
    const parsed = ClientMessageSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

export const unreadableMessage: ServerMessage = {
  type: 'problem',
  code: 'SOCKET_MESSAGE',
  message: 'This message is not of the documented form.',
};
