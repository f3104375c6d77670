/**
 * Where configuration items hold secrets, as data that redaction walks while an item lands: the key stays, the value goes.
 * A lake never holds what is marked here.
 */

export interface SecretPlace {
  /**
   * Keys from the item's root, matched without case. `*` is any key of an object or any element of an array. An array
   * is entered without a step of its own (`configuration.containerDefinitions.environment.value` reaches every element).
   */
  readonly path: string;
  /** Only where the object that holds the value also has this key with one of these values, e.g. type PLAINTEXT. */
  readonly unless?: Condition;
  /** Only where the object that holds the value has this key with one of these values. */
  readonly only?: Condition;
}

interface Condition {
  readonly key: string;
  readonly values: readonly string[];
}

/** Options come as a map by namespace and as a list that names it. */
const beanstalkOptions: readonly SecretPlace[] = [
  { path: 'configuration.optionSettings.aws:elasticbeanstalk:application:environment.*' },
  { path: 'configuration.optionSettings.aws:rds:dbinstance.DBPassword' },
  {
    path: 'configuration.optionSettings.value',
    only: { key: 'namespace', values: ['aws:elasticbeanstalk:application:environment'] },
  },
  {
    path: 'configuration.optionSettings.value',
    only: { key: 'optionName', values: ['DBPassword'] },
  },
];

