/**
 * Services as people say them: their name in resource types (AWS::<type name>::…), what Cost Explorer calls
 * them, and the namespace of their CloudWatch metrics. `main` is the type meant where only the service is said.
 */
export interface ServiceWords {
  readonly service: string;
  readonly words: readonly string[];
  readonly costNames: readonly string[];
  readonly metricNamespace?: string;
  readonly main?: string;
}

export const services: readonly ServiceWords[] = [
  {
    service: 'EC2',
    words: ['ec2', 'elastic compute cloud', 'compute'],
    costNames: ['Amazon Elastic Compute Cloud - Compute', 'EC2 - Other', 'AmazonEC2'],
    metricNamespace: 'AWS/EC2',
    main: 'AWS::EC2::Instance',
  },
  {
    service: 'EBS',
    words: ['ebs'],
    costNames: ['EC2 - Other', 'AmazonEC2'],
    metricNamespace: 'AWS/EBS',
    main: 'AWS::EC2::Volume',
  },
  {
    service: 'S3',
    words: ['s3', 'simple storage service', 'storage'],
    costNames: ['Amazon Simple Storage Service', 'AmazonS3'],
    metricNamespace: 'AWS/S3',
    main: 'AWS::S3::Bucket',
  },
  {
    service: 'RDS',
    words: ['rds', 'relational database service'],
    costNames: ['Amazon Relational Database Service', 'AmazonRDS'],
    metricNamespace: 'AWS/RDS',
    main: 'AWS::RDS::DBInstance',
  },
  {
    service: 'Lambda',
    words: ['lambda'],
    costNames: ['AWS Lambda', 'AWSLambda'],
    metricNamespace: 'AWS/Lambda',
    main: 'AWS::Lambda::Function',
  },
  {
    service: 'DynamoDB',
    words: ['dynamodb', 'dynamo'],
    costNames: ['Amazon DynamoDB', 'AmazonDynamoDB'],
    metricNamespace: 'AWS/DynamoDB',
    main: 'AWS::DynamoDB::Table',
  },
  {
    service: 'EKS',
    words: ['eks', 'kubernetes'],
    costNames: [
      'Amazon Elastic Container Service for Kubernetes',
      'Amazon Elastic Kubernetes Service',
      'AmazonEKS',
    ],
    metricNamespace: 'ContainerInsights',
    main: 'AWS::EKS::Cluster',
  },
  {
    service: 'ECS',
    words: ['ecs', 'fargate'],
    costNames: ['Amazon Elastic Container Service', 'AmazonECS'],
    metricNamespace: 'AWS/ECS',
  },
  {
    service: 'ECR',
    words: ['ecr'],
    costNames: ['Amazon EC2 Container Registry (ECR)', 'AmazonECR'],
    main: 'AWS::ECR::Repository',
  },
  {
    service: 'EFS',
    words: ['efs'],
    costNames: ['Amazon Elastic File System', 'AmazonEFS'],
    metricNamespace: 'AWS/EFS',
    main: 'AWS::EFS::FileSystem',
  },
  {
    service: 'ElasticLoadBalancingV2',
    words: ['elb', 'elastic load balancing'],
    costNames: ['Amazon Elastic Load Balancing', 'AWSELB', 'EC2 - Other'],
    metricNamespace: 'AWS/ApplicationELB',
  },
  {
    service: 'CloudFront',
    words: ['cloudfront'],
    costNames: ['Amazon CloudFront', 'AmazonCloudFront'],
    metricNamespace: 'AWS/CloudFront',
    main: 'AWS::CloudFront::Distribution',
  },
  {
    service: 'Route53',
    words: ['route53', 'route 53'],
    costNames: ['Amazon Route 53', 'AmazonRoute53'],
    main: 'AWS::Route53::HostedZone',
  },
  { service: 'IAM', words: ['iam', 'identity and access management'], costNames: [] },
  {
    service: 'KMS',
    words: ['kms', 'key management service'],
    costNames: ['AWS Key Management Service', 'awskms'],
    main: 'AWS::KMS::Key',
  },
  {
    service: 'SQS',
    words: ['sqs', 'simple queue service'],
    costNames: ['Amazon Simple Queue Service', 'AWSQueueService'],
    metricNamespace: 'AWS/SQS',
    main: 'AWS::SQS::Queue',
  },
  {
    service: 'SNS',
    words: ['sns', 'simple notification service'],
    costNames: ['Amazon Simple Notification Service', 'AmazonSNS'],
    metricNamespace: 'AWS/SNS',
    main: 'AWS::SNS::Topic',
  },
  {
    service: 'Kinesis',
    words: ['kinesis'],
    costNames: ['Amazon Kinesis', 'AmazonKinesis'],
    metricNamespace: 'AWS/Kinesis',
    main: 'AWS::Kinesis::Stream',
  },
  {
    service: 'Redshift',
    words: ['redshift'],
    costNames: ['Amazon Redshift', 'AmazonRedshift'],
    metricNamespace: 'AWS/Redshift',
    main: 'AWS::Redshift::Cluster',
  },
  {
    service: 'ElastiCache',
    words: ['elasticache'],
    costNames: ['Amazon ElastiCache', 'AmazonElastiCache'],
    metricNamespace: 'AWS/ElastiCache',
  },
  {
    service: 'OpenSearch',
    words: ['opensearch'],
    costNames: ['Amazon OpenSearch Service', 'AmazonES'],
    metricNamespace: 'AWS/ES',
    main: 'AWS::OpenSearch::Domain',
  },
  {
    service: 'SageMaker',
    words: ['sagemaker'],
    costNames: ['Amazon SageMaker', 'AmazonSageMaker'],
    metricNamespace: 'AWS/SageMaker',
  },
  { service: 'Bedrock', words: ['bedrock'], costNames: ['Amazon Bedrock'] },
  { service: 'Glue', words: ['glue'], costNames: ['AWS Glue'], main: 'AWS::Glue::Job' },
  { service: 'Athena', words: ['athena'], costNames: ['Amazon Athena'], main: 'AWS::Athena::WorkGroup' },
  {
    service: 'CloudWatch',
    words: ['cloudwatch'],
    costNames: ['AmazonCloudWatch'],
    main: 'AWS::CloudWatch::Alarm',
  },
  {
    service: 'CloudTrail',
    words: ['cloudtrail'],
    costNames: ['AWS CloudTrail'],
    main: 'AWS::CloudTrail::Trail',
  },
  { service: 'Config', words: ['aws config', 'config service'], costNames: ['AWS Config'] },
  {
    service: 'GuardDuty',
    words: ['guardduty'],
    costNames: ['Amazon GuardDuty'],
    main: 'AWS::GuardDuty::Detector',
  },
  { service: 'WAFv2', words: ['waf', 'wafv2'], costNames: ['AWS WAF'], main: 'AWS::WAFv2::WebACL' },
  {
    service: 'ApiGateway',
    words: ['api gateway'],
    costNames: ['Amazon API Gateway', 'AmazonApiGateway'],
    metricNamespace: 'AWS/ApiGateway',
  },
  {
    service: 'StepFunctions',
    words: ['step function'],
    costNames: ['AWS Step Functions'],
    metricNamespace: 'AWS/States',
    main: 'AWS::StepFunctions::StateMachine',
  },
  {
    service: 'SecretsManager',
    words: ['secrets manager'],
    costNames: ['AWS Secrets Manager'],
    main: 'AWS::SecretsManager::Secret',
  },
  {
    service: 'CloudFormation',
    words: ['cloudformation'],
    costNames: ['AWS CloudFormation'],
    main: 'AWS::CloudFormation::Stack',
  },
  { service: 'SSM', words: ['ssm', 'systems manager'], costNames: ['AWS Systems Manager'] },
  { service: 'Backup', words: ['aws backup'], costNames: ['AWS Backup'], main: 'AWS::Backup::BackupVault' },
  {
    service: 'MSK',
    words: ['msk'],
    costNames: ['Amazon Managed Streaming for Apache Kafka'],
    metricNamespace: 'AWS/Kafka',
    main: 'AWS::MSK::Cluster',
  },
];

