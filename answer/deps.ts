import type { Clock } from '#platform/ports/clock.ts';
import type { KeyValueStore } from '#platform/ports/key-value-store.ts';
import type { QueryEngine } from '#platform/ports/query-engine.ts';
import type { QueryLog } from '#platform/ports/query-log.ts';
import type { TableCatalogue } from '#platform/ports/table-catalogue.ts';
import type { EffectivePolicy } from '#sql/policy.ts';

import type { Excuse } from './verdict/coverage-row.ts';

/** Who asks, and what they may read. */
export interface Caller {
  readonly userId: string;
  readonly policy: EffectivePolicy;
}

/** What the pipeline from SQL to an answer needs; a composition root supplies it. */
export interface AnswerDeps {
  readonly engine: QueryEngine;
  readonly catalogue: TableCatalogue;
  readonly clock: Clock;
  readonly keyValues: KeyValueStore;
  readonly queryLog: QueryLog;
  /** Gaps that the owner has excused. */
  readonly excuses: () => Promise<readonly Excuse[]>;
  readonly newId: () => string;
}
