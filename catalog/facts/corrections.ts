/**
 * Where real items differ from the published schema, reviewed by hand. Letters as in the generated schema, `j` for a
 * JSON object or document kept whole. A leading + marks supplementaryConfiguration.
 */
export interface SchemaCorrection {
  /** Published paths that no item holds in that form. */
  readonly without?: readonly string[];
  /** Paths that items hold and the schema leaves out, with their letter. */
  readonly with?: Readonly<Record<string, string>>;
  /** Published path → a second place where some items hold the same. */
  readonly alsoAt?: Readonly<Record<string, string>>;
}

export const corrections: Readonly<Record<string, SchemaCorrection>> = {
  'AWS::CloudFront::Distribution': { with: { 'distributionConfig.webACLId': 's' } },
  'AWS::EC2::Instance': { without: ['state.value'], alsoAt: { 'state.name': 'state' } },
  'AWS::EC2::VPCEndpoint': { with: { policyDocument: 'j' } },
  'AWS::EC2::VPCPeeringConnection': {
    without: ['status'],
    with: { 'status.code': 's', 'status.message': 's' },
  },
  'AWS::ECR::Repository': { with: { RepositoryPolicyText: 'j', LifecyclePolicy: 'j' } },
  'AWS::EFS::FileSystem': { with: { FileSystemPolicy: 'j' } },
  'AWS::ElasticBeanstalk::Environment': { with: { optionSettings: 'j' } },
  'AWS::Elasticsearch::Domain': { with: { accessPolicies: 'j', advancedOptions: 'j' } },
  'AWS::Glue::Job': {
    without: ['NotificationProperty'],
    with: { 'NotificationProperty.NotifyDelayAfter': 'i' },
  },
  'AWS::IAM::Role': { with: { assumeRolePolicyDocument: 'j' } },
  'AWS::IoTTwinMaker::Entity': { without: ['Status'], with: { 'Status.State': 's' } },
  'AWS::KMS::Key': { with: { '+KeyRotationStatus': 'b', '+Policy': 'j' } },
  'AWS::Lambda::Function': { with: { 'environment.variables': 'j', '+Policy': 'j' } },
  'AWS::OpenSearch::Domain': { with: { AccessPolicies: 'j', AdvancedOptions: 'j' } },
  'AWS::S3::Bucket': {
    with: {
      '+AccessControlList': 'j',
      '+BucketNotificationConfiguration': 'j',
      '+BucketPolicy.policyText': 'j',
      '+BucketReplicationConfiguration.rules': 'j',
    },
  },
  'AWS::SNS::Topic': { with: { Policy: 'j', DeliveryPolicy: 'j', EffectiveDeliveryPolicy: 'j' } },
  'AWS::SQS::Queue': { with: { Policy: 'j', RedrivePolicy: 'j' } },
  'AWS::SecretsManager::Secret': { with: { ResourcePolicy: 'j' } },
  'AWS::WAF::WebACL': { without: ['defaultAction'], with: { 'defaultAction.type': 's' } },
  'AWS::WAFRegional::WebACL': { without: ['defaultAction'], with: { 'defaultAction.type': 's' } },
  'AWS::WAFv2::WebACL': { without: ['defaultAction'], with: { defaultAction: 'j' } },
};

/**
 * Objects whose keys are the owner's own words, not a fixed structure: kept as one JSON column, by the last key of
 * their path in lower case. Found as maps in the service API models and CloudFormation schemas.
 */
export const dynamicObjects: ReadonlySet<string> = new Set([
  'additionalinfo',
  'advancedoptions',
  'annotations',
  'attributemapping',
  'attributes',
  'configurations',
  'connectionproperties',
  'customproperties',
  'defaultarguments',
  'dockerlabels',
  'driveropts',
  'encryptioncontext',
  'environmentvariables',
  'headers',
  'labels',
  'metadata',
  'methodsettings',
  'nonoverridablearguments',
  'options',
  'optionsettings',
  'parameters',
  'properties',
  'requestmodels',
  'requestparameters',
  'requesttemplates',
  'responsemodels',
  'responseparameters',
  'responsetemplates',
  'stagevariables',
  'tags',
  'useridentity',
  'usertags',
  'variables',
]);
