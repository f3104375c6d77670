import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import PromptInput from '@cloudscape-design/components/prompt-input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useRef, useState } from 'react';
import type { LakeInfo } from '#api/contract/rest.ts';
import { timeText } from '../answer/time-text.ts';
import { TurnView } from '../answer/turn-view.tsx';
import type { useConversation } from '../state/use-conversation.ts';
import type { Loaded } from '../state/use-loaded.ts';

interface AskPageProps {
  readonly lake: Loaded<LakeInfo>;
  readonly talk: ReturnType<typeof useConversation>;
}

/** The chat. */
export function AskPage({ lake, talk }: AskPageProps) {
  const { conversation, ask, clear } = talk;
  const [text, setText] = useState('');
  const last = useRef<HTMLDivElement>(null);
  const busy = conversation.turns.some((turn) => turn.answer === null && turn.problem === null);
  const count = conversation.turns.length;

  useEffect(() => {
    if (count > 0) last.current?.scrollIntoView({ behavior: 'smooth', block: 'start' });
  }, [count]);

  const send = (question: string) => {
    if (busy || question.trim() === '') return;
    setText('');
    void ask(question);
  };

  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={lakeText(lake.value)}
          actions={
            count > 0 && (
              <Button onClick={clear} disabled={busy}>
                New conversation
              </Button>
            )
          }
        >
          Ask the inventory
        </Header>
      }
    >
      <div>
        <SpaceBetween size="l">
          {lake.problem !== undefined && (
            <Alert type="error" action={<Button onClick={lake.reload}>Try again</Button>}>
              {lake.problem}
            </Alert>
          )}
          {lake.value?.generation === null && (
            <Alert type="warning" header="There is no lake here yet">
              Nothing has been ingested. Run <code>stocktake ingest</code> on a folder of AWS Config
              deliveries.
            </Alert>
          )}
          {count === 0 && <Examples examples={lake.value?.examples ?? []} onPick={send} />}
          {conversation.turns.map((turn, index) => (
            <div key={turn.key} className="turn" ref={index === count - 1 ? last : undefined}>
              <TurnView turn={turn} isLast={index === count - 1} onAsk={send} />
            </div>
          ))}
        </SpaceBetween>
        <div className="ask-input">
          <PromptInput
            value={text}
            onChange={({ detail }) => setText(detail.value)}
            onAction={({ detail }) => send(detail.value)}
            placeholder={
              count === 0
                ? 'Ask about accounts, resources, changes, compliance…'
                : 'Ask on, for instance: of those, which are in eu-west-1?'
            }
            ariaLabel="Your question"
            actionButtonIconName="send"
            actionButtonAriaLabel="Ask"
            disableActionButton={busy || text.trim() === ''}
            maxRows={6}
            autoFocus
          />
        </div>
      </div>
    </ContentLayout>
  );
}

function lakeText(lake: LakeInfo | undefined): string {
  if (lake === undefined) return 'Opening the lake…';
  if (lake.sample_time !== null) {
    return `A made-up organization, as of ${timeText(lake.sample_time)}. Its clock stands still there.`;
  }
  return lake.committed_at === null ? 'No lake yet.' : `Lake refreshed ${timeText(lake.committed_at)}.`;
}

function Examples({
  examples,
  onPick,
}: {
  readonly examples: readonly string[];
  readonly onPick: (question: string) => void;
}) {
  return (
    <SpaceBetween size="s">
      <Box color="text-body-secondary">
        Every answer says what it covers, shows its SQL and its price. Try one:
      </Box>
      <div className="examples">
        {examples.map((example) => (
          <button key={example} type="button" className="example" onClick={() => onPick(example)}>
            {example}
          </button>
        ))}
      </div>
    </SpaceBetween>
  );
}
