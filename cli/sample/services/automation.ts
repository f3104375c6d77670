import { type Cell, toName } from '../cell.ts';
import { capitalTagList, tagList } from '../item.ts';
import { plantedSecret } from '../names.ts';

/** A build project: `source` and `artifacts` are lists in real items; plain variables may hold secrets. */
export function addBuildProject(cell: Cell): void {
  const { random } = cell;
  const name = cell.label('build');
  const roleName = `${cell.account.product}-codebuild-role`;
  const tags = cell.tags(name);
  cell.add({
    type: 'AWS::CodeBuild::Project',
    id: random.uuid(),
    name,
    arn: cell.arn('codebuild', `project/${name}`),
    zone: 'Not Applicable',
    createdAt: cell.past(30, 700) + random.int(0, 999),
    tags,
    configuration: {
      name,
      source: [
        {
          type: 'GITHUB',
          buildSpec: 'buildspec.yml',
          location: `https://github.example/quillon/${cell.account.product}`,
          gitCloneDepth: 1,
          gitSubmodulesConfig: { fetchSubmodules: false },
          reportBuildStatus: false,
        },
      ],
      sourceVersion: 'main',
      artifacts: [{ type: 'NO_ARTIFACTS' }],
      secondarySources: [],
      secondarySourceVersions: [],
      secondaryArtifacts: [],
      serviceRole: `arn:aws:iam::${cell.accountId}:role/${roleName}`,
      timeoutInMinutes: 60,
      queuedtimeoutInMinutes: 480,
      environment: {
        type: 'LINUX_CONTAINER',
        image: 'aws/codebuild/amazonlinux2-x86_64-standard:5.0',
        computeType: 'BUILD_GENERAL1_SMALL',
        privilegedMode: random.chance(0.4),
        environmentVariables: [
          { name: 'STAGE', value: cell.account.stage, type: 'PLAINTEXT' },
          ...(random.chance(0.6)
            ? [{ name: 'DEPLOY_TOKEN', value: plantedSecret(random.hex(10)), type: 'PLAINTEXT' }]
            : []),
        ],
        imagePullCredentialsType: 'CODEBUILD',
      },
      encryptionKey: cell.arn('kms', 'alias/aws/s3'),
      tags: tagList(tags),
      cache: { type: 'NO_CACHE' },
      logsConfig: { cloudWatchLogs: { status: 'ENABLED' }, s3Logs: { status: 'DISABLED' } },
    },
    relationships: [toName('AWS::IAM::Role', roleName, 'Is associated with ')],
  });
}

/** A state machine; Config records its definition only as redacted. */
export function addStateMachine(cell: Cell): void {
  const { random } = cell;
  const name = cell.label('flow');
  const arn = cell.arn('states', `stateMachine:${name}`);
  const tags = cell.tags(name);
  cell.add({
    type: 'AWS::StepFunctions::StateMachine',
    id: arn,
    name,
    arn,
    zone: 'Regional',
    createdAt: cell.past(20, 500) + random.int(0, 999),
    tags,
    configuration: {
      StateMachineType: random.chance(0.7) ? 'STANDARD' : 'EXPRESS',
      StateMachineName: name,
      DefinitionString: 'REDACTED',
      Arn: arn,
      RoleArn: `arn:aws:iam::${cell.accountId}:role/${cell.account.product}-states-role`,
      Tags: capitalTagList(tags),
      LoggingConfiguration: { Level: random.chance(0.5) ? 'ERROR' : 'OFF', IncludeExecutionData: false },
      TracingConfiguration: { Enabled: random.chance(0.3) },
    },
  });
}

/** Two types that no schema describes: they must land all the same. */
export function addUnknownTypes(cell: Cell): void {
  const { random } = cell;
  for (let number = 1; number <= 3; number += 1) {
    const id = `ferry-${random.lower(8)}`;
    const tags = cell.tags(`${cell.label('ferry')}-${number}`);
    cell.add({
      type: 'AWS::HarborMaster::Ferry',
      id,
      name: `${cell.label('ferry')}-${number}`,
      arn: cell.arn('harbormaster', `ferry/${id}`),
      zone: 'Regional',
      tags,
      configuration: {
        FerryId: id,
        Capacity: random.int(10, 400),
        Docked: random.chance(0.5),
        Route: { From: 'north', To: 'south', Minutes: random.int(10, 90) },
        Tags: capitalTagList(tags),
      },
    });
  }
  for (let number = 1; number <= 2; number += 1) {
    const id = `bcn-${random.digits(6)}`;
    cell.add({
      type: 'AWS::Lighthouse::Beacon',
      id,
      configuration: {
        beaconId: id,
        intensity: random.next() * 100,
        colours: ['red', 'white'],
        lastLitAt: cell.past(1, 5),
      },
    });
  }
}
