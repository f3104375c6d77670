/**
 * Units that people give numbers in. A unit belongs to one dimension; `factor` says how many of the dimension's
 * base unit it is (bytes, seconds, count, percent, US dollars). Storage sold by AWS is binary whatever the
 * spelling: "100 GB" of a volume means 100 GiB, so GB and GiB are one.
 */
export interface Unit {
  readonly dimension: 'bytes' | 'seconds' | 'cpu' | 'percent' | 'money' | 'iops' | 'count';
  readonly factor: number;
  readonly words: readonly string[];
}

export const units: readonly Unit[] = [
  { dimension: 'bytes', factor: 1, words: ['b', 'byte', 'bytes'] },
  { dimension: 'bytes', factor: 1024, words: ['kb', 'kib', 'kilobyte', 'kilobytes'] },
  { dimension: 'bytes', factor: 1024 ** 2, words: ['mb', 'mib', 'megabyte', 'megabytes', 'meg'] },
  { dimension: 'bytes', factor: 1024 ** 3, words: ['gb', 'gib', 'gigabyte', 'gigabytes', 'gig', 'gigs'] },
  { dimension: 'bytes', factor: 1024 ** 4, words: ['tb', 'tib', 'terabyte', 'terabytes'] },
  { dimension: 'seconds', factor: 0.001, words: ['ms', 'millisecond', 'milliseconds'] },
  { dimension: 'seconds', factor: 1, words: ['s', 'sec', 'secs', 'second', 'seconds'] },
  { dimension: 'seconds', factor: 60, words: ['min', 'mins', 'minute', 'minutes'] },
  { dimension: 'seconds', factor: 3600, words: ['h', 'hr', 'hrs', 'hour', 'hours'] },
  { dimension: 'seconds', factor: 86_400, words: ['d', 'day', 'days'] },
  { dimension: 'seconds', factor: 604_800, words: ['w', 'week', 'weeks'] },
  { dimension: 'seconds', factor: 2_629_746, words: ['month', 'months'] },
  { dimension: 'seconds', factor: 31_556_952, words: ['y', 'year', 'years'] },
  {
    dimension: 'cpu',
    factor: 1,
    words: ['vcpu', 'vcpus', 'cpu', 'cpus', 'core', 'cores', 'virtual cpus', 'virtual cpu'],
  },
  { dimension: 'percent', factor: 1, words: ['%', 'percent', 'pct'] },
  { dimension: 'money', factor: 1, words: ['$', 'usd', 'dollar', 'dollars'] },
  { dimension: 'iops', factor: 1, words: ['iops'] },
];

/** Units of duration that columns are kept in, by their names: the first pattern that fits. Source: the service APIs. */
const durationColumns: readonly { readonly name: RegExp; readonly seconds: number; readonly unit: string }[] =
  [
    { name: /(^|_)minutes$/, seconds: 60, unit: 'minutes' },
    { name: /(^|_)hours$/, seconds: 3600, unit: 'hours' },
    {
      name: /(^|_)days$|^backup_retention_period$|snapshot_retention_(limit|period)$/,
      seconds: 86_400,
      unit: 'days',
    },
    {
      name: /(^|_)seconds$|^timeout$|^visibility_timeout$|^message_retention_period$|^monitoring_interval$/,
      seconds: 1,
      unit: 'seconds',
    },
  ];

/** The unit that a column keeps a duration in; undefined where its name does not tell. */
export function durationUnitOf(
  column: string,
): { readonly seconds: number; readonly unit: string } | undefined {
  return durationColumns.find(({ name }) => name.test(column));
}

const byWord = new Map(units.flatMap((unit) => unit.words.map((word) => [word, unit] as const)));

export function unitOf(word: string): Unit | undefined {
  return byWord.get(word.toLowerCase());
}
