/** A value of the lake with how many resources carry it. */
export interface CountedValue {
  readonly value: string;
  readonly count: number;
}

export interface AccountWord {
  readonly id: string;
  readonly name: string | null;
  readonly ouPath: string | null;
  readonly environment: string | null;
}

export interface TagWord {
  readonly key: string;
  /** Values by how often they occur; cut where there are very many. */
  readonly values: readonly CountedValue[];
}

/** A resource by what people call it; only the most useful names are kept. */
export interface ResourceWord {
  readonly type: string;
  readonly id: string;
  readonly name: string | null;
}

/**
 * The lake's own words, as far as the caller may read them. Values are data: they are matched and quoted, never
 * interpreted. What is small is read at once; names and the values of typed columns when a question asks for them.
 */
export interface Vocabulary {
  readonly types: readonly CountedValue[];
  readonly accounts: readonly AccountWord[];
  readonly organizationalUnits: readonly string[];
  readonly regions: readonly string[];
  readonly environments: readonly CountedValue[];
  readonly tags: readonly TagWord[];
  readonly rules: readonly string[];
  /** Distinct values of the text columns of a table that have few; column name → values. */
  valuesOf(table: string): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Resources whose id or name is this text, compared without case. */
  named(text: string): Promise<readonly ResourceWord[]>;
}

/** A lake of which nothing is known yet: what the translator needs no values for still works. */
export const emptyVocabulary: Vocabulary = {
  types: [],
  accounts: [],
  organizationalUnits: [],
  regions: [],
  environments: [],
  tags: [],
  rules: [],
  valuesOf: async () => new Map(),
  named: async () => [],
};
