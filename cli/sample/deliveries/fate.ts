import type { Timeline, Version } from '../item.ts';
import type { AccountPlan, OrganizationPlan, RecorderPlan } from '../plan.ts';
import { Random } from '../random.ts';
import { isHeard } from '../recorder.ts';
import { HOUR, MINUTE, SECOND } from '../time.ts';

/** How a message travels. `invoking` is a Config rule's invokingEvent, `bare` the body alone; neither has an envelope. */
export type MessageForm = 'eventbridge' | 'sns' | 'invoking' | 'bare';

/** What becomes of one change on the best-effort event channel. */
export interface EventFate {
  /** Envelope time. */
  readonly arrivesAt: number;
  readonly envelopeId: string;
  readonly form: MessageForm;
  /** The same envelope arrives again at this time. */
  readonly again: number | undefined;
  /** Sent as a summary; the item lies in a file of its own (`file`) or nowhere (`missing`). */
  readonly oversized: 'no' | 'file' | 'missing';
}

/** Types whose items are too large for a message. */
const LARGE_TYPE = 'AWS::SSM::ManagedInstanceInventory';

/** The fate of a version's change message; undefined where it is lost, or nobody sends one. */
export function eventFate(
  plan: OrganizationPlan,
  account: AccountPlan,
  recorder: RecorderPlan,
  timeline: Timeline,
  version: Version,
  following: Version | undefined,
): EventFate | undefined {
  const { capturedAt } = version;
  if (!recorder.deliversEvents || capturedAt < plan.start || !isHeard(recorder, capturedAt)) return undefined;
  const random = new Random(
    plan.seed,
    'event',
    account.id,
    recorder.region,
    timeline.type,
    timeline.id,
    capturedAt,
  );
  // The recorder's own item always arrives: what is recorded must not be guessed.
  const isSafe = timeline.type === 'AWS::Config::ConfigurationRecorder';
  const { faults } = recorder;
  if (!isSafe && random.chance(faults.lost)) return undefined;
  const prompt = capturedAt + 2 * SECOND + random.int(0, 40 * SECOND);
  const arrivesAt = isSafe ? prompt : delayed(recorder, random, capturedAt, following, prompt);
  if (arrivesAt >= plan.now) return undefined;
  const again =
    !isSafe && random.chance(faults.duplicate) ? arrivesAt + random.int(SECOND, 5 * HOUR) : undefined;
  const oversized =
    timeline.type === LARGE_TYPE && version.draft !== null
      ? random.chance(0.15)
        ? 'missing'
        : 'file'
      : 'no';
  const forms: readonly MessageForm[] = ['sns', 'sns', 'sns', 'invoking', 'bare'];
  const form: MessageForm =
    isSafe || oversized !== 'no' || random.chance(0.85) ? 'eventbridge' : random.pick(forms);
  return {
    arrivesAt,
    envelopeId: random.uuid(),
    form,
    again: again !== undefined && again < plan.now ? again : undefined,
    oversized,
  };
}

/** Some messages come after the snapshot that already holds their version, some after the news of a newer version. */
function delayed(
  recorder: RecorderPlan,
  random: Random,
  capturedAt: number,
  following: Version | undefined,
  prompt: number,
): number {
  const { faults } = recorder;
  if (random.chance(faults.late)) {
    const snapshot = recorder.snapshots.find((takenAt) => takenAt > capturedAt);
    if (snapshot !== undefined) return snapshot + random.int(5 * MINUTE, 90 * MINUTE);
  }
  if (following !== undefined && random.chance(faults.disordered))
    return following.capturedAt + random.int(MINUTE, 10 * MINUTE);
  return prompt;
}

const HISTORY_WINDOW = 6 * HOUR;
const HISTORY_DELAY = 35 * MINUTE;

/** End of the six-hour window whose history file tells a capture; undefined where no such file is delivered. */
export function historyWindow(
  plan: OrganizationPlan,
  recorder: RecorderPlan,
  capturedAt: number,
): number | undefined {
  if (!recorder.deliversHistory || capturedAt < plan.start) return undefined;
  const offset = (recorder.region.length * 7 * MINUTE) % HISTORY_WINDOW;
  const end = Math.floor((capturedAt - offset) / HISTORY_WINDOW) * HISTORY_WINDOW + HISTORY_WINDOW + offset;
  const deliveredAt = end + HISTORY_DELAY;
  return deliveredAt < plan.now && isHeard(recorder, deliveredAt) ? end : undefined;
}

export const historyDeliveredAt = (windowEnd: number): number => windowEnd + HISTORY_DELAY;
