import { stem } from './stem.ts';

/**
 * What one piece of a question is, by its form alone. `word` takes part in phrases; `name` is a word whose form
 * (digits, dots, underscores) marks it as somebody's identifier or an AWS value such as t3.micro.
 */
export type AtomKind =
  | 'word'
  | 'name'
  | 'number'
  | 'quoted'
  | 'id'
  | 'ip'
  | 'cidr'
  | 'arn'
  | 'resource_type'
  | 'date'
  | 'account_id'
  | 'operator'
  | 'comma';

export interface Atom {
  readonly kind: AtomKind;
  /** Lower case, singular: what phrases are compared by. */
  readonly stem: string;
  /** As written, without quotes. */
  readonly raw: string;
  /** Offsets into the question. */
  readonly start: number;
  readonly end: number;
  /** Written together with the atom before it (multi-az → multi, az). */
  readonly glued: boolean;
}

const CONTRACTIONS: Readonly<Record<string, string>> = {
  "what's": 'what is',
  "who's": 'who is',
  "where's": 'where is',
  "when's": 'when is',
  "how's": 'how is',
  "which's": 'which is',
  "it's": 'it is',
  "that's": 'that is',
  "there's": 'there is',
  "here's": 'here is',
  "let's": 'let us',
  "isn't": 'is not',
  "aren't": 'are not',
  "wasn't": 'was not',
  "weren't": 'were not',
  "don't": 'do not',
  "doesn't": 'does not',
  "didn't": 'did not',
  "haven't": 'have not',
  "hasn't": 'has not',
  "hadn't": 'had not',
  "can't": 'can not',
  cannot: 'can not',
  "couldn't": 'could not',
  "won't": 'will not',
  "wouldn't": 'would not',
  "shouldn't": 'should not',
  "i'd": 'i would',
  "i'm": 'i am',
  "i've": 'i have',
  "we're": 'we are',
  "we've": 'we have',
  "they're": 'they are',
  "they've": 'they have',
  "you've": 'you have',
  whats: 'what is',
  dont: 'do not',
  arent: 'are not',
  isnt: 'is not',
  havent: 'have not',
  hasnt: 'has not',
  'w/o': 'without',
  w: 'with',
};

const ID =
  /^(i|vol|sg|sgr|vpc|subnet|eni|ami|snap|rtb|igw|nat|acl|eipalloc|eipassoc|vpce|vpn|vgw|cgw|tgw|tgw-attach|tgw-rtb|pcx|lt|fs|fsap|fl|dopt|eigw|pl|rtbassoc|aclassoc|db|cluster|cs|key|ASIA|AKIA|AROA|AIDA|AGPA|ANPA|vpce-svc|h|r|cr|mi)-?[0-9A-Za-z]*$/i;
const HEX_ID = /^[a-z]+(?:-[a-z]+)?-[0-9a-f]{8,17}$/;
const UNIQUE_ID = /^(AROA|AIDA|AGPA|ANPA|AKIA|ASIA|db|cluster)-?[A-Z0-9]{12,}$/;
const PART =
  /"([^"]*)"|`([^`]*)`|(?<![\p{L}\p{N}])'([^']+)'(?![\p{L}\p{N}])|(arn:aws[\w-]*:[^\s"'`,;?]+)|(AWS::[A-Za-z0-9]+(?:::[A-Za-z0-9]+)+)|(\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2})|(\d{1,3}(?:\.\d{1,3}){3})(?![\w.])|((?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?:\/\d{1,3})?)(?!\w)|(\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?|\d{4}\/\d{2}\/\d{2}|\d{4}-(?:0[1-9]|1[0-2])(?![\w-]))|(>=|<=|!=|<>|==|=|>|<|≥|≤)|(\d{12})(?!\w)|(\d[\d,]*(?:\.\d+)?)(?=\s|%|$|[,;.?!)]|[a-zA-Z]{1,5}\b)(?![\w-]*-\d)|([\p{L}\p{N}_*](?:[\p{L}\p{N}_.\-/@+*:'’]*[\p{L}\p{N}_*+])?)|([%])|([,;()&])|(\p{Extended_Pictographic}(?:\uFE0F|\u200D|\p{Extended_Pictographic}|\p{Emoji_Modifier})*)/gu;

