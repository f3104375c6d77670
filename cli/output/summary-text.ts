import type { CompactionSummary } from '#ingest/compact/compact.ts';
import type { IngestSummary } from '#ingest/ingest.ts';

const number = (value: number) => value.toLocaleString('en-US');

/** What one run of ingest did, in a few lines. */
export function ingestText(summary: IngestSummary): string {
  const told = [
    `${number(summary.items)} items`,
    `${number(summary.compliance)} evaluations`,
    ...(summary.accounts === 0 ? [] : [`${number(summary.accounts)} accounts`]),
  ];
  const lines = [
    `Read ${number(summary.files)} new files (${number(summary.known)} known, ${number(summary.ignored)} no deliveries): ${told.join(', ')}.`,
  ];
  if (summary.pending > 0) lines.push(`${number(summary.pending)} oversized items wait for their object.`);
  if (summary.rejected > 0) {
    const reasons = Object.entries(summary.rejectedByReason).map(([code, count]) => `${code} ${count}`);
    lines.push(
      `${number(summary.rejected)} records rejected (${reasons.join(', ')}); SELECT * FROM rejected_records says why.`,
    );
  }
  for (const { path, message } of summary.readErrors) lines.push(`Could not read ${path}: ${message}`);
  return lines.join('\n');
}

/** What one compaction did. */
export function compactionText(summary: CompactionSummary): string {
  if (summary.generation === null) return 'Nothing new has landed: the lake is as it was.';
  return `Committed generation ${summary.generation}: ${number(summary.tables)} tables, ${number(summary.rows)} rows written.`;
}
