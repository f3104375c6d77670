import type { ConfigService, HistoryQuery, RecorderStatus } from '../ports/config-service.ts';
import { PlaceMissingError } from '../ports/errors.ts';

/** A version that the service keeps: what it is found by, and the item's JSON text. */
export interface KeptVersion {
  readonly resourceType: string;
  readonly resourceId: string;
  readonly capturedAt: Date;
  readonly text: string;
}

/** AWS Config of one account and Region, in memory. */
export class MemoryConfigService implements ConfigService {
  readonly versions: KeptVersion[] = [];
  readonly status: RecorderStatus[] = [];
  hasChannel = true;
  #snapshots = 0;

  async deliverSnapshot(): Promise<string> {
    if (!this.hasChannel) throw new PlaceMissingError('AWS Config has no delivery channel here.');
    this.#snapshots += 1;
    return `snapshot-${this.#snapshots}`;
  }

  async recorders(): Promise<readonly RecorderStatus[]> {
    return [...this.status];
  }

  async history(query: HistoryQuery): Promise<readonly string[]> {
    return this.versions
      .filter(
        ({ resourceType, resourceId, capturedAt }) =>
          resourceType === query.resourceType &&
          resourceId === query.resourceId &&
          (query.from === undefined || capturedAt >= query.from) &&
          (query.to === undefined || capturedAt <= query.to),
      )
      .sort((left, right) => right.capturedAt.getTime() - left.capturedAt.getTime())
      .slice(0, query.limit)
      .map(({ text }) => text);
  }
}
