import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Tabs, { type TabsProps } from '@cloudscape-design/components/tabs';
import { lazy, Suspense, useState } from 'react';
import type { Answer } from '#api/contract/rest.ts';
import { Loading } from '../loading.tsx';
import { api } from '../state/api-client.ts';
import { Price } from './price.tsx';
import { VerdictView } from './verdict-view.tsx';

const RowsTable = lazy(async () => ({ default: (await import('./rows-table.tsx')).RowsTable }));
const AnswerChart = lazy(async () => ({ default: (await import('./answer-chart.tsx')).AnswerChart }));
const SqlPanel = lazy(async () => ({ default: (await import('./sql-panel.tsx')).SqlPanel }));

interface AnswerCardProps {
  readonly answer: Answer;
  /** Asks a follow-up or a choice; undefined where the conversation has gone on. */
  readonly onAsk: ((question: string) => void) | undefined;
}

/** One answer: its sentence, what it covers, its rows, chart and SQL, and where to go from here. */
export function AnswerCard({ answer: given, onAsk }: AnswerCardProps) {
  const [edited, setEdited] = useState<Answer>();
  const [problem, setProblem] = useState<string>();
  const answer = edited ?? given;
  const runSql = async (sql: string) => {
    setProblem(undefined);
    try {
      setEdited(await api.sql(sql));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  const tabs = tabsOf(answer, runSql);
  const [chosen, setChosen] = useState<string>();
  const active = tabs.some((tab) => tab.id === chosen) ? chosen : tabs[0]?.id;
  return (
    <Container data-testid="answer">
      <SpaceBetween size="m">
        <div className="answer-sentence" data-testid="sentence" aria-live="polite">
          {statusIcon(answer)}
          {answer.text}
        </div>
        {edited !== undefined && <Alert type="info">This is the answer to the SQL as you edited it.</Alert>}
        {problem !== undefined && <Alert type="error">{problem}</Alert>}
        {answer.choices.length > 0 && onAsk !== undefined && (
          <SpaceBetween size="xs" direction="horizontal">
            {answer.choices.map((choice) => (
              <Button key={choice.question} onClick={() => onAsk(choice.question)}>
                {choice.label}
              </Button>
            ))}
          </SpaceBetween>
        )}
        {answer.verdict !== null && <VerdictView verdict={answer.verdict} />}
        {tabs.length > 0 && active !== undefined && (
          <Tabs
            tabs={tabs}
            activeTabId={active}
            onChange={({ detail }) => setChosen(detail.activeTabId)}
            ariaLabel="Parts of the answer"
            actions={
              answer.rows.length > 0 && (
                <Button
                  iconName="download"
                  onClick={() => void api.saveCsv(answer)}
                  ariaLabel="Download the rows as CSV"
                >
                  CSV
                </Button>
              )
            }
          />
        )}
        {answer.assumptions.length > 0 && (
          <div>
            <Box variant="awsui-key-label">Assumed</Box>
            <ul className="causes">
              {answer.assumptions.map((assumption) => (
                <li key={assumption}>{assumption}</li>
              ))}
            </ul>
          </div>
        )}
        <Price answer={answer} />
        {answer.follow_ups.length > 0 && onAsk !== undefined && (
          <SpaceBetween size="xs" direction="horizontal">
            {answer.follow_ups.map((followUp) => (
              <Button key={followUp} variant="inline-link" onClick={() => onAsk(followUp)}>
                {followUp}
              </Button>
            ))}
          </SpaceBetween>
        )}
      </SpaceBetween>
    </Container>
  );
}

function statusIcon(answer: Answer) {
  if (answer.status === 'answered') return null;
  const type = answer.status === 'failed' ? 'error' : answer.status === 'refused' ? 'stopped' : 'info';
  return (
    <>
      <StatusIndicator type={type} iconAriaLabel={answer.status} />{' '}
    </>
  );
}

function tabsOf(answer: Answer, runSql: (sql: string) => Promise<void>): TabsProps.Tab[] {
  const tabs: TabsProps.Tab[] = [];
  const lazily = (content: React.ReactNode) => (
    <Suspense fallback={<Loading text="Loading" />}>{content}</Suspense>
  );
  if (answer.chart !== null && answer.rows.length > 0) {
    tabs.push({
      id: 'chart',
      label: 'Chart',
      content: lazily(<AnswerChart answer={answer} chart={answer.chart} />),
    });
  }
  if (answer.rows.length > 0) {
    tabs.push({
      id: 'rows',
      label: `Rows (${(answer.row_count ?? answer.rows.length).toLocaleString('en-US')})`,
      content: lazily(<RowsTable answer={answer} />),
    });
  }
  if (answer.sql !== null) {
    tabs.push({
      id: 'sql',
      label: 'SQL',
      content: lazily(<SqlPanel key={answer.id} sql={answer.sql} onRun={runSql} />),
    });
  }
  return tabs;
}
