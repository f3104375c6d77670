/**
 * The stacks of the product as the local AWS emulator can hold them: the same constructs, with what it cannot create
 * retyped and with the addresses of the stand-ins in the functions' environment.
 */
import { App, Aspects, CfnResource, Fn, type IAspect, Stack } from 'aws-cdk-lib';
import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { addStacks } from '../../infra/app.ts';
import { readSettings } from '../../infra/settings.ts';
import type { HubStack } from '../../infra/stacks/hub-stack.ts';
import { UNSUPPORTED_TYPES } from './unsupported-types.ts';

/** Answers CloudFormation at once. The address it is told is the emulator's own name for itself. */
const NOTHING = `exports.handler = async (event) => {
  const id = event.PhysicalResourceId ?? 'nothing-' + event.LogicalResourceId;
  await fetch(event.ResponseURL.replace(/^https?:\\/\\/[^:/]+/, 'http://127.0.0.1'), { method: 'PUT', body: JSON.stringify({
    Status: 'SUCCESS', PhysicalResourceId: id, StackId: event.StackId, RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId, Data: { Arn: 'arn:aws:none:::' + id, Id: id } }) });
};`;

/** After every other aspect, so that it sees what will be deployed. */
const LAST = 900;

class RetypeUnsupported implements IAspect {
  visit(node: IConstruct): void {
    if (!CfnResource.isCfnResource(node) || !(node.cfnResourceType in UNSUPPORTED_TYPES)) return;
    const stack = Stack.of(node);
    const found = stack.node.tryFindChild('Nothing');
    const nothing =
      found instanceof Lambda
        ? found
        : new Lambda(stack, 'Nothing', {
            runtime: Runtime.NODEJS_24_X,
            handler: 'index.handler',
            code: Code.fromInline(NOTHING),
          });
    node.addOverride('Type', `Custom::None${node.cfnResourceType.replace(/^AWS/, '').replaceAll('::', '')}`);
    node.addPropertyOverride('ServiceToken', nothing.functionArn);
  }
}

/** Where AWS's own addresses would be used, the functions are given the lane's. */
function redirect(hub: HubStack, given: (name: string) => string | undefined): void {
  const { answer, rest, socket, vocabulary } = hub.answers;
  const emulator = given('emulatorUrl') ?? '';
  const socketEndpoint = Fn.join('', [
    `${emulator}/_aws/execute-api/`,
    hub.socketApi.api.apiId,
    `/${hub.socketApi.stageName}`,
  ]);
  for (const sender of [answer, socket]) sender.addEnvironment('SOCKET_ENDPOINT', socketEndpoint);
  const athena = given('athenaUrl');
  if (athena !== undefined)
    for (const asker of [answer, rest, vocabulary, hub.compact])
      asker.addEnvironment('ATHENA_ENDPOINT_URL', athena);
  const bedrock = given('bedrockUrl');
  if (bedrock !== undefined)
    for (const asker of [answer, rest, vocabulary]) asker.addEnvironment('BEDROCK_ENDPOINT_URL', bedrock);
}

const app = new App();
Aspects.of(app).add(new RetypeUnsupported(), { priority: LAST });
const { hub } = addStacks(app, readSettings(app.node), {
  env: { account: '000000000000', region: 'us-east-1' },
  // The uploader needs a layer that the emulator does not run: files are put by SDK.
  uploadPage: false,
});
if (hub !== undefined) redirect(hub, (name) => app.node.tryGetContext(name));
app.synth();
