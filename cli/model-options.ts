import { type Command, Option } from 'commander';
import { z } from 'zod';
import type { ModelData } from '#nl2sql/model/lake-data.ts';
import type { Model } from '#platform/ports/model.ts';
import { UsageError } from './errors.ts';

export interface ModelOptions {
  readonly provider: string;
  readonly model?: string;
  readonly profile?: string;
  readonly awsRegion?: string;
  readonly modelUrl?: string;
  readonly modelData?: ModelData;
}

export interface OpenModel {
  readonly model: Model;
  readonly data: ModelData;
}

/** Adds the options that say which model is asked, and what it may see. */
export function withModel(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--provider <name>',
        'who translates what saved questions and the grammar do not decide: grammar (no model, the default), bedrock (Amazon Bedrock) or openai (any OpenAI-compatible server, also a local one)',
      ).default('grammar'),
    )
    .option(
      '--model <id>',
      'the model: a Bedrock model or inference profile, or a name the server knows (STOCKTAKE_MODEL)',
    )
    .option('--profile <name>', 'bedrock: profile of the AWS configuration')
    .option('--aws-region <region>', 'bedrock: Region to ask (AWS_REGION, or the profile’s)')
    .option(
      '--model-url <url>',
      'openai: address of the API, like http://127.0.0.1:11434/v1 (STOCKTAKE_MODEL_URL); its key, where it needs one, is STOCKTAKE_MODEL_KEY',
    )
    .addOption(
      new Option(
        '--model-data <what>',
        'what a model may see beside the question: schema (names of tables and columns) or values (also values of columns that are not sensitive); rows of results never. Default: values for bedrock, schema for openai',
      ).choices(['schema', 'values']),
    );
}

const Text = z.string().trim().min(1).optional().catch(undefined);
const EnvironmentSchema = z.object({
  STOCKTAKE_MODEL: Text,
  STOCKTAKE_MODEL_URL: Text,
  STOCKTAKE_MODEL_KEY: Text,
  STOCKTAKE_MODEL_MAX_TOKENS: z.coerce.number().int().positive().optional(),
  STOCKTAKE_MODEL_TEMPERATURE: z.union([z.literal('none'), z.coerce.number().min(0).max(2)]).optional(),
  STOCKTAKE_MODEL_TOOL_CHOICE: z.enum(['tool', 'any', 'auto']).optional(),
  STOCKTAKE_MODEL_PROMPT_CACHE: z.enum(['on', 'off']).optional(),
  STOCKTAKE_MODEL_TIMEOUT_SECONDS: z.coerce.number().positive().optional(),
  STOCKTAKE_MODEL_GUARDRAIL: z
    .string()
    .regex(/^.+:(\d+|DRAFT)$/, 'write ID:VERSION')
    .optional(),
  BEDROCK_ENDPOINT_URL: Text,
});
type Environment = z.infer<typeof EnvironmentSchema>;

/** The model that the options name; undefined for the grammar alone. Its client is loaded only where it is needed. */
export async function openModel(options: ModelOptions): Promise<OpenModel | undefined> {
  switch (options.provider) {
    case 'grammar':
      return undefined;
    case 'bedrock':
      return { model: await bedrock(options, environment()), data: options.modelData ?? 'values' };
    case 'openai':
      return { model: await openai(options, environment()), data: options.modelData ?? 'schema' };
    default:
      throw new UsageError(`There is no provider ${options.provider}.`, {
        hint: 'Providers are grammar, bedrock and openai.',
      });
  }
}

function environment(): Environment {
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  const parsed = EnvironmentSchema.safeParse(given);
  if (!parsed.success)
    throw new UsageError(`The environment cannot be used: ${z.prettifyError(parsed.error)}`, {
      cause: parsed.error,
    });
  return parsed.data;
}

/** What both kinds of model take. */
function inference(env: Environment) {
  const temperature = env.STOCKTAKE_MODEL_TEMPERATURE;
  return {
    ...given('maxTokens', env.STOCKTAKE_MODEL_MAX_TOKENS),
    ...given('toolChoice', env.STOCKTAKE_MODEL_TOOL_CHOICE),
    ...given('temperature', temperature === 'none' ? null : temperature),
    ...given('timeoutMs', env.STOCKTAKE_MODEL_TIMEOUT_SECONDS && env.STOCKTAKE_MODEL_TIMEOUT_SECONDS * 1000),
  };
}

function given<Name extends string, T>(name: Name, value: T | undefined): { [K in Name]?: T } {
  return (value === undefined ? {} : { [name]: value }) as { [K in Name]?: T };
}

async function bedrock(options: ModelOptions, env: Environment): Promise<Model> {
  const modelId = options.model ?? env.STOCKTAKE_MODEL;
  if (modelId === undefined)
    throw new UsageError('--provider bedrock needs a model.', {
      hint: 'Give --model ID or set STOCKTAKE_MODEL, e.g. an inference profile of your Region; docs/how-to/use-a-model.md.',
    });
  const { BedrockModel } = await import('#platform/aws/bedrock-model.ts');
  const cache = env.STOCKTAKE_MODEL_PROMPT_CACHE;
  const [guardrailId = '', version = ''] = splitLast(env.STOCKTAKE_MODEL_GUARDRAIL ?? '');
  return new BedrockModel({
    modelId,
    ...inference(env),
    ...given('region', options.awsRegion),
    ...given('profile', options.profile),
    ...given('endpoint', env.BEDROCK_ENDPOINT_URL),
    ...given('promptCache', cache === undefined ? undefined : cache === 'on'),
    ...given('guardrail', guardrailId === '' ? undefined : { id: guardrailId, version }),
  });
}

/** An ARN holds colons of its own: the version stands behind the last. */
function splitLast(text: string): readonly [string, string] {
  const at = text.lastIndexOf(':');
  return at === -1 ? ['', ''] : [text.slice(0, at), text.slice(at + 1)];
}

async function openai(options: ModelOptions, env: Environment): Promise<Model> {
  const url = options.modelUrl ?? env.STOCKTAKE_MODEL_URL;
  if (url === undefined || !/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new UsageError(
      url === undefined ? '--provider openai needs a server.' : `"${url}" is not the address of a server.`,
      { hint: 'Give --model-url or set STOCKTAKE_MODEL_URL, like http://127.0.0.1:11434/v1.' },
    );
  }
  const { OpenaiModel } = await import('#platform/openai/openai-model.ts');
  return new OpenaiModel({
    url,
    // Servers that serve one model take any name.
    modelId: options.model ?? env.STOCKTAKE_MODEL ?? 'default',
    ...inference(env),
    ...given('key', env.STOCKTAKE_MODEL_KEY),
  });
}
