/** Services all of whose types Config records with Region `global`. */
export const globalServices: ReadonlySet<string> = new Set(['IAM']);

/** Types of other services that Config records with Region `global` (or in one home Region for the whole account). */
export const globalTypes: ReadonlySet<string> = new Set([
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::StreamingDistribution',
  'AWS::GlobalAccelerator::Accelerator',
  'AWS::GlobalAccelerator::EndpointGroup',
  'AWS::GlobalAccelerator::Listener',
  'AWS::NetworkManager::ConnectPeer',
  'AWS::NetworkManager::CustomerGatewayAssociation',
  'AWS::NetworkManager::Device',
  'AWS::NetworkManager::GlobalNetwork',
  'AWS::NetworkManager::Link',
  'AWS::NetworkManager::LinkAssociation',
  'AWS::NetworkManager::Site',
  'AWS::NetworkManager::TransitGatewayRegistration',
  'AWS::Route53::HealthCheck',
  'AWS::Route53::HostedZone',
  'AWS::Route53RecoveryControl::Cluster',
  'AWS::Route53RecoveryControl::ControlPanel',
  'AWS::Route53RecoveryControl::RoutingControl',
  'AWS::Route53RecoveryControl::SafetyRule',
  'AWS::Route53RecoveryReadiness::Cell',
  'AWS::Route53RecoveryReadiness::ReadinessCheck',
  'AWS::Route53RecoveryReadiness::RecoveryGroup',
  'AWS::Route53RecoveryReadiness::ResourceSet',
  'AWS::Shield::Protection',
  'AWS::WAF::RateBasedRule',
  'AWS::WAF::Rule',
  'AWS::WAF::RuleGroup',
  'AWS::WAF::WebACL',
]);
