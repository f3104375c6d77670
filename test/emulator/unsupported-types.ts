/**
 * Resource types that the local AWS emulator cannot create and that this product's templates hold, in whatever mode, each with what
 * checks it instead. Deployed to the emulator they become a custom resource that does nothing, but for the
 * uploader of the page, which is left out. deploy.test.ts asserts that these are all.
 */
export const UNSUPPORTED_TYPES: Readonly<Record<string, string>> = {
  'AWS::Config::ConfigurationRecorder': 'test/infra/events.test.ts reads the recorder from the template',
  'AWS::Config::DeliveryChannel': 'test/infra/events.test.ts reads the channel from the template',
  'AWS::Events::EventBusPolicy': 'test/infra/events.test.ts reads the policy from the template',
  // It needs a layer that the emulator does not run.
  'AWS::IAM::ServiceLinkedRole':
    'nothing: it has one property, the name of the service that AWS makes it for',
  'Custom::CDKBucketDeployment':
    'test/infra/storage.test.ts; the lane has no page, and the e2e lane shows it',
};
