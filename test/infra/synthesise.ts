import { readFileSync } from 'node:fs';
import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { z } from 'zod';
import { addStacks, type StocktakeStacks } from '../../infra/app.ts';
import { readSettings } from '../../infra/settings.ts';

const flags = z
  .object({ context: z.record(z.string(), z.unknown()) })
  .parse(JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'))).context;

export const ORGANIZATION = 'o-exampleorgid';
export const HUB_ACCOUNT = '111122223333';
export const REGION = 'eu-central-1';

/** Settings of the three modes as most owners would give them. */
export const MODES = {
  single: { mode: 'single', recorder: 'create' },
  hub: { mode: 'hub', organizationId: ORGANIZATION, modelId: 'eu.anthropic.example-v1:0' },
  member: { mode: 'member', organizationId: ORGANIZATION, hubAccount: HUB_ACCOUNT, hubRegion: REGION },
} as const;

export interface Synthesised {
  readonly app: App;
  readonly stacks: StocktakeStacks;
}

/** The stacks of the product under these settings, their functions not bundled. */
export function stacksOf(settings: Readonly<Record<string, string>>): Synthesised {
  const app = new App({ context: { ...flags, 'aws:cdk:bundling-stacks': [], ...settings } });
  const env = { account: HUB_ACCOUNT, region: REGION };
  return { app, stacks: addStacks(app, readSettings(app.node), { env, uploadPage: false }) };
}

export interface Resource {
  readonly Type: string;
  // Templates are read as the loose JSON that they are.
  // biome-ignore lint/suspicious/noExplicitAny: a test of any shape that CloudFormation has
  readonly Properties: any;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: readonly string[];
}

/** Resources of a stack by logical id; of one type, where it is given. */
export function resources(stack: Stack | undefined, type?: string): ReadonlyMap<string, Resource> {
  if (stack === undefined) throw new RangeError('this mode has no such stack');
  const all = Object.entries(Template.fromStack(stack).toJSON().Resources as Record<string, Resource>);
  return new Map(all.filter(([, resource]) => type === undefined || resource.Type === type));
}

/** The one resource of a type whose logical id begins so. */
export function one(stack: Stack | undefined, type: string, prefix = ''): [string, Resource] {
  const found = [...resources(stack, type)].filter(([id]) => id.startsWith(prefix));
  if (found.length !== 1)
    throw new RangeError(`${found.length} resources of type ${type} begin with "${prefix}"`);
  return found[0]!;
}

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export const listed = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : ((Array.isArray(value) ? value : [value]) as readonly T[]);