/**
 * Splits a question (or a catalogue phrase, or a value of the lake) into atoms. Never throws. Punctuation is left out;
 * a pictograph is kept, since names have them.
 */
export function atomsOf(question: string): Atom[] {
  const text = question
    .replaceAll(/[‘’]/g, "'")
    .replaceAll(/[“”]/g, '"')
    .replaceAll(/%(?=\p{L})(?!%of\b)|(?<=\p{L})%/gu, ' ');
  const atoms: Atom[] = [];
  for (const match of text.matchAll(PART)) {
    const start = match.index;
    const end = start + match[0].length;
    const push = (kind: AtomKind, raw: string, glued = false, from = start, to = end) =>
      atoms.push({
        kind,
        raw,
        stem: kind === 'word' ? stem(raw) : raw.toLowerCase(),
        start: from,
        end: to,
        glued,
      });
    const [
      ,
      double,
      back,
      single,
      arn,
      type,
      cidr,
      ip,
      ip6,
      date,
      operator,
      account,
      number,
      word,
      percent,
      comma,
      picture,
    ] = match;
    const quoted = double ?? back ?? single;
    if (quoted !== undefined) push('quoted', quoted);
    else if (arn !== undefined) push('arn', arn.replace(/[.)]+$/, ''));
    else if (type !== undefined) push('resource_type', type);
    else if (cidr !== undefined) push('cidr', cidr);
    else if (ip !== undefined) push('ip', ip);
    else if (ip6 !== undefined) push(ip6.includes('/') ? 'cidr' : 'ip', ip6);
    else if (date !== undefined) push('date', date);
    else if (operator !== undefined) push('operator', operator);
    else if (account !== undefined) push('account_id', account);
    else if (number !== undefined) push('number', number.replaceAll(',', ''));
    else if (percent !== undefined) push('word', '%');
    else if (comma !== undefined) {
      // A remark in parentheses is read as if it stood without them.
      if (!/[()]/.test(comma)) push('comma', comma);
    } else if (picture !== undefined) push('name', picture);
    else if (word !== undefined) pushWord(word, start, push);
  }
  return atoms;
}

type Push = (kind: AtomKind, raw: string, glued?: boolean, from?: number, to?: number) => void;

function pushWord(written: string, start: number, push: Push): void {
  const word = written.replace(/'s$|'$/i, (ending) =>
    CONTRACTIONS[written.toLowerCase()] === undefined ? '' : ending,
  );
  const expanded = CONTRACTIONS[word.toLowerCase()];
  const end = start + written.length;
  if (expanded !== undefined) {
    for (const part of expanded.split(' ')) push('word', part, false, start, end);
  } else if (
    HEX_ID.test(word) ||
    UNIQUE_ID.test(word) ||
    (ID.test(word) && /-\d?[0-9a-f]{4,}$/.test(word) && /\d/.test(word))
  ) {
    push('id', word, false, start, end);
  } else if (/^[A-Za-z][A-Za-z-]*\d?\/[A-Za-z][A-Za-z-]*\d?$/.test(word)) {
    const [left = '', right = ''] = word.split('/');
    pushWord(left, start, push);
    push('comma', '/', true, start + left.length, start + left.length + 1);
    pushWord(right, start + left.length + 1, push);
  } else if (/^[A-Za-z][\w-]*:[A-Za-z][\w-]*$/.test(word) && !word.startsWith('aws:')) {
    const [left = '', right = ''] = word.split(':');
    pushWord(left, start, push);
    push('operator', '=', true, start + left.length, start + left.length + 1);
    pushWord(right, start + left.length + 1, push);
  } else if (/^[\p{L}]+(-[\p{L}]+)+$/u.test(word)) {
    let at = start;
    for (const part of word.split('-')) {
      push('word', part, at > start, at, at + part.length);
      at += part.length + 1;
    }
  } else if (/^[\p{L}]+\d{0,3}[\p{L}]?$/u.test(word)) push('word', word, false, start, end);
  else push('name', word, false, start, end);
}

/** The stems of a phrase, as the index of phrases stores them. */
export function stemsOf(phrase: string): string[] {
  return atomsOf(phrase)
    .filter((atom) => atom.kind !== 'comma')
    .map((atom) => atom.stem);
}
