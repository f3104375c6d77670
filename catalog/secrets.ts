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
  readonly unless?: { readonly key: string; readonly values: readonly string[] };
}

/** Marked places by resource type. */
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
  'AWS::AppRunner::Service': [
    {
      path: 'configuration.SourceConfiguration.CodeRepository.CodeConfiguration.CodeConfigurationValues.RuntimeEnvironmentVariables.Value',
    },
    {
      path: 'configuration.SourceConfiguration.ImageRepository.ImageConfiguration.RuntimeEnvironmentVariables.Value',
    },
  ],
  'AWS::AutoScaling::LaunchConfiguration': [{ path: 'configuration.userData' }],
  'AWS::Batch::JobDefinition': [{ path: 'configuration.ContainerProperties.Environment.Value' }],
  // A parameter's name does not tell whether its value is a secret, and people do pass passwords in them.
  'AWS::CloudFormation::Stack': [{ path: 'configuration.parameters.parameterValue' }],
  'AWS::CodeBuild::Project': [
    {
      path: 'configuration.environment.environmentVariables.value',
      unless: { key: 'type', values: ['PARAMETER_STORE', 'SECRETS_MANAGER'] },
    },
  ],
  'AWS::CodePipeline::Pipeline': [
    { path: 'configuration.stages.actions.configuration.OAuthToken' },
    { path: 'configuration.stages.actions.configuration.EnvironmentVariables' },
  ],
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
    { path: 'configuration.ContainerDefinitions.RepositoryCredentials.Password' },
  ],
  'AWS::ElasticBeanstalk::Environment': [
    { path: 'configuration.optionSettings.aws:elasticbeanstalk:application:environment.*.value' },
    { path: 'configuration.optionSettings.aws:rds:dbinstance.DBPassword.value' },
  ],
  'AWS::Events::Connection': [
    { path: 'configuration.AuthParameters.ApiKeyAuthParameters.ApiKeyValue' },
    { path: 'configuration.AuthParameters.InvocationHttpParameters.HeaderParameters.Value' },
    { path: 'configuration.AuthParameters.InvocationHttpParameters.QueryStringParameters.Value' },
    { path: 'configuration.AuthParameters.InvocationHttpParameters.BodyParameters.Value' },
  ],
  'AWS::Glue::Job': [{ path: 'configuration.DefaultArguments.*' }],
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
  'AWS::SecretsManager::Secret': [{ path: 'configuration.SecretString' }],
};

/** Keys that hold a secret wherever they stand, in any type. */
const SECRET_KEY =
  /(password|passwd|passphrase|secret(string|binary|value|accesskey|key)?|private_?key|presharedkey|(auth|access|oauth|session|hec)token|(^|[_-])token|api_?key|userdata)$/i;

/** Keys that look like a secret and name, point at or switch one instead. */
const NOT_SECRET_KEY =
  /(arn|arns|id|ids|name|version|status|enabled|policy|type|length|age|reuse|require\w*|rotation\w*|manager\w*|last\w*|prefix|count|expir\w*|list|managed\w*)$/i;

/** Whether a key holds a secret by its name, whatever the type. Keys that name, point at or describe a secret do not. */
export function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key) && !NOT_SECRET_KEY.test(key);
}

const REFERENCE = /^(arn:[\w-]+:|\{\{resolve:|\/aws\/reference\/|ssm:|secretsmanager:)/;

/** Whether the value under a secret key is itself one: a text that is not a reference to where the secret is kept. */
export function isSecretValue(value: unknown): boolean {
  if (typeof value !== 'string' || value === '') return false;
  return !REFERENCE.test(value);
}

/** What stands in the lake in place of a redacted value. */
export const REDACTED = '[redacted]';
