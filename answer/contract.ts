import { z } from 'zod';

/** A value of a result row, in the form fixed by the command line's JSON. */
export type AnswerValue = null | boolean | number | string | AnswerValue[] | { [key: string]: AnswerValue };
export const AnswerValueSchema: z.ZodType<AnswerValue> = z.lazy(() =>
  z.union([
    z.null(),
    z.boolean(),
    z.number(),
    z.string(),
    z.array(AnswerValueSchema),
    z.record(z.string(), AnswerValueSchema),
  ]),
);

export const AnswerStatusSchema = z.enum(['answered', 'clarify', 'abstained', 'refused', 'failed']);
export type AnswerStatus = z.infer<typeof AnswerStatusSchema>;

export const DiagnosticSchema = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string().nullable(),
});
export type Diagnostic = z.infer<typeof DiagnosticSchema>;

export const VerdictStatusSchema = z.enum(['complete', 'partial', 'not_recorded', 'not_permitted', 'failed']);
export const VerdictCauseSchema = z.object({
  /** stale · stopped · suspended · silent · rejected · not_recorded · type_not_recorded · never_delivered · not_permitted · excused … */
  kind: z.string(),
  text: z.string(),
  account_id: z.string().nullable(),
  account_name: z.string().nullable(),
  region: z.string().nullable(),
  resource_types: z.array(z.string()),
  excused: z.boolean(),
});
export type VerdictCause = z.infer<typeof VerdictCauseSchema>;

export const VerdictSchema = z.object({
  status: VerdictStatusSchema,
  text: z.string(),
  causes: z.array(VerdictCauseSchema),
  /** Account ids that the query could touch and this caller may know of. */
  accounts: z.array(z.string()),
  regions: z.array(z.string()),
  oldest_data_at: z.string().nullable(),
});
export type Verdict = z.infer<typeof VerdictSchema>;

export const ChartSchema = z.object({
  kind: z.enum(['bar', 'line', 'pie', 'number']),
  title: z.string(),
  /** Names of result columns. */
  x: z.string().nullable(),
  y: z.array(z.string()),
});
export type Chart = z.infer<typeof ChartSchema>;

/** The one answer that command line, API and page show. Field names are a stable contract. */
export const AnswerSchema = z.object({
  id: z.string(),
  conversation: z.string(),
  status: AnswerStatusSchema,
  question: z.string().nullable(),
  sql: z.string().nullable(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  rows: z.array(z.array(AnswerValueSchema)),
  row_count: z.number().int().nullable(),
  truncated: z.boolean(),
  verdict: VerdictSchema.nullable(),
  text: z.string(),
  assumptions: z.array(z.string()),
  choices: z.array(z.object({ label: z.string(), question: z.string() })),
  chart: ChartSchema.nullable(),
  follow_ups: z.array(z.string()),
  /** saved · grammar · bedrock · openai · sql · report */
  translator: z.string().nullable(),
  engine: z.string(),
  /** Generation id per table read. */
  generations: z.record(z.string(), z.string()),
  estimate: z.object({ bytes: z.number(), cost_usd: z.number() }).nullable(),
  bytes_scanned: z.number().nullable(),
  cost_usd: z.number().nullable(),
  elapsed_ms: z.number(),
  diagnostics: z.array(DiagnosticSchema),
});
export type Answer = z.infer<typeof AnswerSchema>;

/** A stage of a question on its way, for progress streams. */
export type AnswerStage = 'authorise' | 'translate' | 'check' | 'price' | 'run' | 'verdict' | 'done';
export interface AnswerProgress {
  readonly stage: AnswerStage;
  readonly detail: string | null;
  readonly elapsed_ms: number;
}
