import { type Cell, toId, toName } from '../cell.ts';
import { tagList } from '../item.ts';
import { plantedSecret } from '../names.ts';
import { addInstance } from './instances.ts';
import type { Network } from './network.ts';
import type { SecurityGroup } from './security-groups.ts';

/** A launch template, an Auto Scaling group of instances made from it, and the group's scaling policy. */
export function addScalingGroup(
  cell: Cell,
  network: Network,
  group: SecurityGroup,
  size: number,
  targetGroupArn: string,
): void {
  const { random } = cell;
  const templateId = cell.ec2Id('lt');
  const templateName = cell.label('template');
  addLaunchTemplate(cell, templateId, templateName, group);
  const name = cell.label('asg');
  const arn = cell.arn('autoscaling', `autoScalingGroup:${random.uuid()}:autoScalingGroupName/${name}`);
  const template = { launchTemplateId: templateId, launchTemplateName: templateName, version: '1' };
  const instances = Array.from({ length: size }, (_unused, number) => {
    const subnet = network.privateSubnets[number % network.privateSubnets.length];
    if (subnet === undefined) throw new RangeError('a network without subnets');
    const id = addInstance(cell, network, {
      role: 'node',
      subnet,
      groups: [group],
      autoScalingGroup: name,
      profile: `${cell.account.product}-app-role`,
    });
    return { id, zone: subnet.zone };
  });
  const createdTime = cell.past(20, 300);
  const tags = cell.tags(name);
  cell.add({
    type: 'AWS::AutoScaling::AutoScalingGroup',
    id: arn,
    name,
    arn,
    zone: 'Multiple Availability Zones',
    createdAt: createdTime,
    tags,
    configuration: {
      autoScalingGroupName: name,
      autoScalingGroupARN: arn,
      launchTemplate: template,
      minSize: 1,
      maxSize: size + 2,
      desiredCapacity: size,
      defaultCooldown: 300,
      availabilityZones: [cell.zones[0], cell.zones[1]],
      loadBalancerNames: [],
      targetGroupARNs: [targetGroupArn],
      healthCheckType: 'ELB',
      healthCheckGracePeriod: 120,
      instances: instances.map((instance) => ({
        instanceId: instance.id,
        availabilityZone: instance.zone,
        lifecycleState: 'InService',
        healthStatus: 'Healthy',
        launchTemplate: { ...template },
        protectedFromScaleIn: false,
      })),
      createdTime,
      suspendedProcesses: [],
      enabledMetrics: [],
      tags: tagList(tags).map((tag) => ({
        resourceId: name,
        resourceType: 'auto-scaling-group',
        ...tag,
        propagateAtLaunch: true,
      })),
      terminationPolicies: ['Default'],
      newInstancesProtectedFromScaleIn: false,
      serviceLinkedRoleARN: `arn:aws:iam::${cell.accountId}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
      capacityRebalance: false,
      trafficSources: [],
      vpczoneIdentifier: network.privateSubnets.map((subnet) => subnet.id).join(','),
    },
    supplementary: { LifeCycleHooks: [] },
    relationships: [
      ...network.privateSubnets.map((subnet) => toId('AWS::EC2::Subnet', subnet.id, 'Is associated with ')),
      ...instances.map((instance) => toId('AWS::EC2::Instance', instance.id, 'Contains ')),
    ],
  });
  const policyName = `${name}-cpu`;
  const policyArn = cell.arn(
    'autoscaling',
    `scalingPolicy:${random.uuid()}:autoScalingGroupName/${name}:policyName/${policyName}`,
  );
  cell.add({
    type: 'AWS::AutoScaling::ScalingPolicy',
    id: policyArn,
    name: policyName,
    arn: policyArn,
    zone: 'Not Applicable',
    configuration: {
      autoScalingGroupName: name,
      policyName,
      policyARN: policyArn,
      policyType: 'SimpleScaling',
      adjustmentType: 'ChangeInCapacity',
      scalingAdjustment: 1,
      stepAdjustments: [],
      alarms: [],
      enabled: true,
    },
    relationships: [toName('AWS::AutoScaling::AutoScalingGroup', name, 'Is associated with ')],
  });
}

/** User data is base64 text that often holds what should be secret. */
function addLaunchTemplate(cell: Cell, id: string, name: string, group: SecurityGroup): void {
  const script = `#!/bin/bash\nexport DB_PASSWORD=${plantedSecret(cell.random.hex(10))}\n/opt/app/start\n`;
  cell.add({
    type: 'AWS::EC2::LaunchTemplate',
    id,
    name,
    arn: cell.arn('ec2', `launch-template/${id}`),
    zone: 'Regional',
    tags: cell.tags(name),
    configuration: {
      LaunchTemplateName: name,
      Id: id,
      LaunchTemplateData: {
        IamInstanceProfile: { Name: `${cell.account.product}-app-role` },
        BlockDeviceMappings: [],
        NetworkInterfaces: [],
        ImageId: 'ami-0a1f2e3d4c5b6a798',
        InstanceType: 't3.medium',
        Monitoring: { Enabled: false },
        UserData: Buffer.from(script).toString('base64'),
        TagSpecifications: [],
        ElasticGpuSpecifications: [],
        ElasticInferenceAccelerators: [],
        SecurityGroupIds: [group.id],
        SecurityGroups: [],
        LicenseSpecifications: [],
      },
      DefaultVersionNumber: '1',
      LatestVersionNumber: '1',
      TagSpecifications: [],
    },
  });
}
