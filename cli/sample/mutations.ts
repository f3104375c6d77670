import type { Draft, Json, JsonObject, Tags } from './item.ts';
import type { Random } from './random.ts';

/** What somebody does to a resource of a type; edits the copy it is given. */
type Mutation = (configuration: JsonObject, supplementary: JsonObject, random: Random) => void;

const next = (value: Json | undefined, step: number): number =>
  typeof value === 'number' ? value + step : step;
const other = (value: Json | undefined, choices: readonly string[]): string =>
  choices.find((choice) => choice !== value) ?? '';

const stopOrStart: Mutation = (configuration) => {
  const { state } = configuration;
  const isRunning =
    state !== null && typeof state === 'object' && !Array.isArray(state) && state.name === 'running';
  configuration.state = isRunning ? { code: 80, name: 'stopped' } : { code: 16, name: 'running' };
  configuration.stateTransitionReason = isRunning ? 'User initiated' : '';
};

const addRule: Mutation = (configuration, _supplementary, random) => {
  if (!Array.isArray(configuration.ipPermissions)) return;
  const port = random.pick([22, 8443, 9200, 3389]);
  const cidr = random.chance(0.4) ? '0.0.0.0/0' : `198.18.${random.int(0, 255)}.0/24`;
  configuration.ipPermissions.push({
    fromPort: port,
    ipProtocol: 'tcp',
    ipv6Ranges: [],
    prefixListIds: [],
    toPort: port,
    userIdGroupPairs: [],
    ipv4Ranges: [{ cidrIp: cidr, description: 'added in a hurry' }],
    ipRanges: [cidr],
  });
};

const mutations: Readonly<Record<string, readonly Mutation[]>> = {
  'AWS::EC2::Instance': [
    stopOrStart,
    (configuration) => {
      configuration.instanceType = other(configuration.instanceType, ['m6i.large', 't3.large']);
    },
  ],
  'AWS::EC2::SecurityGroup': [addRule],
  'AWS::EC2::Volume': [
    (configuration) => {
      configuration.size = next(configuration.size, 50);
    },
  ],
  'AWS::AutoScaling::AutoScalingGroup': [
    (configuration) => {
      configuration.desiredCapacity = next(configuration.desiredCapacity, 1);
      configuration.maxSize = next(configuration.maxSize, 1);
    },
  ],
  'AWS::S3::Bucket': [
    (_configuration, supplementary) => {
      supplementary.BucketVersioningConfiguration = { status: 'Suspended', isMfaDeleteEnabled: null };
    },
    (_configuration, supplementary) => {
      supplementary.PublicAccessBlockConfiguration = {
        blockPublicAcls: true,
        ignorePublicAcls: true,
        blockPublicPolicy: true,
        restrictPublicBuckets: true,
      };
    },
  ],
  'AWS::IAM::Role': [
    (configuration) => {
      configuration.attachedManagedPolicies = [
        { policyName: 'PowerUserAccess', policyArn: 'arn:aws:iam::aws:policy/PowerUserAccess' },
      ];
    },
  ],
  'AWS::Lambda::Function': [
    (configuration, _supplementary, random) => {
      configuration.memorySize = next(configuration.memorySize, 128);
      configuration.revisionId = random.uuid();
    },
    (configuration, _supplementary, random) => {
      configuration.timeout = next(configuration.timeout, 30);
      configuration.revisionId = random.uuid();
    },
  ],
  'AWS::RDS::DBInstance': [
    (configuration) => {
      configuration.backupRetentionPeriod = next(configuration.backupRetentionPeriod, 7);
    },
    (configuration) => {
      configuration.deletionProtection = configuration.deletionProtection !== true;
    },
  ],
  'AWS::DynamoDB::Table': [
    (configuration) => {
      configuration.deletionProtectionEnabled = configuration.deletionProtectionEnabled !== true;
    },
  ],
  'AWS::CloudWatch::Alarm': [
    (configuration) => {
      configuration.threshold = next(configuration.threshold, 10);
    },
  ],
  'AWS::ECS::Service': [
    (configuration) => {
      configuration.DesiredCount = next(configuration.DesiredCount, 1);
    },
  ],
  'AWS::KMS::Key': [
    (_configuration, supplementary) => {
      supplementary.KeyRotationStatus = supplementary.KeyRotationStatus !== true;
    },
  ],
  'AWS::SSM::ManagedInstanceInventory': [
    (configuration, _supplementary, random) => {
      configuration['AWS:File'] = {
        SchemaVersion: '1.0',
        Content: [{ Name: `scan-${random.lower(6)}`, Size: String(random.int(100, 90_000)) }],
      };
    },
  ],
  'AWS::SQS::Queue': [
    (configuration) => {
      configuration.VisibilityTimeout = String(Number(configuration.VisibilityTimeout ?? 30) + 30);
    },
  ],
};

