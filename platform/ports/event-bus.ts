/** A generation of the lake was committed: what was read from older ones may be out of date. */
export interface GenerationCommitted {
  readonly type: 'GenerationCommitted';
  readonly detail: {
    readonly generation: string;
    /** ISO time. */
    readonly committedAt: string;
    /** Tables whose files changed. */
    readonly tables: readonly string[];
  };
}

export type LakeEvent = GenerationCommitted;

/** `source` of the events that the product itself puts on its bus; the type is their detail-type. */
export const EVENT_SOURCE = 'stocktake';

/** Where the product tells others what it did. At least once, in no order. An event that was not taken is an error. */
export interface EventBus {
  publish(event: LakeEvent): Promise<void>;
}
