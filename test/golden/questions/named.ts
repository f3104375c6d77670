import { accountEntity, cell, either, mentions, resourceEntity, resources, status } from './expectations.ts';
import { at, type Fact, type Facts, inAccount, is, listAt } from './facts.ts';
import { type Question, question } from './question.ts';

const anInstance = (facts: Facts): Fact => facts.some('EC2::Instance', inAccount('ledger-prod'));
const aBucket = (facts: Facts): Fact => facts.some('S3::Bucket', inAccount('sandbox'));
const aFunction = (facts: Facts): Fact =>
  facts.some('Lambda::Function', inAccount('checkout-staging'), (fact) => facts.isUniquelyNamed(fact));
const aDatabase = (facts: Facts): Fact =>
  facts.some('RDS::DBInstance', (fact) => facts.isUniquelyNamed(fact));
const aVolume = (facts: Facts): Fact => facts.some('EC2::Volume', is('state', 'available'));
const aGroup = (facts: Facts): Fact => facts.some('EC2::SecurityGroup', inAccount('checkout-dev'));
const settlement = (facts: Facts, name = 'checkout-reports-settlement'): Fact =>
  facts.some('EC2::Instance', ({ tags }) => tags.Name === name);

const addresses = (nic: Fact): unknown[] =>
  listAt(nic, 'privateIpAddresses').map(({ privateIpAddress }) => privateIpAddress);

/** An interface and what it is attached to, as holders of an address: any of them is a right answer. */
export function holderOf(facts: Facts, address: string) {
  const nic = facts.some('EC2::NetworkInterface', (fact) => addresses(fact).includes(address));
  const instance = facts.of('EC2::Instance').find(({ id }) => id === at(nic, 'attachment.instanceId'));
  const keys = [resourceEntity(nic), ...(instance === undefined ? [] : [resourceEntity(instance)])];
  return mentions([{ keys: keys.flatMap((entity) => entity.keys) }]);
}

/** One resource that is called by its id, ARN, name or address. */
export const named: readonly Question[] = [
  question(
    'named-instance-id',
    (facts) => `show me ${anInstance(facts).id}`,
    (facts) => resources([anInstance(facts)]),
  ),
  question(
    'named-bucket',
    (facts) => `details of the bucket ${aBucket(facts).id}`,
    (facts) => resources([aBucket(facts)]),
  ),
  question('named-by-tag', 'tell me about checkout-reports-settlement', (facts) =>
    resources([settlement(facts)]),
  ),
  question(
    'named-arn',
    (facts) => `what is ${aVolume(facts).arn}`,
    (facts) => resources([aVolume(facts)]),
  ),
  question('named-secondary-address', 'who has the address 10.1.2.30?', (facts) =>
    holderOf(facts, '10.1.2.30'),
  ),
  question(
    'named-private-address',
    (facts) => `which instance uses private ip ${at(anInstance(facts), 'privateIpAddress')}`,
    (facts) => {
      const address = at(anInstance(facts), 'privateIpAddress');
      const holders = facts.of('EC2::Instance', is('privateIpAddress', address ?? ''));
      return mentions(
        holders.map(resourceEntity),
        facts.of('EC2::NetworkInterface', (nic) => addresses(nic).includes(address)).map(resourceEntity),
      );
    },
  ),
  question(
    'named-public-address',
    (facts) =>
      `what is behind ${facts.some('EC2::EIP', ({ configuration }) => configuration.associationId !== undefined).name}?`,
    (facts) => {
      const address = facts.some(
        'EC2::EIP',
        ({ configuration }) => configuration.associationId !== undefined,
      );
      const nic = address.configuration.networkInterfaceId;
      const instance = facts
        .of('EC2::Instance')
        .find((fact) =>
          listAt(fact, 'networkInterfaces').some(({ networkInterfaceId }) => networkInterfaceId === nic),
        );
      return mentions([
        {
          keys: [
            address.id,
            ...(typeof nic === 'string' ? [nic] : []),
            ...(instance === undefined ? [] : resourceEntity(instance).keys),
          ],
        },
      ]);
    },
  ),
  question(
    'named-function',
    (facts) => `describe lambda function ${aFunction(facts).name}`,
    (facts) => resources([aFunction(facts)]),
  ),
  question(
    'named-property',
    (facts) => `What is the instance type of ${anInstance(facts).id}?`,
    (facts) => cell(String(at(anInstance(facts), 'instanceType'))),
  ),
  question(
    'named-account',
    (facts) => `in which account is the bucket ${aBucket(facts).id}?`,
    (facts) => mentions([accountEntity(facts.account(aBucket(facts).accountName))]),
  ),
  question(
    'named-vpc',
    (facts) => `Which VPC is ${aGroup(facts).id} in?`,
    (facts) => cell(String(at(aGroup(facts), 'vpcId'))),
  ),
  question(
    'named-yes-no',
    (facts) => `does the database ${aDatabase(facts).name} have deletion protection?`,
    (facts) =>
      either(cell(at(aDatabase(facts), 'deletionProtection') === true), resources([aDatabase(facts)])),
  ),
  question('named-in-account', 'the role legacy-open-access in shared-services', (facts) =>
    resources([
      facts.some('IAM::Role', inAccount('shared-services'), ({ name }) => name === 'legacy-open-access'),
    ]),
  ),
  question(
    'named-does-not-exist',
    'show me i-00000000deadbeef0',
    either(mentions([]), status('clarify', 'abstained')),
  ),
  question(
    'named-size',
    (facts) => `how big is ${aVolume(facts).id}`,
    (facts) => cell(Number(at(aVolume(facts), 'size'))),
  ),
  question('named-shared', 'tell me about the instance checkout-reports-app', (facts) =>
    either(
      status('clarify'),
      resources(facts.of('EC2::Instance', ({ tags }) => tags.Name === 'checkout-reports-app')),
    ),
  ),
  question(
    'named-runtime',
    (facts) => `what runtime does ${aFunction(facts).name} use?`,
    (facts) => cell(String(at(aFunction(facts), 'runtime') ?? 'Image')),
  ),
  question('named-account-itself', 'which OU is the account ledger-prod in', () => cell('/Workloads/Prod')),
];
