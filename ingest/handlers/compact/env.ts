import { z } from 'zod';

/** Environment of the function compact. `*_ENDPOINT_URL` stand for AWS's own addresses where others are used. */
export const CompactEnv = z.object({
  LAKE_BUCKET: z.string().min(1),
  DATABASE: z.string().min(1),
  WORKGROUP: z.string().min(1),
  WORK_DATABASE: z.string().min(1),
  EVENT_BUS: z.string().min(1),
  /** The hub's role that may take on that of a member account, which is called the same everywhere. */
  ORCHESTRATOR_ROLE: z.string().startsWith('arn:'),
  MEMBER_ROLE_NAME: z.string().min(1),
  EXTERNAL_ID: z.string().min(2),
  AWS_ENDPOINT_URL: z.url().optional(),
  ATHENA_ENDPOINT_URL: z.url().optional(),
});
