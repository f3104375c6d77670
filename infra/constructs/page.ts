import { Duration, Stack } from 'aws-cdk-lib';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { PrivateBucket } from './private-bucket.ts';
import { STAGE } from './rest-api.ts';
import { SecurityHeaders } from './security-headers.ts';

interface PageProps {
  readonly accessLogs: Bucket;
  readonly restApiId: string;
  readonly socketApiId: string;
  /** Where the sign-in pages are. */
  readonly signInAddress: string;
}

/**
 * A WebSocket API is reached at its stage alone, whatever path the page asked for. The query string goes no further:
 * CloudFront's log keeps it, so a token in it must not even work.
 */
const TO_THE_STAGE = `function handler(event) {
  event.request.uri = '/${STAGE}';
  event.request.querystring = {};
  return event.request;
}`;

/** The page and both APIs under one name, so that the page needs no other origin. */
export class Page extends Construct {
  readonly site: Bucket;
  readonly distribution: Distribution;
  readonly url: string;

  constructor(
    scope: Construct,
    id: string,
    { accessLogs, restApiId, socketApiId, signInAddress }: PageProps,
  ) {
    super(scope, id);
    // S3's own key: what lies here is public, and the distribution needs no part in ours.
    this.site = new PrivateBucket(this, 'Site', {
      accessLogs,
      versioned: true,
      lifecycleRules: [{ id: 'superseded', noncurrentVersionExpiration: Duration.days(90) }],
    });
    const { region, urlSuffix } = Stack.of(this);
    const apiHost = (apiId: string) => `${apiId}.execute-api.${region}.${urlSuffix}`;
    const responseHeadersPolicy = new SecurityHeaders(this, 'SecurityHeaders', signInAddress);
    const passedOn = {
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy,
    };
    const rest = new HttpOrigin(apiHost(restApiId), { originPath: `/${STAGE}` });
    this.distribution = new Distribution(this, 'Distribution', {
      comment: 'Stocktake',
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      enableLogging: true,
      logBucket: accessLogs,
      logFilePrefix: 'cloudfront/',
      logIncludesCookies: false,
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(this.site),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy,
      },
      additionalBehaviors: {
        '/v1/socket': {
          ...passedOn,
          origin: new HttpOrigin(apiHost(socketApiId)),
          functionAssociations: [
            {
              eventType: FunctionEventType.VIEWER_REQUEST,
              function: new EdgeFunction(this, 'ToTheStage', {
                runtime: FunctionRuntime.JS_2_0,
                code: FunctionCode.fromInline(TO_THE_STAGE),
              }),
            },
          ],
        },
        '/v1/*': { ...passedOn, origin: rest },
        '/openapi.json': { ...passedOn, origin: rest },
      },
    });
    this.url = `https://${this.distribution.distributionDomainName}`;
    const accept = (rule: string, reason: string) => acknowledge(this.distribution, rule, reason);
    accept('AwsSolutions-CFR1', 'An organization asks from wherever its people are.');
    accept('AwsSolutions-CFR2', 'The page holds nothing; both APIs check a token and are throttled.');
    accept(
      'AwsSolutions-CFR4',
      'Without a domain of the owner’s, CloudFront’s own certificate is used, which sets the version itself.',
    );
  }
}
