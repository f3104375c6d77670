import { z } from 'zod';

/** Environment of the function answer. `*_ENDPOINT_URL` stand for AWS's own addresses where others are used. */
export const AnswerEnv = z.object({
  LAKE_BUCKET: z.string().min(1),
  STATE_TABLE: z.string().min(1),
  DATABASE: z.string().min(1),
  WORKGROUP: z.string().min(1),
  /** Empty: no model is asked. */
  MODEL_ID: z.string(),
  MODEL_DATA: z.enum(['schema', 'values']),
  /** Where open connections are written to: the WebSocket API's management address. */
  SOCKET_ENDPOINT: z.url(),
  AWS_ENDPOINT_URL: z.url().optional(),
  ATHENA_ENDPOINT_URL: z.url().optional(),
  BEDROCK_ENDPOINT_URL: z.url().optional(),
});
