import { AppError } from '#catalog/errors.ts';
import type { OrganizationPlan } from './plan.ts';
import { defaultShape } from './shapes/default-shape.ts';
import { randomOrganization } from './shapes/random-organization.ts';
import { singleShape } from './shapes/single-shape.ts';

/** `default` is a whole organization, `single` one account, `tiny` a small one with everything going wrong. */
export const sampleShapes = ['default', 'single', 'tiny'] as const;
export type SampleShape = (typeof sampleShapes)[number];

export interface SampleOptions {
  /** Deliveries end here. */
  readonly now: Date;
  /** Default 1. */
  readonly seed?: number;
  /** One of `sampleShapes`; another word is a SampleOptionsError. */
  readonly shape?: string;
  /** How many accounts (default shape only). */
  readonly accounts?: number;
  /** About how many resources exist now. */
  readonly resources?: number;
}

/** The options ask for an organization that cannot be made. */
export class SampleOptionsError extends AppError {
  override readonly name = 'SampleOptionsError';
  readonly code = 'sample.options';
  readonly retryable = false;
}

/** The organization that the options describe; the same options always give the same one. */
export function organizationPlan(options: SampleOptions): OrganizationPlan {
  const now = options.now.getTime();
  const seed = options.seed ?? 1;
  if (Number.isNaN(now)) throw new SampleOptionsError('The time given as now is not a time.');
  if (!Number.isSafeInteger(seed))
    throw new SampleOptionsError(`The seed must be a whole number, not ${seed}.`);
  positive('accounts', options.accounts, 10_000);
  positive('resources', options.resources, 10_000_000);
  const size = {
    ...(options.accounts === undefined ? {} : { accounts: options.accounts }),
    ...(options.resources === undefined ? {} : { resources: options.resources }),
  };
  const shape = options.shape ?? 'default';
  if (!isShape(shape)) {
    throw new SampleOptionsError(`There is no shape "${shape}".`, {
      hint: `Shapes: ${sampleShapes.join(', ')}.`,
    });
  }
  switch (shape) {
    case 'default':
      return defaultShape({ seed, now, ...size });
    case 'single':
      return singleShape({ seed, now, ...size });
    case 'tiny':
      return randomOrganization(seed, now);
    default:
      return shape satisfies never;
  }
}

const isShape = (text: string): text is SampleShape => sampleShapes.some((shape) => shape === text);

function positive(name: string, value: number | undefined, most: number): void {
  if (value !== undefined && (!Number.isInteger(value) || value < 1 || value > most)) {
    throw new SampleOptionsError(
      `The number of ${name} must be a whole number from 1 to ${most.toLocaleString('en')}.`,
    );
  }
}
