import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { MODES, type Resource, resources, stacksOf } from './synthesise.ts';

const single = stacksOf(MODES.single).stacks;
const member = stacksOf(MODES.member).stacks;

describe('logical ids', () => {
  it('of what holds data never change: CloudFormation would replace it', () => {
    const kept = [...resources(single.hub)].filter(
      ([, { DeletionPolicy, Type }]) =>
        DeletionPolicy?.startsWith('Retain') === true && Type !== 'AWS::ApiGateway::Account',
    );
    expect(kept.map(([id, { Type }]) => `${Type} ${id}`).sort()).toMatchInlineSnapshot(`
      [
        "AWS::Cognito::UserPool SignInUsers1801E146",
        "AWS::DynamoDB::Table State1C20CC9A",
        "AWS::IAM::Role RestApiCloudWatchRole686D2EB0",
        "AWS::KMS::Key Key961B73FD",
        "AWS::S3::Bucket DeliveriesBF2F7293",
        "AWS::S3::Bucket PageSiteCF72F6C3",
        "AWS::S3::Bucket StorageAccessLogs96FB524C",
        "AWS::S3::Bucket StorageLake72898626",
        "AWS::S3::Bucket StorageResultsB2A4FB2E",
      ]
    `);
  });

  it('of what others sign in to, call or have written down never change: it would get another id or address', () => {
    const pinned = [
      'AWS::ApiGateway::RestApi',
      'AWS::ApiGatewayV2::Api',
      'AWS::CloudFront::Distribution',
      'AWS::Cognito::UserPoolClient',
      'AWS::Cognito::UserPoolDomain',
      'AWS::Events::EventBus',
      'AWS::Glue::Database',
    ].flatMap((type) => [...resources(single.hub, type).keys()].map((id) => `${type} ${id}`));
    expect(pinned).toMatchInlineSnapshot(`
      [
        "AWS::ApiGateway::RestApi RestApi79D61EE8",
        "AWS::ApiGatewayV2::Api SocketApiF12253BF",
        "AWS::CloudFront::Distribution PageDistributionFBB4E0B8",
        "AWS::Cognito::UserPoolClient SignInUsersAppE785969F",
        "AWS::Cognito::UserPoolDomain SignInUsersDomainF49EFCE4",
        "AWS::Events::EventBus IntakeBus81FDE4B9",
        "AWS::Glue::Database DatabaseInventoryF42543AB",
        "AWS::Glue::Database DatabaseWork89A8B46A",
      ]
    `);
  });

  it('of the queues, whose messages would be lost, never change', () => {
    expect([...resources(single.hub, 'AWS::SQS::Queue').keys()]).toMatchInlineSnapshot(`
      [
        "EventsDeadLetters49D856A5",
        "EventsD32975C2",
        "ObjectsDeadLetters3ED58B00",
        "ObjectsA92BA4F1",
        "FailedCallsD488A8FB",
      ]
    `);
  });
});

describe('names that others rely on', () => {
  const outputs = Object.keys(Template.fromStack(single.hub!).findOutputs('*'));

  it('are the outputs of the hub', () => {
    expect(outputs.sort()).toMatchInlineSnapshot(`
      [
        "AccessLogBucket",
        "AlarmTopicArn",
        "AnswerFunction",
        "CompactFunction",
        "CompactionWorkgroup",
        "Database",
        "DeliveriesBucket",
        "DistributionId",
        "EventBus",
        "EventBusArn",
        "EventsDeadLettersArn",
        "EventsDeadLettersUrl",
        "EventsFunctionRole",
        "EventsQueueUrl",
        "ExportsOutputRefDeliveriesBF2F72939C80F584",
        "FailedCallsUrl",
        "KeyArn",
        "LakeBucket",
        "ObjectsDeadLettersArn",
        "ObjectsDeadLettersUrl",
        "ObjectsFunctionRole",
        "ObjectsQueueArn",
        "ObjectsQueueUrl",
        "PageUrl",
        "QuestionsWorkgroup",
        "RestApiEndpoint9E5FF2AC",
        "RestApiId",
        "ResultsBucket",
        "SignInAddress",
        "SiteBucket",
        "SocketApiId",
        "Stage",
        "StateTable",
        "UserPoolClientId",
        "UserPoolId",
        "VocabularyFunction",
        "WorkDatabase",
      ]
    `);
  });

  it('are fixed for the bus, the roles, the databases and the workgroups', () => {
    const fixed = [single.hub, single.memberAccount].flatMap((stack) =>
      [...resources(stack).values()].flatMap(
        ({ Properties }) =>
          Properties?.RoleName ??
          (typeof Properties?.Name === 'string' && Properties.EventPattern === undefined
            ? Properties.Name
            : []),
      ),
    );
    expect([...new Set(fixed)].sort()).toMatchInlineSnapshot(`
      [
        "ChatSystemOrchestratorRole",
        "ChatSystemReadOnlyRole",
        "Question",
        "ReportRun",
        "Sql",
        "StocktakeHub-Schedule-Group-90A7EAE3",
        "StocktakeHubRestSignedIn4603229C",
        "eu-central-1StocktakeHubPageToTheStageF879E27D",
        "stocktake",
        "stocktake-compaction",
        "stocktake-socket",
      ]
    `);
  });
});

