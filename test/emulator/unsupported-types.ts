/**
 * Resource types that the local AWS emulator cannot create and that this product's templates hold, each with what
 * checks it instead. Deployed to the emulator they become a custom resource that does nothing. (The uploader of the
 * page, a custom resource of the construct library, is left out of the lane: the page is put by SDK.)
 */
export const UNSUPPORTED_TYPES: Readonly<Record<string, string>> = {
  'AWS::Events::EventBusPolicy': 'test/infra/events.test.ts reads the policy from the template',
};
