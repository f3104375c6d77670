import type { Node } from 'constructs';
import { z } from 'zod';
import { AppError } from '#catalog/errors.ts';

/** The settings of a deployment do not fit; nothing was synthesised. */
export class SettingsError extends AppError {
  override readonly name = 'SettingsError';
  readonly code = 'infra.settings';
  readonly retryable = false;
}

const account = z.string().regex(/^\d{12}$/, 'is twelve digits');
const organization = z.string().regex(/^o-[a-z0-9]{10,32}$/, 'looks like o-exampleorgid');
const count = z.coerce.number().int().positive();
const listOf = (item: z.ZodType<string, string>) =>
  z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(item));
const topicArn = z
  .string()
  .regex(/^arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:[\w-]+$/, 'is the ARN of an SNS topic that is not FIFO');
const roleArn = z.string().regex(/^arn:[a-z-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'is the ARN of a role');

/** A bucket of another account that AWS Config already delivers to. */
const ExternalBucket = z.strictObject({
  name: z.string().min(3),
  account,
  kmsKeyArn: z.string().startsWith('arn:').optional(),
});

const jsonList = z.string().transform((text, context) => {
  try {
    return z.array(ExternalBucket).parse(JSON.parse(text));
  } catch (cause) {
    context.addIssue({ code: 'custom', message: `is not a list of {name, account, kmsKeyArn?}: ${cause}` });
    return z.NEVER;
  }
});

/** What `cdk deploy -c name=value` may set. Values come as text from the command line, or from cdk.json. */
const SettingsSchema = z
  .strictObject({
    /** single: everything in this account. hub: the central part. member: what every other account gets. */
    mode: z.enum(['single', 'hub', 'member']).default('single'),
    organizationId: organization.optional(),
    hubAccount: account.optional(),
    hubRegion: z.string().optional(),
    /** Accounts that may send events and deliveries where there is no organization. */
    memberAccounts: listOf(account).default([]),
    externalId: z.string().min(2).default('stocktake'),
    /** create: also switch AWS Config on in this account and Region. It must not be on already. */
    recorder: z.enum(['existing', 'create']).default('existing'),
    /**
     * Where a recorder is created: AWS Config's service-linked role, one for the whole account. existing: it is there, since
     * Config was on in some Region once.
     */
    recorderRole: z.enum(['create', 'existing']).default('create'),
    /** The hub's deliveries bucket, where a member's new recorder delivers. */
    deliveriesBucket: z.string().min(3).optional(),
    /** Buckets of other accounts whose AWS Config deliveries are read in place, as JSON. */
    deliveryBuckets: jsonList.default([]),
    /** SNS topics between such a bucket and this hub, where the bucket has another reader as well. */
    notificationTopics: listOf(topicArn).default([]),
    /** Roles of other accounts by which S3 replicates deliveries into the hub's bucket. */
    replicationRoles: listOf(roleArn).default([]),
    /** A second event source whose Config events are taken: PutEvents refuses `aws.config` to everybody. */
    eventSource: z.string().optional(),
    compactEveryMinutes: count.default(15),
    modelId: z.string().default(''),
    modelData: z.enum(['schema', 'values']).default('values'),
    mfa: z.enum(['required', 'optional']).default('required'),
    /** First part of the address of the sign-in pages, unique in its Region among everybody's. */
    signInPrefix: z
      .string()
      .regex(
        /^(?!.*(aws|amazon|cognito))[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
        'is lower case letters, digits and dashes',
      )
      .optional(),
    alarmEmail: z.email().optional(),
    maxDataAgeHours: count.default(26),
    /** Most bytes that one question may scan. */
    bytesCutoff: count.min(10_000_000).default(10 * 1024 ** 3),
  })
  .superRefine((settings, context) => {
    const need = (name: 'organizationId' | 'hubAccount' | 'hubRegion' | 'deliveriesBucket') => {
      if (settings[name] === undefined)
        context.addIssue({ code: 'custom', path: [name], message: `is needed in mode ${settings.mode}` });
    };
    if (settings.mode === 'hub' && settings.memberAccounts.length === 0) need('organizationId');
    if (settings.mode === 'member') {
      need('hubAccount');
      need('hubRegion');
      if (settings.recorder === 'create') need('deliveriesBucket');
    }
  });

export type Settings = z.output<typeof SettingsSchema>;
export type ExternalBucket = z.output<typeof ExternalBucket>;

/**
 * Reads the settings from CDK context.
 *
 * @throws SettingsError that names every setting that does not fit
 */
export function readSettings(node: Node): Settings {
  const given = Object.keys(SettingsSchema.shape).flatMap((name) => {
    const value: unknown = node.tryGetContext(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const parsed = SettingsSchema.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new SettingsError(`These settings do not fit: ${problems}`, {
    hint: 'Give them as -c name=value; docs/deploy explains each.',
  });
}
