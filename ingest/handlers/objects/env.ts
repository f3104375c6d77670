import { z } from 'zod';

/** Environment of the function ingest-objects. `*_ENDPOINT_URL` stand for AWS's own addresses where others are used. */
export const ObjectsEnv = z.object({
  LAKE_BUCKET: z.string().min(1),
  AWS_ENDPOINT_URL: z.url().optional(),
});
