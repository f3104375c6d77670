import { Stack } from 'aws-cdk-lib';
import { ArnPrincipal, Effect, ManagedPolicy, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { DENIED_ACTIONS } from '../read-actions/denied-actions.ts';
import readActions from '../read-actions/generated/read-actions.json' with { type: 'json' };
import { acceptWildcards, allow } from './allow.ts';
import { ORCHESTRATOR_ROLE_NAME, READ_ONLY_ROLE_NAME } from './role-names.ts';

/** Characters of a managed policy, white space not counted, are 6,144; the rest of the document takes its share. */
const LARGEST_ACTION_LIST = 5_900;

interface ReadOnlyRoleProps {
  readonly hubAccount: string;
  readonly externalId: string;
  readonly organizationId: string | undefined;
}

/** What the hub may do in a member account: read configuration, never data. */
export class ReadOnlyRole extends Role {
  constructor(scope: Construct, id: string, { hubAccount, externalId, organizationId }: ReadOnlyRoleProps) {
    const { partition } = Stack.of(scope);
    const orchestrator = `arn:${partition}:iam::${hubAccount}:role/${ORCHESTRATOR_ROLE_NAME}`;
    super(scope, id, {
      roleName: READ_ONLY_ROLE_NAME,
      description: 'Stocktake: reads the configuration of resources, never data, for the hub',
      assumedBy: new ArnPrincipal(orchestrator).withConditions({
        StringEquals: {
          'sts:ExternalId': externalId,
          ...(organizationId === undefined ? {} : { 'aws:PrincipalOrgID': organizationId }),
        },
      }),
    });
    for (const [number, actions] of inPolicies(readActions.actions).entries()) {
      const policy = new ManagedPolicy(this, `Read${number + 1}`, {
        description: 'Stocktake: actions that list, describe or get configuration',
        statements: [new PolicyStatement({ actions: [...actions], resources: ['*'] })],
      });
      acceptWildcards(
        policy,
        ['Resource::*'],
        'An inventory is of every resource; most of these actions take none. The actions are named one by one.',
      );
      this.addManagedPolicy(policy);
    }
    allow(this, {
      actions: ['config:GetResourceConfigHistory'],
      resources: ['*'],
      why: 'The items that AWS Config keeps of a resource; the action takes no resource.',
    });
    this.addToPolicy(
      new PolicyStatement({
        sid: 'NeverData',
        effect: Effect.DENY,
        actions: [...DENIED_ACTIONS],
        resources: ['*'],
      }),
    );
    this.addToPolicy(
      new PolicyStatement({
        sid: 'NeverApiKeys',
        effect: Effect.DENY,
        actions: ['apigateway:GET'],
        resources: [`arn:${partition}:apigateway:*::/apikeys`, `arn:${partition}:apigateway:*::/apikeys/*`],
      }),
    );
  }
}

/** Splits the list so that each part fits into one managed policy. */
function inPolicies(actions: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const action of actions) {
    const characters = action.length + 3;
    if (size + characters > LARGEST_ACTION_LIST) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)?.push(action);
    size += characters;
  }
  return parts;
}