/** Types whose tags nobody changes by hand, or that have none. */
const untagged = new Set([
  'AWS::EC2::NetworkInterface',
  'AWS::EC2::NetworkAcl',
  'AWS::EC2::EIPAssociation',
  'AWS::EC2::VPCGatewayAttachment',
  'AWS::EC2::SubnetRouteTableAssociation',
  'AWS::SSM::ManagedInstanceInventory',
  'AWS::KMS::Alias',
  'AWS::AutoScaling::ScalingPolicy',
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::CloudWatch::Alarm',
  'AWS::ElastiCache::CacheCluster',
  'AWS::S3::AccountPublicAccessBlock',
  'AWS::Config::ResourceCompliance',
  'AWS::Config::ConfigurationRecorder',
  'AWS::IAM::Policy',
  'AWS::IAM::Group',
]);

/** Whether `mutate` can change a resource of this type. */
export const isMutable = (type: string): boolean => mutations[type] !== undefined || !untagged.has(type);

/** The resource after somebody changed it: a change of its kind or, as often, of a tag. */
export function mutate(draft: Draft, random: Random): Draft {
  const configuration = structuredClone(draft.configuration);
  const supplementary = structuredClone(draft.supplementary);
  const own = mutations[draft.type];
  if (own !== undefined && (untagged.has(draft.type) || random.chance(0.75))) {
    random.pick(own)(configuration, supplementary, random);
    return { ...draft, configuration, supplementary };
  }
  if (untagged.has(draft.type)) return draft;
  const key = 'reviewed';
  const value = `q${random.int(1, 4)}-${random.int(2, 9)}`;
  setTag(configuration, key, value);
  setTag(supplementary, key, value);
  const tags: Tags = { ...draft.tags, [key]: value };
  return { ...draft, tags, configuration, supplementary };
}

const tagHolders = ['tags', 'Tags', 'tagSet', 'tagList', 'FileSystemTags', 'HostedZoneTags'];

/** Repeats a tag wherever an item of its type repeats tags, in the spelling used there. */
function setTag(holder: JsonObject, key: string, value: string): void {
  for (const name of tagHolders) {
    const list = holder[name];
    if (Array.isArray(list)) setListedTag(list, key, value);
    else if (list !== null && typeof list === 'object' && name !== 'tags') list[key] = value;
  }
}

function setListedTag(list: Json[], key: string, value: string): void {
  const [first] = list;
  const isObject =
    first !== undefined && first !== null && typeof first === 'object' && !Array.isArray(first);
  const [keyName, valueName] =
    isObject && 'Key' in first
      ? ['Key', 'Value']
      : isObject && 'tagKey' in first
        ? ['tagKey', 'tagValue']
        : ['key', 'value'];
  const existing = list.find(
    (tag) => tag !== null && typeof tag === 'object' && !Array.isArray(tag) && tag[keyName] === key,
  );
  if (existing !== undefined && existing !== null && typeof existing === 'object' && !Array.isArray(existing))
    existing[valueName] = value;
  else if (isObject) list.push({ ...first, [keyName]: key, [valueName]: value });
}
