import { Stack } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { EventBus as BusTarget } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { allow } from './allow.ts';
import { configEvents } from './config-events.ts';

interface EventForwardingProps {
  readonly hubBusArn: string;
  readonly eventSource: string | undefined;
}

/** Sends the Config events of this account and Region to the hub's bus, by a role that may do nothing else. */
export class EventForwarding extends Construct {
  constructor(scope: Construct, id: string, { hubBusArn, eventSource }: EventForwardingProps) {
    super(scope, id);
    const { account } = Stack.of(this);
    // A bus that accepts an organization sees only principals: without a role the event would come from nobody.
    const role = new Role(this, 'Sender', {
      description: 'Stocktake: sends Config events to the hub bus',
      assumedBy: new ServicePrincipal('events.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    });
    allow(role, { actions: ['events:PutEvents'], resources: [hubBusArn] });
    new Rule(this, 'ConfigEvents', {
      description: 'Config events of this account and Region, to the hub',
      eventPattern: configEvents('aws.config', ...(eventSource === undefined ? [] : [eventSource])),
      targets: [new BusTarget(EventBus.fromEventBusArn(this, 'Hub', hubBusArn), { role })],
    });
  }
}
