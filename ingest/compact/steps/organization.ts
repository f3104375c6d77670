import { z } from 'zod';
import { environmentOfAccount } from '#catalog/environment-rules.ts';
import { isEmpty, locationOf, type Run, rewriteWhole } from '../run.ts';
import { accountNaming } from '../state-tables.ts';
import { accountsToldSql, deliveriesSql } from '../statements/organization.ts';
import { CHANNEL_TYPE, RECORDER_TYPE, settingsSql } from '../statements/settings.ts';
import { standingSql } from '../statements/standing.ts';
import { writeRows } from '../write-rows.ts';

const AccountRow = z.tuple([
  z.string(),
  z.string().nullable(),
  z.string().nullable(),
  z.record(z.string(), z.string().nullable()).nullable(),
]);
const NamingRow = z.tuple([z.string(), z.string().nullable(), z.string().nullable()]);
type Naming = z.infer<typeof NamingRow>;

/** Who delivered, how recorders are set, what accounts are called: small tables that the others lean on. */
export async function compactOrganization(
  run: Run,
  landedTypes: readonly string[],
): Promise<{ readonly renamed: ReadonlySet<string> }> {
  const { draft, landed } = run;
  if (!isEmpty(run, 'landing_delivery')) {
    await rewriteWhole(run, 'delivery_told', deliveriesSql(), {
      landing_delivery: landed.tables.landing_delivery,
      delivery_told: draft.read('delivery_told'),
    });
  }
  if (landedTypes.includes(RECORDER_TYPE) || landedTypes.includes(CHANNEL_TYPE)) {
    await rewriteWhole(run, 'recorder_setting', settingsSql(), {
      landing_item: landed.tables.landing_item,
      recorder_setting: draft.read('recorder_setting'),
    });
  }
  if (isEmpty(run, 'landing_account')) return { renamed: new Set() };
  await rewriteWhole(run, 'account_standing', standingSql(), {
    landing_account: landed.tables.landing_account,
    account_told: draft.read('account_told'),
    account_standing: draft.read('account_standing'),
  });
  await rewriteWhole(run, 'account_told', accountsToldSql(), {
    landing_account: landed.tables.landing_account,
    account_told: draft.read('account_told'),
  });
  return { renamed: await nameAccounts(run) };
}

/** Judges the environment of every account told, and says which accounts now have another name or environment. */
async function nameAccounts(run: Run): Promise<ReadonlySet<string>> {
  const { draft, workspace } = run;
  const named = await workspace.run('SELECT account_id, account_name, environment FROM account_naming', {
    account_naming: draft.read('account_naming'),
  });
  const before = new Map(named.rows.map((row) => NamingRow.parse(row)).map((row) => [row[0], row]));
  const told = await workspace.run('SELECT account_id, account_name, ou_path, tags FROM account_told', {
    account_told: draft.read('account_told'),
  });
  const after = told.rows.map((row): Naming => {
    const [id, name, ouPath, tags] = AccountRow.parse(row);
    const written = Object.entries(tags ?? {}).flatMap(([key, value]) =>
      value === null ? [] : [[key, value] as const],
    );
    return [id, name, environmentOfAccount({ name, ouPath, tags: Object.fromEntries(written) })];
  });
  const changed = after.filter(([id, name, environment]) => {
    const [, oldName = null, oldEnvironment = null] = before.get(id) ?? [];
    return name !== oldName || environment !== oldEnvironment;
  });
  if (changed.length === 0) return new Set();
  const rows = after.map(([account_id, account_name, environment]) => ({
    account_id,
    account_name,
    environment,
  }));
  const place = { location: locationOf(run, 'account_naming'), generation: run.generation };
  draft.replace('account_naming', await writeRows(run.store, accountNaming, rows, place));
  return new Set(changed.map(([id]) => id));
}
