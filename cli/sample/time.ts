/** All times of the sample are milliseconds since the epoch, UTC. */
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** `2026-03-01T04:05:06.789Z`, the form of configurationItemCaptureTime. */
export const iso = (at: number): string => new Date(at).toISOString();

/** `2026-03-01T04:05:06Z`, the form of an EventBridge envelope's time. */
export const isoSeconds = (at: number): string => `${iso(at).slice(0, 19)}Z`;

/** `20260301T040506Z`, the form used in the names of delivered files. */
export const compact = (at: number): string => `${iso(at).slice(0, 19).replace(/[-:]/g, '')}Z`;

/** `2026/3/1`: AWS Config does not pad month and day in its keys. */
export function dayFolder(at: number): string {
  const day = new Date(at);
  return `${day.getUTCFullYear()}/${day.getUTCMonth() + 1}/${day.getUTCDate()}`;
}

/** `2026-03-01`. */
export const isoDay = (at: number): string => iso(at).slice(0, 10);

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Mar 1, 2026 4:05:06 AM`, the form that API Gateway and CloudFormation items hold. */
export function englishTime(at: number): string {
  const time = new Date(at);
  const hour = time.getUTCHours();
  const pad = (value: number): string => String(value).padStart(2, '0');
  const clock = `${hour % 12 === 0 ? 12 : hour % 12}:${pad(time.getUTCMinutes())}:${pad(time.getUTCSeconds())}`;
  return `${MONTHS[time.getUTCMonth()]} ${time.getUTCDate()}, ${time.getUTCFullYear()} ${clock} ${hour < 12 ? 'AM' : 'PM'}`;
}
