import type { Place } from '../normalise/item.ts';

/** The kind of a row that says that an event told of a version whose item lies elsewhere. */
export const NOTICE = 'notice';

/** How a record was told: by whom, when, and in what kind of delivery. */
export interface Telling {
  readonly sourceKind: 'event' | 'history' | 'snapshot';
  /** The recorder that delivered it. */
  readonly recorder: Place;
  /** Epoch milliseconds: envelope time, time of the snapshot, end of the history file. */
  readonly toldAt: number | null;
  /** Id of the EventBridge envelope or SNS message. */
  readonly envelopeId: string | null;
}

/** What an event says of the change that it tells. */
export interface ToldChange {
  readonly changeType: string | null;
  readonly changedPaths: readonly string[] | null;
}
