import type { Cell } from '../cell.ts';
import { plantedSecret } from '../names.ts';
import { addBuildProject, addStateMachine, addUnknownTypes } from './automation.ts';
import { addContainers, addKubernetes } from './containers.ts';
import { addDatabases } from './databases.ts';
import { addApis, addDistribution, addHostedZone, addStack, addWebAcl } from './edge.ts';
import { addElasticAddress, publicAddress } from './gateways.ts';
import { addIam } from './iam.ts';
import { addInstance } from './instances.ts';
import { addCertificate, addKey, addSecret } from './keys.ts';
import { addFunction } from './lambda.ts';
import { addClassicLoadBalancer, addLoadBalancer } from './load-balancers.ts';
import { addQueue, addStream, addTopic } from './messaging.ts';
import { addNetwork, type Network } from './network.ts';
import { addAccountBlock, addBuckets } from './s3.ts';
import { addScalingGroup } from './scaling.ts';
import { addSecurityGroups, type SecurityGroups } from './security-groups.ts';
import { addCache, addFileSystem, addSearchDomain, addTable, addWarehouse } from './stores.ts';
import { addVolume } from './volumes.ts';
import { addAlarm, addBackupPlan, addDetector, addInventory, addLogGroup, addTrail } from './watching.ts';

/** Below this fullness a site is too small for a network of its own. */
const LEAN = 0.12;

/** Fills a cell with what its account's kind has; `fullness` (0 to 1) scales the parts that can be fewer. */
export function fillCell(cell: Cell, fullness: number): void {
  if (cell.region === 'global') {
    addIam(cell);
    return;
  }
  const some = (full: number): number => Math.max(1, Math.round(full * fullness));
  const isHome = cell.region === cell.account.homeRegion;
  if (cell.index === 0) addBasics(cell, isHome);
  const { kind } = cell.account;
  if (fullness < LEAN && cell.index === 0) {
    addLittle(cell);
    return;
  }
  addBuckets(cell, some(kind === 'logs' ? 12 : 4));
  const keyArn = addKey(cell);
  if (kind === 'logs' || kind === 'security' || kind === 'management') {
    addWatchers(cell, some(3));
    return;
  }
  const network = addNetwork(cell);
  const groups = addSecurityGroups(cell, network);
  addServers(cell, network, groups, some);
  if (kind === 'network') return;
  addApplication(cell, network, groups, keyArn, some);
  addData(cell, network, groups, keyArn, some);
}

/** A site of a handful of resources, for organizations of many small accounts. */
function addLittle(cell: Cell): void {
  addBuckets(cell, 1);
  addVolume(cell, { zone: cell.zones[0] });
  addQueue(cell, 'jobs');
  addLogGroup(cell, `/${cell.label('logs')}`);
}

/** What an account and Region have once. */
function addBasics(cell: Cell, isHome: boolean): void {
  if (isHome && cell.account.kind !== 'sandbox') addAccountBlock(cell);
  if (isHome && !cell.has('no-trail')) addTrail(cell);
  if (cell.account.kind !== 'sandbox') addDetector(cell);
  if (cell.account.kind === 'workload' || cell.account.kind === 'data') addBackupPlan(cell);
  if (cell.has('unknown-types') && isHome) addUnknownTypes(cell);
}

function addWatchers(cell: Cell, count: number): void {
  const topic = addTopic(cell, 'alerts');
  for (let number = 0; number < count; number += 1) {
    addAlarm(cell, number, topic);
    addLogGroup(cell, `/${cell.account.product}/${cell.label('logs')}-${number}`);
  }
  addQueue(cell, 'findings');
  if (cell.index === 0) addFunctionless(cell);
}

/** Accounts without a network still run a state machine and keep a stack. */
function addFunctionless(cell: Cell): void {
  addStateMachine(cell);
  addStack(cell, plantedSecret(cell.random.hex(10)));
}

