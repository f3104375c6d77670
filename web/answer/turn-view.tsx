import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Turn } from '../state/conversation.ts';
import { AnswerCard } from './answer-card.tsx';
import { Stages } from './stages.tsx';

interface TurnViewProps {
  readonly turn: Turn;
  readonly isLast: boolean;
  readonly onAsk: (question: string) => void;
}

/** A question with its progress, its answer, or what went wrong. */
export function TurnView({ turn, isLast, onAsk }: TurnViewProps) {
  return (
    <SpaceBetween size="s">
      <Box>
        <div className="turn-question">{shortened(turn.question)}</div>
      </Box>
      {turn.problem !== null && <Alert type="error">{turn.problem}</Alert>}
      {turn.answer === null && turn.problem === null && (
        <Stages stage={turn.stage} elapsedMs={turn.elapsedMs} />
      )}
      {turn.answer !== null && <AnswerCard answer={turn.answer} onAsk={isLast ? onAsk : undefined} />}
    </SpaceBetween>
  );
}

const LONGEST_SHOWN = 600;

function shortened(question: string): string {
  return question.length > LONGEST_SHOWN ? `${question.slice(0, LONGEST_SHOWN)}…` : question;
}
