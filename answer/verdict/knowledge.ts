import type { CoverageRow, RuleResults } from './coverage-row.ts';

/** What the lake says that the judgement of one table reference rests on. */
export interface Knowledge {
  /** Coverage rows that this caller may know of, and no others, at the time that is asked about. */
  readonly coverage: readonly CoverageRow[];
  /** The same of accounts whose global resources they may read, in whatever Region a recorder includes those. */
  readonly globalCoverage: readonly CoverageRow[];
  /** Results that have arrived of the Config rules asked about. */
  readonly results: readonly RuleResults[];
  /** Whether resources of any of these types exist in a place now. */
  readonly holds: (accountId: string, region: string, types: readonly string[]) => boolean;
  /** Whether versions (or changes) of these types, null for any, are known of a place from before the time asked about. */
  readonly knewVersions: (accountId: string, region: string, types: readonly string[] | null) => boolean;
}

/** What a caller may read, as far as a verdict depends on it. */
export interface Rights {
  /** A named user whose rights may leave places out. */
  readonly restricted: boolean;
  readonly mayReadType: (type: string) => boolean;
  readonly mayReadRegion: (region: string) => boolean;
  /** All that is known of the types they may read; null where nothing limits the types. */
  readonly readableTypes: readonly string[] | null;
}
