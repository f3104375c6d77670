/** A grouped SELECT: its keys and aggregates are columns of an inner query, found again by their text. */
export class Grouped {
  /** Alias of the inner query. */
  readonly alias: string;
  /** Columns of the inner query: DuckDB text → name. */
  readonly columns = new Map<string, string>();
  readonly #keys = new Map<string, string>();

  constructor(alias: string) {
    this.alias = alias;
  }

  /** Makes a key a column; `selected` is what the column holds where that is not the key itself. */
  addKey(text: string, selected: string = text): void {
    if (this.#keys.has(canonical(text))) return;
    const name = this.#add(selected);
    this.#keys.set(canonical(text), name);
  }

  /** The column that holds a key; undefined for a text that is none. */
  key(text: string): string | undefined {
    const name = this.#keys.get(canonical(text));
    return name === undefined ? undefined : `${this.alias}.${name}`;
  }

  /** The column that holds an aggregate, made where it is new. */
  aggregate(text: string): string {
    return `${this.alias}.${this.columns.get(text) ?? this.#add(text)}`;
  }

  #add(text: string): string {
    const known = this.columns.get(text);
    if (known !== undefined) return known;
    const name = `g${this.columns.size}`;
    this.columns.set(text, name);
    return name;
  }
}

/** Numbers the names of lambda parameters by their order, so that two spellings of one expression are equal. */
function canonical(text: string): string {
  const names = new Map<string, string>();
  return text.replace(/\bv\d+\b/g, (name) => {
    const known = names.get(name) ?? `v_${names.size}`;
    names.set(name, known);
    return known;
  });
}
