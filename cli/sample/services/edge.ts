import { type Cell, toId } from '../cell.ts';
import { capitalTagList, tagList } from '../item.ts';
import { englishTime, iso } from '../time.ts';

/** A REST API and an HTTP API; their creation dates are English text, their ARNs have no account. */
export function addApis(cell: Cell): void {
  const { random } = cell;
  const restId = random.lower(10);
  const name = cell.label('rest');
  const restArn = `arn:aws:apigateway:${cell.region}::/restapis/${restId}`;
  const createdAt = cell.past(20, 800);
  const tags = cell.tags(name);
  cell.add({
    type: 'AWS::ApiGateway::RestApi',
    id: restArn,
    name,
    arn: restArn,
    zone: 'Not Applicable',
    createdAt,
    tags,
    configuration: {
      id: restId,
      name,
      description: cell.display('api'),
      createdDate: englishTime(createdAt),
      apiKeySource: 'HEADER',
      endpointConfiguration: { types: [random.pick(['REGIONAL', 'EDGE', 'PRIVATE'])] },
    },
    supplementary: { tags: { ...tags } },
  });
  const httpId = random.lower(10);
  const httpName = cell.label('http');
  const httpArn = `arn:aws:apigateway:${cell.region}::/apis/${httpId}`;
  cell.add({
    type: 'AWS::ApiGatewayV2::Api',
    id: httpArn,
    name: httpName,
    arn: httpArn,
    zone: 'Not Applicable',
    createdAt,
    tags,
    configuration: {
      apiId: httpId,
      name: httpName,
      protocolType: 'HTTP',
      ipAddressType: 'ipv4',
      routeSelectionExpression: '$request.method $request.path',
      apiKeySelectionExpression: '$request.header.x-api-key',
      apiEndpoint: `https://${httpId}.execute-api.${cell.region}.amazonaws.com`,
      createdDate: englishTime(createdAt),
      tags: { internalId: httpId, resourceArn: httpArn },
      disableExecuteApiEndpoint: false,
    },
    supplementary: { tags: { ...tags } },
  });
}

/** A distribution: recorded as global by the Region us-east-1. */
export function addDistribution(cell: Cell): void {
  const { random } = cell;
  const id = `E${random.capitals(13)}`;
  const arn = `arn:aws:cloudfront::${cell.accountId}:distribution/${id}`;
  const modifiedAt = cell.past(5, 600) + random.int(0, 999);
  const origin = `${cell.label('alb')}.${cell.region}.elb.amazonaws.com`;
  cell.add({
    type: 'AWS::CloudFront::Distribution',
    id,
    arn,
    region: 'global',
    zone: 'Not Applicable',
    createdAt: modifiedAt,
    tags: cell.tags(undefined),
    configuration: {
      id,
      arn,
      status: 'Deployed',
      domainName: `d${random.lower(13)}.cloudfront.net`,
      lastModifiedTime: iso(modifiedAt),
      activeTrustedSigners: { enabled: false, quantity: 0 },
      distributionConfig: {
        callerReference: String(modifiedAt),
        aliases: { quantity: 0 },
        defaultRootObject: 'index.html',
        origins: {
          quantity: 1,
          items: [
            {
              id: 'origin',
              domainName: origin,
              originPath: '',
              customOriginConfig: {
                httpPort: 80,
                httpsPort: 443,
                originProtocolPolicy: random.chance(0.3) ? 'http-only' : 'https-only',
              },
            },
          ],
        },
        defaultCacheBehavior: {
          targetOriginId: 'origin',
          viewerProtocolPolicy: random.chance(0.3) ? 'allow-all' : 'redirect-to-https',
          compress: true,
        },
        logging: { enabled: random.chance(0.5), includeCookies: false, bucket: '', prefix: '' },
        priceClass: 'PriceClass_100',
        enabled: true,
        viewerCertificate: {
          cloudFrontDefaultCertificate: true,
          minimumProtocolVersion: 'TLSv1',
          certificateSource: 'cloudfront',
        },
        webACLId: '',
        httpVersion: 'http2',
        isIPV6Enabled: true,
      },
    },
  });
}

