/** An ISO or lake time as a person reads it, in UTC: `24 Nov 2026, 22:10 UTC`. */
export function timeText(time: string): string {
  const iso = time.includes('T') ? time : `${time.replace(' ', 'T')}Z`;
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return time;
  const text = date.toLocaleString('en-GB', {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
  return `${text} UTC`;
}
