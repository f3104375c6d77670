import type { Cell } from '../cell.ts';
import { capitalTagList } from '../item.ts';
import { plantedSecret } from '../names.ts';
import { iso } from '../time.ts';
import type { Network } from './network.ts';
import type { SecurityGroup } from './security-groups.ts';

/** An ECS cluster with services, their task definition, and the image repository they run from. */
export function addContainers(cell: Cell, network: Network, group: SecurityGroup, services: number): void {
  const { random } = cell;
  const clusterName = cell.label('cluster');
  const clusterArn = cell.arn('ecs', `cluster/${clusterName}`);
  const clusterTags = cell.tags(clusterName);
  cell.add({
    type: 'AWS::ECS::Cluster',
    id: clusterName,
    name: clusterName,
    arn: clusterArn,
    zone: 'Regional',
    tags: clusterTags,
    configuration: {
      Arn: clusterArn,
      ClusterName: clusterName,
      ClusterSettings: [{ Name: 'containerInsights', Value: random.chance(0.5) ? 'enabled' : 'disabled' }],
      CapacityProviders: [],
      DefaultCapacityProviderStrategy: [],
      Tags: capitalTagList(clusterTags),
    },
  });
  const image = addRepository(cell);
  for (let number = 0; number < services; number += 1) {
    const name = `${cell.label('service')}-${number + 1}`;
    const taskDefinition = addTaskDefinition(cell, name, image);
    const arn = cell.arn('ecs', `service/${clusterName}/${name}`);
    const tags = cell.tags(name);
    cell.add({
      type: 'AWS::ECS::Service',
      id: arn,
      name,
      arn,
      zone: 'Regional',
      createdAt: cell.past(5, 300) + random.int(0, 999),
      tags,
      configuration: {
        ServiceArn: arn,
        CapacityProviderStrategy: [],
        Cluster: clusterArn,
        DeploymentConfiguration: {
          DeploymentCircuitBreaker: { Enable: false, Rollback: false },
          MaximumPercent: 200,
          MinimumHealthyPercent: 100,
          Strategy: 'ROLLING',
        },
        DeploymentController: { Type: 'ECS' },
        DesiredCount: random.int(0, 6),
        EnableECSManagedTags: false,
        EnableExecuteCommand: random.chance(0.3),
        HealthCheckGracePeriodSeconds: 0,
        LaunchType: random.chance(0.8) ? 'FARGATE' : 'EC2',
        LoadBalancers: [],
        Name: name,
        NetworkConfiguration: {
          AwsvpcConfiguration: {
            Subnets: network.privateSubnets.map((subnet) => subnet.id),
            SecurityGroups: [group.id],
            AssignPublicIp: random.chance(0.2) ? 'ENABLED' : 'DISABLED',
          },
        },
        PlatformVersion: 'LATEST',
        PropagateTags: 'NONE',
        SchedulingStrategy: 'REPLICA',
        ServiceName: name,
        Tags: capitalTagList(tags),
        TaskDefinition: taskDefinition,
      },
    });
  }
}

function addTaskDefinition(cell: Cell, family: string, image: string): string {
  const { random } = cell;
  const revision = random.int(1, 60);
  const arn = cell.arn('ecs', `task-definition/${family}:${revision}`);
  cell.add({
    type: 'AWS::ECS::TaskDefinition',
    id: family,
    name: `${family}:${revision}`,
    arn,
    zone: 'Regional',
    configuration: {
      ContainerDefinitions: [
        {
          Name: 'app',
          Image: image,
          Cpu: 0,
          PortMappings: [{ ContainerPort: 8080, HostPort: 8080, Protocol: 'tcp' }],
          Essential: true,
          Environment: [
            { Name: 'LOG_LEVEL', Value: 'info' },
            ...(random.chance(0.5)
              ? [
                  {
                    Name: 'DATABASE_URL',
                    Value: `postgres://app:${plantedSecret(random.hex(10))}@db:5432/app`,
                  },
                ]
              : []),
          ],
          Secrets: [],
          Privileged: random.chance(0.05),
          LogConfiguration: {
            LogDriver: 'awslogs',
            Options: {
              'awslogs-group': `/ecs/${family}`,
              'awslogs-region': cell.region,
              'awslogs-stream-prefix': 'ecs',
            },
            SecretOptions: [],
          },
        },
      ],
      Cpu: '256',
      ExecutionRoleArn: `arn:aws:iam::${cell.accountId}:role/${cell.account.product}-task-role`,
      Family: family,
      Memory: '512',
      NetworkMode: 'awsvpc',
      RequiresCompatibilities: ['FARGATE'],
      Status: 'ACTIVE',
      Tags: [],
      TaskDefinitionArn: arn,
      Volumes: [],
    },
  });
  return arn;
}

function addRepository(cell: Cell): string {
  const { random } = cell;
  const name = cell.label('image');
  const arn = cell.arn('ecr', `repository/${name}`);
  const uri = `${cell.accountId}.dkr.ecr.${cell.region}.amazonaws.com/${name}`;
  const tags = cell.tags(name);
  cell.add({
    type: 'AWS::ECR::Repository',
    id: name,
    name,
    arn,
    zone: 'Regional',
    createdAt: cell.past(30, 700) + random.int(0, 999),
    tags,
    configuration: {
      Arn: arn,
      ImageScanningConfiguration: { ScanOnPush: random.chance(0.5) },
      ImageTagMutability: random.chance(0.6) ? 'MUTABLE' : 'IMMUTABLE',
      RepositoryName: name,
      LifecyclePolicy: {},
      RepositoryPolicyText: {},
      EncryptionConfiguration: { EncryptionType: 'AES256' },
      RepositoryUri: uri,
      Tags: capitalTagList(tags),
    },
  });
  return `${uri}:latest`;
}

/** A Kubernetes cluster; some endpoints are open to everyone, some versions are old. */
export function addKubernetes(cell: Cell, network: Network, group: SecurityGroup): void {
  const { random } = cell;
  const name = cell.label('eks');
  const arn = cell.arn('eks', `cluster/${name}`);
  const createdAt = cell.past(30, 700) + random.int(0, 999);
  const isPublic = random.chance(0.6);
  const tags = cell.tags(name);
  cell.add({
    type: 'AWS::EKS::Cluster',
    id: name,
    name,
    arn,
    zone: 'Regional',
    createdAt,
    tags,
    configuration: {
      Arn: arn,
      CertificateAuthorityData: Buffer.from(random.hex(64)).toString('base64'),
      Endpoint: `https://${random.hex(32).toUpperCase()}.gr7.${cell.region}.eks.amazonaws.com`,
      Name: name,
      CreatedAt: iso(createdAt),
      ResourcesVpcConfig: {
        EndpointPrivateAccess: true,
        EndpointPublicAccess: isPublic,
        PublicAccessCidrs: isPublic ? [random.chance(0.7) ? '0.0.0.0/0' : '198.18.40.0/24'] : [],
        SecurityGroupIds: [group.id],
        SubnetIds: network.privateSubnets.map((subnet) => subnet.id),
      },
      EncryptionConfig: [],
      KubernetesNetworkConfig: { ServiceIpv4Cidr: '172.20.0.0/16', IpFamily: 'ipv4' },
      Logging: { ClusterLogging: {} },
      RoleArn: `arn:aws:iam::${cell.accountId}:role/${cell.account.product}-app-role`,
      Version: random.pick(['1.27', '1.30', '1.32', '1.33']),
      Tags: capitalTagList(tags),
      AccessConfig: { AuthenticationMode: 'API' },
      UpgradePolicy: { SupportType: 'EXTENDED' },
    },
  });
}
