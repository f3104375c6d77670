import { type App, Arn, BootstraplessSynthesizer, type Environment, type Stack, Tags } from 'aws-cdk-lib';
import { BUS_NAME } from './constructs/event-intake.ts';
import type { Settings } from './settings.ts';
import { HubStack } from './stacks/hub-stack.ts';
import { MemberAccountStack } from './stacks/member-account-stack.ts';
import { MemberRegionStack } from './stacks/member-region-stack.ts';

export interface StocktakeStacks {
  readonly hub?: HubStack;
  readonly memberAccount?: MemberAccountStack;
  readonly memberRegion?: MemberRegionStack;
}

interface StocktakeOptions {
  readonly env: Environment;
  readonly uploadPage: boolean;
}

/** Adds the stacks of a mode to the app: single = all three in one account, hub = the first, member = the other two. */
export function addStacks(
  app: App,
  settings: Settings,
  { env, uploadPage }: StocktakeOptions,
): StocktakeStacks {
  Tags.of(app).add('application', 'stocktake');
  if (settings.mode === 'member') return addMember(app, settings);
  const hub = new HubStack(app, 'StocktakeHub', {
    env,
    settings,
    uploadPage,
    description: 'Stocktake: the hub',
    terminationProtection: true,
  });
  if (settings.mode === 'hub') return { hub };
  const memberAccount = new MemberAccountStack(app, 'StocktakeMemberAccount', {
    env,
    settings,
    hubAccount: hub.account,
    description: 'Stocktake: roles of a member account',
  });
  const memberRegion = new MemberRegionStack(app, 'StocktakeMemberRegion', {
    env,
    settings,
    hubBusArn: busArn(hub, hub.account, hub.region),
    deliveriesBucket: settings.recorder === 'create' ? hub.deliveries.bucketName : undefined,
    description: 'Stocktake: events of a member Region',
  });
  // The roles and the bus that these name have to exist.
  memberAccount.addStackDependency(hub);
  memberRegion.addStackDependency(hub);
  // A recorder is refused where the account has no role for it.
  memberRegion.addStackDependency(memberAccount);
  return { hub, memberAccount, memberRegion };
}

/** Templates for a StackSet: the same for every account and Region, without assets and without a bootstrapped account. */
function addMember(app: App, settings: Settings): StocktakeStacks {
  const { hubAccount = '', hubRegion = '' } = settings;
  const memberAccount = new MemberAccountStack(app, 'StocktakeMemberAccount', {
    synthesizer: new BootstraplessSynthesizer(),
    settings,
    hubAccount,
    description: 'Stocktake: roles of a member account',
  });
  const memberRegion = new MemberRegionStack(app, 'StocktakeMemberRegion', {
    synthesizer: new BootstraplessSynthesizer(),
    settings,
    hubBusArn: busArn(memberAccount, hubAccount, hubRegion),
    deliveriesBucket: settings.recorder === 'create' ? settings.deliveriesBucket : undefined,
    description: 'Stocktake: events of a member Region',
  });
  memberRegion.addStackDependency(memberAccount);
  return { memberAccount, memberRegion };
}

/** By its name: a member knows the hub's account and Region, not its stack. */
const busArn = (scope: Stack, account: string, region: string): string =>
  Arn.format({ service: 'events', resource: 'event-bus', resourceName: BUS_NAME, account, region }, scope);
