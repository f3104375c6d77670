import { isObject, type JsonValue, scalarText, textField } from '../decode/json-value.ts';
import type { DeliveryLanding } from '../land/delivery-landing.ts';
import type { Telling } from '../land/telling.ts';
import { pairsOf } from '../normalise/tags.ts';
import { timeOf } from '../normalise/time.ts';

/**
 * A list of accounts, `{"Accounts": [{Id, Name, Email, Status, JoinedTimestamp, OuPath, Tags, Regions?}]}`, as AWS Organizations gives
 * it, with the path of OU names. The file's own time says which of two lists is the newer.
 */
export function readAccounts(
  accounts: readonly JsonValue[],
  landing: DeliveryLanding,
  modifiedAt: number,
): void {
  const telling: Telling = {
    sourceKind: 'snapshot',
    recorder: { accountId: null, region: null },
    toldAt: modifiedAt,
    envelopeId: null,
  };
  for (const account of accounts) {
    const id = isObject(account) ? textField(account, 'Id', 'AccountId') : null;
    if (!isObject(account) || id === null) {
      landing.reject(
        { code: 'account_without_id', accountId: null, region: null },
        { value: account },
        telling,
      );
      continue;
    }
    const regions = account.Regions;
    landing.account(
      {
        account_id: id.padStart(12, '0'),
        account_name: textField(account, 'Name'),
        email: textField(account, 'Email'),
        status: textField(account, 'Status', 'State') ?? 'ACTIVE',
        ou_path: textField(account, 'OuPath'),
        tags: new Map(pairsOf(account.Tags)),
        regions: Array.isArray(regions) ? regions.flatMap((region) => scalarText(region) ?? []) : null,
        joined_at: timeOf(account.JoinedTimestamp) ?? null,
      },
      telling,
    );
  }
}
