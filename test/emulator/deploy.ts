import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

/** The account in which the stand-in of AWS holds the hub; its id is the access key that chooses it. */
export const HUB_ACCOUNT = '000000000000';
export const LANE_REGION = 'us-east-1';
/** PutEvents refuses `aws.config`: events come from this source. */
export const LANE_EVENT_SOURCE = 'lane.config';

const name = z.string().min(1);
const HubOutputs = z.object({
  LakeBucket: name,
  ResultsBucket: name,
  DeliveriesBucket: name,
  SiteBucket: name,
  StateTable: name,
  Database: name,
  WorkDatabase: name,
  QuestionsWorkgroup: name,
  CompactionWorkgroup: name,
  EventBus: name,
  EventsQueueUrl: z.url(),
  EventsDeadLettersUrl: z.url(),
  ObjectsQueueUrl: z.url(),
  ObjectsDeadLettersUrl: z.url(),
  FailedCallsUrl: z.url(),
  CompactFunction: name,
  AnswerFunction: name,
  VocabularyFunction: name,
  UserPoolId: name,
  UserPoolClientId: name,
  RestApiId: name,
  SocketApiId: name,
  Stage: name,
});

const Template = z.object({ Resources: z.record(z.string(), z.object({ Type: z.string() })) });
export type HubOutputs = z.output<typeof HubOutputs>;

/** What a test needs of a deployed hub. */
export interface DeployedHub {
  readonly outputs: HubOutputs;
  /** Prefix of the HTTP API: append `/v1/…`. */
  readonly restUrl: string;
  /** Address of the WebSocket API. */
  readonly socketUrl: string;
  /** Types of resources that were deployed. */
  readonly types: ReadonlySet<string>;
  /** Milliseconds by step. */
  readonly took: Readonly<Record<'synthesis' | 'bootstrap' | 'deployment', number>>;
}

export interface DeployOptions {
  /** Address of the local AWS emulator, with 127.0.0.1 and not localhost: the SDK then puts buckets into the path. */
  readonly emulatorUrl: string;
  /** Stand-in for Athena. */
  readonly athenaUrl?: string;
  /** Double of Bedrock. */
  readonly bedrockUrl?: string;
  /** Settings of the stacks, as `-c name=value`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Environment in which the AWS command-line tools and SDKs talk to the emulator as an account. */
export function laneEnvironment(emulatorUrl: string, account = HUB_ACCOUNT): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: emulatorUrl,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'lane',
    AWS_REGION: LANE_REGION,
    AWS_DEFAULT_REGION: LANE_REGION,
  };
}

/** Types of the resources in the templates of an assembly. */
async function typesIn(folder: string): Promise<ReadonlySet<string>> {
  const names = (await readdir(folder)).filter((file) => file.endsWith('.template.json'));
  const templates = await Promise.all(
    names.map(async (file) => Template.parse(JSON.parse(await readFile(join(folder, file), 'utf8')))),
  );
  return new Set(templates.flatMap(({ Resources }) => Object.values(Resources).map(({ Type }) => Type)));
}

/** Types of the resources that an owner deploys with these settings: for what the emulator cannot hold of them. */
export async function productTypes(settings: Readonly<Record<string, string>>): Promise<ReadonlySet<string>> {
  const folder = await mkdtemp(join(tmpdir(), 'stocktake-lane-'));
  try {
    const { context } = z
      .object({ context: z.record(z.string(), z.unknown()) })
      .parse(JSON.parse(await readFile(join(root, 'cdk.json'), 'utf8')));
    await run(process.execPath, ['--import', 'tsx', 'infra/bin/stocktake.ts'], {
      cwd: root,
      env: {
        ...process.env,
        CDK_OUTDIR: folder,
        CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...settings, 'aws:cdk:bundling-stacks': [] }),
        CDK_DEFAULT_ACCOUNT: HUB_ACCOUNT,
        CDK_DEFAULT_REGION: LANE_REGION,
      },
    });
    return await typesIn(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Synthesises the product's stacks in single-account mode and deploys them to the emulator with the CDK command. */
export async function deployHub(options: DeployOptions): Promise<DeployedHub> {
  const folder = await mkdtemp(join(tmpdir(), 'stocktake-lane-'));
  const assembly = join(folder, 'cdk.out');
  const outputsFile = join(folder, 'outputs.json');
  const context = {
    mode: 'single',
    eventSource: LANE_EVENT_SOURCE,
    mfa: 'optional',
    // Compaction runs when a test says so.
    compactEveryMinutes: '1440',
    ...options.settings,
    emulatorUrl: options.emulatorUrl,
    ...(options.athenaUrl === undefined ? {} : { athenaUrl: options.athenaUrl }),
    ...(options.bedrockUrl === undefined ? {} : { bedrockUrl: options.bedrockUrl }),
  };
  const environment = { ...process.env, ...laneEnvironment(options.emulatorUrl), CI: 'true' };
  const cdk = async (...args: readonly string[]): Promise<number> => {
    const started = performance.now();
    try {
      await run('npx', ['--no-install', 'cdk', ...args], {
        cwd: root,
        env: environment,
        maxBuffer: 64 * 1024 * 1024,
      });
    } catch (cause) {
      const said = z.object({ stdout: z.string(), stderr: z.string() }).safeParse(cause).data;
      throw new Error(`cdk ${args[0]} failed:\n${said?.stdout ?? ''}\n${said?.stderr ?? ''}`, { cause });
    }
    return Math.round(performance.now() - started);
  };
  try {
    const contextArgs = Object.entries(context).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
    const synthesis = await cdk(
      'synth',
      '--quiet',
      '--app',
      'node --import tsx test/emulator/lane-app.ts',
      '--output',
      assembly,
      ...contextArgs,
    );
    const bootstrap = await cdk('bootstrap', '--app', assembly, `aws://${HUB_ACCOUNT}/${LANE_REGION}`);
    const deployment = await cdk(
      'deploy',
      '--app',
      assembly,
      '--all',
      '--require-approval',
      'never',
      '--outputs-file',
      outputsFile,
    );
    const outputs = z
      .object({ StocktakeHub: HubOutputs })
      .parse(JSON.parse(await readFile(outputsFile, 'utf8'))).StocktakeHub;
    const types = await typesIn(assembly);
    const socketHost = options.emulatorUrl.replace(/^http/, 'ws');
    return {
      outputs,
      restUrl: `${options.emulatorUrl}/restapis/${outputs.RestApiId}/${outputs.Stage}/_user_request_`,
      socketUrl: `${socketHost}/_aws/execute-api/${outputs.SocketApiId}/${outputs.Stage}`,
      types,
      took: { synthesis, bootstrap, deployment },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
