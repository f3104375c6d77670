/** What the beginning of an EC2 id says of its type. Source: the resource ids of the EC2 API. */
const typeByPrefix: Readonly<Record<string, string>> = {
  acl: 'AWS::EC2::NetworkAcl',
  eipalloc: 'AWS::EC2::EIP',
  eni: 'AWS::EC2::NetworkInterface',
  fs: 'AWS::EFS::FileSystem',
  i: 'AWS::EC2::Instance',
  igw: 'AWS::EC2::InternetGateway',
  lt: 'AWS::EC2::LaunchTemplate',
  nat: 'AWS::EC2::NatGateway',
  pcx: 'AWS::EC2::VPCPeeringConnection',
  rtb: 'AWS::EC2::RouteTable',
  sg: 'AWS::EC2::SecurityGroup',
  subnet: 'AWS::EC2::Subnet',
  tgw: 'AWS::EC2::TransitGateway',
  vol: 'AWS::EC2::Volume',
  vpc: 'AWS::EC2::VPC',
  vpce: 'AWS::EC2::VPCEndpoint',
};

/** The type of an id by its form (`sg-0a1b2c3d4e5f60718`); undefined where the form does not tell. */
export function typeOfId(id: string): string | undefined {
  const prefix = /^([a-z]+)-[0-9a-f]{8,17}$/.exec(id)?.[1];
  return prefix === undefined || !Object.hasOwn(typeByPrefix, prefix) ? undefined : typeByPrefix[prefix];
}

const uniqueTypes: ReadonlySet<string> = new Set([...Object.values(typeByPrefix), 'AWS::S3::Bucket']);

/** Whether ids of the type are nobody else's in AWS: EC2's ids, names of buckets. Other ids are names within an account and Region. */
export function hasUniqueIds(type: string): boolean {
  return uniqueTypes.has(type);
}
