import { Stack } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct, type IConstruct } from 'constructs';
import { AppError } from '#catalog/errors.ts';
import { acknowledge } from './acknowledge.ts';

/** A permission with a wildcard was written without saying why. A bug in infra/, found at synthesis. */
export class UnreasonedWildcardError extends AppError {
  override readonly name = 'UnreasonedWildcardError';
  readonly code = 'infra.wildcard';
  readonly retryable = false;
}

interface Permission {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
  /** Needed where an action or a resource holds a wildcard: why it cannot be named, for who reviews it. */
  readonly why?: string;
}

/**
 * Adds a permission to a role, or to that of a function. The only way in which infra/ grants, so that a wildcard without a reason ends the synthesis.
 *
 * @throws UnreasonedWildcardError
 */
export function allow(
  to: IConstruct & IGrantable,
  { actions, resources, conditions, why }: Permission,
): void {
  const { grantPrincipal } = to;
  grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({
      actions: [...actions],
      resources: [...resources],
      ...(conditions && { conditions }),
    }),
  );
  const wildcards = wildcardsIn(to, actions, resources);
  if (wildcards.length === 0) return;
  if (why === undefined)
    throw new UnreasonedWildcardError(`${to.node.path}: ${wildcards.join(', ')} has no reason`);
  // A function's permissions lie below its role.
  acceptWildcards(Construct.isConstruct(grantPrincipal) ? grantPrincipal : to, wildcards, why);
}

/** Accepts the wildcards of policies that the construct library wrote, each by its name (`Action::s3:List*`). */
export function acceptWildcards(construct: IConstruct, wildcards: readonly string[], why: string): void {
  for (const wildcard of wildcards) acknowledge(construct, `AwsSolutions-IAM5[${wildcard}]`, why);
}

/** Names of wildcards as cdk-nag spells them: `Resource::<LakeBucket.Arn>/landing/*`. */
export function wildcardsIn(
  scope: IConstruct,
  actions: readonly string[],
  resources: readonly string[],
): readonly string[] {
  const named = [
    ...actions.map((action) => `Action::${action}`),
    ...resources.map((resource) => `Resource::${flat(Stack.of(scope).resolve(resource))}`),
  ];
  return named.filter((name) => name.includes('*'));
}

/** A resolved reference as one line, in the spelling in which findings name it. */
function flat(node: unknown): string {
  if (typeof node === 'string') return node.replaceAll('${', '<').replaceAll('}', '>');
  if (typeof node !== 'object' || node === null) return '';
  const [kind, value] = Object.entries(node)[0] ?? ['', undefined];
  if (kind === 'Ref') return `<${flat(value)}>`;
  if (kind === 'Fn::Sub') return flat(value);
  if (!Array.isArray(value)) return JSON.stringify(node);
  if (kind === 'Fn::GetAtt') return `<${value.map(flat).join('.')}>`;
  if (kind === 'Fn::Join' && Array.isArray(value[1])) return value[1].map(flat).join(String(value[0]));
  return JSON.stringify(node);
}
