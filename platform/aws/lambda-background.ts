import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Background } from '../ports/background.ts';
import { fromAws } from './errors.ts';

/** Work done by another Lambda function, invoked asynchronously: Lambda keeps the job until the function has run. */
export class LambdaBackground<Job> implements Background<Job> {
  readonly #client: LambdaClient;
  readonly #functionName: string;

  constructor(options: { readonly client: LambdaClient; readonly functionName: string }) {
    this.#client = options.client;
    this.#functionName = options.functionName;
  }

  /** @throws AppError of the platform: throttled, not permitted, larger than the 1 MB that Lambda keeps */
  async start(job: Job): Promise<void> {
    try {
      await this.#client.send(
        new InvokeCommand({
          FunctionName: this.#functionName,
          InvocationType: 'Event',
          Payload: Buffer.from(JSON.stringify(job)),
        }),
      );
    } catch (error) {
      throw fromAws(error, { service: 'Lambda', doing: `starting ${this.#functionName}` });
    }
  }
}
