import type { Item, Telling, Version } from './model.ts';
import { compareVersions, resourceText, versionText } from './model.ts';

/** A version of a resource with all its tellings; `chosen` is the one whose words are kept. */
export interface ToldVersion extends Version {
  readonly chosen: Telling;
  readonly tellings: readonly Telling[];
}

/** A resource with its versions, oldest first. */
export interface ToldResource {
  readonly key: string;
  readonly identity: Pick<Item, 'accountId' | 'region' | 'resourceType' | 'resourceId'>;
  readonly versions: readonly ToldVersion[];
}

/** Event before history file before snapshot (design). */
const rank = { event: 0, history: 1, snapshot: 2 } as const;

/** Gathers tellings into resources and versions (rules 2, 3 and 4). */
export function gatherVersions(tellings: readonly Telling[]): ReadonlyMap<string, ToldResource> {
  const resources = new Map<string, Map<string, Telling[]>>();
  for (const telling of tellings) {
    const versions = resources.get(resourceText(telling.item)) ?? new Map<string, Telling[]>();
    resources.set(resourceText(telling.item), versions);
    const told = versions.get(versionText(telling.item)) ?? [];
    versions.set(versionText(telling.item), told);
    told.push(telling);
  }
  const gathered = new Map<string, ToldResource>();
  for (const [key, versions] of resources) {
    const list = [...versions.values()].map((told): ToldVersion => {
      const [chosen] = [...told].sort(byPrecedence);
      if (chosen === undefined) throw new Error('a version without a telling');
      return { capturedAt: chosen.item.capturedAt, stateId: chosen.item.stateId, chosen, tellings: told };
    });
    list.sort(compareVersions);
    const first = list[0];
    if (first !== undefined) gathered.set(key, { key, identity: first.chosen.item, versions: list });
  }
  return gathered;
}

function byPrecedence(left: Telling, right: Telling): number {
  if (left.source !== right.source) return rank[left.source] - rank[right.source];
  return left.item.digest < right.item.digest ? -1 : left.item.digest > right.item.digest ? 1 : 0;
}
