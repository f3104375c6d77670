import { Duration, Stack } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
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

/** The central bus: the members' Config events come in and wait in a queue. */
export class EventIntake extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, { key, queue, undelivered, settings }: EventIntakeProps) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', { eventBusName: BUS_NAME, kmsKey: key });
    this.acceptMembers(settings);
    new Rule(this, 'ConfigEvents', {
      description: 'Config events of every member, to the queue that ingest reads',
      eventBus: this.bus,
      eventPattern: configEvents(settings.eventSource),
      targets: [
        new SqsQueue(queue, {
          deadLetterQueue: undelivered,
          retryAttempts: 185,
          maxEventAge: Duration.hours(24),
        }),
      ],
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
