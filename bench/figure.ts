/** One figure: a ratio of two things measured side by side in one run. Printed as one JSON line. */
export interface Figure {
  readonly name: string;
  /** Ours divided by the other's time: below 1 is faster. */
  readonly ratio: number;
  readonly ours_ms: number;
  readonly theirs_ms: number;
  readonly theirs: string;
  readonly note?: string;
}

/** Median of several timed runs, taken in turn so that both sides meet the same machine. */
export async function sideBySide(
  name: string,
  theirs: string,
  runs: number,
  ours: (run: number) => Promise<void>,
  other: (run: number) => Promise<void>,
  note?: string,
): Promise<Figure> {
  const mine: number[] = [];
  const others: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    mine.push(await timed(() => ours(run)));
    others.push(await timed(() => other(run)));
  }
  const [ours_ms, theirs_ms] = [median(mine), median(others)];
  return {
    name,
    ratio: round(ours_ms / theirs_ms),
    ours_ms: round(ours_ms),
    theirs_ms: round(theirs_ms),
    theirs,
    ...(note === undefined ? {} : { note }),
  };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const round = (value: number): number => Math.round(value * 100) / 100;
