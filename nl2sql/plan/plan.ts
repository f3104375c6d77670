import type { ColumnTypeName } from '#catalog/column-types.ts';

/** One resource of an earlier answer, by its key columns. */
export interface ResourceKey {
  readonly account_id: string;
  readonly region: string | null;
  readonly resource_type: string | null;
  readonly resource_id: string;
}

/**
 * What a question was understood to ask, as plain data: it is kept with the conversation, refined by follow-ups,
 * and turned into SQL by emit/. Nothing in it is SQL text.
 */
export interface Plan {
  readonly source: Source;
  readonly where: readonly Condition[];
  readonly measure: Measure;
  readonly groupBy: readonly GroupKey[];
  /** Columns asked for by name, shown besides the telling ones. */
  readonly columns: readonly ColumnRef[];
  /** Keeps groups by their count ("accounts with more than 10 buckets"). */
  readonly having: { readonly operator: Operator; readonly value: number } | null;
  readonly order: Order | null;
  readonly limit: number | null;
  /** The state at this time (ISO) instead of now. */
  readonly asOf: { readonly at: string; readonly text: string } | null;
  /** Rows of an earlier answer that this one stays within. */
  readonly within: readonly ResourceKey[] | null;
  readonly addOns: readonly AddOn[];
  /** Yes or no of each row, shown instead of filtered by ("is bucket x public?"). */
  readonly flags: readonly Condition[];
  /** "Which accounts have …": the accounts are what was asked for, and what "they" means afterwards. */
  readonly asksFor?: 'account' | null;
}

/** More that is told of each row: what it cost, what uses it. */
export type AddOn = 'cost' | 'related';

export type Source =
  /** Rows of one or several typed tables; `noun` is the singular name in answers. */
  | {
      readonly kind: 'types';
      readonly types: readonly string[];
      readonly family: string | null;
      readonly noun: string;
    }
  /** Whatever exists, of any type. */
  | { readonly kind: 'resources' }
  /** Rows of another table of the lake, by its topic in catalog/words/topics.ts. */
  | { readonly kind: 'topic'; readonly topic: string; readonly countsResources: boolean }
  /** What holds an IP address. */
  | { readonly kind: 'address'; readonly address: string };

/** A column by what it is called in each typed table; `columns` null means every table has it under `name`. */
export interface ColumnRef {
  /** Every spelling of a tag key whose value is shown as a column. */
  readonly tag?: readonly string[];
  readonly name: string;
  readonly type: ColumnTypeName;
  /** JSON text, or the JSON text of an array. */
  readonly isJson: boolean;
  readonly columns: Readonly<Record<string, string>> | null;
  /** Computed: see catalog/words/derived-columns.ts. */
  readonly isDerived: boolean;
}

export type Operator = '=' | '<' | '<=' | '>' | '>=' | 'like' | 'filled' | 'true';

export type Condition =
  | { readonly kind: 'all'; readonly of: readonly Condition[] }
  | { readonly kind: 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | {
      readonly kind: 'predicate';
      readonly name: string;
      readonly port: number | null;
      readonly days: number | null;
    }
  | {
      readonly kind: 'compare';
      readonly column: ColumnRef;
      readonly operator: Operator;
      readonly values: readonly (string | number)[];
      readonly text: string;
    }
  | { readonly kind: 'environment'; readonly name: string; readonly values: readonly string[] }
  | { readonly kind: 'account'; readonly ids: readonly string[]; readonly label: string }
  | { readonly kind: 'unit'; readonly paths: readonly string[]; readonly label: string }
  | { readonly kind: 'region'; readonly regions: readonly string[]; readonly label: string }
  | { readonly kind: 'zone'; readonly zone: string }
  | { readonly kind: 'tag'; readonly keys: readonly string[]; readonly values: readonly string[] | null }
  | { readonly kind: 'name'; readonly match: 'is' | 'contains' | 'starts' | 'ends'; readonly text: string }
  | { readonly kind: 'identity'; readonly text: string }
  | { readonly kind: 'type'; readonly types: readonly string[]; readonly noun: string }
  | { readonly kind: 'service'; readonly service: string; readonly label: string }
  | {
      readonly kind: 'time';
      readonly role: TimeRole;
      readonly from: string | null;
      readonly to: string | null;
      readonly text: string;
    }
  | { readonly kind: 'related'; readonly to: RelatedTo; readonly text: string }
  /** A rule of AWS Config that judges what Config does not record. */
  | { readonly kind: 'rule'; readonly name: string }
  /** The account has (or, inside `not`, lacks) resources of these types. */
  | {
      readonly kind: 'holds';
      readonly types: readonly string[];
      readonly where: readonly Condition[];
      readonly noun: string;
    }
  /** An address range: a rule's source, a network's own. */
  | { readonly kind: 'range'; readonly cidr: string; readonly port: number | null }
  /** The account has places whose coverage says so. */
  | { readonly kind: 'coverage'; readonly column: string; readonly values: readonly string[] }
  | { readonly kind: 'topic_value'; readonly column: string; readonly values: readonly string[] };

export type TimeRole = 'created' | 'changed' | 'topic';

export type RelatedTo =
  | { readonly kind: 'named'; readonly text: string; readonly types: readonly string[] }
  | { readonly kind: 'rows'; readonly types: readonly string[]; readonly where: readonly Condition[] };

export type Measure =
  | { readonly kind: 'list' }
  | { readonly kind: 'details' }
  | { readonly kind: 'count' }
  /** How many of the rows, and which percentage, meet these conditions. */
  | { readonly kind: 'share'; readonly of: readonly Condition[] }
  /** How many different accounts, Regions, … */
  | { readonly kind: 'count_groups'; readonly key: GroupKey }
  | {
      readonly kind: 'aggregate';
      readonly function: 'sum' | 'avg' | 'min' | 'max';
      readonly column: ColumnRef;
      /** "How many, and how much storage is that": how many there are as well. */
      readonly counted?: true;
    };

export type GroupKey =
  | { readonly kind: 'account' | 'region' | 'type' | 'unit' | 'zone' | 'service' }
  /** `sets`: environments that were named, each with every spelling of it ("prod and staging"). */
  | {
      readonly kind: 'environment';
      readonly sets?: readonly { readonly name: string; readonly values: readonly string[] }[];
    }
  | { readonly kind: 'tag'; readonly key: string }
  | { readonly kind: 'column'; readonly column: ColumnRef }
  | { readonly kind: 'time'; readonly unit: 'day' | 'week' | 'month' | 'year' | 'hour' };

export interface Order {
  readonly by:
    | { readonly kind: 'column'; readonly column: ColumnRef }
    | { readonly kind: 'created' }
    | { readonly kind: 'measure' }
    | { readonly kind: 'time' };
  readonly descending: boolean;
}
