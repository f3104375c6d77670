import { z } from '@hono/zod-openapi';
import { AnswerSchema } from '#answer/contract.ts';

export type { Answer, AnswerValue, Chart, Diagnostic, Verdict, VerdictCause } from '#answer/contract.ts';

/** Bytes of a question that are read at all; beyond it, it is no question. */
const LONGEST_QUESTION = 200_000;
const LONGEST_SQL = 300_000;

export const QuestionRequestSchema = z
  .object({
    question: z.string().max(LONGEST_QUESTION),
    conversation: z.string().max(200).optional(),
    zone: z.string().max(100).optional(),
  })
  .openapi('QuestionRequest');

export const QuestionAcceptedSchema = z
  .object({ id: z.string(), conversation: z.string() })
  .openapi('QuestionAccepted');

export const SqlRequestSchema = z
  .object({
    sql: z.string().max(LONGEST_SQL),
    conversation: z.string().max(200).optional(),
    dry_run: z.boolean().optional(),
  })
  .openapi('SqlRequest');

// Made anew here: a schema built before zod learned of OpenAPI cannot be named in the document, and values nest
// without end, which the document can only call any JSON.
export const AnswerResponseSchema = z
  .object({
    ...AnswerSchema.shape,
    rows: z.array(z.array(z.unknown().openapi({ description: 'Any JSON value' }))),
  })
  .openapi('Answer');

export const ProgressSchema = z
  .object({ stage: z.string(), detail: z.string().nullable(), elapsed_ms: z.number() })
  .openapi('Progress');

/** A question that is still being answered. */
export const QuestionRunningSchema = z
  .object({ id: z.string(), conversation: z.string(), progress: z.array(ProgressSchema) })
  .openapi('QuestionRunning');

export const ReportParameterSchema = z.object({
  name: z.string(),
  type: z.enum(['integer', 'text']),
  description: z.string(),
  default: z.string(),
});

export const ReportSummarySchema = z
  .object({
    name: z.string(),
    title: z.string(),
    questions: z.array(z.string()),
    parameters: z.array(ReportParameterSchema),
  })
  .openapi('Report');
export type ReportSummary = z.infer<typeof ReportSummarySchema>;

export const ReportRunSchema = z
  .object({ parameters: z.record(z.string(), z.string()).optional() })
  .openapi('ReportRun');

export const LakeInfoSchema = z
  .object({
    now: z.string(),
    /** Set where the lake was made from a sample: its clock stands still there. */
    sample_time: z.string().nullable(),
    generation: z.string().nullable(),
    committed_at: z.string().nullable(),
    engine: z.string(),
    examples: z.array(z.string()),
  })
  .openapi('Lake');
export type LakeInfo = z.infer<typeof LakeInfoSchema>;

export const TableSummarySchema = z
  .object({
    name: z.string(),
    columns: z.array(z.object({ name: z.string(), type: z.string(), description: z.string() })),
  })
  .openapi('Table');
export type TableSummary = z.infer<typeof TableSummarySchema>;

/** One resource: its row, its versions, newest first, and its edges. Each part is an answer with its own verdict. */
export const ResourceResponseSchema = z
  .object({
    resource: AnswerResponseSchema,
    history: AnswerResponseSchema,
    relationships: AnswerResponseSchema,
  })
  .openapi('Resource');

export const ProblemSchema = z
  .object({ code: z.string(), message: z.string(), hint: z.string().nullable() })
  .openapi('Problem');
export type Problem = z.infer<typeof ProblemSchema>;
