import { z } from 'zod';

/** Environment of the function refresh-vocabulary. `*_ENDPOINT_URL` stand for AWS's own addresses where others are used. */
export const VocabularyEnv = z.object({
  LAKE_BUCKET: z.string().min(1),
  STATE_TABLE: z.string().min(1),
  DATABASE: z.string().min(1),
  WORKGROUP: z.string().min(1),
  AWS_ENDPOINT_URL: z.url().optional(),
  ATHENA_ENDPOINT_URL: z.url().optional(),
});
