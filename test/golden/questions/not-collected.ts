import { either, notRecorded, resources, status } from './expectations.ts';
import { is } from './facts.ts';
import { type Question, question } from './question.ts';

/** Cost, metrics, activity, findings: nothing has been delivered of them, and the answer says so. */
export const notCollected: readonly Question[] = [
  question('cost-ec2', 'how much did we spend on EC2 last month?', notRecorded),
  question('cost-accounts', 'AWS bill by account for February', notRecorded),
  question('cost-service', "what's our most expensive service", notRecorded),
  question('cost-day', 'daily cost of checkout-prod this month', notRecorded),
  question('metric-cpu', 'CPU utilisation of the checkout-prod instances over the past week', notRecorded),
  question('metric-latency', 'p95 latency of our ALBs', either(notRecorded, status('clarify', 'abstained'))),
  question('findings', 'guardduty findings with high severity', notRecorded),
  question('activity', 'Who logged in to the console yesterday?', notRecorded),
  question('cost-volumes', 'what do our unattached volumes cost us', (facts) =>
    either(notRecorded, resources(facts.of('EC2::Volume', is('state', 'available')))),
  ),
];
