import { configurationItem, type Timeline, type Version } from '../item.ts';
import type { AccountPlan, OrganizationPlan, RecorderPlan } from '../plan.ts';
import { Random } from '../random.ts';
import { compact, dayFolder, MINUTE, SECOND } from '../time.ts';
import { historyDeliveredAt } from './fate.ts';
import { ItemsFile, writeWhole } from './files.ts';
import {
  complianceChange,
  deliveryStatus,
  itemChange,
  oversizedChange,
  oversizedKey,
  reevaluation,
} from './messages.ts';
import type { Outbox } from './outbox.ts';
import { type ResourceStory, recorderStory, type SnapshotPlan, snapshotsOf } from './recorder-story.ts';

interface HistoryEntry {
  readonly at: number;
  readonly text: string;
}

export interface RecorderSummary {
  files: number;
  items: number;
}

/** Writes all files of one recorder and posts its events. Every item is made once and goes to all files that hold it. */
export async function writeRecorder(
  plan: OrganizationPlan,
  account: AccountPlan,
  recorder: RecorderPlan,
  root: string,
  outbox: Outbox,
): Promise<RecorderSummary> {
  const base = `AWSLogs/${account.id}/Config/${recorder.region}`;
  const name = `${account.id}_Config_${recorder.region}`;
  const snapshots = snapshotsOf(plan, account, recorder);
  const keyOf = (snapshot: SnapshotPlan): string =>
    `${base}/${dayFolder(snapshot.takenAt)}/ConfigSnapshot/${name}_ConfigSnapshot_${compact(snapshot.takenAt)}_${snapshot.id}.json.gz`;
  const files = await Promise.all(
    snapshots.map((snapshot) =>
      ItemsFile.open(
        root,
        keyOf(snapshot),
        { fileVersion: '1.0', configSnapshotId: snapshot.id },
        snapshot.breaksAfter !== undefined,
      ),
    ),
  );
  const summary: RecorderSummary = { files: files.length, items: 0 };
  const history = new Map<string, HistoryEntry[]>();
  for (const story of recorderStory(plan, account, recorder)) {
    if ('evaluation' in story) {
      if (story.event !== undefined) outbox.post(complianceChange(story.evaluation), story.event);
      continue;
    }
    summary.items += await addToSnapshots(story, snapshots, files);
    await postChanges(plan, recorder, story, root, outbox, summary);
    collectHistory(story, history);
  }
  await Promise.all(files.map((file) => file.close()));
  const random = new Random(plan.seed, 'status', account.id, recorder.region);
  const place = { accountId: account.id, region: recorder.region, bucket: plan.bucket };
  const post = (message: ReturnType<typeof deliveryStatus>, at: number): void =>
    outbox.post(message, {
      arrivesAt: at,
      envelopeId: random.uuid(),
      form: random.chance(0.2) ? 'sns' : 'eventbridge',
    });
  for (const snapshot of snapshots) {
    const at = snapshot.takenAt + 40 * SECOND;
    if (!recorder.deliversEvents || at >= plan.now) continue;
    if (snapshot.index === 0)
      post(
        deliveryStatus(place, 'Snapshot', 'Started', {
          key: '',
          at: snapshot.takenAt,
          snapshotId: snapshot.id,
        }),
        snapshot.takenAt + SECOND,
      );
    post(
      deliveryStatus(place, 'Snapshot', 'Completed', { key: keyOf(snapshot), at, snapshotId: snapshot.id }),
      at + SECOND,
    );
    if (snapshot.index === 0 && account.rules.length > 0)
      outbox.post(
        reevaluation(
          account.id,
          recorder.region,
          account.rules.map((rule) => rule.name),
          at + MINUTE,
        ),
        { arrivesAt: at + MINUTE + SECOND, envelopeId: random.uuid() },
      );
  }
  for (const [place_, entries] of [...history].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [windowEnd = '', type = ''] = place_.split('|');
    const deliveredAt = historyDeliveredAt(Number(windowEnd));
    const sorted = entries.sort((a, b) => a.at - b.at);
    const first = sorted[0]?.at ?? 0;
    const last = sorted.at(-1)?.at ?? 0;
    const key = `${base}/${dayFolder(deliveredAt)}/ConfigHistory/${name}_ConfigHistory_${type}_${compact(first)}_${compact(last)}_1.json.gz`;
    await writeWhole(
      root,
      key,
      `{"fileVersion":"1.0","requestId":"${random.uuid()}","configurationItems":[${sorted.map((entry) => entry.text).join(',')}]}`,
    );
    summary.files += 1;
    if (recorder.deliversEvents && deliveredAt + SECOND < plan.now)
      post(deliveryStatus(place, 'History', 'Completed', { key, at: deliveredAt }), deliveredAt + SECOND);
  }
  return summary;
}

async function addToSnapshots(
  story: ResourceStory,
  snapshots: readonly SnapshotPlan[],
  files: readonly ItemsFile[],
): Promise<number> {
  const texts = new Map<Version, string>();
  for (const snapshot of snapshots) {
    const version = story.inSnapshots[snapshot.index];
    const file = files[snapshot.index];
    if (version === undefined || file === undefined) continue;
    const text = texts.get(version) ?? itemText(story.timeline, version);
    texts.set(version, text);
    await file.add(text);
  }
  return texts.size;
}

const itemText = (timeline: Timeline, version: Version): string =>
  JSON.stringify(configurationItem(timeline, version));

async function postChanges(
  plan: OrganizationPlan,
  recorder: RecorderPlan,
  story: ResourceStory,
  root: string,
  outbox: Outbox,
  summary: RecorderSummary,
): Promise<void> {
  const { timeline } = story;
  for (const { version, previous, event } of story.versions) {
    if (event === undefined) continue;
    if (event.oversized === 'no') {
      outbox.post(itemChange(recorder.region, timeline, previous, version), event);
      continue;
    }
    outbox.post(oversizedChange(recorder.region, timeline, previous, version, plan.bucket), event);
    if (event.oversized === 'missing') continue;
    await writeWhole(
      root,
      oversizedKey(recorder.region, timeline, version),
      JSON.stringify(itemChange(recorder.region, timeline, previous, version).detail),
    );
    summary.files += 1;
  }
}

function collectHistory(story: ResourceStory, history: Map<string, HistoryEntry[]>): void {
  for (const { version, historyWindow } of story.versions) {
    if (historyWindow === undefined) continue;
    const place = `${String(historyWindow).padStart(16, '0')}|${story.timeline.type}`;
    const entry = { at: version.capturedAt, text: itemText(story.timeline, version) };
    const list = history.get(place);
    if (list === undefined) history.set(place, [entry]);
    else list.push(entry);
  }
}
