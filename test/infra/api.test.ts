import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createApi } from '../../api/app.ts';
import { QuestionRequestSchema, ReportRunSchema, SqlRequestSchema } from '../../api/contract/rest.ts';
import type { ApiDeps } from '../../api/deps.ts';
import { MODES, one, type Resource, resources, stacksOf } from './synthesise.ts';

const { hub } = stacksOf(MODES.hub).stacks;
/** The API as far as its routes and headers go: nothing of its dependencies is called. */
const { app } = createApi({ answers: { engine: { name: 'athena' } }, reports: [] } as unknown as ApiDeps);
const methods = [...resources(hub, 'AWS::ApiGateway::Method')];

/** `GET /v1/…` of a method, found by climbing its resources. */
function routeOf({ Properties }: Resource): string {
  const parts: string[] = [];
  const all = resources(hub, 'AWS::ApiGateway::Resource');
  for (let id = Properties.ResourceId.Ref as string | undefined; id !== undefined; ) {
    const resource = all.get(id);
    parts.unshift(resource!.Properties.PathPart);
    id = resource!.Properties.ParentId.Ref;
  }
  return `${Properties.HttpMethod} /${parts.join('/')}`;
}

describe('the HTTP API', () => {
  it.each(methods)('%s needs a token of the user pool, and its form is checked', (_, { Properties }) => {
    expect(Properties.AuthorizationType).toBe('COGNITO_USER_POOLS');
    expect(Properties.AuthorizerId).toBeDefined();
    expect(Properties.RequestValidatorId).toBeDefined();
  });

  it('has the routes that the API says it has, and no other', () => {
    const { paths } = app.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 't', version: '1' } });
    const documented = Object.entries(paths ?? {}).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const resource = 'GET /v1/resources/{resource+}';
    const expected = [
      ...documented.filter((route) => !route.startsWith('GET /v1/resources/')),
      resource,
      'GET /openapi.json',
    ];
    expect(documented.some((route) => route.startsWith('GET /v1/resources/'))).toBe(true);
    expect(methods.map(([, method]) => routeOf(method)).sort()).toEqual(expected.sort());
  });

  it.each([
    ['Question', QuestionRequestSchema],
    ['Sql', SqlRequestSchema],
    ['ReportRun', ReportRunSchema],
  ] as const)('checks a %s as the API reads it', (name, schema) => {
    const model = [...resources(hub, 'AWS::ApiGateway::Model').values()].find(
      ({ Properties }) => Properties.Name === name,
    );
    const wanted = z.toJSONSchema(schema, { io: 'input' });
    expect(Object.keys(model!.Properties.Schema.properties).sort()).toEqual(
      Object.keys(wanted.properties ?? {}).sort(),
    );
    expect(model!.Properties.Schema.required ?? []).toEqual(wanted.required ?? []);
  });

  it('is throttled and logged, without bodies', () => {
    const [, stage] = one(hub, 'AWS::ApiGateway::Stage');
    expect(stage.Properties.AccessLogSetting.DestinationArn).toBeDefined();
    expect(stage.Properties.TracingEnabled).toBe(true);
    const [settings] = stage.Properties.MethodSettings;
    expect(settings).toMatchObject({ DataTraceEnabled: false, HttpMethod: '*', LoggingLevel: 'ERROR' });
    expect(settings.ThrottlingRateLimit).toBeGreaterThan(0);
  });

  it('refuses in the form in which the API tells of problems', () => {
    const refusals = [...resources(hub, 'AWS::ApiGateway::GatewayResponse').values()];
    expect(refusals.map(({ Properties }) => Properties.ResponseType).sort()).toEqual([
      'ACCESS_DENIED',
      'BAD_REQUEST_BODY',
      'THROTTLED',
      'UNAUTHORIZED',
    ]);
    for (const { Properties } of refusals) {
      const text = Properties.ResponseTemplates['application/json'].replace(
        '$context.error.messageString',
        '"m"',
      );
      expect(Object.keys(JSON.parse(text))).toEqual(['code', 'message', 'hint']);
    }
  });
});

