import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { Answer, ReportSummary } from '#api/contract/rest.ts';
import { AnswerCard } from '../answer/answer-card.tsx';
import { Loading } from '../loading.tsx';
import { api } from '../state/api-client.ts';
import { useLoaded } from '../state/use-loaded.ts';

/** The saved reports, by area; each runs where it stands. */
export function ReportsPage() {
  const { value, problem } = useLoaded(api.reports);
  const areas = Map.groupBy(value ?? [], (report) => report.name.split('/')[0] ?? '');
  return (
    <ContentLayout
      header={
        <Header variant="h1" description="Saved questions with reviewed SQL.">
          Reports
        </Header>
      }
    >
      {problem !== undefined && <Alert type="error">{problem}</Alert>}
      {value === undefined && problem === undefined && <Loading text="Reading the reports" />}
      <SpaceBetween size="m">
        {[...areas].map(([area, reports]) => (
          <ExpandableSection
            key={area}
            variant="container"
            defaultExpanded
            headerText={area}
            headerCounter={`(${reports.length})`}
          >
            <SpaceBetween size="m">
              {reports.map((report) => (
                <ReportView key={report.name} report={report} />
              ))}
            </SpaceBetween>
          </ExpandableSection>
        ))}
      </SpaceBetween>
    </ContentLayout>
  );
}

function ReportView({ report }: { readonly report: ReportSummary }) {
  const [values, setValues] = useState<Record<string, string>>(
    Object.fromEntries(report.parameters.map(({ name, default: value }) => [name, value])),
  );
  const [answer, setAnswer] = useState<Answer>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      setAnswer(await api.runReport(report.name, values));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
  };
  return (
    <SpaceBetween size="s">
      <Header
        variant="h3"
        description={report.questions[0]}
        actions={
          <Button onClick={() => void run()} loading={busy} ariaLabel={`Run ${report.title}`}>
            Run
          </Button>
        }
      >
        {report.title}
      </Header>
      {report.parameters.map((parameter) => (
        <FormField key={parameter.name} label={parameter.description}>
          <Input
            value={values[parameter.name] ?? ''}
            inputMode={parameter.type === 'integer' ? 'numeric' : 'text'}
            onChange={({ detail }) => setValues({ ...values, [parameter.name]: detail.value })}
          />
        </FormField>
      ))}
      {problem !== undefined && <Alert type="error">{problem}</Alert>}
      {answer !== undefined && <AnswerCard answer={answer} onAsk={undefined} />}
    </SpaceBetween>
  );
}
