import { mkdir } from 'node:fs/promises';
import { accountsFile } from './deliveries/accounts-file.ts';
import { writeWhole } from './deliveries/files.ts';
import { Outbox } from './deliveries/outbox.ts';
import { writeRecorder } from './deliveries/write-recorder.ts';
import { organizationPlan, type SampleOptions } from './options.ts';
import type { OrganizationPlan } from './plan.ts';
import { iso } from './time.ts';

export interface SampleSummary {
  readonly out: string;
  readonly seed: number;
  readonly asOf: Date;
  readonly accounts: number;
  readonly recorders: number;
  /** Different item versions written to snapshots. */
  readonly items: number;
  readonly events: number;
  readonly files: number;
}

/**
 * Writes a made-up organization as AWS Config would deliver it into the folder `out` (made where missing; files
 * of the same name are overwritten). The same options give the same bytes. Memory does not grow with the number
 * of resources; only one account's events are held at a time. `progress` gets a line after each account.
 */
export async function writeSample(
  options: SampleOptions & { readonly out: string },
  progress: (text: string) => void = () => {},
): Promise<SampleSummary> {
  return writeOrganization(organizationPlan(options), options.out, progress);
}

/** Writes the deliveries of any plan, such as one of `randomOrganization`. */
export async function writeOrganization(
  plan: OrganizationPlan,
  out: string,
  progress: (text: string) => void = () => {},
): Promise<SampleSummary> {
  await mkdir(out, { recursive: true });
  const total = { recorders: 0, items: 0, events: 0, files: 0 };
  for (const [index, account] of plan.accounts.entries()) {
    const outbox = new Outbox(account.id, index % 4 !== 2);
    for (const recorder of account.recorders) {
      const summary = await writeRecorder(plan, account, recorder, out, outbox);
      total.recorders += 1;
      total.items += summary.items;
      total.files += summary.files;
    }
    total.events += outbox.count;
    total.files += await outbox.write(out);
    progress(
      `${account.name}: ${index + 1} of ${plan.accounts.length} accounts, ${total.items.toLocaleString('en')} items`,
    );
  }
  if (plan.hasOrganization) {
    await writeWhole(out, 'organization/accounts.json', accountsFile(plan));
    total.files += 1;
  }
  await writeWhole(
    out,
    'sample.json',
    `${JSON.stringify({ seed: plan.seed, as_of: iso(plan.now) }, null, 2)}\n`,
  );
  total.files += 1;
  return { out, seed: plan.seed, asOf: new Date(plan.now), accounts: plan.accounts.length, ...total };
}
