import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Alarms } from '../constructs/alarms.ts';
import { AnswerFunctions } from '../constructs/answer-functions.ts';
import { CompactFunction } from '../constructs/compact-function.ts';
import { CompactionSchedule } from '../constructs/compaction-schedule.ts';
import { DeliveriesBucket } from '../constructs/deliveries-bucket.ts';
import { EncryptionKey } from '../constructs/encryption-key.ts';
import { EventIntake } from '../constructs/event-intake.ts';
import { DeadLetterQueue, GuardedQueue } from '../constructs/guarded-queue.ts';
import { EVENTS_TIMEOUT, IngestFunctions, OBJECTS_TIMEOUT } from '../constructs/ingest-functions.ts';
import { DATABASE, InventoryDatabase, WORK_DATABASE } from '../constructs/inventory-database.ts';
import { LakeStorage } from '../constructs/lake-storage.ts';
import { OrchestratorRole } from '../constructs/orchestrator-role.ts';
import { Page } from '../constructs/page.ts';
import { PageFiles } from '../constructs/page-files.ts';
import { RestApi } from '../constructs/rest-api.ts';
import { SignIn } from '../constructs/sign-in.ts';
import { SocketApi } from '../constructs/socket-api.ts';
import { StateTable } from '../constructs/state-table.ts';
import { Workgroup } from '../constructs/workgroup.ts';
import type { Settings } from '../settings.ts';
import { outputs } from './outputs.ts';

export interface HubStackProps extends StackProps {
  readonly settings: Settings;
  /** Upload the built page as part of the deployment. */
  readonly uploadPage: boolean;
}

/** Attempts that a delivered file or an event gets before it is given up. */
const MAX_RECEIVE_COUNT = 5;
/** A statement of compaction reads what a question never may: a terabyte ($5) is a mistake. */
const COMPACTION_BYTES_CUTOFF = 1024 ** 4;

/** The central part: everything but what each member account adds. */
export class HubStack extends Stack {
  readonly ingest: IngestFunctions;
  readonly compact: CompactFunction;
  readonly answers: AnswerFunctions;
  readonly signIn: SignIn;
  readonly socketApi: SocketApi;
  readonly deliveries: DeliveriesBucket;

