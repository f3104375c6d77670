/**
 * Words that mean several resource types at once. The columns are what the members have in common: one name of
 * the answer for one column of each member's typed table (absent members are NULL there).
 */
export interface Family {
  readonly name: string;
  /** Singular, lower case; the first is the name used in answers. */
  readonly nouns: readonly string[];
  readonly types: readonly string[];
  readonly columns: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Some members hold others (a cluster its instances): one number would count them twice. */
  readonly overlaps?: true;
  /** Said with the answer, where the choice of members is not obvious. */
  readonly text: string;
}

export const families: readonly Family[] = [
  {
    name: 'database',
    nouns: ['database', 'db', 'sql database', 'database server', 'managed database'],
    types: ['AWS::RDS::DBInstance', 'AWS::RDS::DBCluster'],
    overlaps: true,
    columns: {
      engine: { 'AWS::RDS::DBInstance': 'engine', 'AWS::RDS::DBCluster': 'engine' },
      engine_version: { 'AWS::RDS::DBInstance': 'engine_version', 'AWS::RDS::DBCluster': 'engine_version' },
      status: { 'AWS::RDS::DBInstance': 'db_instance_status', 'AWS::RDS::DBCluster': 'status' },
      storage_encrypted: {
        'AWS::RDS::DBInstance': 'storage_encrypted',
        'AWS::RDS::DBCluster': 'storage_encrypted',
      },
      backup_retention_period: {
        'AWS::RDS::DBInstance': 'backup_retention_period',
        'AWS::RDS::DBCluster': 'backup_retention_period',
      },
      multi_az: { 'AWS::RDS::DBInstance': 'multi_az', 'AWS::RDS::DBCluster': 'multi_az' },
    },
    text: '“Databases” are RDS instances and RDS (Aurora) clusters, each of which counts, a cluster’s instances too; DynamoDB tables, Redshift and caches are asked for by name.',
  },
  {
    name: 'load balancer',
    nouns: ['load balancer', 'elb', 'lb', 'elastic load balancer', 'loadbalancer', 'elastic load balancing'],
    types: ['AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::ElasticLoadBalancing::LoadBalancer'],
    columns: {
      type: { 'AWS::ElasticLoadBalancingV2::LoadBalancer': 'type' },
      scheme: {
        'AWS::ElasticLoadBalancingV2::LoadBalancer': 'scheme',
        'AWS::ElasticLoadBalancing::LoadBalancer': 'scheme',
      },
      state: { 'AWS::ElasticLoadBalancingV2::LoadBalancer': 'state_code' },
      vpc_id: {
        'AWS::ElasticLoadBalancingV2::LoadBalancer': 'vpc_id',
        'AWS::ElasticLoadBalancing::LoadBalancer': 'vpc_id',
      },
      dns_name: {
        'AWS::ElasticLoadBalancingV2::LoadBalancer': 'dns_name',
        'AWS::ElasticLoadBalancing::LoadBalancer': 'dns_name',
      },
    },
    text: '“Load balancers” are application, network and gateway load balancers, and classic ones.',
  },
  {
    name: 'database snapshot',
    nouns: ['snapshot', 'backup snapshot'],
    types: [
      'AWS::RDS::DBSnapshot',
      'AWS::RDS::DBClusterSnapshot',
      'AWS::EC2::Snapshot',
      'AWS::Redshift::ClusterSnapshot',
    ],
    columns: {
      snapshot_type: {
        'AWS::RDS::DBSnapshot': 'snapshot_type',
        'AWS::RDS::DBClusterSnapshot': 'snapshot_type',
      },
      status: { 'AWS::RDS::DBSnapshot': 'status', 'AWS::RDS::DBClusterSnapshot': 'status' },
      snapshot_create_time: {
        'AWS::RDS::DBSnapshot': 'snapshot_create_time',
        'AWS::RDS::DBClusterSnapshot': 'snapshot_create_time',
      },
    },
    text: '“Snapshots” are RDS, Aurora and Redshift snapshots: AWS Config does not record EBS snapshots.',
  },
  {
    name: 'API',
    nouns: ['api', 'api gateway', 'api gateway api', 'gateway api'],
    types: ['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'],
    columns: { name: { 'AWS::ApiGateway::RestApi': 'name', 'AWS::ApiGatewayV2::Api': 'name' } },
    text: '“APIs” are REST APIs and HTTP and WebSocket APIs of API Gateway.',
  },
  {
    name: 'serverless resource',
    nouns: ['serverless resource', 'serverless'],
    types: [
      'AWS::Lambda::Function',
      'AWS::StepFunctions::StateMachine',
      'AWS::ApiGateway::RestApi',
      'AWS::ApiGatewayV2::Api',
      'AWS::DynamoDB::Table',
      'AWS::SQS::Queue',
      'AWS::SNS::Topic',
      'AWS::Events::Rule',
    ],
    columns: {},
    text: '“Serverless” is read as Lambda, Step Functions, API Gateway, DynamoDB, SQS, SNS and EventBridge rules.',
  },
  {
    name: 'container cluster',
    nouns: ['container platform', 'container'],
    types: ['AWS::ECS::Cluster', 'AWS::EKS::Cluster'],
    columns: {},
    text: '“Containers” are read as ECS and EKS clusters: AWS Config does not record single containers.',
  },
  {
    name: 'VPN',
    nouns: ['vpn resource'],
    types: ['AWS::EC2::VPNConnection', 'AWS::EC2::ClientVpnEndpoint'],
    columns: {},
    text: '“VPN” is read as site-to-site connections and Client VPN endpoints.',
  },
];

/** Words of one type that is a slice of a typed table: an application load balancer is a row with type = application. */
export interface TypeSlice {
  readonly nouns: readonly string[];
  readonly type: string;
  readonly column: string;
  readonly values: readonly string[];
}

export const typeSlices: readonly TypeSlice[] = [
  {
    nouns: ['application load balancer', 'alb'],
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    column: 'type',
    values: ['application'],
  },
  {
    nouns: ['network load balancer', 'nlb'],
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    column: 'type',
    values: ['network'],
  },
  {
    nouns: ['gateway load balancer', 'gwlb'],
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    column: 'type',
    values: ['gateway'],
  },
  {
    nouns: ['fargate service'],
    type: 'AWS::ECS::Service',
    column: 'launch_type',
    values: ['FARGATE'],
  },
  {
    nouns: ['aurora cluster', 'aurora', 'aurora database', 'aurora db cluster'],
    type: 'AWS::RDS::DBCluster',
    column: 'engine',
    values: ['aurora', 'aurora-mysql', 'aurora-postgresql'],
  },
  ...['redis', 'memcached', 'valkey'].map((engine) => ({
    nouns: [`${engine} cluster`, `${engine} cache`, `${engine} node`],
    type: 'AWS::ElastiCache::CacheCluster',
    column: 'engine',
    values: [engine],
  })),
  {
    nouns: [
      'customer managed kms key',
      'customer managed encryption key',
      'customer managed key',
      'cmk',
      'customer master key',
    ],
    type: 'AWS::KMS::Key',
    column: 'key_manager',
    values: ['CUSTOMER'],
  },
  {
    nouns: ['aws managed kms key', 'aws managed key'],
    type: 'AWS::KMS::Key',
    column: 'key_manager',
    values: ['AWS'],
  },
];

/** Nouns for whatever exists, of any type. */
export const anyResourceNouns: readonly string[] = [
  'resource',
  'asset',
  'thing',
  'stuff',
  'object',
  'item',
  'inventory',
  'everything',
  'anything',
  'service resource',
  'cloud resource',
  'aws resource',
  'infrastructure',
  'estate',
];
