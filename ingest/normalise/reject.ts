/** Stable codes of why a record is in the dead letters, with what they mean to a person. */
export const rejectReasons = {
  empty_file: 'The file holds nothing.',
  invalid_json: 'The record is not JSON.',
  broken_json: 'The file stops being JSON in the middle; what came before has landed.',
  broken_gzip: 'The file breaks off or is damaged; what came before has landed.',
  gzip_nesting: 'The file is gzip within gzip, too many times.',
  record_too_large: 'The record is larger than 32 MB, which no engine reads as one row.',
  nesting_too_deep: 'The record nests too deep.',
  not_config: 'The record is not a message or item of AWS Config.',
  unknown_message: 'The message is of AWS Config, but of a kind that is not known here.',
  query_result: 'The record is an excerpt that a query chose, not a whole item.',
  no_type: 'The item has no resourceType.',
  no_id: 'The item has no resourceId.',
  no_account: 'The item names no account, and neither does its place.',
  no_region: 'The item names no Region, and neither does its place.',
  no_capture_time: 'The item has no capture time that can be read.',
  capture_time_out_of_range: 'The capture time is before AWS existed.',
  capture_time_in_future: 'The capture time is more than 24 hours past the clock.',
  no_compliance_key: 'The evaluation lacks its rule, resource or account.',
  oversized_object_missing: 'The object that holds the oversized item has not come within 24 hours.',
  oversized_object_unreadable: 'The object of the oversized item does not hold that item.',
  account_without_id: 'The account in the list has no id.',
} as const;

export type RejectCode = keyof typeof rejectReasons;

/** Why a record cannot land. */
export interface Rejection {
  readonly code: RejectCode;
  /** What was wrong with this record; the code's own text where there is no more to say. */
  readonly detail?: string;
  readonly accountId: string | null;
  readonly region: string | null;
}
