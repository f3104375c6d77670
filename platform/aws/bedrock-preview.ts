import {
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
  ConverseStreamCommand,
  type ConverseStreamCommandInput,
} from '@aws-sdk/client-bedrock-runtime';
import { z } from 'zod';
import { ModelProtocolError } from '../ports/model-errors.ts';

/** Credentials that are none: whoever looks at a prompt need not be signed in, and nothing is signed. */
const NOBODY = { accessKeyId: 'nobody', secretAccessKey: 'nobody' };

const RequestSchema = z.object({
  method: z.string(),
  protocol: z.string(),
  hostname: z.string(),
  port: z.number().optional(),
  path: z.string(),
  /** A string, or an object of the SDK's that stands for one. */
  body: z.unknown(),
});

/** Carries a request out of the SDK's middleware instead of sending it. */
class CaughtRequest extends Error {
  override readonly name = 'CaughtRequest';
  readonly request: unknown;

  constructor(request: unknown) {
    super('A request was caught before it was sent.');
    this.request = request;
  }
}

/** The request as the SDK builds it, endpoint included, caught before it is signed: nothing is sent. */
export async function caughtRequest(
  input: ConverseStreamCommandInput,
  config: BedrockRuntimeClientConfig,
): Promise<{ readonly to: string; readonly body: unknown }> {
  const client = new BedrockRuntimeClient({ ...config, credentials: NOBODY });
  const command = new ConverseStreamCommand(input);
  command.middlewareStack.add(
    () => async (args) => {
      throw new CaughtRequest(args.request);
    },
    { step: 'build', priority: 'low' },
  );
  try {
    await client.send(command);
  } catch (error) {
    if (error instanceof CaughtRequest) return shown(RequestSchema.parse(error.request));
    throw error;
  } finally {
    client.destroy();
  }
  throw new ModelProtocolError('The request could not be shown.');
}

function shown({ method, protocol, hostname, port, path, body }: z.infer<typeof RequestSchema>) {
  const host = `${hostname}${port === undefined ? '' : `:${port}`}`;
  const text = body instanceof Uint8Array ? Buffer.from(body).toString('utf8') : String(body);
  return { to: `${method} ${protocol}//${host}${path}`, body: JSON.parse(text) as unknown };
}
