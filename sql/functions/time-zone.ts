const OFFSET = /^([+-])(\d{2}):(\d{2})$/;

/** The zone as Trino shows it: UTC for all its names, IANA names and offsets as they are; undefined for none. */
export function canonicalZone(zone: string): string | undefined {
  if (
    /^(utc|z|gmt|ut|zulu|etc\/utc|etc\/gmt|gmt0|greenwich|universal|uct|etc\/(uct|universal|zulu|greenwich))$/i.test(
      zone,
    )
  )
    return 'UTC';
  const offset = OFFSET.exec(zone);
  if (offset !== null) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3]);
    if (Number(offset[3]) > 59 || minutes > 14 * 60) return undefined;
    return minutes === 0 ? 'UTC' : zone;
  }
  try {
    return /^[A-Za-z]/.test(zone) && new Intl.DateTimeFormat('en-US', { timeZone: zone }) ? zone : undefined;
  } catch {
    return undefined;
  }
}

/** The zone of a literal as a SQL text; anything else is refused by name. */
export function refuseUnknownZone(
  written: string | undefined,
  refuse: (reason: string, hint?: string) => never,
): string {
  const zone = written === undefined ? undefined : canonicalZone(written);
  if (zone === undefined)
    return refuse(
      'its time zone must be a literal IANA name or an offset like +02:00',
      "Write it like 'Europe/Berlin'.",
    );
  return `'${zone}'`;
}
