import StatusIndicator from '@cloudscape-design/components/status-indicator';

const TEXT: Readonly<Record<string, string>> = {
  authorise: 'Looking up what you may read',
  translate: 'Understanding the question',
  check: 'Checking the query',
  price: 'Working out the price',
  run: 'Running the query',
  verdict: 'Checking what the answer covers',
  done: 'Done',
};

/** What is being done right now. */
export function Stages({ stage, elapsedMs }: { readonly stage: string | null; readonly elapsedMs: number }) {
  const text = stage === null ? 'Sending the question' : (TEXT[stage] ?? stage);
  const seconds = elapsedMs > 1_000 ? ` (${(elapsedMs / 1_000).toFixed(1)} s)` : '';
  return (
    <div aria-live="polite">
      <StatusIndicator type="in-progress">{`${text}${seconds}`}</StatusIndicator>
    </div>
  );
}
