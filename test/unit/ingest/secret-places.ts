/** Places where secrets come in, as tests plant them: a type, and a configuration (or more of an item) around the secret. */
export interface PlantedPlace {
  readonly name: string;
  readonly type: string;
  /** Fields of the item that holds the secret. */
  readonly fields: (secret: string) => Readonly<Record<string, unknown>>;
}

const inConfiguration = (
  name: string,
  type: string,
  configuration: (secret: string) => unknown,
): PlantedPlace => ({ name, type, fields: (secret) => ({ configuration: configuration(secret) }) });

const inSupplementary = (
  name: string,
  type: string,
  supplementary: (secret: string) => unknown,
): PlantedPlace => ({
  name,
  type,
  fields: (secret) => ({ supplementaryConfiguration: supplementary(secret) }),
});

const UNPUBLISHED = 'AWS::Nowhere::Thing';
const pair = (value: unknown) => [{ name: 'MODE', value }];

export const plantedPlaces: readonly PlantedPlace[] = [
  inConfiguration('source of a build', 'AWS::CodeBuild::Project', (it) => ({
    source: { type: 'GITHUB', auth: { type: 'OAUTH', resource: it } },
  })),
  inConfiguration('variable of a build', 'AWS::CodeBuild::Project', (it) => ({
    environment: { type: 'LINUX', environmentVariables: [{ name: 'A', type: 'PLAINTEXT', value: it }] },
  })),
  inConfiguration('command of a container', 'AWS::ECS::TaskDefinition', (it) => ({
    ContainerDefinitions: [{ Name: 'web', Command: ['sh', '-c', `run --key ${it}`], EntryPoint: [it] }],
  })),
  inConfiguration('variable of a container', 'AWS::ECS::TaskDefinition', (it) => ({
    ContainerDefinitions: [{ Environment: [{ Name: 'A', Value: it }] }],
  })),
  inSupplementary('environment in supplementaryConfiguration', 'AWS::Lambda::Function', (it) => ({
    Environment: { Variables: { A: it } },
  })),
  inSupplementary('environment as text', 'AWS::Lambda::Function', (it) => ({
    Environment: JSON.stringify({ Variables: { A: it } }),
  })),
  inSupplementary('environment without variables', 'AWS::Lambda::Function', (it) => ({
    Environment: { A: it },
  })),
  inConfiguration('environment of a version', 'AWS::Lambda::Version', (it) => ({
    environment: { variables: { A: it } },
  })),
  inConfiguration('options as a list', 'AWS::ElasticBeanstalk::Environment', (it) => ({
    OptionSettings: [
      { OptionName: 'A', Value: it, Namespace: 'aws:elasticbeanstalk:application:environment' },
      { OptionName: 'DBPassword', Value: it, Namespace: 'aws:rds:dbinstance' },
    ],
  })),
  inConfiguration('options as a map', 'AWS::ElasticBeanstalk::Environment', (it) => ({
    optionSettings: { 'aws:elasticbeanstalk:application:environment': { A: { value: it }, B: it } },
  })),
  inConfiguration('canary', 'AWS::Synthetics::Canary', (it) => ({
    RunConfig: { EnvironmentVariables: { A: it } },
  })),
  inConfiguration('app', 'AWS::OpsWorks::App', (it) => ({
    Environment: [{ Key: 'A', Value: it, Secure: false }],
  })),
  inConfiguration('key of an API', 'AWS::ApiGateway::ApiKey', (it) => ({ id: 'k', value: it })),
  inConfiguration('parameter', 'AWS::SSM::Parameter', (it) => ({ Name: '/a', Type: 'String', Value: it })),
  inConfiguration('connection attributes', 'AWS::DMS::Endpoint', (it) => ({
    ExtraConnectionAttributes: `a=1;b=${it}`,
    Password: it,
  })),
  inConfiguration('output and parameter of a stack', 'AWS::CloudFormation::Stack', (it) => ({
    outputs: [{ outputKey: 'A', outputValue: it }],
    parameters: [{ parameterKey: 'A', parameterValue: it, resolvedValue: it }],
  })),
  inConfiguration('default of a document', 'AWS::SSM::Document', (it) => ({
    content: { parameters: { password: { type: 'String', default: it } } },
  })),
  inConfiguration('default of a document as text', 'AWS::SSM::Document', (it) => ({
    content: JSON.stringify({ parameters: { Password: { type: 'String', defaultValue: it } } }),
  })),
  inConfiguration('arguments of a job', 'AWS::Glue::Job', (it) => ({ DefaultArguments: { '--a': it } })),
  inConfiguration('user data', 'AWS::EC2::LaunchTemplate', (it) => ({
    LaunchTemplateData: { UserData: it },
  })),
  inConfiguration('number', UNPUBLISHED, (it) => ({ nested: { adminPassword: [it] } })),
  ...[
    'environment',
    'Environment',
    'environmentVariables',
    'EnvironmentVariables',
    'variables',
    'Variables',
    'env',
    'envVars',
  ].flatMap((key) => [
    inConfiguration(`${key}, a map`, UNPUBLISHED, (it) => ({ [key]: { MODE: it, deeper: { MODE: [it] } } })),
    inConfiguration(`${key}, pairs`, UNPUBLISHED, (it) => ({ spec: [{ [key]: pair(it) }] })),
    inConfiguration(`${key}, assignments`, UNPUBLISHED, (it) => ({ [key]: [`MODE=${it}`, it] })),
    inConfiguration(`${key}, a text`, UNPUBLISHED, (it) => ({ [key]: JSON.stringify({ MODE: it }) })),
    inSupplementary(`${key} in supplementaryConfiguration`, UNPUBLISHED, (it) => ({ [key]: { Mode: it } })),
  ]),
  inConfiguration('value named beside', UNPUBLISHED, (it) => ({
    settings: [{ Name: 'DB_PASSWORD', Value: it }],
    options: { Key: 'apiKey', Value: { text: 'x', value: it } },
  })),
  inConfiguration('broken document in a text', UNPUBLISHED, (it) => ({
    policy: `{"password":"${it}", oops`,
  })),
  inConfiguration('list in a list in a text', UNPUBLISHED, (it) => ({ policy: `[[{"password":"${it}"}]]` })),
  inConfiguration('text in a text', UNPUBLISHED, (it) => ({
    policy: JSON.stringify(JSON.stringify({ password: it })),
  })),
  inConfiguration('URL', UNPUBLISHED, (it) => ({
    endpoint: `jdbc:postgresql://admin:${it}@db.example:5432/x`,
  })),
  inConfiguration('assignment in a text', UNPUBLISHED, (it) => ({
    line: `Server=db;Password=${it};Encrypt=true`,
  })),
  inConfiguration('private key', UNPUBLISHED, (it) => ({
    text: `-----BEGIN RSA PRIVATE KEY-----\n${it}\n-----END RSA PRIVATE KEY-----`,
  })),
  {
    name: 'configuration as broken text',
    type: UNPUBLISHED,
    fields: (it) => ({ configuration: `{"a":"${it}"` }),
  },
  {
    name: 'configuration as a text',
    type: UNPUBLISHED,
    fields: (it) => ({ configuration: `password is ${it}` }),
  },
];

