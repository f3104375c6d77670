import { z } from 'zod';

const Text = z.string().nullable();
const Count = z.coerce
  .number()
  .nullable()
  .transform((value) => value ?? 0);

/** One row of the table coverage, as the verdict reads it. Times are answer-JSON text in UTC. */
export const CoverageRowSchema = z.object({
  account_id: Text,
  account_name: Text,
  account_status: Text,
  /** The account's own environment; NULL where only its resources' tags tell. */
  account_environment: Text,
  region: Text,
  domain: z.string(),
  recorder_state: Text,
  recorded_types: z.array(z.string().nullable()).nullable(),
  excluded_types: z.array(z.string().nullable()).nullable(),
  includes_global_types: z.boolean().nullable(),
  first_snapshot_at: Text,
  last_snapshot_at: Text,
  last_event_at: Text,
  items: Count,
  rejected: Count,
  missed_by_events: Count,
  verdict: Text,
});
export type CoverageRow = z.infer<typeof CoverageRowSchema>;

/** Results of one Config rule about one type that arrived for one account and Region. */
export const RuleResultsSchema = z.object({
  account_id: Text,
  region: Text,
  rule_name: z.string(),
  resource_type: Text,
});
export type RuleResults = z.infer<typeof RuleResultsSchema>;

/** An owner's excuse for a gap: the cause is listed and no longer makes an answer partial. */
export const ExcuseSchema = z.object({
  account_id: z.string().optional(),
  region: z.string().optional(),
  resource_type: z.string().optional(),
  reason: z.string(),
  until: z.string().optional(),
});
export type Excuse = z.infer<typeof ExcuseSchema>;

/** A place where something of a type is, or was at some time. */
export const TypeAtPlaceSchema = z.object({ account_id: Text, region: Text, resource_type: Text });
export type TypeAtPlace = z.infer<typeof TypeAtPlaceSchema>;
