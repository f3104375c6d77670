import type { Cell } from '../cell.ts';
import { addIam } from './iam.ts';
import { addInstance } from './instances.ts';
import { addNetwork } from './network.ts';
import { addAccountBlock, addBuckets } from './s3.ts';
import { addSecurityGroups } from './security-groups.ts';
import { addVolume } from './volumes.ts';

/** Fills a cell with what its account's kind has; `fullness` (0 to 1) scales the parts that can be fewer. */
export function fillCell(cell: Cell, fullness: number): void {
  if (cell.region === 'global') {
    addIam(cell);
    return;
  }
  const some = (full: number): number => Math.max(1, Math.round(full * fullness));
  if (cell.index === 0 && cell.region === cell.account.homeRegion && cell.account.kind !== 'logs')
    addAccountBlock(cell);
  addBuckets(cell, some(5));
  const network = addNetwork(cell);
  const groups = addSecurityGroups(cell, network);
  for (let number = 0; number < some(6); number += 1) {
    const subnet = network.privateSubnets[number % 2];
    if (subnet !== undefined) addInstance(cell, network, { role: 'app', subnet, groups: [groups.app] });
  }
  for (let number = 0; number < some(2); number += 1) addVolume(cell, { zone: cell.zones[0] });
}