  constructor(scope: Construct, id: string, { settings, uploadPage, ...props }: HubStackProps) {
    super(scope, id, props);
    const key = new EncryptionKey(this, 'Key', settings);
    const { lake, results, accessLogs } = new LakeStorage(this, 'Storage', key);
    const state = new StateTable(this, 'State', key);
    new InventoryDatabase(this, 'Database', lake);
    const questions = new Workgroup(this, 'Questions', {
      name: 'stocktake',
      description: 'Questions of callers',
      results,
      resultsPrefix: 'questions',
      key,
      bytesCutoff: settings.bytesCutoff,
    });
    const compaction = new Workgroup(this, 'Compaction', {
      name: 'stocktake-compaction',
      description: 'Statements of compaction',
      results,
      resultsPrefix: 'compaction',
      key,
      bytesCutoff: COMPACTION_BYTES_CUTOFF,
    });

    const queue = (name: string, readerTimeout: typeof EVENTS_TIMEOUT) =>
      new GuardedQueue(this, name, {
        key,
        readerTimeout,
        maxReceiveCount: MAX_RECEIVE_COUNT,
        externalBuckets: settings.deliveryBuckets,
        topics: settings.notificationTopics,
      });
    const events = queue('Events', EVENTS_TIMEOUT);
    const objects = queue('Objects', OBJECTS_TIMEOUT);
    const failedCalls = new DeadLetterQueue(this, 'FailedCalls', key);
    this.deliveries = new DeliveriesBucket(this, 'Deliveries', {
      key,
      accessLogs,
      settings,
      queue: objects,
    });
    const { bus } = new EventIntake(this, 'Intake', {
      key,
      queue: events,
      undelivered: failedCalls,
      settings,
    });

    this.ingest = new IngestFunctions(this, 'Ingest', {
      key,
      lake,
      deliveries: this.deliveries,
      externalBuckets: settings.deliveryBuckets,
      events,
      objects,
    });
    this.compact = new CompactFunction(this, 'Compact', {
      key,
      lake,
      results,
      workgroup: compaction,
      bus,
      failedCalls,
      externalId: settings.externalId,
    });
    new CompactionSchedule(this, 'Schedule', {
      compact: this.compact,
      everyMinutes: settings.compactEveryMinutes,
      undelivered: failedCalls,
      key,
    });

    this.signIn = new SignIn(this, 'SignIn', settings);
    this.socketApi = new SocketApi(this, 'Socket', key);
    this.answers = new AnswerFunctions(this, 'Answers', {
      key,
      lake,
      results,
      state,
      workgroup: questions,
      bus,
      signIn: this.signIn,
      socketApi: this.socketApi,
      failedCalls,
      settings,
    });
    this.socketApi.handleBy(this.answers.socket);
    const rest = new RestApi(this, 'Rest', { handler: this.answers.rest, pool: this.signIn.pool, key });
    // API Gateway writes no access log before the account's role for it is set, which the REST API brings.
    this.socketApi.stage.node.addDependency(rest.api);
    const page = new Page(this, 'Page', {
      accessLogs,
      restApiId: rest.api.restApiId,
      socketApiId: this.socketApi.api.apiId,
      signInAddress: this.signIn.domain.baseUrl(),
    });
    this.signIn.returnTo(page.url);
    if (uploadPage) new PageFiles(this, 'PageFiles', page, this.signIn);
    new OrchestratorRole(this, 'Orchestrator', settings, this.compact);

    const alarms = new Alarms(this, 'Alarms', key, settings);
    alarms.watchDeadLetters('EventsDeadLetters', events.deadLetters);
    alarms.watchDeadLetters('ObjectsDeadLetters', objects.deadLetters);
    alarms.watchDeadLetters('FailedCalls', failedCalls);
    const { answer, rest: restFunction, socket, vocabulary } = this.answers;
    for (const watched of [
      this.ingest.events,
      this.ingest.objects,
      this.compact,
      answer,
      restFunction,
      socket,
      vocabulary,
    ])
      alarms.watchErrors(watched.serviceName, watched);
    alarms.watchReplies(rest.api);
    for (const { serviceName } of [answer, restFunction, socket]) alarms.watchAnswers(serviceName);
    alarms.watchAgeOfData(this.compact.serviceName, settings);

    outputs(this, {
      LakeBucket: lake.bucketName,
      ResultsBucket: results.bucketName,
      DeliveriesBucket: this.deliveries.bucketName,
      SiteBucket: page.site.bucketName,
      AccessLogBucket: accessLogs.bucketName,
      StateTable: state.tableName,
      Database: DATABASE,
      WorkDatabase: WORK_DATABASE,
      QuestionsWorkgroup: questions.workgroupName,
      CompactionWorkgroup: compaction.workgroupName,
      EventBus: bus.eventBusName,
      EventBusArn: bus.eventBusArn,
      EventsQueueUrl: events.queueUrl,
      EventsDeadLettersUrl: events.deadLetters.queueUrl,
      EventsDeadLettersArn: events.deadLetters.queueArn,
      ObjectsQueueUrl: objects.queueUrl,
      ObjectsQueueArn: objects.queueArn,
      ObjectsDeadLettersUrl: objects.deadLetters.queueUrl,
      ObjectsDeadLettersArn: objects.deadLetters.queueArn,
      FailedCallsUrl: failedCalls.queueUrl,
      CompactFunction: this.compact.functionName,
      AnswerFunction: answer.functionName,
      VocabularyFunction: vocabulary.functionName,
      EventsFunctionRole: this.ingest.events.role?.roleArn ?? '',
      ObjectsFunctionRole: this.ingest.objects.role?.roleArn ?? '',
      UserPoolId: this.signIn.pool.userPoolId,
      UserPoolClientId: this.signIn.client.userPoolClientId,
      RestApiId: rest.api.restApiId,
      SocketApiId: this.socketApi.api.apiId,
      Stage: this.socketApi.stageName,
      PageUrl: page.url,
      SignInAddress: this.signIn.domain.baseUrl(),
      DistributionId: page.distribution.distributionId,
      AlarmTopicArn: alarms.topic.topicArn,
      KeyArn: key.keyArn,
    });
  }
}
