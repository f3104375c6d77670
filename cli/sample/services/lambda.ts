import { type Cell, toId, toName } from '../cell.ts';
import { plantedSecret } from '../names.ts';
import { iso } from '../time.ts';
import type { Network } from './network.ts';
import type { SecurityGroup } from './security-groups.ts';

/** Current runtimes, and among them ones that AWS has long deprecated. */
const currentRuntimes = ['nodejs22.x', 'python3.12', 'python3.13', 'java21', 'provided.al2023', 'dotnet8'];
const deprecatedRuntimes = [
  'nodejs12.x',
  'nodejs14.x',
  'nodejs16.x',
  'python3.7',
  'python3.8',
  'go1.x',
  'ruby2.7',
  'dotnetcore3.1',
  'java8',
];
const jobs = [
  'resize',
  'notify',
  'import',
  'export',
  'authorize',
  'cleanup',
  'score',
  'webhook',
  'reconcile',
];

/** A function; some run in the network, some hold secrets in their environment, some run on dead runtimes. */
export function addFunction(cell: Cell, number: number, network: Network, group: SecurityGroup): string {
  const { random } = cell;
  const name = `${cell.label(jobs[number % jobs.length] ?? 'job')}${number >= jobs.length ? `-${number}` : ''}`;
  const arn = cell.arn('lambda', `function:${name}`);
  const roleName = `${cell.account.product}-lambda-role`;
  const isImage = random.chance(0.08);
  const runtime = random.chance(0.22) ? random.pick(deprecatedRuntimes) : random.pick(currentRuntimes);
  const inNetwork = random.chance(0.35);
  const subnets = inNetwork ? network.privateSubnets : [];
  const tags = cell.tags(random.chance(0.6) ? name : undefined);
  const variables: Record<string, string> = random.chance(0.6)
    ? {
        LOG_LEVEL: 'info',
        TABLE_NAME: cell.label('orders'),
        ...(random.chance(0.5)
          ? { DB_PASSWORD: plantedSecret(random.hex(10)), API_TOKEN: plantedSecret(random.hex(10)) }
          : {}),
      }
    : {};
  cell.add({
    type: 'AWS::Lambda::Function',
    id: name,
    name,
    arn,
    zone: 'Not Applicable',
    tags,
    configuration: {
      functionName: name,
      functionArn: arn,
      ...(isImage ? {} : { runtime }),
      role: `arn:aws:iam::${cell.accountId}:role/${roleName}`,
      ...(isImage ? {} : { handler: 'index.handler' }),
      codeSize: random.int(300, 9_000_000),
      description: random.chance(0.3) ? `Part of ${cell.account.product}` : '',
      timeout: random.pick([3, 30, 60, 900]),
      memorySize: random.pick([128, 256, 512, 1024]),
      lastModified: iso(cell.past(5, 1400)).replace('Z', '+0000'),
      codeSha256: Buffer.from(random.hex(32)).toString('base64'),
      version: '$LATEST',
      ...(inNetwork
        ? {
            vpcConfig: {
              subnetIds: subnets.map((subnet) => subnet.id),
              securityGroupIds: [group.id],
              ipv6AllowedForDualStack: false,
            },
          }
        : {}),
      ...(Object.keys(variables).length === 0 ? {} : { environment: { variables } }),
      tracingConfig: { mode: random.chance(0.3) ? 'Active' : 'PassThrough' },
      revisionId: random.uuid(),
      layers: [],
      state: 'Active',
      lastUpdateStatus: 'Successful',
      fileSystemConfigs: [],
      packageType: isImage ? 'Image' : 'Zip',
      architectures: [random.chance(0.3) ? 'arm64' : 'x86_64'],
      ephemeralStorage: { size: 512 },
      snapStart: { applyOn: 'None', optimizationStatus: 'Off' },
      loggingConfig: { logFormat: 'Text', logGroup: `/aws/lambda/${name}` },
    },
    supplementary: { Tags: { ...tags } },
    relationships: [
      toName('AWS::IAM::Role', roleName, 'Is associated with '),
      ...(inNetwork ? [toId('AWS::EC2::SecurityGroup', group.id, 'Is associated with ')] : []),
      ...subnets.map((subnet) => toId('AWS::EC2::Subnet', subnet.id, 'Is contained in ')),
    ],
  });
  return arn;
}
