import type { ColumnTypeName } from '../column-types.ts';
import { lambdaRuntimes } from '../lifecycle/lambda-runtimes.ts';

/**
 * Numbers and facts that people ask for and no single column holds. `sql` is Athena SQL over the table alias
 * `{t}`; `needs` are the columns it reads.
 */
export interface DerivedColumn {
  readonly type: string;
  readonly name: string;
  readonly words: readonly string[];
  readonly sql: string;
  readonly columnType: ColumnTypeName;
  readonly needs: readonly string[];
  readonly text: string;
}

export const derivedColumns: readonly DerivedColumn[] = [
  {
    type: 'AWS::EC2::Instance',
    name: 'vcpus',
    words: ['vcpu', 'cpu', 'core', 'cpu count', 'vcpu count', 'number of vcpus', 'number of cpus'],
    sql: '{t}.cpu_options_core_count * {t}.cpu_options_threads_per_core',
    columnType: 'bigint',
    needs: ['cpu_options_core_count', 'cpu_options_threads_per_core'],
    text: 'vCPUs are cores × threads per core, as recorded for the instance.',
  },
  {
    type: 'AWS::EC2::Instance',
    name: 'instance_family',
    words: ['instance family', 'family', 'type family'],
    sql: "split_part({t}.instance_type, '.', 1)",
    columnType: 'varchar',
    needs: ['instance_type'],
    text: 'The family is the instance type before its dot.',
  },
];

/** Values that AWS defines, so that a question finds "no such thing" instead of an unknown word where none exists yet. */
export const knownValues: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'AWS::EC2::Instance': {
    state_name: ['pending', 'running', 'shutting-down', 'terminated', 'stopping', 'stopped'],
    instance_lifecycle: ['spot', 'scheduled'],
    architecture: ['x86_64', 'arm64', 'i386'],
    placement_tenancy: ['dedicated'],
    platform: ['windows'],
  },
  'AWS::EC2::Volume': {
    volume_type: ['gp2', 'gp3', 'io1', 'io2', 'st1', 'sc1', 'standard'],
    state: ['available', 'in-use', 'creating', 'deleting', 'error'],
  },
  'AWS::RDS::DBInstance': {
    db_instance_status: [
      'available',
      'stopped',
      'failed',
      'creating',
      'deleting',
      'modifying',
      'starting',
      'stopping',
      'storage-full',
    ],
    engine: [
      'mysql',
      'postgres',
      'mariadb',
      'oracle-ee',
      'oracle-se2',
      'sqlserver-ex',
      'sqlserver-se',
      'aurora-mysql',
      'aurora-postgresql',
      'docdb',
      'neptune',
    ],
    storage_type: ['gp2', 'gp3', 'io1', 'io2', 'aurora', 'standard'],
  },
  'AWS::RDS::DBCluster': {
    status: ['available', 'stopped'],
    engine: ['aurora-mysql', 'aurora-postgresql', 'docdb', 'neptune'],
    engine_mode: ['provisioned', 'serverless'],
  },
  'AWS::RDS::DBSnapshot': { snapshot_type: ['manual', 'automated'] },
  'AWS::RDS::DBClusterSnapshot': { snapshot_type: ['manual', 'automated'] },
  'AWS::Lambda::Function': {
    runtime: lambdaRuntimes.map(({ runtime }) => runtime),
    package_type: ['Zip', 'Image'],
    tracing_config_mode: ['Active', 'PassThrough'],
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    scheme: ['internet-facing', 'internal'],
    type: ['application', 'network', 'gateway'],
  },
  'AWS::ElasticLoadBalancing::LoadBalancer': { scheme: ['internet-facing', 'internal'] },
  'AWS::DynamoDB::Table': {
    billing_mode_summary_billing_mode: ['PAY_PER_REQUEST', 'PROVISIONED'],
    table_status: ['ACTIVE', 'ARCHIVED'],
  },
  'AWS::KMS::Key': {
    key_state: ['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport'],
    key_manager: ['AWS', 'CUSTOMER'],
  },
  'AWS::ACM::Certificate': {
    status: ['ISSUED', 'EXPIRED', 'PENDING_VALIDATION', 'FAILED', 'REVOKED'],
    type: ['AMAZON_ISSUED', 'IMPORTED', 'PRIVATE'],
  },
  'AWS::CloudFormation::Stack': {
    stack_status: [
      'CREATE_COMPLETE',
      'UPDATE_COMPLETE',
      'ROLLBACK_COMPLETE',
      'UPDATE_ROLLBACK_COMPLETE',
      'DELETE_FAILED',
      'CREATE_FAILED',
    ],
  },
  'AWS::Events::Rule': { state: ['ENABLED', 'DISABLED'] },
  'AWS::EC2::NatGateway': {
    state: ['available', 'failed', 'pending', 'deleted'],
    connectivity_type: ['public', 'private'],
  },
  'AWS::EC2::VPCEndpoint': { vpc_endpoint_type: ['Interface', 'Gateway', 'GatewayLoadBalancer'] },
  'AWS::EC2::NetworkInterface': { status: ['available', 'in-use'] },
  'AWS::ECS::Service': { launch_type: ['FARGATE', 'EC2', 'EXTERNAL'] },
  'AWS::ApiGatewayV2::Api': { protocol_type: ['HTTP', 'WEBSOCKET'] },
};

