import type { Tags } from './item.ts';

/** What an account is for; decides which services its sites hold. */
export type AccountKind =
  | 'management'
  | 'logs'
  | 'security'
  | 'network'
  | 'shared'
  | 'workload'
  | 'data'
  | 'sandbox';

/** How a resource's own environment tag relates to its account. */
export type EnvironmentTags = 'none' | 'agree' | 'disagree' | 'only-resources';

/** Which types a recorder records. `only` with a list never includes global types unless they are in the list. */
export interface RecordedTypes {
  readonly mode: 'all' | 'only' | 'except';
  readonly types: readonly string[];
}

/** A recorder's settings from a time on; each phase after the first is a change of the recorder's own item. */
export interface RecorderPhase {
  readonly from: number;
  readonly recording: boolean;
  readonly includesGlobal: boolean;
  readonly recorded: RecordedTypes;
}

/** How the best-effort event channel of a recorder misbehaves: shares of all changes, 0 to 1. */
export interface ChannelFaults {
  readonly lost: number;
  readonly duplicate: number;
  readonly late: number;
  readonly disordered: number;
}

/** The recorder of an account in a Region, and what it delivers. */
export interface RecorderPlan {
  readonly region: string;
  readonly phases: readonly RecorderPhase[];
  /** Times of the snapshots it delivers, in order; all while it records. */
  readonly snapshots: readonly number[];
  readonly frequencyHours: 1 | 3 | 6 | 12 | 24;
  /** Nothing it does after this time is delivered (an account that fell silent); undefined: up to now. */
  readonly silentFrom?: number;
  readonly deliversHistory: boolean;
  readonly deliversEvents: boolean;
  readonly faults: ChannelFaults;
  /** Snapshots (indexes into `snapshots`) whose file breaks off in the middle. */
  readonly brokenSnapshots: readonly number[];
}

export interface RulePlan {
  readonly name: string;
  readonly resourceType: string;
  /** How its results arrive. */
  readonly told: 'events' | 'items' | 'both';
  readonly nonCompliantShare: number;
  readonly annotation?: string;
}

export interface AccountPlan {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly status: 'ACTIVE' | 'SUSPENDED';
  readonly ouPath: string;
  readonly tags: Tags;
  readonly joinedAt: number;
  readonly kind: AccountKind;
  readonly product: string;
  readonly stage: string;
  /** The environment a person would say this account is (truth for questions about environments). */
  readonly environment: string | undefined;
  readonly environmentTags: EnvironmentTags;
  readonly homeRegion: string;
  readonly enabledRegions: readonly string[];
  readonly recorders: readonly RecorderPlan[];
  readonly rules: readonly RulePlan[];
  /** Share of the organization's resources, relative to the other accounts. */
  readonly weight: number;
  readonly special: readonly SpecialPlant[];
}

/** Things planted once, so that a question has exactly one (or a known) answer. */
export type SpecialPlant =
  | 'address-10-1-2-3'
  | 'public-buckets'
  | 'account-block'
  | 'no-trail'
  | 'oversized'
  | 'outside-trusts'
  | 'unknown-types'
  | 'open-ssh';

/** A whole made-up organization and what it delivers; everything else follows from this and the seed. */
export interface OrganizationPlan {
  readonly seed: number;
  readonly now: number;
  /** First moment of which anything is delivered. */
  readonly start: number;
  readonly name: string;
  readonly organizationId: string;
  /** false: no organization/accounts.json. */
  readonly hasOrganization: boolean;
  readonly bucket: string;
  readonly accounts: readonly AccountPlan[];
  /** About how many resources exist now. */
  readonly resources: number;
  /** Share of resources that change, appear or disappear between start and now. */
  readonly changeShare: number;
  /** Which names resources get. */
  readonly nameStyle: 'plain' | 'scripts';
}

/** Whether a recorder records a type at a time, by its own settings. */
export function records(recorder: RecorderPlan, type: string, isGlobal: boolean, at: number): boolean {
  const phase = phaseAt(recorder, at);
  if (phase === undefined || !phase.recording) return false;
  if (type === 'AWS::Config::ConfigurationRecorder') return true;
  const { mode, types } = phase.recorded;
  if (mode === 'only') return types.includes(type) && (!isGlobal || phase.includesGlobal);
  if (isGlobal && !phase.includesGlobal) return false;
  return mode === 'all' || !types.includes(type);
}

/** The settings in force at a time; undefined before the recorder was made. */
export function phaseAt(recorder: RecorderPlan, at: number): RecorderPhase | undefined {
  return recorder.phases.findLast((phase) => phase.from <= at);
}
