import { z } from 'zod';

/** Environment of the function socket. `*_ENDPOINT_URL` stand for AWS's own addresses where others are used. */
export const SocketEnv = z.object({
  STATE_TABLE: z.string().min(1),
  ANSWER_FUNCTION: z.string().min(1),
  /** `iss` of the tokens that are taken, and the client that they are for. */
  USER_POOL_ISSUER: z.url(),
  USER_POOL_CLIENT: z.string().min(1),
  SOCKET_ENDPOINT: z.url(),
  AWS_ENDPOINT_URL: z.url().optional(),
});