/** Short words for values: one word finds several spellings of a column's value (LIKE patterns, lower case). */
export interface ValueWord {
  readonly words: readonly string[];
  readonly types: readonly string[];
  readonly column: Readonly<Record<string, string>>;
  readonly patterns: readonly string[];
}

const RDS = {
  'AWS::RDS::DBInstance': 'engine',
  'AWS::RDS::DBCluster': 'engine',
  'AWS::RDS::DBSnapshot': 'engine',
  'AWS::RDS::DBClusterSnapshot': 'engine',
};
const LAMBDA = { 'AWS::Lambda::Function': 'runtime' };
const engine = (words: readonly string[], patterns: readonly string[]): ValueWord => ({
  words,
  types: Object.keys(RDS),
  column: RDS,
  patterns,
});
const runtime = (words: readonly string[], patterns: readonly string[]): ValueWord => ({
  words,
  types: Object.keys(LAMBDA),
  column: LAMBDA,
  patterns,
});
const platform = (words: readonly string[], patterns: readonly string[]): ValueWord => ({
  words,
  types: ['AWS::EC2::Instance'],
  column: { 'AWS::EC2::Instance': 'platform_details' },
  patterns,
});

/** One value of instances, in a list of one of functions. */
const architecture = (words: readonly string[], value: string): readonly ValueWord[] =>
  (
    [
      ['AWS::EC2::Instance', 'architecture', value],
      ['AWS::Lambda::Function', 'architectures', `%${value}%`],
    ] as const
  ).map(([type, column, pattern]) => ({
    words,
    types: [type],
    column: { [type]: column },
    patterns: [pattern],
  }));

export const valueWords: readonly ValueWord[] = [
  engine(['postgres', 'postgresql', 'postgre', 'pg'], ['%postgres%']),
  engine(['mysql', 'my sql'], ['%mysql%']),
  engine(['mariadb', 'maria db'], ['mariadb%']),
  engine(['oracle'], ['%oracle%']),
  engine(['sql server', 'sqlserver', 'mssql', 'microsoft sql server'], ['%sqlserver%']),
  engine(['aurora'], ['aurora%']),
  engine(['documentdb', 'docdb', 'document db'], ['docdb%']),
  engine(['neptune'], ['neptune%']),
  runtime(['python'], ['python%']),
  runtime(['python 2', 'python2'], ['python2%']),
  runtime(['python 3', 'python3'], ['python3%']),
  runtime(['node', 'nodejs', 'node js', 'node.js', 'javascript', 'typescript'], ['nodejs%']),
  runtime(['java'], ['java%']),
  runtime(['ruby'], ['ruby%']),
  runtime(['go', 'golang'], ['go%', 'provided%']),
  runtime(['dotnet', '.net', 'net core', 'c#'], ['dotnet%']),
  {
    words: ['on demand', 'on demand billing', 'pay per request', 'on demand capacity'],
    types: ['AWS::DynamoDB::Table'],
    column: { 'AWS::DynamoDB::Table': 'billing_mode_summary_billing_mode' },
    patterns: ['pay_per_request'],
  },
  ...architecture(
    ['graviton', 'arm', 'aarch64', 'arm based', 'arm64 based', 'graviton based', 'arm64'],
    'arm64',
  ),
  ...architecture(['x86', 'x64', 'amd64', 'x86 64', 'x86 based', 'x86_64'], 'x86_64'),
  platform(['linux'], ['%linux%', '%red hat%', '%suse%', '%ubuntu%']),
  platform(['windows'], ['%windows%']),
  platform(['rhel', 'red hat'], ['%red hat%']),
  platform(['suse'], ['%suse%']),
];
