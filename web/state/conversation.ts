import type { Answer } from '#api/contract/rest.ts';
import type { ServerMessage } from '#api/contract/socket.ts';

/** One question and what has become of it. */
export interface Turn {
  readonly key: number;
  readonly question: string;
  readonly id: string | null;
  readonly stage: string | null;
  readonly elapsedMs: number;
  readonly nextSeq: number;
  readonly answer: Answer | null;
  readonly problem: string | null;
}

export interface Conversation {
  readonly id: string | undefined;
  readonly turns: readonly Turn[];
}

export type ConversationEvent =
  | { readonly type: 'asked'; readonly question: string }
  | { readonly type: 'message'; readonly message: ServerMessage }
  | { readonly type: 'answered'; readonly answer: Answer }
  | { readonly type: 'broken'; readonly problem: string }
  | { readonly type: 'cleared' };

export const emptyConversation: Conversation = { id: undefined, turns: [] };

/** The conversation after an event. A message told twice (by its seq) changes nothing. */
export function conversationAfter(state: Conversation, event: ConversationEvent): Conversation {
  switch (event.type) {
    case 'asked':
      return { ...state, turns: [...state.turns, newTurn(state.turns.length, event.question)] };
    case 'message':
      return afterMessage(state, event.message);
    case 'answered':
      return {
        id: event.answer.conversation,
        turns: changeOpen(state.turns, (turn) => ({ ...turn, answer: event.answer })),
      };
    case 'broken':
      return { ...state, turns: changeOpen(state.turns, (turn) => ({ ...turn, problem: event.problem })) };
    case 'cleared':
      return emptyConversation;
  }
}

function newTurn(key: number, question: string): Turn {
  return { key, question, id: null, stage: null, elapsedMs: 0, nextSeq: 0, answer: null, problem: null };
}

function isOpen(turn: Turn): boolean {
  return turn.answer === null && turn.problem === null;
}

function changeOpen(turns: readonly Turn[], change: (turn: Turn) => Turn): readonly Turn[] {
  return turns.map((turn) => (isOpen(turn) ? change(turn) : turn));
}

function afterMessage(state: Conversation, message: ServerMessage): Conversation {
  if (message.type === 'problem')
    return conversationAfter(state, { type: 'broken', problem: message.message });
  const turns = changeOpen(state.turns, (turn) => {
    const fits = turn.id === null ? message.type === 'question-accepted' : turn.id === message.id;
    if (!fits || message.seq < turn.nextSeq) return turn;
    const seen = { ...turn, id: message.id, nextSeq: message.seq + 1 };
    if (message.type === 'stage') return { ...seen, stage: message.stage, elapsedMs: message.elapsed_ms };
    return message.type === 'answer-end' ? { ...seen, answer: message.answer } : seen;
  });
  const id = message.type === 'question-accepted' ? message.conversation : state.id;
  return { id, turns };
}
