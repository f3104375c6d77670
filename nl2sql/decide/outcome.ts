import type { Plan } from '../plan/plan.ts';
import type { Choice } from '../translator.ts';

/** What became of a question: a plan, ready SQL, or a friendly answer that is none. */
export type Outcome =
  | {
      readonly kind: 'plan';
      readonly plan: Plan;
      readonly notes: readonly string[];
      readonly chart: 'bar' | 'line' | 'pie' | null;
    }
  | {
      readonly kind: 'sql';
      readonly sql: string;
      readonly subject: string;
      readonly notes: readonly string[];
      readonly chart: 'bar' | 'line' | 'pie' | null;
    }
  | { readonly kind: 'clarify'; readonly text: string; readonly choices: readonly Choice[] }
  | { readonly kind: 'abstain'; readonly text: string; readonly hint?: string }
  | { readonly kind: 'refuse'; readonly code: string; readonly text: string; readonly hint?: string };

export const emptyPlan: Omit<Plan, 'source'> = {
  where: [],
  measure: { kind: 'list' },
  groupBy: [],
  columns: [],
  having: null,
  order: null,
  limit: null,
  asOf: null,
  within: null,
  addOns: [],
  flags: [],
};
