import type { JsonObject } from '../item.ts';
import { iso, isoSeconds } from '../time.ts';
import type { MessageForm } from './fate.ts';
import type { Message } from './messages.ts';

/** A message as it lies in a folder of events: in its envelope, or without one. */
export function envelope(message: Message, form: MessageForm, arrivesAt: number, id: string): JsonObject {
  switch (form) {
    case 'eventbridge':
      return {
        version: '0',
        id,
        'detail-type': message.detailType,
        source: 'aws.config',
        account: message.accountId,
        time: isoSeconds(arrivesAt),
        region: message.region,
        resources: [...message.resources],
        detail: message.detail,
      };
    case 'sns':
      return {
        Type: 'Notification',
        MessageId: id,
        TopicArn: `arn:aws:sns:${message.region}:${message.accountId}:config-topic`,
        Subject: message.subject.slice(0, 100),
        Message: JSON.stringify(message.detail),
        Timestamp: iso(arrivesAt),
        SignatureVersion: '1',
        Signature: 'c2FtcGxlLXNpZ25hdHVyZQ==',
        SigningCertURL: `https://sns.${message.region}.amazonaws.com/SimpleNotificationService-sample.pem`,
        UnsubscribeURL: `https://sns.${message.region}.amazonaws.com/?Action=Unsubscribe`,
      };
    case 'invoking':
      return {
        version: '1.0',
        invokingEvent: JSON.stringify(message.detail),
        ruleParameters: '{}',
        resultToken: 'sample-result-token',
        eventLeftScope: false,
        executionRoleArn: `arn:aws:iam::${message.accountId}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
        configRuleArn: `arn:aws:config:${message.region}:${message.accountId}:config-rule/config-rule-sample`,
        configRuleName: 'required-tags',
        configRuleId: 'config-rule-sample',
        accountId: message.accountId,
      };
    case 'bare':
      return message.detail;
    default:
      return form satisfies never;
  }
}
