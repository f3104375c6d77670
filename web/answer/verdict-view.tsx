import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { Verdict } from '#api/contract/rest.ts';
import { timeText } from './time-text.ts';

const LOOKS: Readonly<
  Record<Verdict['status'], { readonly type: StatusIndicatorProps.Type; readonly label: string }>
> = {
  complete: { type: 'success', label: 'Complete' },
  partial: { type: 'warning', label: 'Partial' },
  not_recorded: { type: 'stopped', label: 'Not recorded' },
  not_permitted: { type: 'stopped', label: 'Not permitted' },
  failed: { type: 'error', label: 'Failed' },
};

/** What the answer covers; opens to the causes of every gap. */
export function VerdictView({ verdict }: { readonly verdict: Verdict }) {
  const look = LOOKS[verdict.status];
  return (
    <ExpandableSection
      data-testid="verdict"
      headerText={<StatusIndicator type={look.type}>{`${look.label}${gapText(verdict)}`}</StatusIndicator>}
    >
      <SpaceBetween size="s">
        <div>{verdict.text}</div>
        <Box color="text-body-secondary" fontSize="body-s">
          {`${verdict.accounts.length} accounts · ${verdict.regions.length} Regions`}
          {verdict.oldest_data_at !== null && ` · oldest data ${timeText(verdict.oldest_data_at)}`}
        </Box>
        {verdict.causes.length > 0 && (
          <ul className="causes">
            {verdict.causes.map((cause) => (
              <li key={`${cause.kind} ${cause.text}`}>{cause.text}</li>
            ))}
          </ul>
        )}
      </SpaceBetween>
    </ExpandableSection>
  );
}

/** How large the gap is, in the badge itself: most readers never open it. */
function gapText(verdict: Verdict): string {
  if (verdict.status !== 'partial') return '';
  const accounts = new Set(
    verdict.causes.flatMap((cause) => (cause.excused ? [] : (cause.account_id ?? []))),
  );
  if (accounts.size === 0) return '';
  return `: ${accounts.size} of ${verdict.accounts.length} accounts ${accounts.size === 1 ? 'has' : 'have'} a gap`;
}
