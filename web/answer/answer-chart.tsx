import BarChart from '@cloudscape-design/components/bar-chart';
import LineChart from '@cloudscape-design/components/line-chart';
import PieChart from '@cloudscape-design/components/pie-chart';
import type { Answer, Chart } from '#api/contract/rest.ts';

interface AnswerChartProps {
  readonly answer: Answer;
  readonly chart: Chart;
}

/** The chart that the answer declares, drawn from its own rows. */
export function AnswerChart({ answer, chart }: AnswerChartProps) {
  const column = (name: string) => answer.columns.findIndex((candidate) => candidate.name === name);
  const x = chart.x === null ? -1 : column(chart.x);
  const shared = {
    height: 300,
    ariaLabel: chart.title,
    hideFilter: true,
    empty: 'No data',
    xTitle: chart.x ?? '',
    i18nStrings: {},
  } as const;
  if (chart.kind === 'pie') {
    const y = column(chart.y[0] ?? '');
    return (
      <PieChart
        {...shared}
        hideLegend={false}
        data={answer.rows.map((row) => ({ title: String(row[x] ?? 'none'), value: Number(row[y] ?? 0) }))}
        detailPopoverContent={(datum) => [
          { key: chart.y[0] ?? 'value', value: datum.value.toLocaleString('en-US') },
        ]}
      />
    );
  }
  if (chart.kind === 'line') {
    return (
      <LineChart
        {...shared}
        xScaleType="time"
        hideLegend={chart.y.length === 1}
        series={chart.y.map((name) => ({
          title: name,
          type: 'line' as const,
          data: answer.rows.map((row) => ({
            x: new Date(`${String(row[x]).replace(' ', 'T')}${String(row[x]).length > 10 ? 'Z' : ''}`),
            y: Number(row[column(name)] ?? 0),
          })),
        }))}
      />
    );
  }
  return (
    <BarChart
      {...shared}
      xScaleType="categorical"
      horizontalBars={answer.rows.length > 6}
      height={answer.rows.length > 6 ? Math.max(220, answer.rows.length * 26) : 300}
      hideLegend={chart.y.length === 1}
      series={chart.y.map((name) => ({
        title: name,
        type: 'bar' as const,
        data: answer.rows.map((row) => ({ x: String(row[x] ?? 'none'), y: Number(row[column(name)] ?? 0) })),
      }))}
    />
  );
}
