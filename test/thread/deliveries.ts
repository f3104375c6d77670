import { readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { writeSample } from '#cli/sample/write-sample.ts';
import { filesIn } from '#test/golden/lake/deliveries.ts';
import type { Hub } from './hub.ts';

/** Some 60 types, which most reports find something in. LANE_RESOURCES=30 has 14 and is quicker: compaction runs some statements a type. */
const resources = Number(process.env.LANE_RESOURCES ?? 45);

const Account = z.object({ Id: z.string(), Name: z.string() });
export type Account = z.infer<typeof Account>;

/** What a made-up organization of two accounts delivers, as a tree of files. */
export interface Deliveries {
  readonly root: string;
  /** Everything but events, by path. */
  readonly objects: readonly string[];
  /** Events, a message each. */
  readonly messages: readonly string[];
  readonly accounts: readonly [Account, Account];
}

export async function sampleDeliveries(root: string, now: Date): Promise<Deliveries> {
  await writeSample({ out: root, now, accounts: 2, resources });
  const files = await filesIn(root);
  const messages: string[] = [];
  for (const path of files.filter(isEvents))
    messages.push(...messagesOf(path, await readFile(join(root, path))));
  const list = await readFile(join(root, 'organization/accounts.json'), 'utf8');
  const { Accounts } = z.object({ Accounts: z.tuple([Account, Account]) }).parse(JSON.parse(list));
  return { root, objects: files.filter((path) => !isEvents(path)), messages, accounts: Accounts };
}

const isEvents = (path: string): boolean => path.startsWith('events/');

/** A line a message; a file that is one document is one. */
function messagesOf(path: string, bytes: Buffer): readonly string[] {
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return path.endsWith('.json') ? [text] : text.split('\n').filter((line) => line.trim() !== '');
}

/**
 * Hands everything to the hub as AWS would: objects in its bucket, what oversized events name in the bucket that they name,
 * events on its queue. A file of the tree is as old as its object from then on: a list of accounts is told when it
 * was written.
 */
export async function deliverTo(hub: Hub, { root, objects, messages }: Deliveries): Promise<void> {
  for (const path of objects) {
    const body = await readFile(join(root, path));
    for (const bucket of bucketsOf(path, messages)) await hub.putElsewhere(bucket, path, body);
    const at = await hub.deliver(path, body);
    await utimes(join(root, path), at, at);
  }
  await hub.send(...messages);
}

/** The buckets in which events say that this object lies. */
function bucketsOf(path: string, messages: readonly string[]): ReadonlySet<string> {
  if (!path.includes('/OversizedChangeNotification/')) return new Set();
  const named = messages.flatMap((text) => [...text.matchAll(/s3BucketLocation\\*":\s*\\*"([^"\\]+)/g)]);
  return new Set(
    named.flatMap(([, location = '']) => (location.endsWith(path) ? [location.split('/')[0] ?? ''] : [])),
  );
}
