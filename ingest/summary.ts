import type { RejectCode } from './normalise/reject.ts';

/** What one run of ingest did; every record is in exactly one of the counts. */
export interface IngestSummary {
  /** Files read in this run. */
  readonly files: number;
  /** Files whose content had landed before: nothing was done. */
  readonly known: number;
  /** Files that are no deliveries, by the rule of delivery-key.ts. */
  readonly ignored: number;
  /** Bytes of the files read, as they lie. */
  readonly bytes: number;
  /** Configuration items landed, however they were told. */
  readonly items: number;
  /** Messages of item changes among them. */
  readonly events: number;
  /** Evaluation results landed. */
  readonly compliance: number;
  /** Messages about deliveries and evaluations landed. */
  readonly statuses: number;
  /** Accounts landed from lists of accounts. */
  readonly accounts: number;
  readonly rejected: number;
  readonly rejectedByReason: Readonly<Partial<Record<RejectCode, number>>>;
  /** Oversized items whose object has not come yet, after this run. */
  readonly pending: number;
  readonly landingFiles: number;
  /** Paths and files that could not be read; their deliveries are not known and will be read next time. */
  readonly readErrors: readonly { readonly path: string; readonly message: string }[];
}

/** The summary while it grows. */
export class SummaryCounter {
  files = 0;
  known = 0;
  ignored = 0;
  bytes = 0;
  items = 0;
  events = 0;
  compliance = 0;
  statuses = 0;
  accounts = 0;
  rejected = 0;
  pending = 0;
  landingFiles = 0;
  readonly rejectedByReason: Partial<Record<RejectCode, number>> = {};
  readonly readErrors: { path: string; message: string }[] = [];

  reject(code: RejectCode): void {
    this.rejected += 1;
    this.rejectedByReason[code] = (this.rejectedByReason[code] ?? 0) + 1;
  }

  readError(path: string, error: unknown): void {
    this.readErrors.push({ path, message: error instanceof Error ? error.message : String(error) });
  }

  finish(): IngestSummary {
    return {
      files: this.files,
      known: this.known,
      ignored: this.ignored,
      bytes: this.bytes,
      items: this.items,
      events: this.events,
      compliance: this.compliance,
      statuses: this.statuses,
      accounts: this.accounts,
      rejected: this.rejected,
      rejectedByReason: { ...this.rejectedByReason },
      pending: this.pending,
      landingFiles: this.landingFiles,
      readErrors: [...this.readErrors],
    };
  }
}