describe('the WebSocket API', () => {
  it('gives its routes to one function, which is told whose tokens to take', () => {
    const routes = [...resources(hub, 'AWS::ApiGatewayV2::Route').values()];
    expect(routes.map(({ Properties }) => Properties.RouteKey).sort()).toEqual([
      '$connect',
      '$default',
      '$disconnect',
    ]);
    const targets = [...resources(hub, 'AWS::ApiGatewayV2::Integration').values()].map(({ Properties }) =>
      JSON.stringify(Properties.IntegrationUri),
    );
    expect(targets.every((uri) => uri.includes('AnswersSocket'))).toBe(true);
    const [pool] = one(hub, 'AWS::Cognito::UserPool');
    const variables = one(hub, 'AWS::Lambda::Function', 'AnswersSocket')[1].Properties.Environment.Variables;
    expect(JSON.stringify(variables.USER_POOL_ISSUER)).toContain(`{"Ref":"${pool}"}`);
    expect(variables.USER_POOL_CLIENT).toEqual({ Ref: one(hub, 'AWS::Cognito::UserPoolClient')[0] });
  });

  it('has no authorizer, and no other API is without: the function itself opens connections, by their token', () => {
    const routes = [...resources(hub, 'AWS::ApiGatewayV2::Route').values()].map(({ Properties }) => [
      Properties.RouteKey,
      Properties.AuthorizationType,
    ]);
    expect(routes.sort()).toEqual([
      ['$connect', 'NONE'],
      ['$default', 'NONE'],
      ['$disconnect', 'NONE'],
    ]);
    expect(resources(hub, 'AWS::ApiGatewayV2::Api').size).toBe(1);
    const open = methods.filter(([, { Properties }]) => Properties.AuthorizationType === 'NONE');
    expect(open).toEqual([]);
  });

  it('is throttled, and logs no query string: it holds a token', () => {
    const [, stage] = one(hub, 'AWS::ApiGatewayV2::Stage');
    expect(stage.Properties.DefaultRouteSettings.ThrottlingRateLimit).toBeGreaterThan(0);
    const { Format } = stage.Properties.AccessLogSettings;
    expect(Format).not.toMatch(/querystring|requestOverride|path|header|authorizer/i);
    expect(stage.DependsOn?.some((id) => id.includes('Account'))).toBe(true);
  });
});

describe('sign-in', () => {
  it('is by invitation, with a second factor unless the owner says otherwise', () => {
    const [, pool] = one(hub, 'AWS::Cognito::UserPool');
    expect(pool.Properties).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      DeletionProtection: 'ACTIVE',
    });
    expect(pool.Properties.Policies.PasswordPolicy.MinimumLength).toBeGreaterThanOrEqual(14);
    const groups = [...resources(hub, 'AWS::Cognito::UserPoolGroup').values()];
    expect(groups.map(({ Properties }) => Properties.GroupName)).toEqual(['owners', 'analysts']);
    const optional = stacksOf({ ...MODES.hub, mfa: 'optional' }).stacks.hub;
    expect(one(optional, 'AWS::Cognito::UserPool')[1].Properties.MfaConfiguration).toBe('OPTIONAL');
  });

  it('takes no password from a browser in the clear, and no client secret', () => {
    const [, client] = one(hub, 'AWS::Cognito::UserPoolClient');
    expect(client.Properties.ExplicitAuthFlows).toEqual([
      'ALLOW_ADMIN_USER_PASSWORD_AUTH',
      'ALLOW_USER_SRP_AUTH',
      'ALLOW_REFRESH_TOKEN_AUTH',
    ]);
    expect(client.Properties.GenerateSecret).toBe(false);
    expect(client.Properties).toMatchObject({
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email'],
      AllowedOAuthFlowsUserPoolClient: true,
    });
    // Nobody is sent back anywhere but to the page.
    expect(JSON.stringify(client.Properties.CallbackURLs)).toMatch(
      /^\[\{"Fn::Join":\["",\["https:\/\/",\{"Fn::GetAtt":\["PageDistribution\w+","DomainName"\]\},"\/"\]\]\}\]$/,
    );
    expect(client.Properties.PreventUserExistenceErrors).toBe('ENABLED');
  });
});

