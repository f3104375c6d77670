import type { Evaluation } from '../compliance.ts';
import { configurationItem, type JsonObject, type Timeline, type Version } from '../item.ts';
import { compact, dayFolder, iso } from '../time.ts';
import { changedProperties } from './changed-properties.ts';

/** The body (`detail`) of a message that AWS Config publishes, with what its envelope needs. */
export interface Message {
  readonly accountId: string;
  /** Region of the recorder. */
  readonly region: string;
  readonly detailType: string;
  /** When Config made it. */
  readonly createdAt: number;
  readonly resources: readonly string[];
  readonly detail: JsonObject;
  readonly subject: string;
}

const ITEM_CHANGE = 'Config Configuration Item Change';

/** A change of one resource, with the difference to the version before (as this recorder captured it). */
export function itemChange(
  region: string,
  timeline: Timeline,
  previous: Version | undefined,
  version: Version,
): Message {
  const createdAt = version.capturedAt + 900;
  return {
    accountId: timeline.accountId,
    region,
    detailType: ITEM_CHANGE,
    createdAt,
    resources: timeline.arn === undefined ? [] : [timeline.arn],
    subject: `[AWS Config:${region}] ${timeline.type} ${timeline.id} ${changeType(previous, version)}D in Account ${timeline.accountId}`,
    detail: {
      recordVersion: '1.3',
      messageType: 'ConfigurationItemChangeNotification',
      configurationItemDiff: {
        changedProperties: changedProperties(previous?.draft ?? null, version.draft),
        changeType: changeType(previous, version),
      },
      notificationCreationTime: iso(createdAt),
      configurationItem: configurationItem(timeline, version),
    },
  };
}

/** CREATE, UPDATE or DELETE, as Config words it. */
export function changeType(previous: Version | undefined, version: Version): 'CREATE' | 'UPDATE' | 'DELETE' {
  if (version.draft === null) return 'DELETE';
  return previous === undefined || previous.draft === null ? 'CREATE' : 'UPDATE';
}

/** Key of the file that holds a change too large for a message. */
export function oversizedKey(region: string, timeline: Timeline, version: Version): string {
  const { accountId, type } = timeline;
  const id = timeline.id.replaceAll('/', '_');
  return `AWSLogs/${accountId}/Config/${region}/${dayFolder(version.capturedAt)}/OversizedChangeNotification/${type}/${id}/${accountId}_Config_${region}_ChangeNotification_${type}_${id}_${compact(version.capturedAt)}_0.json.gz`;
}

/** The short message sent in place of a change that is too large. */
export function oversizedChange(
  region: string,
  timeline: Timeline,
  previous: Version | undefined,
  version: Version,
  bucket: string,
): Message {
  const whole = itemChange(region, timeline, previous, version);
  const {
    relatedEvents: _e,
    relationships: _r,
    configuration: _c,
    supplementaryConfiguration: _s,
    tags: _t,
    ...summary
  } = configurationItem(timeline, version);
  return {
    ...whole,
    detail: {
      configurationItemSummary: { changeType: changeType(previous, version), ...summary },
      s3DeliverySummary: {
        s3BucketLocation: `${bucket}/${oversizedKey(region, timeline, version)}`,
        errorCode: null,
        errorMessage: null,
      },
      notificationCreationTime: iso(whole.createdAt),
      messageType: 'OversizedConfigurationItemChangeNotification',
      recordVersion: '1.0',
    },
  };
}

/** A new result of a Config rule. */
export function complianceChange(evaluation: Evaluation): Message {
  const { accountId, region, rule, resourceType, resourceId } = evaluation;
  const result = (complianceType: string, at: number, annotation: string | undefined): JsonObject => ({
    evaluationResultIdentifier: {
      evaluationResultQualifier: { configRuleName: rule.name, resourceType, resourceId },
      orderingTimestamp: iso(at - 14_490),
    },
    complianceType,
    resultRecordedTime: iso(at),
    configRuleInvokedTime: iso(at - 410),
    ...(annotation === undefined ? {} : { annotation }),
  });
  const createdAt = evaluation.evaluatedAt + 1010;
  return {
    accountId,
    region,
    detailType: 'Config Rules Compliance Change',
    createdAt,
    resources: [],
    subject: `[AWS Config:${region}] ${resourceType} ${resourceId} is ${evaluation.complianceType} with ${rule.name} in Account ${accountId}`,
    detail: {
      resourceId,
      awsRegion: region,
      awsAccountId: accountId,
      configRuleName: rule.name,
      recordVersion: '1.0',
      configRuleARN: `arn:aws:config:${region}:${accountId}:config-rule/${evaluation.ruleId}`,
      messageType: 'ComplianceChangeNotification',
      newEvaluationResult: result(evaluation.complianceType, evaluation.evaluatedAt, evaluation.annotation),
      ...(evaluation.previous === undefined
        ? {}
        : {
            oldEvaluationResult: result(
              evaluation.previous.complianceType,
              evaluation.previous.evaluatedAt,
              undefined,
            ),
          }),
      notificationCreationTime: iso(createdAt),
      resourceType,
    },
  };
}

/** The state of a snapshot's or history file's delivery. */
export function deliveryStatus(
  place: { accountId: string; region: string; bucket: string },
  kind: 'Snapshot' | 'History',
  state: 'Started' | 'Completed',
  file: { key: string; at: number; snapshotId?: string },
): Message {
  return {
    accountId: place.accountId,
    region: place.region,
    detailType: `Config Configuration ${kind} Delivery Status`,
    createdAt: file.at,
    resources: [],
    subject: `[AWS Config:${place.region}] Configuration ${kind} Delivery ${state} for Account ${place.accountId}`,
    detail: {
      ...(file.snapshotId === undefined ? {} : { configSnapshotId: file.snapshotId }),
      ...(state === 'Started' ? {} : { s3ObjectKey: file.key, s3Bucket: place.bucket }),
      notificationCreationTime: iso(file.at),
      messageType: `Configuration${kind}Delivery${state}`,
      recordVersion: '1.1',
    },
  };
}

/** Config begins to evaluate rules again. */
export function reevaluation(
  accountId: string,
  region: string,
  ruleNames: readonly string[],
  at: number,
): Message {
  return {
    accountId,
    region,
    detailType: 'Config Rules Re-evaluation Status',
    createdAt: at,
    resources: [],
    subject: `[AWS Config:${region}] Config Rules Evaluation Started for Account ${accountId}`,
    detail: {
      awsAccountId: accountId,
      awsRegion: region,
      configRuleNames: [...ruleNames],
      notificationCreationTime: iso(at),
      messageType: 'ConfigRulesEvaluationStarted',
      recordVersion: '1.0',
    },
  };
}
