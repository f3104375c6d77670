import type { TypeWords } from '../type-words.ts';

export const integrationWords: readonly TypeWords[] = [
  {
    type: 'AWS::SQS::Queue',
    nouns: ['SQS queue', 'queue', 'message queue', 'sqs'],
    telling: [
      'queue_name',
      'kms_master_key_id',
      'sqs_managed_sse_enabled',
      'message_retention_period',
      'visibility_timeout',
    ],
    created: 'created_timestamp',
    columns: {
      message_retention_period: ['retention', 'retention period'],
      redrive_policy: ['dead letter queue', 'dlq', 'redrive policy'],
      fifo_queue: ['fifo'],
    },
  },
  {
    type: 'AWS::SNS::Topic',
    nouns: ['SNS topic', 'topic', 'notification topic', 'sns'],
    telling: ['topic_arn', 'display_name', 'kms_master_key_id'],
    columns: { fifo_topic: ['fifo'] },
  },
  {
    type: 'AWS::Events::Rule',
    nouns: ['EventBridge rule', 'event rule', 'cloudwatch event rule', 'events rule', 'eventbridge'],
    telling: ['name', 'state', 'schedule_expression', 'event_bus_name'],
    columns: { schedule_expression: ['schedule'] },
  },
  { type: 'AWS::Events::EventBus', nouns: ['event bus', 'eventbridge bus', 'eventbridge event bus'] },
  {
    type: 'AWS::StepFunctions::StateMachine',
    nouns: [
      'Step Functions state machine',
      'state machine',
      'step function',
      'stepfunction',
      'step functions',
    ],
    telling: [
      'state_machine_name',
      'state_machine_type',
      'logging_configuration_level',
      'tracing_configuration_enabled',
    ],
  },
  {
    type: 'AWS::ApiGateway::RestApi',
    nouns: ['API Gateway REST API', 'rest api', 'api gateway rest api', 'apigateway rest api'],
    telling: ['name', 'description', 'endpoint_configuration_types', 'created_date'],
    created: 'created_date',
  },
  {
    type: 'AWS::ApiGateway::Stage',
    nouns: ['API Gateway stage', 'api stage', 'rest api stage'],
    telling: ['stage_name', 'tracing_enabled', 'cache_cluster_enabled', 'web_acl_arn'],
    created: 'created_date',
  },
  { type: 'AWS::ApiGateway::Method', nouns: ['API Gateway method', 'api method', 'rest api method'] },
  {
    type: 'AWS::ApiGatewayV2::Api',
    nouns: ['API Gateway HTTP API', 'http api', 'websocket api', 'apigatewayv2 api'],
    telling: ['name', 'protocol_type', 'api_endpoint'],
    columns: { protocol_type: ['protocol'] },
  },
  { type: 'AWS::ApiGatewayV2::Stage', nouns: ['HTTP API stage', 'websocket api stage'] },
  {
    type: 'AWS::AppSync::GraphQLApi',
    nouns: ['AppSync API', 'graphql api', 'appsync', 'appsync graphql api'],
    telling: ['name', 'authentication_type'],
  },
  {
    type: 'AWS::AmazonMQ::Broker',
    nouns: ['Amazon MQ broker', 'mq broker', 'message broker', 'broker'],
    telling: ['engine_type', 'engine_version', 'deployment_mode', 'publicly_accessible'],
  },
  { type: 'AWS::SES::ConfigurationSet', nouns: ['SES configuration set', 'ses'] },
  { type: 'AWS::Transfer::Workflow', nouns: ['Transfer Family workflow'] },
  { type: 'AWS::Transfer::Server', nouns: ['Transfer Family server', 'sftp server', 'transfer server'] },
];