describe('the page', () => {
  const { DistributionConfig: distribution } = one(hub, 'AWS::CloudFront::Distribution')[1].Properties;

  it('sends the security policy that the API sends, and lets a code become a token', async () => {
    const [, headers] = one(hub, 'AWS::CloudFront::ResponseHeadersPolicy');
    const security = headers.Properties.ResponseHeadersPolicyConfig.SecurityHeadersConfig;
    const response = await app.request('/nothing-here');
    const policy = security.ContentSecurityPolicy.ContentSecurityPolicy as {
      'Fn::Join': [string, unknown[]];
    };
    const text = policy['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : '…')).join('');
    expect(text).toContain("connect-src 'self' https://…");
    expect(text.replace(/(connect-src 'self') [^;]+/, '$1')).toBe(
      response.headers.get('content-security-policy'),
    );
    expect(security.ReferrerPolicy.ReferrerPolicy).toBe(response.headers.get('referrer-policy'));
    expect(security.StrictTransportSecurity.AccessControlMaxAgeSec).toBeGreaterThanOrEqual(31_536_000);
    expect(security.FrameOptions.FrameOption).toBe('DENY');
  });

  it('hands no query string on to the socket: what stands in an address is kept in the access log', () => {
    expect(distribution.Logging.IncludeCookies).toBe(false);
    const socket = distribution.CacheBehaviors.find(
      ({ PathPattern }: { PathPattern: string }) => PathPattern === '/v1/socket',
    );
    const [{ FunctionARN: arn, EventType }] = socket.FunctionAssociations;
    expect(EventType).toBe('viewer-request');
    const edge = resources(hub, 'AWS::CloudFront::Function').get(arn['Fn::GetAtt'][0]);
    const handler = new Function(`${edge!.Properties.FunctionCode}; return handler;`)() as (
      event: object,
    ) => object;
    const asked = { uri: '/v1/socket', querystring: { token: { value: 'eyJ' } }, headers: { upgrade: {} } };
    expect(handler({ request: asked })).toEqual({ uri: '/live', querystring: {}, headers: { upgrade: {} } });
  });

  it('puts these headers on every path, and speaks TLS alone', () => {
    const behaviours = [distribution.DefaultCacheBehavior, ...distribution.CacheBehaviors];
    expect(behaviours.map(({ PathPattern }: { PathPattern?: string }) => PathPattern)).toEqual([
      undefined,
      '/v1/socket',
      '/v1/*',
      '/openapi.json',
    ]);
    for (const behaviour of behaviours) {
      expect(behaviour.ResponseHeadersPolicyId).toBeDefined();
      expect(behaviour.ViewerProtocolPolicy).toMatch(/^(https-only|redirect-to-https)$/);
    }
    for (const origin of distribution.Origins)
      if (origin.CustomOriginConfig !== undefined)
        expect(origin.CustomOriginConfig.OriginProtocolPolicy).toBe('https-only');
  });

  it('reads its bucket by an origin access control, which alone may read it', () => {
    const origin = distribution.Origins.find(
      ({ S3OriginConfig }: { S3OriginConfig?: object }) => S3OriginConfig !== undefined,
    );
    expect(origin.OriginAccessControlId).toBeDefined();
    const policies = JSON.stringify([...resources(hub, 'AWS::S3::BucketPolicy').values()]);
    expect(policies).toMatch(/"Service":"cloudfront\.amazonaws\.com"/);
    expect(policies).toMatch(/"AWS:SourceArn":/);
  });
});
