/**
 * Properties that people ask about and AWS Config does not record: the honest answer is which, and what to ask
 * instead. Looked at before a predicate is called undefined for a type.
 */
export interface Unrecorded {
  readonly predicate: string;
  readonly types: readonly string[];
  readonly text: string;
  readonly hint: string;
}

export const unrecorded: readonly Unrecorded[] = [
  {
    predicate: 'enabled',
    types: ['AWS::CloudTrail::Trail'],
    text: 'AWS Config records the settings of a trail, but not whether it is logging.',
    hint: 'Ask which accounts have no CloudTrail trail, or for the settings of the trails.',
  },
  {
    predicate: 'in_use',
    types: [
      'AWS::Lambda::Function',
      'AWS::DynamoDB::Table',
      'AWS::S3::Bucket',
      'AWS::SQS::Queue',
      'AWS::SNS::Topic',
    ],
    text: 'AWS Config does not record whether this is used; only metrics would tell, once they are collected.',
    hint: 'Ask for its age, its tags or its configuration instead.',
  },
  {
    predicate: 'in_use',
    types: [
      'AWS::EC2::Instance',
      'AWS::RDS::DBInstance',
      'AWS::ElasticLoadBalancingV2::LoadBalancer',
      'AWS::EC2::NatGateway',
    ],
    text: 'Whether it does anything is not recorded by AWS Config; only metrics would tell, once they are collected.',
    hint: 'Ask for stopped instances, or for what is attached to it.',
  },
];

/** Said where accounts are told apart by having a resource of a type. */
export const holdingTexts: Readonly<Record<string, string>> = {
  'AWS::CloudTrail::Trail':
    'A trail counts for the account in which it is recorded: a trail of the organization covers its other accounts too. Config records a trail’s settings, not whether it is logging.',
};

export function unrecordedFor(predicate: string, types: readonly string[]): Unrecorded | undefined {
  return unrecorded.find(
    (entry) => entry.predicate === predicate && types.some((type) => entry.types.includes(type)),
  );
}
