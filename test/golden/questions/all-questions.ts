import { asksBackFor } from './asks-back.ts';
import { changes } from './changes.ts';
import { comparisons } from './comparisons.ts';
import { complianceAndCoverage } from './compliance-and-coverage.ts';
import { counts } from './counts.ts';
import { declines } from './declines.ts';
import { environments } from './environments.ts';
import { filters } from './filters.ts';
import { followUps } from './follow-ups.ts';
import { groupings } from './groups.ts';
import { lists } from './lists.ts';
import { named } from './named.ts';
import { notCollected } from './not-collected.ts';
import { predicates } from './predicates.ts';
import type { Question } from './question.ts';
import { rankings } from './rankings.ts';
import { relations } from './relations.ts';
import { tagged } from './tagged.ts';

/** Everything asked of the default sample, by family. */
export const families: Readonly<Record<string, readonly Question[]>> = {
  lists,
  counts,
  filters,
  comparisons,
  groups: groupings,
  rankings,
  predicates,
  environments,
  named,
  relations,
  tags: tagged,
  changes,
  'compliance and coverage': complianceAndCoverage,
  'not collected': notCollected,
  declines,
  'asks back': asksBackFor,
  'follow-ups': followUps,
};