/** CloudWatch metric names behind the words of a performance question. */
export const metricWords: readonly {
  readonly words: readonly string[];
  readonly names: readonly string[];
  readonly label: string;
}[] = [
  {
    words: [
      'cpu',
      'cpu usage',
      'cpu utilization',
      'cpu utilisation',
      'cpu load',
      'processor',
      'cpu performance',
    ],
    names: ['CPUUtilization'],
    label: 'CPU utilization',
  },
  {
    words: ['memory', 'memory usage', 'ram', 'memory utilization'],
    names: ['MemoryUtilization', 'mem_used_percent', 'FreeableMemory'],
    label: 'memory',
  },
  {
    words: ['connection', 'database connection', 'connection count'],
    names: ['DatabaseConnections', 'ActiveConnectionCount'],
    label: 'connections',
  },
  {
    words: ['latency', 'response time', 'read latency', 'write latency'],
    names: ['ReadLatency', 'WriteLatency', 'TargetResponseTime', 'Latency', 'Duration'],
    label: 'latency',
  },
  {
    words: ['iops', 'disk operation', 'iops usage'],
    names: ['ReadIOPS', 'WriteIOPS', 'VolumeReadOps', 'VolumeWriteOps'],
    label: 'disk operations',
  },
  { words: ['invocation'], names: ['Invocations'], label: 'invocations' },
  {
    words: ['error', 'error rate', 'error count'],
    names: ['Errors', 'HTTPCode_Target_5XX_Count', '5XXError'],
    label: 'errors',
  },
  { words: ['throttle', 'throttling'], names: ['Throttles', 'ThrottledRequests'], label: 'throttles' },
  { words: ['duration', 'execution time'], names: ['Duration'], label: 'duration' },
  {
    words: ['network traffic', 'traffic', 'bandwidth', 'network usage', 'throughput'],
    names: ['NetworkIn', 'NetworkOut', 'ProcessedBytes', 'NetworkThroughput'],
    label: 'network traffic',
  },
  {
    words: ['request', 'request count', 'request rate'],
    names: ['RequestCount', 'Count', 'Requests', 'AllRequests'],
    label: 'requests',
  },
  {
    words: ['free storage', 'disk usage', 'disk space', 'storage space'],
    names: ['FreeStorageSpace', 'disk_used_percent', 'BucketSizeBytes', 'VolumeBytesUsed'],
    label: 'storage',
  },
  {
    words: ['queue depth', 'queue length'],
    names: ['ApproximateNumberOfMessagesVisible'],
    label: 'queue depth',
  },
];