function addServers(
  cell: Cell,
  network: Network,
  groups: SecurityGroups,
  some: (full: number) => number,
): void {
  const { random } = cell;
  const publicSubnet = network.publicSubnets[0];
  const privateSubnet = network.privateSubnets[0];
  if (publicSubnet === undefined || privateSubnet === undefined) return;
  addInstance(cell, network, {
    role: 'bastion',
    subnet: publicSubnet,
    groups: [groups.bastion],
    hasElasticAddress: true,
  });
  if (cell.has('address-10-1-2-3') && cell.region === cell.account.homeRegion)
    addWantedAddress(cell, network, groups);
  for (let number = 0; number < some(3); number += 1) {
    const id = addInstance(cell, network, {
      role: 'app',
      subnet: privateSubnet,
      groups: [groups.app],
      ...(random.chance(0.15) ? { secondaries: [network.address(privateSubnet)] } : {}),
    });
    if (cell.has('oversized')) addInventory(cell, id);
  }
  const certificate = random.chance(0.8) ? addCertificate(cell) : undefined;
  const targetGroup = addLoadBalancer(cell, network, groups.loadBalancer, certificate);
  addScalingGroup(cell, network, groups.app, some(4), targetGroup);
  if (random.chance(0.3)) addClassicLoadBalancer(cell, network, groups.loadBalancer);
  for (let number = 0; number < some(3); number += 1)
    addVolume(cell, { zone: cell.zones[number % 3] ?? cell.zones[0] });
  if (random.chance(0.5))
    addElasticAddress(cell, { allocationId: cell.ec2Id('eipalloc'), publicIp: publicAddress(cell) });
  if (random.chance(0.5)) addWebAcl(cell, undefined);
}

/** 10.1.2.3 belongs to one instance; its neighbours hold addresses that start alike, some of them as secondaries. */
function addWantedAddress(cell: Cell, network: Network, groups: SecurityGroups): void {
  const subnet = network.publicSubnets[1];
  if (subnet === undefined) return;
  addInstance(cell, network, {
    role: 'settlement',
    subnet,
    groups: [groups.app],
    address: '10.1.2.3',
    isLasting: true,
  });
  addInstance(cell, network, {
    role: 'settlement-standby',
    subnet,
    groups: [groups.app],
    address: '10.1.2.4',
    isLasting: true,
    secondaries: ['10.1.2.30', '10.1.2.33'],
  });
}

function addApplication(
  cell: Cell,
  network: Network,
  groups: SecurityGroups,
  keyArn: string,
  some: (full: number) => number,
): void {
  const { random } = cell;
  const topic = addTopic(cell, 'alerts');
  for (let number = 0; number < some(6); number += 1) addFunction(cell, number, network, groups.app);
  for (let number = 0; number < some(3); number += 1) addAlarm(cell, number, topic);
  for (let number = 0; number < some(3); number += 1)
    addLogGroup(cell, `/aws/lambda/${cell.label('fn')}-${number}`);
  for (const purpose of ['orders', 'orders-dlq', 'mail'].slice(0, some(3))) addQueue(cell, purpose);
  addApis(cell);
  addStateMachine(cell);
  addStack(cell, plantedSecret(random.hex(10)));
  addBuildProject(cell);
  addContainers(cell, network, groups.app, some(2));
  if (random.chance(0.35)) addKubernetes(cell, network, groups.app);
  for (let number = 0; number < some(3); number += 1) addSecret(cell, number, keyArn);
  if (cell.index === 0 && cell.region === 'us-east-1') {
    addDistribution(cell);
    addHostedZone(cell);
  }
}

function addData(
  cell: Cell,
  network: Network,
  groups: SecurityGroups,
  keyArn: string,
  some: (full: number) => number,
): void {
  const { random } = cell;
  addDatabases(cell, network, groups.database, some(2));
  for (const purpose of ['sessions', 'carts'].slice(0, some(2))) addTable(cell, purpose, keyArn);
  if (random.chance(0.5)) addCache(cell, groups.database);
  if (random.chance(0.5)) addFileSystem(cell);
  if (random.chance(0.5)) addStream(cell);
  if (random.chance(0.3)) addSearchDomain(cell, network, groups.database);
  if (cell.account.kind === 'data' || random.chance(0.1)) addWarehouse(cell, network, groups.database);
}
