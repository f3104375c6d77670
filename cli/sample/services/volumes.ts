import { type Cell, toId } from '../cell.ts';
import { tagList } from '../item.ts';
import { iso } from '../time.ts';

/** A volume, attached where an instance is given; returns its id. */
export function addVolume(
  cell: Cell,
  options: { zone: string; instanceId?: string; device?: string; createdAt?: number },
): string {
  const { random } = cell;
  const id = cell.ec2Id('vol');
  const createdAt = (options.createdAt ?? cell.past(2, 600)) + random.int(0, 999);
  const volumeType = random.pick(['gp3', 'gp3', 'gp3', 'gp2', 'io1', 'st1']);
  const encrypted = random.chance(0.65);
  const tags = cell.tags(options.instanceId === undefined ? cell.display('spare') : undefined);
  const attached = options.instanceId !== undefined;
  cell.add({
    type: 'AWS::EC2::Volume',
    id,
    arn: cell.arn('ec2', `volume/${id}`),
    zone: options.zone,
    createdAt,
    tags,
    configuration: {
      attachments: attached
        ? [
            {
              attachTime: iso(createdAt),
              device: options.device ?? '/dev/sdf',
              instanceId: options.instanceId ?? '',
              state: 'attached',
              volumeId: id,
              deleteOnTermination: options.device === '/dev/xvda',
            },
          ]
        : [],
      availabilityZone: options.zone,
      createTime: iso(createdAt),
      encrypted,
      ...(encrypted ? { kmsKeyId: cell.arn('kms', `key/${random.uuid()}`) } : {}),
      size: random.pick([8, 20, 50, 100, 200, 500]),
      snapshotId: attached ? `snap-0${random.hex(16)}` : '',
      state: attached ? 'in-use' : 'available',
      volumeId: id,
      iops: volumeType === 'io1' ? 2000 : 3000,
      tags: tagList(tags),
      volumeType,
      multiAttachEnabled: false,
      ...(volumeType === 'gp3' ? { throughput: 125 } : {}),
    },
    relationships:
      options.instanceId === undefined
        ? []
        : [toId('AWS::EC2::Instance', options.instanceId, 'Is attached to Instance')],
  });
  return id;
}
