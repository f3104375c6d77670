/**
 * Writes generated/read-actions.json: for every resource type of the catalogue, the actions that AWS's own handler
 * of the type needs to read and list it (CloudFormation's published resource schemas, as cfn-lint carries them), and
 * of those only what IAM knows and what lists, describes or gets configuration.
 *
 *   node --import tsx infra/read-actions/generate.ts FOLDER [--check]
 *
 * FOLDER is `cfnlint/data` of an installed cfn-lint; scripts/cfn-lint.sh installs it and runs this with --check.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { publishedResourceTypes } from '#catalog/resource-types.ts';
import { DENIED_ACTIONS } from './denied-actions.ts';
import { ACTIONS_OF_TYPES_WITHOUT_HANDLER } from './types-without-handler.ts';

const Handlers = z.object({
  typeName: z.string(),
  handlers: z
    .record(z.string(), z.object({ permissions: z.array(z.string()).default([]) }).optional())
    .default({}),
});
const Services = z.record(z.string(), z.object({ Actions: z.record(z.string(), z.unknown()) }));

/** Reads configuration by its name. `GET` is how API Gateway names all of its reads. */
const READS = /^[a-z0-9-]+:(List|Describe|Get|BatchGet|BatchDescribe|GET$)/;
const OUTPUT = fileURLToPath(new URL('generated/read-actions.json', import.meta.url));

/** Every action that IAM knows, in lower case: IAM takes no notice of case. */
function iamActions(folder: string): ReadonlySet<string> {
  const services = Services.parse(
    JSON.parse(readFileSync(join(folder, 'AdditionalSpecs/Policies.json'), 'utf8')),
  );
  return new Set(
    Object.entries(services).flatMap(([service, { Actions }]) =>
      Object.keys(Actions).map((name) => `${service}:${name}`.toLowerCase()),
    ),
  );
}

/** `EC2:describeVpcs` as the documentation writes it: `ec2:DescribeVpcs`. */
function spelt(action: string): string {
  const [service = '', name = ''] = action.trim().split(':');
  return `${service.toLowerCase()}:${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function permissionsByType(folder: string): ReadonlyMap<string, readonly string[]> {
  const schemas = join(folder, 'schemas/resources');
  return new Map(
    readdirSync(schemas)
      .filter((name) => name.endsWith('.json'))
      .map((name) => {
        const { typeName, handlers } = Handlers.parse(JSON.parse(readFileSync(join(schemas, name), 'utf8')));
        return [
          typeName,
          [...(handlers.read?.permissions ?? []), ...(handlers.list?.permissions ?? [])],
        ] as const;
      }),
  );
}

function generate(folder: string): string {
  const known = iamActions(folder);
  const permissions = permissionsByType(folder);
  const denied = new Set(DENIED_ACTIONS.map((action) => action.toLowerCase()));
  const actions = new Map<string, string>();
  const unread: string[] = [];
  for (const type of publishedResourceTypes()) {
    const ofType = [...(permissions.get(type) ?? []), ...(ACTIONS_OF_TYPES_WITHOUT_HANDLER[type] ?? [])]
      .map(spelt)
      .filter(
        (action) =>
          known.has(action.toLowerCase()) && READS.test(action) && !denied.has(action.toLowerCase()),
      );
    if (ofType.length === 0) unread.push(type);
    for (const action of ofType)
      if (!actions.has(action.toLowerCase())) actions.set(action.toLowerCase(), action);
  }
  return `${JSON.stringify({ actions: [...actions.values()].sort(), typesWithoutAction: unread }, null, 2)}\n`;
}

const [folder, flag] = process.argv.slice(2);
if (folder === undefined) throw new TypeError('Give the folder cfnlint/data of an installed cfn-lint.');
const made = generate(folder);
if (flag !== '--check') writeFileSync(OUTPUT, made);
else if (readFileSync(OUTPUT, 'utf8') !== made) {
  console.error('infra/read-actions/generated/read-actions.json is not what the generator makes.');
  process.exitCode = 1;
}