/** Marked places by resource type. What secret-keys.ts says of keys holds in every type beside them. */
export const secretPlaces: Readonly<Record<string, readonly SecretPlace[]>> = {
  'AWS::Amplify::App': [
    { path: 'configuration.BasicAuthConfig.Password' },
    { path: 'configuration.EnvironmentVariables.Value' },
    { path: 'configuration.OauthToken' },
    { path: 'configuration.AccessToken' },
  ],
  'AWS::Amplify::Branch': [
    { path: 'configuration.BasicAuthConfig.Password' },
    { path: 'configuration.EnvironmentVariables.Value' },
  ],
  'AWS::ApiGateway::ApiKey': [{ path: 'configuration.value' }],
  'AWS::ApiGateway::UsagePlanKey': [{ path: 'configuration.value' }],
  'AWS::AppRunner::Service': [
    {
      path: 'configuration.SourceConfiguration.CodeRepository.CodeConfiguration.CodeConfigurationValues.RuntimeEnvironmentVariables.Value',
    },
    {
      path: 'configuration.SourceConfiguration.ImageRepository.ImageConfiguration.RuntimeEnvironmentVariables.Value',
    },
  ],
  'AWS::AutoScaling::LaunchConfiguration': [{ path: 'configuration.userData' }],
  'AWS::Batch::JobDefinition': [
    { path: 'configuration.ContainerProperties.Environment.Value' },
    { path: 'configuration.ContainerProperties.Command' },
    { path: 'configuration.NodeProperties.NodeRangeProperties.Container.Command' },
    { path: 'configuration.Parameters.*' },
  ],
  // A parameter's name does not tell whether its value is a secret, and people do pass passwords in them.
  'AWS::CloudFormation::Stack': [
    { path: 'configuration.parameters.parameterValue' },
    { path: 'configuration.parameters.resolvedValue' },
    { path: 'configuration.outputs.outputValue' },
  ],
  'AWS::CodeBuild::Project': [
    {
      path: 'configuration.environment.environmentVariables.value',
      unless: { key: 'type', values: ['PARAMETER_STORE', 'SECRETS_MANAGER'] },
    },
    { path: 'configuration.source.auth.resource' },
    { path: 'configuration.secondarySources.auth.resource' },
  ],
  'AWS::CodePipeline::Pipeline': [
    { path: 'configuration.stages.actions.configuration.OAuthToken' },
    { path: 'configuration.stages.actions.configuration.EnvironmentVariables' },
  ],
  'AWS::DMS::Endpoint': [{ path: 'configuration.ExtraConnectionAttributes' }],
  'AWS::EC2::Instance': [{ path: 'configuration.userData' }],
  'AWS::EC2::LaunchTemplate': [{ path: 'configuration.LaunchTemplateData.UserData' }],
  'AWS::EC2::SpotFleet': [{ path: 'configuration.SpotFleetRequestConfigData.LaunchSpecifications.UserData' }],
  'AWS::EC2::VPNConnection': [
    { path: 'configuration.customerGatewayConfiguration' },
    { path: 'configuration.options.tunnelOptions.preSharedKey' },
    { path: 'configuration.vpnTunnelOptionsSpecifications.preSharedKey' },
  ],
  'AWS::ECS::TaskDefinition': [
    { path: 'configuration.ContainerDefinitions.Environment.Value' },
    // People write secrets into command lines too, and a command does not tell which of its words is one.
    { path: 'configuration.ContainerDefinitions.Command' },
    { path: 'configuration.ContainerDefinitions.EntryPoint' },
    { path: 'configuration.ContainerDefinitions.HealthCheck.Command' },
    { path: 'configuration.ContainerDefinitions.RepositoryCredentials.Password' },
  ],
  'AWS::ElasticBeanstalk::ConfigurationTemplate': beanstalkOptions,
  'AWS::ElasticBeanstalk::Environment': beanstalkOptions,
  'AWS::Events::Connection': [
    { path: 'configuration.AuthParameters.ApiKeyAuthParameters.ApiKeyValue' },
    { path: 'configuration.AuthParameters.InvocationHttpParameters.HeaderParameters.Value' },
    { path: 'configuration.AuthParameters.InvocationHttpParameters.QueryStringParameters.Value' },
    { path: 'configuration.AuthParameters.InvocationHttpParameters.BodyParameters.Value' },
  ],
  'AWS::Glue::Job': [
    { path: 'configuration.DefaultArguments.*' },
    { path: 'configuration.NonOverridableArguments.*' },
  ],
  'AWS::KinesisFirehose::DeliveryStream': [
    { path: 'configuration.HttpEndpointDestinationConfiguration.EndpointConfiguration.AccessKey' },
    { path: 'configuration.SplunkDestinationConfiguration.HECToken' },
  ],
  'AWS::Lambda::Function': [{ path: 'configuration.environment.variables.*' }],
  'AWS::RDS::DBCluster': [{ path: 'configuration.masterUserPassword' }],
  'AWS::RDS::DBInstance': [
    { path: 'configuration.masterUserPassword' },
    { path: 'configuration.pendingModifiedValues.masterUserPassword' },
  ],
  'AWS::Redshift::Cluster': [
    { path: 'configuration.masterUserPassword' },
    { path: 'configuration.pendingModifiedValues.masterUserPassword' },
  ],
  'AWS::SageMaker::Model': [
    { path: 'configuration.Containers.Environment.*' },
    { path: 'configuration.PrimaryContainer.Environment.*' },
  ],
  'AWS::SageMaker::NotebookInstanceLifecycleConfig': [
    { path: 'configuration.OnCreate.Content' },
    { path: 'configuration.OnStart.Content' },
  ],
  'AWS::SSM::Parameter': [{ path: 'configuration.Value' }],
  'AWS::SecretsManager::Secret': [{ path: 'configuration.SecretString' }],
};

/** Places below a key that names an environment (secret-keys.ts) that hold no variable of it. */
export const plainPlaces: Readonly<Record<string, readonly string[]>> = {
  'AWS::CodeBuild::Project': [
    'configuration.environment.certificate',
    'configuration.environment.computeConfiguration',
    'configuration.environment.computeType',
    'configuration.environment.dockerServer',
    'configuration.environment.fleet',
    'configuration.environment.image',
    'configuration.environment.imagePullCredentialsType',
    'configuration.environment.privilegedMode',
    'configuration.environment.registryCredential',
    'configuration.environment.type',
  ],
};
