import { type Cell, toId } from '../cell.ts';
import { capitalTagList, tagList } from '../item.ts';

/** A trail; Config records its settings, not whether it logs. The log archive's trail is the organization's. */
export function addTrail(cell: Cell): void {
  const { account } = cell;
  const name = account.kind === 'management' ? 'organization-trail' : `${account.name}-trail`;
  const tags = cell.tags(name);
  cell.add({
    type: 'AWS::CloudTrail::Trail',
    id: name,
    arn: cell.arn('cloudtrail', `trail/${name}`),
    zone: 'Regional',
    tags,
    configuration: {
      name,
      s3BucketName: `${cell.plan.name}-trails`,
      includeGlobalServiceEvents: true,
      isMultiRegionTrail: cell.random.chance(0.8),
      homeRegion: cell.region,
      trailARN: cell.arn('cloudtrail', `trail/${name}`),
      logFileValidationEnabled: cell.random.chance(0.6),
      hasCustomEventSelectors: false,
      hasInsightSelectors: false,
      // Of an organization's trail only the management account's item says so; members keep trails of their own.
      isOrganizationTrail: false,
    },
    supplementary: { Tags: tagList(tags) },
  });
}

/** An alarm that tells a topic. */
export function addAlarm(cell: Cell, number: number, topicArn: string): void {
  const { random } = cell;
  const [metricName, namespace] = random.pick([
    ['CPUUtilization', 'AWS/EC2'],
    ['Errors', 'AWS/Lambda'],
    ['FreeStorageSpace', 'AWS/RDS'],
    ['HTTPCode_ELB_5XX_Count', 'AWS/ApplicationELB'],
  ] as const);
  const name = `${cell.label('alarm')}-${metricName}-${number + 1}`;
  const updated = cell.past(2, 300);
  cell.add({
    type: 'AWS::CloudWatch::Alarm',
    id: name,
    name,
    arn: cell.arn('cloudwatch', `alarm:${name}`),
    zone: 'Not Applicable',
    configuration: {
      alarmName: name,
      alarmArn: cell.arn('cloudwatch', `alarm:${name}`),
      alarmDescription: cell.display('alarm'),
      alarmConfigurationUpdatedTimestamp: updated,
      actionsEnabled: random.chance(0.85),
      alarmActions: [topicArn],
      insufficientDataActions: [],
      metricName,
      namespace,
      statistic: 'Average',
      dimensions: [],
      period: 300,
      evaluationPeriods: random.int(1, 3),
      threshold: random.int(1, 95),
      comparisonOperator: 'GreaterThanThreshold',
      metrics: [],
      stateTransitionedTimestamp: updated,
      okactions: [],
    },
  });
}

/** A log group: recorded by Config, published by nobody. Some keep their logs for ever. */
export function addLogGroup(cell: Cell, name: string): void {
  const { random } = cell;
  const arn = cell.arn('logs', `log-group:${name}:*`);
  const tags = cell.tags(undefined);
  cell.add({
    type: 'AWS::Logs::LogGroup',
    id: name,
    name,
    arn,
    zone: 'Regional',
    createdAt: cell.past(20, 900),
    tags,
    configuration: {
      LogGroupName: name,
      Arn: arn,
      ...(random.chance(0.6) ? { RetentionInDays: random.pick([7, 30, 90, 365]) } : {}),
      ...(random.chance(0.3) ? { KmsKeyId: cell.arn('kms', `key/${random.uuid()}`) } : {}),
      LogGroupClass: 'STANDARD',
      Tags: capitalTagList(tags),
    },
  });
}

/** The threat detector of an account and Region; suspended here and there. */
export function addDetector(cell: Cell): void {
  const id = cell.random.hex(32);
  cell.add({
    type: 'AWS::GuardDuty::Detector',
    id,
    arn: cell.arn('guardduty', `detector/${id}`),
    zone: 'Regional',
    tags: cell.tags(undefined),
    configuration: {
      Id: id,
      Enable: cell.random.chance(0.9),
      FindingPublishingFrequency: 'SIX_HOURS',
      DataSources: {
        S3Logs: { Enable: cell.random.chance(0.7) },
        Kubernetes: { AuditLogs: { Enable: cell.random.chance(0.4) } },
      },
      Features: [{ Name: 'EBS_MALWARE_PROTECTION', Status: 'ENABLED' }],
      Tags: [],
    },
  });
}

/** A backup plan; nested one level below its own name. */
export function addBackupPlan(cell: Cell): void {
  const id = cell.random.uuid();
  const name = cell.label('backup');
  const arn = cell.arn('backup', `backup-plan:${id}`);
  cell.add({
    type: 'AWS::Backup::BackupPlan',
    id,
    name,
    arn,
    zone: 'Regional',
    createdAt: cell.past(60, 700),
    tags: cell.tags(undefined),
    configuration: {
      BackupPlan: {
        BackupPlanName: name,
        BackupPlanRule: [
          {
            RuleName: 'daily',
            TargetBackupVault: 'Default',
            ScheduleExpression: 'cron(0 5 ? * * *)',
            StartWindowMinutes: 480,
            CompletionWindowMinutes: 10080,
            Lifecycle: { DeleteAfterDays: cell.random.pick([7, 35, 365]) },
          },
        ],
      },
      BackupPlanId: id,
      BackupPlanArn: arn,
      VersionId: cell.random.text('ABCDEFabcdef0123456789', 32),
    },
  });
}

/** Software inventory of an instance: an item so large that Config sends a summary in its place. */
export function addInventory(cell: Cell, instanceId: string): void {
  const { random } = cell;
  const application = (number: number) => ({
    ApplicationType: random.pick(['System Environment/Libraries', 'Development/Tools', '']),
    InstalledTime: '2025-08-01T10:00:00Z',
    Architecture: 'x86_64',
    Version: `${random.int(0, 9)}.${random.int(0, 40)}.${random.int(0, 9)}`,
    Publisher: 'Example Packagers',
    Name: `package-${number}-${random.lower(6)}`,
  });
  cell.add({
    type: 'AWS::SSM::ManagedInstanceInventory',
    id: instanceId,
    arn: cell.arn('ssm', `managed-instance-inventory/${instanceId}`),
    configuration: {
      'AWS:InstanceInformation': {
        SchemaVersion: '1.0',
        Content: {
          [instanceId]: {
            PlatformName: 'Amazon Linux',
            PlatformVersion: '2023',
            PlatformType: 'Linux',
            AgentType: 'amazon-ssm-agent',
            AgentVersion: '3.3.987.0',
            InstanceId: instanceId,
            ResourceType: 'EC2Instance',
          },
        },
      },
      'AWS:Application': {
        SchemaVersion: '1.1',
        Content: Array.from({ length: 300 }, (_unused, number) => application(number)),
      },
    },
    relationships: [toId('AWS::EC2::Instance', instanceId, 'Is associated with ')],
  });
}
