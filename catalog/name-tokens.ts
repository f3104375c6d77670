/**
 * The one reviewed file of tokens that names are made of. Everything else follows from the general rule in
 * naming.ts, so that types and properties nobody has published get sensible names too.
 */

/** Services whose table prefix is not simply their name in lower case. */
export const servicePrefixes: Readonly<Record<string, string>> = {
  ElasticLoadBalancing: 'elb',
  ElasticLoadBalancingV2: 'elbv2',
};

/**
 * Words that the general rule would cut in the wrong place, by their spelling in names (the first letter's case does
 * not matter), with what they become. Longer spellings win.
 */
export const wordTokens: Readonly<Record<string, string>> = {
  AutoML: 'automl',
  AvroSerDe: 'avro_serde',
  // Spelled without a capital by some types: awsaccountId, dnsname, kmskeyArn, vpcid.
  awsaccount: 'aws_account',
  dnsname: 'dns_name',
  kmskey: 'kms_key',
  vpcid: 'vpc_id',
  CloudFormation: 'cloudformation',
  CloudFront: 'cloudfront',
  CloudTrail: 'cloudtrail',
  CloudWatch: 'cloudwatch',
  CIDRIP: 'cidr_ip',
  CloudHSM: 'cloudhsm',
  DevOps: 'devops',
  DynamoDB: 'dynamodb',
  DynamoDBv2: 'dynamodb_v2',
  ElastiCache: 'elasticache',
  ETag: 'etag',
  EventBridge: 'eventbridge',
  FSx: 'fsx',
  GiB: 'gib',
  GitHub: 'github',
  GraphQL: 'graphql',
  GuardDuty: 'guardduty',
  IdP: 'idp',
  IoT: 'iot',
  IPv4: 'ipv4',
  IPV4: 'ipv4',
  IPv6: 'ipv6',
  IPV6: 'ipv6',
  JDBCURL: 'jdbc_url',
  KBytes: 'kbytes',
  LoRaWAN: 'lorawan',
  MiB: 'mib',
  MongoDB: 'mongodb',
  MySQL: 'mysql',
  OAuth: 'oauth',
  OAuth2: 'oauth2',
  OpenID: 'openid',
  OpenIDConnect: 'openid_connect',
  OpenIdConnect: 'openid_connect',
  OpenSearch: 'opensearch',
  PostgreSQL: 'postgresql',
  QuickSight: 'quicksight',
  RStudio: 'rstudio',
  SageMaker: 'sagemaker',
  SerDe: 'serde',
  VCpu: 'vcpu',
  VCpus: 'vcpus',
  WebACL: 'web_acl',
  WebAcl: 'web_acl',
  WebSocket: 'websocket',
  XRay: 'xray',
};
