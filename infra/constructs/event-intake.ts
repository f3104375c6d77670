import { Duration, Stack } from 'aws-cdk-lib';
import { EventBus, EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { AccountPrincipal, type IPrincipal, PolicyStatement, StarPrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { configEvents } from './config-events.ts';
import type { DeadLetterQueue, GuardedQueue } from './guarded-queue.ts';

interface EventIntakeProps {
  readonly key: IKey;
  readonly queue: GuardedQueue;
  readonly undelivered: DeadLetterQueue;
  readonly settings: Settings;
}

/** Fixed: members name the hub's bus without knowing its stack. */
export const BUS_NAME = 'stocktake';

/** An event as it came, but for its source: ingest takes no events but Config's. */
const AS_CONFIGS_OWN = {
  version: '0',
  id: EventField.eventId,
  'detail-type': EventField.detailType,
  source: 'aws.config',
  account: EventField.account,
  time: EventField.time,
  region: EventField.region,
  resources: [],
  detail: EventField.fromPath('$.detail'),
};

/** The central bus: the members' Config events come in and wait in a queue. */
export class EventIntake extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, { key, queue, undelivered, settings }: EventIntakeProps) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', { eventBusName: BUS_NAME, kmsKey: key });
    this.acceptMembers(settings);
    const target = { deadLetterQueue: undelivered, retryAttempts: 185, maxEventAge: Duration.hours(24) };
    new Rule(this, 'ConfigEvents', {
      description: 'Config events of every member, to the queue that ingest reads',
      eventBus: this.bus,
      eventPattern: configEvents('aws.config'),
      targets: [new SqsQueue(queue, target)],
    });
    if (settings.eventSource === undefined) return;
    new Rule(this, 'OtherConfigEvents', {
      description: 'Config events of the second source that the owner named, passed on as Config’s own',
      eventBus: this.bus,
      eventPattern: configEvents(settings.eventSource),
      targets: [new SqsQueue(queue, { ...target, message: RuleTargetInput.fromObject(AS_CONFIGS_OWN) })],
    });
  }

  private acceptMembers({ organizationId, memberAccounts }: Settings): void {
    const own = Stack.of(this).account;
    const allow = (sid: string, principals: IPrincipal[], conditions = {}) =>
      this.bus.addToResourcePolicy(
        new PolicyStatement({
          sid,
          principals,
          actions: ['events:PutEvents'],
          resources: [this.bus.eventBusArn],
          conditions,
        }),
      );
    if (organizationId !== undefined)
      allow('OrganizationSends', [new StarPrincipal()], {
        StringEquals: { 'aws:PrincipalOrgID': organizationId },
      });
    else
      allow(
        'MembersSend',
        [own, ...memberAccounts].map((account) => new AccountPrincipal(account)),
      );
  }
}