/** A web ACL of WAFv2; its configuration repeats the ARN in capitals. */
export function addWebAcl(cell: Cell, loadBalancerArn: string | undefined): void {
  const { random } = cell;
  const name = cell.label('waf');
  const id = random.uuid();
  const arn = cell.arn('wafv2', `regional/webacl/${name}/${id}`);
  const metric = {
    CloudWatchMetricsEnabled: true,
    MetricName: name.replaceAll('-', ''),
    SampledRequestsEnabled: true,
  };
  cell.add({
    type: 'AWS::WAFv2::WebACL',
    id: arn,
    name,
    arn,
    zone: 'Not Applicable',
    tags: cell.tags(name),
    configuration: {
      ARN: arn,
      Capacity: 2,
      DefaultAction: { Allow: {} },
      Description: '',
      Id: id,
      ManagedByFirewallManager: false,
      Name: name,
      Rules: [
        {
          Action: { Block: {} },
          Name: 'RateLimit',
          Priority: 1,
          Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 2000 } },
          VisibilityConfig: metric,
        },
      ],
      VisibilityConfig: metric,
    },
    relationships:
      loadBalancerArn === undefined
        ? []
        : [toId('AWS::ElasticLoadBalancingV2::LoadBalancer', loadBalancerArn, 'Is associated with ')],
  });
}

/** A hosted zone; recorded in us-east-1 with its tags as HostedZoneTags. */
export function addHostedZone(cell: Cell): void {
  const id = `Z${cell.random.capitals(20)}`;
  const name = `${cell.account.product}.quillon.example.`;
  const tags = cell.tags(undefined);
  cell.add({
    type: 'AWS::Route53::HostedZone',
    id,
    name,
    arn: `arn:aws:route53:::hostedzone/${id}`,
    zone: 'Regional',
    tags,
    configuration: {
      Id: id,
      HostedZoneConfig: { Comment: cell.display('zone') },
      Name: name,
      NameServers: ['ns-1.example.net', 'ns-2.example.net'],
      VPCs: [],
      HostedZoneTags: capitalTagList(tags),
    },
  });
}

/** A stack; its times are English text, its booleans text, and a parameter may hold a password. */
export function addStack(cell: Cell, secret: string): void {
  const { random } = cell;
  const name = cell.label('stack');
  const arn = cell.arn('cloudformation', `stack/${name}/${random.uuid()}`);
  const createdAt = cell.past(20, 900);
  const tags = cell.tags(name);
  cell.add({
    type: 'AWS::CloudFormation::Stack',
    id: arn,
    name,
    arn,
    zone: 'Regional',
    createdAt,
    tags,
    configuration: {
      stackId: arn,
      stackName: name,
      description: cell.display('stack'),
      parameters: [
        { parameterKey: 'VpcCidr', parameterValue: '10.0.0.0/16' },
        { parameterKey: 'MasterUserPassword', parameterValue: secret },
      ],
      creationTime: englishTime(createdAt),
      stackStatus: random.pick([
        'CREATE_COMPLETE',
        'UPDATE_COMPLETE',
        'UPDATE_COMPLETE',
        'UPDATE_ROLLBACK_COMPLETE',
      ]),
      disableRollback: 'false',
      notificationARNs: [],
      capabilities: ['CAPABILITY_NAMED_IAM'],
      outputs: [],
      tags: tagList(tags),
      enableTerminationProtection: String(random.chance(0.4)),
      driftInformation: { stackDriftStatus: random.pick(['IN_SYNC', 'DRIFTED', 'NOT_CHECKED']) },
    },
    supplementary: {
      EnableTerminationProtection: 'false',
      StackResourceSummaries: [],
      unsupportedResources: [],
    },
  });
}
