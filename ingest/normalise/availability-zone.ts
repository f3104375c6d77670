/** What Config writes where a resource has no zone of its own. */
const NO_ZONE: ReadonlySet<string> = new Set([
  'not applicable',
  'regional',
  'global',
  'multiple availability zones',
  'none',
  '',
]);

/** The Region that a zone such as `us-west-2b` lies in; null where the text is no such zone. */
export function regionOfZone(zone: string | null): string | null {
  return /^([a-z]{2,}(?:-[a-z]+)+-\d+)[a-z]$/.exec(zone?.trim() ?? '')?.[1] ?? null;
}

/** The zone of a resource; null for the words that say there is none. */
export function availabilityZoneOf(text: string | null): string | null {
  return text === null || NO_ZONE.has(text.trim().toLowerCase()) ? null : text.trim();
}
