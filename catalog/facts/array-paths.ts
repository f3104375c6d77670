/**
 * Which paths hold arrays: by type, the outermost arrays of configuration (and of supplementaryConfiguration, marked
 * with +), keys matched without case. The published schema does not mark them. Reviewed against every sample item, the service API
 * models and the CloudFormation resource schemas, in this order where they disagree; items met later are
 * checked against it and a difference counts as a schema fault.
 */
export const arrayPaths: Readonly<Record<string, string>> = {
  'AWS::ACM::Certificate':
    'domainValidationOptions extendedKeyUsages inUseBy keyUsages renewalSummary.domainValidationOptions subjectAlternativeNames',
  'AWS::ACMPCA::CertificateAuthority': 'CsrExtensions.SubjectInformationAccess Subject.CustomAttributes',
  'AWS::AccessAnalyzer::Analyzer': 'ArchiveRules',
  'AWS::AmazonMQ::Broker':
    'AmqpEndpoints IpAddresses LdapServerMetadata.Hosts MqttEndpoints OpenWireEndpoints SecurityGroups StompEndpoints SubnetIds Users WssEndpoints',
  'AWS::Amplify::App': 'CustomRules EnvironmentVariables',
  'AWS::Amplify::Branch': 'EnvironmentVariables',
  'AWS::ApiGateway::Method':
    'AuthorizationScopes Integration.CacheKeyParameters Integration.IntegrationResponses MethodResponses',
  'AWS::ApiGateway::RestApi': 'binaryMediaTypes endpointConfiguration.types',
  'AWS::ApiGatewayV2::Api':
    'corsConfiguration.allowHeaders corsConfiguration.allowMethods corsConfiguration.allowOrigins corsConfiguration.exposeHeaders',
  'AWS::AppConfig::ConfigurationProfile': 'Validators',
  'AWS::AppConfig::DeploymentStrategy': 'Tags',
  'AWS::AppConfig::Environment': 'Monitors',
  'AWS::AppFlow::Flow': 'DestinationFlowConfigList Tasks',
  'AWS::AppMesh::GatewayRoute':
    'Spec.GrpcRoute.Match.Metadata Spec.Http2Route.Match.Headers Spec.Http2Route.Match.QueryParameters Spec.HttpRoute.Match.Headers Spec.HttpRoute.Match.QueryParameters',
  'AWS::AppMesh::Route':
    'Spec.GrpcRoute.Action.WeightedTargets Spec.GrpcRoute.Match.Metadata Spec.GrpcRoute.RetryPolicy.GrpcRetryEvents Spec.GrpcRoute.RetryPolicy.HttpRetryEvents Spec.GrpcRoute.RetryPolicy.TcpRetryEvents Spec.Http2Route.Action.WeightedTargets Spec.Http2Route.Match.Headers Spec.Http2Route.Match.QueryParameters Spec.Http2Route.RetryPolicy.HttpRetryEvents Spec.Http2Route.RetryPolicy.TcpRetryEvents Spec.HttpRoute.Action.WeightedTargets Spec.HttpRoute.Match.Headers Spec.HttpRoute.Match.QueryParameters Spec.HttpRoute.RetryPolicy.HttpRetryEvents Spec.HttpRoute.RetryPolicy.TcpRetryEvents Spec.TcpRoute.Action.WeightedTargets',
  'AWS::AppMesh::VirtualGateway':
    'Spec.BackendDefaults.ClientPolicy.Tls.Ports Spec.BackendDefaults.ClientPolicy.Tls.Validation.SubjectAlternativeNames.Match.Exact Spec.BackendDefaults.ClientPolicy.Tls.Validation.Trust.Acm.CertificateAuthorityArns Spec.Listeners Spec.Logging.AccessLog.File.Format.Json',
  'AWS::AppMesh::VirtualNode':
    'Spec.BackendDefaults.ClientPolicy.Tls.Ports Spec.BackendDefaults.ClientPolicy.Tls.Validation.SubjectAlternativeNames.Match.Exact Spec.BackendDefaults.ClientPolicy.Tls.Validation.Trust.Acm.CertificateAuthorityArns Spec.Backends Spec.Listeners Spec.Logging.AccessLog.File.Format.Json Spec.ServiceDiscovery.AWSCloudMap.Attributes',
  'AWS::AppMesh::VirtualRouter': 'Spec.Listeners',
  'AWS::AppRunner::Service':
    'SourceConfiguration.CodeRepository.CodeConfiguration.CodeConfigurationValues.RuntimeEnvironmentVariables SourceConfiguration.ImageRepository.ImageConfiguration.RuntimeEnvironmentVariables',
  'AWS::AppRunner::VpcConnector': 'SecurityGroups Subnets',
  'AWS::AppStream::Application': 'InstanceFamilies Platforms',
  'AWS::AppStream::DirectoryConfig': 'OrganizationalUnitDistinguishedNames',
  'AWS::AppStream::Fleet': 'UsbDeviceFilterStrings VpcConfig.SecurityGroupIds VpcConfig.SubnetIds',
  'AWS::AppStream::Stack': 'AccessEndpoints EmbedHostDomains StorageConnectors UserSettings',
  'AWS::AppSync::GraphQLApi': 'AdditionalAuthenticationProviders Tags',
  'AWS::Athena::WorkGroup': 'Tags',
  'AWS::AuditManager::Assessment': 'Delegations Roles Scope.AwsAccounts Scope.AwsServices',
  'AWS::AutoScaling::AutoScalingGroup':
    '+LifeCycleHooks availabilityZones enabledMetrics instances loadBalancerNames mixedInstancesPolicy.launchTemplate.overrides suspendedProcesses tags targetGroupARNs terminationPolicies trafficSources',
  'AWS::AutoScaling::LaunchConfiguration': 'blockDeviceMappings classicLinkVPCSecurityGroups securityGroups',
  'AWS::AutoScaling::ScalingPolicy':
    'alarms stepAdjustments targetTrackingConfiguration.customizedMetricSpecification.dimensions',
  'AWS::Backup::BackupPlan': 'BackupPlan.AdvancedBackupSettings BackupPlan.BackupPlanRule',
  'AWS::Backup::BackupSelection': 'BackupSelection.NotResources BackupSelection.Resources',
  'AWS::Backup::BackupVault': 'Notifications.BackupVaultEvents',
  'AWS::Backup::ReportPlan': 'ReportDeliveryChannel.Formats',
  'AWS::Batch::ComputeEnvironment':
    'ComputeResources.Ec2Configuration ComputeResources.InstanceTypes ComputeResources.SecurityGroupIds ComputeResources.Subnets',
  'AWS::Batch::JobQueue': 'ComputeEnvironmentOrder',
  'AWS::Batch::SchedulingPolicy': 'FairsharePolicy.ShareDistribution',
  'AWS::Budgets::BudgetsAction':
    'Definition.IamActionDefinition.Groups Definition.IamActionDefinition.Roles Definition.IamActionDefinition.Users Definition.ScpActionDefinition.TargetIds Definition.SsmActionDefinition.InstanceIds Subscribers',
  'AWS::Cassandra::Keyspace': 'ReplicationSpecification.RegionList Tags',
  'AWS::CloudFormation::Stack':
    '+StackResourceSummaries +unsupportedResources capabilities notificationARNs outputs parameters tags',
  'AWS::CloudFront::Distribution':
    'activeTrustedKeyGroups.items activeTrustedSigners.items aliasICPRecordals distributionConfig.aliases.items distributionConfig.cacheBehaviors.items distributionConfig.customErrorResponses.items distributionConfig.defaultCacheBehavior.allowedMethods.cachedMethods.items distributionConfig.defaultCacheBehavior.allowedMethods.items distributionConfig.defaultCacheBehavior.forwardedValues.cookies.whitelistedNames.items distributionConfig.defaultCacheBehavior.forwardedValues.headers.items distributionConfig.defaultCacheBehavior.forwardedValues.queryStringCacheKeys.items distributionConfig.defaultCacheBehavior.functionAssociations.items distributionConfig.defaultCacheBehavior.lambdaFunctionAssociations.items distributionConfig.defaultCacheBehavior.trustedKeyGroups.items distributionConfig.defaultCacheBehavior.trustedSigners.items distributionConfig.originGroups.items distributionConfig.origins.items distributionConfig.restrictions.geoRestriction.items',
  'AWS::CloudFront::StreamingDistribution':
    'activeTrustedSigners.items streamingDistributionConfig.aliases.items streamingDistributionConfig.trustedSigners.items',
  'AWS::CloudTrail::Trail': '+Tags',
  'AWS::CloudWatch::Alarm': 'alarmActions dimensions insufficientDataActions metrics okactions',
  'AWS::CloudWatch::MetricStream': 'ExcludeFilters IncludeFilters StatisticsConfigurations',
  'AWS::CodeArtifact::Repository': 'ExternalConnections Upstreams',
  'AWS::CodeBuild::Project':
    'artifacts buildBatchConfig.restrictions.computeTypesAllowed cache.modes environment.environmentVariables fileSystemLocations secondaryArtifacts secondarySourceVersions secondarySources source tags vpcConfig.securityGroupIds vpcConfig.subnets',
  'AWS::CodeDeploy::DeploymentGroup':
    'alarmConfiguration.alarms autoRollbackConfiguration.events autoScalingGroups ec2TagFilters ecsServices loadBalancerInfo.elbInfoList loadBalancerInfo.targetGroupInfoList loadBalancerInfo.targetGroupPairInfoList onPremisesInstanceTagFilters triggerConfigurations',
  'AWS::CodeGuruProfiler::ProfilingGroup':
    'AgentPermissions.Principals AnomalyDetectionNotificationConfiguration',
  'AWS::CodePipeline::Pipeline': '+unsupportedResources pipeline.stages',
  'AWS::Cognito::IdentityPool': 'CognitoIdentityProviders OpenIdConnectProviderARNs SamlProviderARNs',
  'AWS::Cognito::UserPoolClient':
    'AllowedOAuthFlows AllowedOAuthScopes CallbackURLs ExplicitAuthFlows LogoutURLs ReadAttributes SupportedIdentityProviders WriteAttributes',
  'AWS::Config::ConfigurationRecorder':
    'RecordingGroup.ExclusionByResourceTypes.ResourceTypes RecordingGroup.ResourceTypes RecordingMode.RecordingModeOverrides',
  'AWS::Config::ConformancePackCompliance': 'configRuleList',
  'AWS::Config::ResourceCompliance': 'configRuleList',
  'AWS::CustomerProfiles::ObjectType': 'Fields Keys',
  'AWS::DMS::Endpoint': 'OracleSettings.ExtraArchivedLogDestIds',
  'AWS::DMS::EventSubscription': 'EventCategories SourceIds',
  'AWS::DMS::ReplicationSubnetGroup': 'SubnetIds',
  'AWS::DataSync::LocationEFS': 'Ec2Config.SecurityGroupArns',
  'AWS::DataSync::LocationFSxLustre': 'SecurityGroupArns',
  'AWS::DataSync::LocationFSxWindows': 'SecurityGroupArns',
  'AWS::DataSync::LocationHDFS': 'AgentArns NameNodes',
  'AWS::DataSync::LocationNFS': 'OnPremConfig.AgentArns',
  'AWS::DataSync::LocationObjectStorage': 'AgentArns',
  'AWS::DataSync::LocationSMB': 'AgentArns',
  'AWS::DataSync::Task': 'DestinationNetworkInterfaceArns Excludes Includes SourceNetworkInterfaceArns',
  'AWS::DeviceFarm::InstanceProfile': 'ExcludeAppPackagesFromCleanup',
  'AWS::DeviceFarm::TestGridProject': 'VpcConfig.SecurityGroupIds VpcConfig.SubnetIds',
  'AWS::DynamoDB::Table':
    '+Tags attributeDefinitions globalSecondaryIndexes keySchema localSecondaryIndexes replicas',
  'AWS::EC2::CapacityReservation': 'TagSpecifications',
  'AWS::EC2::ClientVpnEndpoint': 'AuthenticationOptions DnsServers SecurityGroupIds TagSpecifications',
  'AWS::EC2::CustomerGateway': 'tags',
  'AWS::EC2::DHCPOptions': 'DomainNameServers NetbiosNameServers NtpServers Tags',
  'AWS::EC2::EC2Fleet': 'LaunchTemplateConfigs',
  'AWS::EC2::EIP': 'tags',
  'AWS::EC2::EgressOnlyInternetGateway': 'attachments',
  'AWS::EC2::FlowLog': 'tags',
  'AWS::EC2::Host': 'availableCapacity.availableInstanceCapacity instances tags',
  'AWS::EC2::IPAM': 'OperatingRegions',
  'AWS::EC2::IPAMPool': 'AllocationResourceTags ProvisionedCidrs',
  'AWS::EC2::Instance':
    'blockDeviceMappings elasticGpuAssociations elasticInferenceAcceleratorAssociations licenses networkInterfaces productCodes securityGroupIds securityGroups tags',
  'AWS::EC2::InternetGateway': 'attachments tags',
  'AWS::EC2::LaunchTemplate':
    'LaunchTemplateData.BlockDeviceMappings LaunchTemplateData.ElasticGpuSpecifications LaunchTemplateData.ElasticInferenceAccelerators LaunchTemplateData.InstanceRequirements.AcceleratorManufacturers LaunchTemplateData.InstanceRequirements.AcceleratorNames LaunchTemplateData.InstanceRequirements.AcceleratorTypes LaunchTemplateData.InstanceRequirements.AllowedInstanceTypes LaunchTemplateData.InstanceRequirements.CpuManufacturers LaunchTemplateData.InstanceRequirements.ExcludedInstanceTypes LaunchTemplateData.InstanceRequirements.InstanceGenerations LaunchTemplateData.InstanceRequirements.LocalStorageTypes LaunchTemplateData.LicenseSpecifications LaunchTemplateData.NetworkInterfaces LaunchTemplateData.SecurityGroupIds LaunchTemplateData.SecurityGroups LaunchTemplateData.TagSpecifications TagSpecifications',
  'AWS::EC2::NatGateway': 'attachedAppliances natGatewayAddresses tags',
  'AWS::EC2::NetworkAcl': 'associations entries tags',
  'AWS::EC2::NetworkInsightsAccessScope': 'ExcludePaths MatchPaths',
  'AWS::EC2::NetworkInterface': 'groups ipv4Prefixes ipv6Addresses ipv6Prefixes privateIpAddresses tagSet',
  'AWS::EC2::PrefixList': 'Entries',
  'AWS::EC2::RegisteredHAInstance': 'associatedHAGroups',
  'AWS::EC2::RouteTable': 'associations propagatingVgws routes tags',
  'AWS::EC2::SecurityGroup': 'ipPermissions ipPermissionsEgress tags',
  'AWS::EC2::SpotFleet':
    'SpotFleetRequestConfigData.LaunchSpecifications SpotFleetRequestConfigData.LaunchTemplateConfigs',
  'AWS::EC2::Subnet': 'ipv6CidrBlockAssociationSet tags',
  'AWS::EC2::TrafficMirrorFilter': 'NetworkServices',
  'AWS::EC2::TransitGateway': 'Tags TransitGatewayCidrBlocks',
  'AWS::EC2::TransitGatewayAttachment': 'SubnetIds Tags',
  'AWS::EC2::TransitGatewayRouteTable': 'Tags',
  'AWS::EC2::VPC': 'cidrBlockAssociationSet ipv6CidrBlockAssociationSet tags',
  'AWS::EC2::VPCEndpoint': 'dnsEntries groups networkInterfaceIds routeTableIds subnetIds tags',
  'AWS::EC2::VPCEndpointService':
    'availabilityZones baseEndpointDnsNames gatewayLoadBalancerArns networkLoadBalancerArns serviceType supportedIpAddressTypes',
  'AWS::EC2::VPCPeeringConnection':
    'accepterVpcInfo.cidrBlockSet accepterVpcInfo.ipv6CidrBlockSet requesterVpcInfo.cidrBlockSet requesterVpcInfo.ipv6CidrBlockSet tags',
  'AWS::EC2::VPNConnection': 'options.tunnelOptions routes tags vgwTelemetry',
  'AWS::EC2::VPNGateway': 'tags vpcAttachments',
  'AWS::EC2::Volume': 'attachments tags',
  'AWS::ECR::PublicRepository':
    'RepositoryCatalogData.Architectures RepositoryCatalogData.OperatingSystems Tags',
  'AWS::ECR::Repository': 'Tags',
  'AWS::ECS::CapacityProvider': 'Tags',
  'AWS::ECS::Cluster': 'CapacityProviders ClusterSettings DefaultCapacityProviderStrategy Tags',
  'AWS::ECS::Service':
    'CapacityProviderStrategy DeploymentConfiguration.LifecycleHooks FargateEphemeralStorage LoadBalancers NetworkConfiguration.AwsvpcConfiguration.SecurityGroups NetworkConfiguration.AwsvpcConfiguration.Subnets PlacementConstraints PlacementStrategies ServiceConnectConfiguration ServiceRegistries Tags VolumeConfigurations VpcLatticeConfigurations',
  'AWS::ECS::TaskDefinition':
    'ContainerDefinitions InferenceAccelerators PlacementConstraints ProxyConfiguration.Properties RequiresCompatibilities Tags Volumes',
  'AWS::ECS::TaskSet':
    'LoadBalancers NetworkConfiguration.AwsVpcConfiguration.SecurityGroups NetworkConfiguration.AwsVpcConfiguration.Subnets ServiceRegistries',
  'AWS::EFS::AccessPoint': 'PosixUser.SecondaryGids',
  'AWS::EFS::FileSystem': 'FileSystemTags LifecyclePolicies',
  'AWS::EKS::Cluster':
    'EncryptionConfig Logging.ClusterLogging.EnabledTypes ResourcesVpcConfig.PublicAccessCidrs ResourcesVpcConfig.SecurityGroupIds ResourcesVpcConfig.SubnetIds Tags',
  'AWS::EKS::FargateProfile': 'Selectors Subnets',
  'AWS::ElastiCache::CacheCluster':
    'cacheNodes cacheParameterGroup.cacheNodeIdsToReboot cacheSecurityGroups logDeliveryConfigurations securityGroups',
  'AWS::ElasticBeanstalk::Application': 'versions',
  'AWS::ElasticBeanstalk::Environment': 'environmentLinks',
  'AWS::ElasticLoadBalancing::LoadBalancer':
    '+LoadBalancerAttributes.additionalAttributes +LoadBalancerPolicies +Tags availabilityZones backendServerDescriptions instances listenerDescriptions policies.appCookieStickinessPolicies policies.lbcookieStickinessPolicies policies.otherPolicies securityGroups subnets',
  'AWS::ElasticLoadBalancingV2::Listener': 'AlpnPolicy Certificates DefaultActions',
  'AWS::ElasticLoadBalancingV2::LoadBalancer':
    '+LoadBalancerAttributes +Tags availabilityZones securityGroups',
  'AWS::ElasticLoadBalancingV2::TargetGroup': 'LoadBalancerArns Tags TargetGroupAttributes Targets',
  'AWS::Elasticsearch::Domain':
    '+Tags vpcoptions.availabilityZones vpcoptions.securityGroupIds vpcoptions.subnetIds',
  'AWS::Events::Connection':
    'AuthParameters.InvocationHttpParameters.BodyParameters AuthParameters.InvocationHttpParameters.HeaderParameters AuthParameters.InvocationHttpParameters.QueryStringParameters AuthParameters.OAuthParameters.OAuthHttpParameters.BodyParameters AuthParameters.OAuthParameters.OAuthHttpParameters.HeaderParameters AuthParameters.OAuthParameters.OAuthHttpParameters.QueryStringParameters',
  'AWS::Events::Endpoint': 'EventBuses',
  'AWS::Events::EventBus': 'Tags',
  'AWS::Events::Rule': 'Targets',
  'AWS::Evidently::Launch': 'Groups MetricMonitors ScheduledSplitsConfig',
  'AWS::Forecast::DatasetGroup': 'DatasetArns',
  'AWS::GlobalAccelerator::Accelerator': 'IpAddresses',
  'AWS::GlobalAccelerator::EndpointGroup': 'EndpointConfigurations PortOverrides',
  'AWS::GlobalAccelerator::Listener': 'PortRanges',
  'AWS::Glue::Classifier': 'CsvClassifier.Header',
  'AWS::Glue::Job': 'Connections.Connections',
  'AWS::Glue::MLTransform': 'InputRecordTables.GlueTables',
  'AWS::GroundStation::DataflowEndpointGroup': 'EndpointDetails',
  'AWS::GroundStation::MissionProfile': 'DataflowEdges',
  'AWS::IAM::Group': 'attachedManagedPolicies groupPolicyList',
  'AWS::IAM::OIDCProvider': 'ClientIdList ThumbprintList',
  'AWS::IAM::Policy': 'policyVersionList',
  'AWS::IAM::Role': 'attachedManagedPolicies instanceProfileList rolePolicyList tags',
  'AWS::IAM::User': 'attachedManagedPolicies groupList tags userPolicyList',
  'AWS::ImageBuilder::ContainerRecipe': 'Components InstanceConfiguration.BlockDeviceMappings',
  'AWS::ImageBuilder::DistributionConfiguration': 'Distributions',
  'AWS::ImageBuilder::ImageRecipe': 'BlockDeviceMappings Components',
  'AWS::ImageBuilder::InfrastructureConfiguration': 'InstanceTypes SecurityGroupIds',
  'AWS::InspectorV2::Filter':
    'FilterCriteria.AwsAccountId FilterCriteria.CodeVulnerabilityDetectorName FilterCriteria.CodeVulnerabilityDetectorTags FilterCriteria.CodeVulnerabilityFilePath FilterCriteria.ComponentId FilterCriteria.ComponentType FilterCriteria.Ec2InstanceImageId FilterCriteria.Ec2InstanceSubnetId FilterCriteria.Ec2InstanceVpcId FilterCriteria.EcrImageArchitecture FilterCriteria.EcrImageHash FilterCriteria.EcrImagePushedAt FilterCriteria.EcrImageRegistry FilterCriteria.EcrImageRepositoryName FilterCriteria.EcrImageTags FilterCriteria.EpssScore FilterCriteria.ExploitAvailable FilterCriteria.FindingArn FilterCriteria.FindingStatus FilterCriteria.FindingType FilterCriteria.FirstObservedAt FilterCriteria.FixAvailable FilterCriteria.InspectorScore FilterCriteria.LambdaFunctionExecutionRoleArn FilterCriteria.LambdaFunctionLastModifiedAt FilterCriteria.LambdaFunctionLayers FilterCriteria.LambdaFunctionName FilterCriteria.LambdaFunctionRuntime FilterCriteria.LastObservedAt FilterCriteria.NetworkProtocol FilterCriteria.PortRange FilterCriteria.RelatedVulnerabilities FilterCriteria.ResourceId FilterCriteria.ResourceTags FilterCriteria.ResourceType FilterCriteria.Severity FilterCriteria.Title FilterCriteria.UpdatedAt FilterCriteria.VendorSeverity FilterCriteria.VulnerabilityId FilterCriteria.VulnerabilitySource FilterCriteria.VulnerablePackages',
  'AWS::IoT::Dimension': 'StringValues',
  'AWS::IoT::DomainConfiguration': 'ServerCertificates Tags',
  'AWS::IoT::FleetMetric': 'AggregationType.Values',
  'AWS::IoT::JobTemplate':
    'AbortConfig.CriteriaList JobExecutionsRetryConfig.RetryCriteriaList MaintenanceWindows',
  'AWS::IoT::MitigationAction': 'ActionParams.AddThingsToThingGroupParams.ThingGroupNames',
  'AWS::IoT::ScheduledAudit': 'TargetCheckNames',
  'AWS::IoT::SecurityProfile': 'AdditionalMetricsToRetainV2 TargetArns',
  'AWS::IoTAnalytics::Dataset': 'Actions ContentDeliveryRules LateDataRules Triggers',
  'AWS::IoTAnalytics::Datastore':
    'DatastorePartitions.Partitions FileFormatConfiguration.ParquetConfiguration.SchemaDefinition.Columns',
  'AWS::IoTAnalytics::Pipeline': 'PipelineActivities',
  'AWS::IoTEvents::AlarmModel': 'AlarmEventActions.AlarmActions',
  'AWS::IoTEvents::DetectorModel': 'DetectorModelDefinition.States',
  'AWS::IoTEvents::Input': 'InputDefinition.Attributes',
  'AWS::IoTSiteWise::AssetModel': 'AssetModelCompositeModels AssetModelHierarchies AssetModelProperties',
  'AWS::IoTSiteWise::Gateway': 'GatewayCapabilitySummaries',
  'AWS::IoTSiteWise::Project': 'AssetIds',
  'AWS::IoTTwinMaker::Scene': 'Capabilities',
  'AWS::KMS::Key':
    '+Tags encryptionAlgorithms keyAgreementAlgorithms macAlgorithms multiRegionConfiguration.replicaKeys signingAlgorithms',
  'AWS::Kendra::Index': 'DocumentMetadataConfigurations',
  'AWS::Kinesis::Stream': 'Tags',
  'AWS::KinesisAnalyticsV2::Application':
    'ApplicationConfiguration.EnvironmentProperties.PropertyGroups ApplicationConfiguration.SqlApplicationConfiguration.Inputs ApplicationConfiguration.VpcConfigurations ApplicationConfiguration.ZeppelinApplicationConfiguration.CustomArtifactsConfiguration',
  'AWS::KinesisFirehose::DeliveryStream':
    'AmazonOpenSearchServerlessDestinationConfiguration.ProcessingConfiguration.Processors AmazonOpenSearchServerlessDestinationConfiguration.VpcConfiguration.SecurityGroupIds AmazonOpenSearchServerlessDestinationConfiguration.VpcConfiguration.SubnetIds AmazonopensearchserviceDestinationConfiguration.ProcessingConfiguration.Processors AmazonopensearchserviceDestinationConfiguration.VpcConfiguration.SecurityGroupIds AmazonopensearchserviceDestinationConfiguration.VpcConfiguration.SubnetIds ElasticsearchDestinationConfiguration.ProcessingConfiguration.Processors ElasticsearchDestinationConfiguration.VpcConfiguration.SecurityGroupIds ElasticsearchDestinationConfiguration.VpcConfiguration.SubnetIds ExtendedS3DestinationConfiguration.DataFormatConversionConfiguration.InputFormatConfiguration.Deserializer.HiveJsonSerDe.TimestampFormats ExtendedS3DestinationConfiguration.DataFormatConversionConfiguration.OutputFormatConfiguration.Serializer.OrcSerDe.BloomFilterColumns ExtendedS3DestinationConfiguration.ProcessingConfiguration.Processors HttpEndpointDestinationConfiguration.ProcessingConfiguration.Processors HttpEndpointDestinationConfiguration.RequestConfiguration.CommonAttributes RedshiftDestinationConfiguration.ProcessingConfiguration.Processors SplunkDestinationConfiguration.ProcessingConfiguration.Processors',
  'AWS::Lambda::CodeSigningConfig': 'AllowedPublishers.SigningProfileVersionArns',
  'AWS::Lambda::Function':
    'architectures fileSystemConfigs imageConfigResponse.imageConfig.entryPoint layers vpcConfig.securityGroupIds vpcConfig.subnetIds',
  'AWS::Lex::Bot':
    'TestBotAliasSettings.BotAliasLocaleSettings TestBotAliasSettings.ConversationLogSettings.AudioLogSettings TestBotAliasSettings.ConversationLogSettings.TextLogSettings',
  'AWS::Lex::BotAlias':
    'BotAliasLocaleSettings ConversationLogSettings.AudioLogSettings ConversationLogSettings.TextLogSettings',
  'AWS::Lightsail::Bucket': 'ReadOnlyAccessAccounts ResourcesReceivingAccess',
  'AWS::Lightsail::Certificate': 'SubjectAlternativeNames',
  'AWS::Lightsail::Disk': 'AddOns',
  'AWS::M2::Environment': 'SecurityGroupIds StorageConfigurations SubnetIds',
  'AWS::MSK::BatchScramSecret': 'SecretArnList',
  'AWS::MSK::Cluster':
    'BrokerNodeGroupInfo.ClientSubnets BrokerNodeGroupInfo.SecurityGroups ClientAuthentication.Tls.CertificateAuthorityArnList',
  'AWS::MSK::Configuration': 'KafkaVersionsList',
  'AWS::MSK::VpcConnection': 'ClientSubnets SecurityGroups',
  'AWS::MediaConnect::FlowVpcInterface': 'NetworkInterfaceIds SecurityGroupIds',
  'AWS::MediaConnect::Gateway': 'EgressCidrBlocks Networks',
  'AWS::MediaPackage::PackagingConfiguration':
    'CmafPackage.Encryption.SpekeKeyProvider.SystemIds CmafPackage.HlsManifests DashPackage.DashManifests DashPackage.Encryption.SpekeKeyProvider.SystemIds DashPackage.PeriodTriggers HlsPackage.Encryption.SpekeKeyProvider.SystemIds HlsPackage.HlsManifests MssPackage.Encryption.SpekeKeyProvider.SystemIds MssPackage.MssManifests',
  'AWS::MemoryDB::SubnetGroup': 'SubnetIds',
  'AWS::NetworkFirewall::Firewall': 'firewall.subnetMappings firewall.tags',
  'AWS::NetworkFirewall::FirewallPolicy':
    'firewallPolicy.statefulDefaultActions firewallPolicy.statefulRuleGroupReferences firewallPolicy.statelessCustomActions firewallPolicy.statelessDefaultActions firewallPolicy.statelessFragmentDefaultActions firewallPolicy.statelessRuleGroupReferences',
  'AWS::NetworkFirewall::RuleGroup':
    'ruleGroup.rulesSource.rulesSourceList.targetTypes ruleGroup.rulesSource.rulesSourceList.targets ruleGroup.rulesSource.statefulRules ruleGroup.rulesSource.statelessRulesAndCustomActions.customActions ruleGroup.rulesSource.statelessRulesAndCustomActions.statelessRules ruleGroupResponse.tags',
  'AWS::NetworkFirewall::TLSInspectionConfiguration':
    'tlsInspectionConfiguration.serverCertificateConfigurations',
  'AWS::NetworkManager::ConnectPeer':
    'Configuration.BgpConfigurations Configuration.InsideCidrBlocks InsideCidrBlocks',
  'AWS::OpenSearch::Domain': 'Tags VPCOptions.SecurityGroupIds VPCOptions.SubnetIds',
  'AWS::OpenSearchServerless::VpcEndpoint': 'SecurityGroupIds SubnetIds',
  'AWS::Personalize::Solution':
    'SolutionConfig.AutoMLConfig.RecipeList SolutionConfig.HpoConfig.AlgorithmHyperParameterRanges.CategoricalHyperParameterRanges SolutionConfig.HpoConfig.AlgorithmHyperParameterRanges.ContinuousHyperParameterRanges SolutionConfig.HpoConfig.AlgorithmHyperParameterRanges.IntegerHyperParameterRanges',
  'AWS::Pinpoint::Campaign':
    'AdditionalTreatments CustomDeliveryConfiguration.EndpointTypes MessageConfiguration.InAppMessage.Content Schedule.EventFilter.Dimensions.EventType.Values',
  'AWS::Pinpoint::InAppTemplate': 'Content',
  'AWS::Pinpoint::Segment':
    'Dimensions.Demographic.AppVersion.Values Dimensions.Demographic.Channel.Values Dimensions.Demographic.DeviceType.Values Dimensions.Demographic.Make.Values Dimensions.Demographic.Model.Values Dimensions.Demographic.Platform.Values Dimensions.Location.Country.Values SegmentGroups.Groups',
  'AWS::QuickSight::DataSource':
    'AlternateDataSourceParameters DataSourceParameters.RedshiftParameters.IamParameters.DatabaseGroups Permissions',
  'AWS::RDS::DBCluster':
    '+Tags associatedRoles availabilityZones customEndpoints dbclusterMembers dbclusterOptionGroupMemberships domainMemberships enabledCloudwatchLogsExports pendingModifiedValues.pendingCloudwatchLogsExports.logTypesToDisable pendingModifiedValues.pendingCloudwatchLogsExports.logTypesToEnable readReplicaIdentifiers statusInfos tagList vpcSecurityGroups',
  'AWS::RDS::DBClusterSnapshot': '+DBClusterSnapshotAttributes +Tags availabilityZones tagList',
  'AWS::RDS::DBInstance':
    '+Tags associatedRoles dBInstanceAutomatedBackupsReplications dBParameterGroups dBSecurityGroups dBSubnetGroup.subnets dBSubnetGroup.supportedNetworkTypes domainMemberships enabledCloudwatchLogsExports optionGroupMemberships pendingModifiedValues.pendingCloudwatchLogsExports.logTypesToDisable pendingModifiedValues.pendingCloudwatchLogsExports.logTypesToEnable pendingModifiedValues.processorFeatures processorFeatures readReplicaDBClusterIdentifiers readReplicaDBInstanceIdentifiers statusInfos tagList vpcSecurityGroups',
  'AWS::RDS::DBSecurityGroup': '+Tags eC2SecurityGroups iPRanges',
  'AWS::RDS::DBSnapshot': '+DBSnapshotAttributes +Tags processorFeatures tagList',
  'AWS::RDS::DBSubnetGroup': '+Tags subnets supportedNetworkTypes',
  'AWS::RDS::EventSubscription': '+Tags eventCategoriesList sourceIdsList',
  'AWS::RDS::OptionGroup': 'OptionConfigurations Tags',
  'AWS::RUM::AppMonitor':
    'AppMonitorConfiguration.ExcludedPages AppMonitorConfiguration.FavoritePages AppMonitorConfiguration.IncludedPages AppMonitorConfiguration.Telemetries',
  'AWS::Redshift::Cluster':
    'clusterNodes clusterParameterGroups clusterSecurityGroups deferredMaintenanceWindows endpoint.vpcEndpoints iamRoles pendingActions tags vpcSecurityGroups',
  'AWS::Redshift::ClusterParameterGroup': '+Parameters tags',
  'AWS::Redshift::ClusterSecurityGroup': 'eC2SecurityGroups iPRanges tags',
  'AWS::Redshift::ClusterSnapshot': 'accountsWithRestoreAccess restorableNodeTypes tags',
  'AWS::Redshift::ClusterSubnetGroup': 'subnets supportedClusterIpAddressTypes tags',
  'AWS::Redshift::EndpointAccess': 'VpcEndpoint.NetworkInterfaces VpcSecurityGroupIds VpcSecurityGroups',
  'AWS::Redshift::EndpointAuthorization': 'AllowedVPCs VpcIds',
  'AWS::Redshift::EventSubscription': 'eventCategoriesList sourceIdsList tags',
  'AWS::Redshift::ScheduledAction': 'NextInvocations',
  'AWS::ResilienceHub::App': 'ResourceMappings',
  'AWS::RoboMaker::RobotApplication': 'Sources',
  'AWS::RoboMaker::SimulationApplication': 'Sources',
  'AWS::Route53::HealthCheck': 'HealthCheckConfig.ChildHealthChecks HealthCheckConfig.Regions',
  'AWS::Route53::HostedZone': 'HostedZoneTags NameServers VPCs',
  'AWS::Route53RecoveryControl::Cluster': 'ClusterEndpoints',
  'AWS::Route53RecoveryControl::SafetyRule':
    'AssertionRule.AssertedControls GatingRule.GatingControls GatingRule.TargetControls',
  'AWS::Route53RecoveryReadiness::Cell': 'Cells ParentReadinessScopes',
  'AWS::Route53RecoveryReadiness::RecoveryGroup': 'Cells',
  'AWS::Route53RecoveryReadiness::ResourceSet': 'Resources',
  'AWS::Route53Resolver::FirewallDomainList': 'Domains',
  'AWS::Route53Resolver::FirewallRuleGroup': 'FirewallRules',
  'AWS::Route53Resolver::ResolverEndpoint': 'IpAddresses SecurityGroupIds Tags',
  'AWS::Route53Resolver::ResolverRule': 'TargetIps',
  'AWS::S3::Bucket':
    '+AccessControlList.grantList +BucketCrossOriginConfiguration.rules +BucketLifecycleConfiguration.rules +BucketTaggingConfiguration.tagSets +BucketWebsiteConfiguration.routingRules +ServerSideEncryptionConfiguration.rules',
  'AWS::S3::MultiRegionAccessPoint': 'Regions',
  'AWS::S3::StorageLens':
    'StorageLensConfiguration.Exclude.Buckets StorageLensConfiguration.Exclude.Regions StorageLensConfiguration.Include.Buckets StorageLensConfiguration.Include.Regions',
  'AWS::S3Express::DirectoryBucket':
    'BucketEncryption.ServerSideEncryptionConfiguration LifecycleConfiguration.Rules',
  'AWS::SES::ConfigurationSet': 'SuppressionOptions.SuppressedReasons',
  'AWS::SES::ContactList': 'Topics',
  'AWS::SNS::Topic': '+Tags',
  'AWS::SSM::Document': 'Attachments Requires',
  'AWS::SageMaker::AppImageConfig': 'KernelGatewayImageConfig.KernelSpecs',
  'AWS::SageMaker::Domain':
    'DefaultSpaceSettings.KernelGatewayAppSettings.CustomImages DefaultSpaceSettings.KernelGatewayAppSettings.LifecycleConfigArns DefaultSpaceSettings.SecurityGroups DefaultUserSettings.KernelGatewayAppSettings.CustomImages DefaultUserSettings.RSessionAppSettings.CustomImages DefaultUserSettings.SecurityGroups DomainSettings.SecurityGroupIds SubnetIds',
  'AWS::SageMaker::EndpointConfig':
    'DataCaptureConfig.CaptureContentTypeHeader.CsvContentTypes DataCaptureConfig.CaptureContentTypeHeader.JsonContentTypes DataCaptureConfig.CaptureOptions ProductionVariants',
  'AWS::SageMaker::FeatureGroup': 'FeatureDefinitions',
  'AWS::SageMaker::Model': 'Containers VpcConfig.SecurityGroupIds VpcConfig.Subnets',
  'AWS::SageMaker::NotebookInstance': 'AcceleratorTypes AdditionalCodeRepositories SecurityGroupIds',
  'AWS::SageMaker::Workteam': 'MemberDefinitions',
  'AWS::ServiceCatalog::CloudFormationProduct': '+constraints +provisioningArtifacts tagOptions',
  'AWS::ServiceCatalog::CloudFormationProvisionedProduct':
    '+lastRecord.recordDetail.recordErrors +lastRecord.recordOutputs',
  'AWS::ServiceCatalog::Portfolio': '+constraints +portfolioAccess.accountIds +principals tagOptions',
  'AWS::ServiceDiscovery::Service': 'DnsConfig.DnsRecords',
  'AWS::Shield::Protection': 'HealthCheckIds',
  'AWS::ShieldRegional::Protection': 'HealthCheckIds',
  'AWS::StepFunctions::StateMachine': 'LoggingConfiguration.Destinations Tags',
  'AWS::Transfer::Profile': 'CertificateIds',
  'AWS::Transfer::Workflow': 'OnExceptionSteps Steps',
  'AWS::WAF::RateBasedRule': 'matchPredicates',
  'AWS::WAF::Rule': 'predicateList',
  'AWS::WAF::RuleGroup': 'rules',
  'AWS::WAF::WebACL': 'rulesList',
  'AWS::WAFRegional::RateBasedRule': 'matchPredicates',
  'AWS::WAFRegional::Rule': 'predicateList',
  'AWS::WAFRegional::RuleGroup': 'rules',
  'AWS::WAFRegional::WebACL': 'associationList rulesList',
  'AWS::WAFv2::IPSet': 'addresses',
  'AWS::WAFv2::RegexPatternSet': 'regularExpressions',
  'AWS::WAFv2::WebACL': 'associatedResources rules',
  'AWS::WorkSpaces::ConnectionAlias': 'Associations',
};
