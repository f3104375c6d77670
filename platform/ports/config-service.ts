/** State of the recorder of one account and Region. */
export interface RecorderStatus {
  readonly name: string;
  readonly isRecording: boolean;
  /** How the last delivery of a change went; null where nothing is said. */
  readonly lastStatus: 'Pending' | 'Success' | 'Failure' | 'NotApplicable' | null;
  /** Code and message of the last failure. */
  readonly lastError: string | null;
  readonly changedAt: Date | null;
}

export interface HistoryQuery {
  readonly resourceType: string;
  readonly resourceId: string;
  /** Versions captured at this time or later. */
  readonly from?: Date;
  /** Versions captured at this time or earlier. */
  readonly to?: Date;
  /** Most versions wanted; default all that AWS Config keeps. */
  readonly limit?: number;
}

/** AWS Config of one account and Region. */
export interface ConfigService {
  /** Asks for a snapshot to be delivered now; returns its configSnapshotId. PlaceMissingError where no delivery channel is. */
  deliverSnapshot(): Promise<string>;
  /** Empty where AWS Config was never set up. */
  recorders(): Promise<readonly RecorderStatus[]>;
  /**
   * Versions of a resource that AWS Config keeps, newest first, each as the JSON text of an item in the API's dialect
   * (`accountId`, `arn`, `configuration` as a JSON string). Empty where the resource was never recorded.
   */
  history(query: HistoryQuery): Promise<readonly string[]>;
}
