/** Longest pattern and largest counted repetition that are accepted. */
const MAX_LENGTH = 1000;
const MAX_REPEAT = 1000;

interface Group {
  /** Something in it repeats without a bound. */
  repeats: boolean;
  /** It has alternatives, whose first characters are these; undefined where one may start with anything. */
  starts: Set<string> | undefined;
  overlaps: boolean;
  atStart: boolean;
  count: number;
}

/**
 * Why a regular expression may run for ever on an engine that backtracks: a repetition of something that itself
 * repeats, or of alternatives that begin alike; or a repetition that is too large. undefined where it is tame.
 */
export function runawayReason(pattern: string): string | undefined {
  if (pattern.length > MAX_LENGTH) return `is longer than ${MAX_LENGTH} characters`;
  const groups: Group[] = [emptyGroup()];
  let last: { repeats: boolean; overlaps: boolean; count: number } | undefined;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? '';
    const group = groups.at(-1);
    if (group === undefined) return undefined;
    if (character === '(') {
      noteStart(group, undefined);
      groups.push(emptyGroup());
      at += prefixLength(pattern, at + 1);
      last = undefined;
    } else if (character === ')') {
      if (groups.length === 1) return undefined;
      groups.pop();
      last = { repeats: group.repeats, overlaps: group.overlaps, count: group.count };
      const outer = groups.at(-1);
      if (outer !== undefined) {
        outer.repeats ||= group.repeats;
        outer.overlaps ||= group.overlaps;
        outer.count = Math.max(outer.count, group.count);
      }
    } else if (character === '|') {
      group.atStart = true;
      last = undefined;
    } else {
      const quantifier = quantifierAt(pattern, at);
      if (quantifier !== undefined) {
        at = quantifier.end;
        const reason = repeated(group, last, quantifier);
        if (reason !== undefined) return reason;
        last = undefined;
        continue;
      }
      const end = atomEnd(pattern, at);
      noteStart(group, pattern.slice(at, end + 1));
      last = { repeats: false, overlaps: false, count: 1 };
      at = end;
    }
  }
  return undefined;
}

const emptyGroup = (): Group => ({
  repeats: false,
  starts: new Set(),
  overlaps: false,
  atStart: true,
  count: 1,
});

/** Notes how an alternative begins; `undefined` for a group, which may begin with anything. */
function noteStart(group: Group, atom: string | undefined): void {
  if (!group.atStart) return;
  group.atStart = false;
  const isPlain = atom !== undefined && atom.length === 1 && atom !== '.' && atom !== '^' && atom !== '$';
  if (!isPlain) {
    if (group.starts === undefined || group.starts.size > 0) group.overlaps = true;
    group.starts = undefined;
  } else if (group.starts === undefined || group.starts.has(atom)) {
    group.overlaps = true;
  } else {
    group.starts.add(atom);
  }
}

interface Quantifier {
  readonly unbounded: boolean;
  readonly most: number;
  readonly end: number;
}

function quantifierAt(pattern: string, at: number): Quantifier | undefined {
  const character = pattern[at];
  const lazy = (end: number): number =>
    pattern[end + 1] === '?' || pattern[end + 1] === '+' ? end + 1 : end;
  if (character === '*' || character === '+')
    return { unbounded: true, most: Number.POSITIVE_INFINITY, end: lazy(at) };
  if (character === '?') return { unbounded: false, most: 1, end: lazy(at) };
  const counted = /^\{(\d*)(,(\d*))?\}/.exec(pattern.slice(at, at + 24));
  if (character !== '{' || counted === null) return undefined;
  const open = counted[2] !== undefined && counted[3] === '';
  const most = Number(counted[3] === undefined || counted[3] === '' ? counted[1] : counted[3]);
  return {
    unbounded: open,
    most: open ? Number.POSITIVE_INFINITY : most,
    end: lazy(at + counted[0].length - 1),
  };
}

function repeated(
  group: Group,
  last: { repeats: boolean; overlaps: boolean; count: number } | undefined,
  quantifier: Quantifier,
): string | undefined {
  const many = quantifier.unbounded || quantifier.most > 10;
  if (many && last?.repeats === true) return 'repeats something that repeats';
  if (many && last?.overlaps === true) return 'repeats alternatives that begin alike';
  if (quantifier.unbounded) {
    group.repeats = true;
    return undefined;
  }
  const count = (last?.count ?? 1) * Math.max(1, quantifier.most);
  group.count = Math.max(group.count, count);
  return count > MAX_REPEAT ? `repeats something more than ${MAX_REPEAT} times` : undefined;
}

/** `?:`, `?=`, `?<name>` after an opening bracket. */
const prefixLength = (pattern: string, at: number): number =>
  /^\?(?:[:=!>]|<[=!]|<\w+>|[a-z-]+:?)/.exec(pattern.slice(at, at + 40))?.[0].length ?? 0;

/** Last position of the atom that starts here: an escape, a class, or one character. */
function atomEnd(pattern: string, at: number): number {
  if (pattern[at] === '\\') return Math.min(at + 1, pattern.length - 1);
  if (pattern[at] !== '[') return at;
  let end = at + 1;
  if (pattern[end] === '^') end++;
  if (pattern[end] === ']') end++;
  while (end < pattern.length && pattern[end] !== ']') end += pattern[end] === '\\' ? 2 : 1;
  return Math.min(end, pattern.length - 1);
}
