import { useCallback, useReducer } from 'react';
import { api } from './api-client.ts';
import { conversationAfter, emptyConversation } from './conversation.ts';
import { ask as askBySocket } from './socket.ts';

/** A conversation with the server: live over the socket, over plain HTTP where no socket can be had. */
export function useConversation() {
  const [conversation, dispatch] = useReducer(conversationAfter, emptyConversation);
  const { id } = conversation;

  const ask = useCallback(
    async (question: string) => {
      dispatch({ type: 'asked', question });
      let accepted = false;
      try {
        await askBySocket(
          { type: 'question', question, ...(id === undefined ? {} : { conversation: id }) },
          (message) => {
            accepted = true;
            dispatch({ type: 'message', message });
          },
        );
      } catch {
        // A question that the server has begun is not asked a second time.
        if (accepted)
          dispatch({ type: 'broken', problem: 'The connection broke before the answer came. Ask again.' });
        else await askPlainly(question, id, dispatch);
      }
    },
    [id],
  );

  const clear = useCallback(() => dispatch({ type: 'cleared' }), []);
  return { conversation, ask, clear };
}

async function askPlainly(
  question: string,
  id: string | undefined,
  dispatch: (event: Parameters<typeof conversationAfter>[1]) => void,
): Promise<void> {
  try {
    dispatch({ type: 'answered', answer: await api.ask(question, id) });
  } catch (error) {
    dispatch({ type: 'broken', problem: error instanceof Error ? error.message : String(error) });
  }
}
