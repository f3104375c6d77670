import Table from 'cli-table3';

/** No frame and no lines between rows: what a person reads at a terminal, and can copy from it. */
const BARE = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
  ].map((place) => [place, '']),
);

/** Columns under their heads, aligned (wide characters included). */
export function plainTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = new Table({
    chars: { ...BARE, middle: '  ' },
    head: heads.map((head) => head.toUpperCase()),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const row of rows) table.push([...row]);
  return table.toString();
}
