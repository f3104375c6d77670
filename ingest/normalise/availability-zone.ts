/** What Config writes where a resource has no zone of its own. */
const NO_ZONE: ReadonlySet<string> = new Set([
  'not applicable',
  'regional',
  'global',
  'multiple availability zones',
  'none',
  '',
]);

/** The zone of a resource; null for the words that say there is none. */
export function availabilityZoneOf(text: string | null): string | null {
  return text === null || NO_ZONE.has(text.trim().toLowerCase()) ? null : text.trim();
}
