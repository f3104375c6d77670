import Box from '@cloudscape-design/components/box';
import type { Answer } from '#api/contract/rest.ts';

/** What was read, what it costs, how long it took. */
export function Price({ answer }: { readonly answer: Answer }) {
  if (answer.estimate === null) return null;
  const bytes = answer.bytes_scanned ?? answer.estimate.bytes;
  const isKept = answer.bytes_scanned === 0 && answer.estimate.bytes > 0;
  const parts = [
    ...(isKept
      ? ['a kept result, nothing read']
      : [`${sizeText(bytes)} read`, `$${answer.estimate.cost_usd.toFixed(5)} on Athena`]),
    `${answer.elapsed_ms.toFixed(0)} ms`,
    answer.engine,
    ...(answer.translator === null ? [] : [`by ${answer.translator}`]),
  ];
  return (
    <Box color="text-body-secondary" fontSize="body-s" data-testid="price">
      {parts.join(' · ')}
    </Box>
  );
}

function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${value >= 100 || unit === 0 ? value.toFixed(0) : value.toFixed(1)} ${units[unit]}`;
}