describe('the template of a member Region', () => {
  it('is this', () => {
    expect(Template.fromStack(member.memberRegion!).toJSON()).toMatchInlineSnapshot(`
      {
        "Description": "Stocktake: events of a member Region",
        "Resources": {
          "ForwardingConfigEventsE723DF9E": {
            "Properties": {
              "Description": "Config events of this account and Region, to the hub",
              "EventPattern": {
                "detail-type": [
                  "Config Configuration Item Change",
                  "Config Rules Compliance Change",
                  "Config Rules Re-evaluation Status",
                  "Config Configuration Snapshot Delivery Status",
                  "Config Configuration History Delivery Status",
                ],
                "source": [
                  "aws.config",
                ],
              },
              "State": "ENABLED",
              "Tags": [
                {
                  "Key": "application",
                  "Value": "stocktake",
                },
              ],
              "Targets": [
                {
                  "Arn": {
                    "Fn::Join": [
                      "",
                      [
                        "arn:",
                        {
                          "Ref": "AWS::Partition",
                        },
                        ":events:eu-central-1:111122223333:event-bus/stocktake",
                      ],
                    ],
                  },
                  "Id": "Target0",
                  "RoleArn": {
                    "Fn::GetAtt": [
                      "ForwardingSender71A41C4E",
                      "Arn",
                    ],
                  },
                },
              ],
            },
            "Type": "AWS::Events::Rule",
          },
          "ForwardingSender71A41C4E": {
            "Properties": {
              "AssumeRolePolicyDocument": {
                "Statement": [
                  {
                    "Action": "sts:AssumeRole",
                    "Condition": {
                      "StringEquals": {
                        "aws:SourceAccount": {
                          "Ref": "AWS::AccountId",
                        },
                      },
                    },
                    "Effect": "Allow",
                    "Principal": {
                      "Service": "events.amazonaws.com",
                    },
                  },
                ],
                "Version": "2012-10-17",
              },
              "Description": "Stocktake: sends Config events to the hub bus",
              "Tags": [
                {
                  "Key": "application",
                  "Value": "stocktake",
                },
              ],
            },
            "Type": "AWS::IAM::Role",
          },
          "ForwardingSenderDefaultPolicy27C52CBA": {
            "Properties": {
              "PolicyDocument": {
                "Statement": [
                  {
                    "Action": "events:PutEvents",
                    "Effect": "Allow",
                    "Resource": {
                      "Fn::Join": [
                        "",
                        [
                          "arn:",
                          {
                            "Ref": "AWS::Partition",
                          },
                          ":events:eu-central-1:111122223333:event-bus/stocktake",
                        ],
                      ],
                    },
                  },
                ],
                "Version": "2012-10-17",
              },
              "PolicyName": "ForwardingSenderDefaultPolicy27C52CBA",
              "Roles": [
                {
                  "Ref": "ForwardingSender71A41C4E",
                },
              ],
            },
            "Type": "AWS::IAM::Policy",
          },
        },
      }
    `);
  });
});

describe('the hub', () => {
  it('holds so many resources of each type', () => {
    const types = [...resources(single.hub).values()].map(({ Type }: Resource) => Type);
    const counts = Object.fromEntries(
      [...new Set(types)].sort().map((type) => [type, types.filter((each) => each === type).length]),
    );
    expect(counts).toMatchInlineSnapshot(`
      {
        "AWS::ApiGateway::Account": 1,
        "AWS::ApiGateway::Authorizer": 1,
        "AWS::ApiGateway::Deployment": 1,
        "AWS::ApiGateway::GatewayResponse": 4,
        "AWS::ApiGateway::Method": 11,
        "AWS::ApiGateway::Model": 3,
        "AWS::ApiGateway::RequestValidator": 1,
        "AWS::ApiGateway::Resource": 14,
        "AWS::ApiGateway::RestApi": 1,
        "AWS::ApiGateway::Stage": 1,
        "AWS::ApiGatewayV2::Api": 1,
        "AWS::ApiGatewayV2::Integration": 3,
        "AWS::ApiGatewayV2::Route": 3,
        "AWS::ApiGatewayV2::Stage": 1,
        "AWS::Athena::WorkGroup": 2,
        "AWS::CloudFront::Distribution": 1,
        "AWS::CloudFront::Function": 1,
        "AWS::CloudFront::OriginAccessControl": 1,
        "AWS::CloudFront::ResponseHeadersPolicy": 1,
        "AWS::CloudWatch::Alarm": 15,
        "AWS::Cognito::UserPool": 1,
        "AWS::Cognito::UserPoolClient": 1,
        "AWS::Cognito::UserPoolDomain": 1,
        "AWS::Cognito::UserPoolGroup": 2,
        "AWS::DynamoDB::Table": 1,
        "AWS::Events::EventBus": 1,
        "AWS::Events::EventBusPolicy": 1,
        "AWS::Events::Rule": 2,
        "AWS::Glue::Database": 2,
        "AWS::Glue::Table": 17,
        "AWS::IAM::Policy": 9,
        "AWS::IAM::Role": 10,
        "AWS::KMS::Key": 1,
        "AWS::Lambda::EventInvokeConfig": 3,
        "AWS::Lambda::EventSourceMapping": 2,
        "AWS::Lambda::Function": 7,
        "AWS::Lambda::Permission": 15,
        "AWS::Logs::LogGroup": 9,
        "AWS::S3::Bucket": 5,
        "AWS::S3::BucketPolicy": 5,
        "AWS::SNS::Topic": 1,
        "AWS::SNS::TopicPolicy": 1,
        "AWS::SQS::Queue": 5,
        "AWS::SQS::QueuePolicy": 5,
        "AWS::Scheduler::Schedule": 1,
        "AWS::Scheduler::ScheduleGroup": 1,
      }
    `);
  });

  it('cannot be deleted by a slip', () => {
    expect(single.hub?.terminationProtection).toBe(true);
  });
});
