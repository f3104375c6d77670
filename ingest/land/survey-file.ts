import type { OpenBytes } from '../decode/inflate.ts';
import { isObject, textField } from '../decode/json-value.ts';
import { parseJson } from '../decode/parse-json.ts';
import { readRecords } from '../decode/read-records.ts';
import { regionOfZone } from '../normalise/availability-zone.ts';
import type { Place } from '../normalise/item.ts';
import { timeOf } from '../normalise/time.ts';

/** What the items of a file say of the recorder that delivered it. */
export interface Survey {
  /** Null where items of several accounts or Regions are in it. */
  readonly recorder: Place;
  /** The newest capture time: the file was not taken before it. Epoch milliseconds. */
  readonly newestCapture: number | null;
}

/**
 * Reads a file once for what its name does not tell. Only files outside the keys of AWS Config need this second
 * pass; it keeps nothing, so it is as constant in memory as the first.
 */
export async function surveyFile(name: string, open: OpenBytes, now: number): Promise<Survey> {
  const accounts = new Set<string>();
  const regions = new Set<string>();
  let newest: number | null = null;
  for await (const records of readRecords(name, open))
    for (const { kind, text } of records) {
      if (kind !== 'element' || text === undefined) continue;
      const item = parsed(text);
      if (item === undefined) continue;
      const account = textField(item, 'awsAccountId', 'accountId');
      const region =
        textField(item, 'awsRegion', 'region') ??
        regionOfZone(textField(item, 'availabilityZone', 'availibilityZone'));
      const captured = timeOf(item.configurationItemCaptureTime);
      if (account !== null && accounts.size < 2) accounts.add(account);
      if (region !== null && region !== 'global' && regions.size < 2) regions.add(region);
      if (captured !== undefined && captured <= now && (newest === null || captured > newest))
        newest = captured;
    }
  return { recorder: { accountId: only(accounts), region: only(regions) }, newestCapture: newest };
}

function parsed(text: string) {
  try {
    const value = parseJson(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const only = (values: ReadonlySet<string>): string | null =>
  values.size === 1 ? ([...values][0] ?? null) : null;