/** What must stay readable beside them: general rules blind no useful column. */
export const plainConfigurations: readonly (readonly [type: string, configuration: unknown])[] = [
  [
    'AWS::CodeBuild::Project',
    {
      environment: {
        type: 'LINUX_CONTAINER',
        image: 'aws/codebuild/standard:7.0',
        computeType: 'BUILD_GENERAL1_SMALL',
        privilegedMode: false,
        environmentVariables: [{ name: 'A', type: 'SECRETS_MANAGER', value: 'prod/db' }],
      },
    },
  ],
  [
    'AWS::RoboMaker::RobotApplication',
    { Environment: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/robot:1.2' },
  ],
  [UNPUBLISHED, { environment: 'prod', name: 'a', key: 'b', value: 'c', default: 'd', command: ['run'] }],
  [UNPUBLISHED, { masterUserSecret: { secretArn: 'arn:aws:secretsmanager:x', secretStatus: 'active' } }],
  [
    UNPUBLISHED,
    { password: '{{resolve:secretsmanager:db}}', note: '{{template}}', title: '[ALB] web: main' },
  ],
  [UNPUBLISHED, { url: 'https://example.com/a?b=c', filter: 'a=b', text: 'tokens: 3', tokens: 3 }],
  [
    'AWS::ElasticBeanstalk::Environment',
    { OptionSettings: [{ OptionName: 'MinSize', Value: '2', Namespace: 'aws:autoscaling:asg' }] },
  ],
  [
    'AWS::ECS::TaskDefinition',
    { ContainerDefinitions: [{ Secrets: [{ Name: 'A', ValueFrom: '/prod/a' }] }] },
  ],
  [UNPUBLISHED, { acl: JSON.stringify(JSON.stringify({ grantSet: null, owner: { id: 'a' } })) }],
  ['AWS::SSM::Parameter', { Name: '/a/b', Type: 'String' }],
];
