import { AppError } from '#catalog/errors.ts';
import type { ConfigService, RecorderStatus } from '#platform/ports/config-service.ts';

/** What AWS Config of one Region said. */
export interface RegionRecorders {
  readonly region: string;
  /** Empty where AWS Config was never set up. */
  readonly recorders: readonly RecorderStatus[];
  /** Id of the snapshot that was asked for; null where none was. */
  readonly snapshot: string | null;
  /** Why something could not be done here; null where all could. */
  readonly problem: string | null;
}

/**
 * Looks at the recorder of each Region and, where told to, asks for a snapshot to be delivered now: what a first back-fill begins
 * with. A Region where that is not possible does not keep the others from it.
 */
export async function lookAtRecorders(
  services: ReadonlyMap<string, ConfigService>,
  { deliver }: { readonly deliver: boolean },
): Promise<readonly RegionRecorders[]> {
  const found: RegionRecorders[] = [];
  for (const [region, service] of services) found.push(await look(region, service, deliver));
  return found;
}

async function look(region: string, service: ConfigService, deliver: boolean): Promise<RegionRecorders> {
  let recorders: readonly RecorderStatus[] = [];
  try {
    recorders = await service.recorders();
    // A recorder that is off delivers nothing, and where there is none nobody misses it.
    const isAsked = deliver && recorders.some(({ isRecording }) => isRecording);
    const snapshot = isAsked ? await service.deliverSnapshot() : null;
    return { region, recorders, snapshot, problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const problem = error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
    return { region, recorders, snapshot: null, problem };
  }
}
