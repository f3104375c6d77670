import { isObject, type JsonValue } from '../decode/json-value.ts';
import { parseJson } from '../decode/parse-json.ts';

/**
 * The document that a text holds, or undefined where the text is just a text. Policies and the like come as JSON in a
 * string, plain or URL-encoded (IAM). An object is always a document; a list only where it holds objects, so that a
 * description such as `[1]` stays what its owner wrote.
 */
export function nestedDocument(text: string): JsonValue | undefined {
  const first = text.charCodeAt(0);
  if (first === 0x25) return /^%(7b|5b)/i.test(text) ? documentIn(urlDecoded(text)) : undefined;
  if (first !== 0x7b && first !== 0x5b && !isSpace(first)) return undefined;
  return documentIn(text);
}

const BEGINS_WITH_KEYS = /^\s*(?:\[\s*)*\{\s*(?:["']|[\w-]{1,200}\s*[:=])/;
const BEGINS_IN_QUOTES = /^\s*"\s*(?:\[\s*)*\{\s*\\+"/;

/** The document in a text in a text: the ACL of a bucket comes so in old items. Undefined where there is none. */
export function quotedDocument(text: string): JsonValue | undefined {
  if (text.charCodeAt(0) !== 0x22 || !BEGINS_IN_QUOTES.test(text)) return undefined;
  try {
    const inner: unknown = JSON.parse(text);
    return typeof inner === 'string' ? nestedDocument(inner) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether a text that is no document (nestedDocument) begins as one with keys: cut off, broken inside, a list in a list, a text in a
 * text that is none either. A reference such as `{{resolve:…}}` is just a text.
 */
export function isBrokenDocument(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first !== 0x7b && first !== 0x5b && first !== 0x25 && first !== 0x22 && !isSpace(first)) return false;
  const plain = first === 0x25 ? (urlDecoded(text) ?? text) : text;
  return BEGINS_WITH_KEYS.test(plain) || BEGINS_IN_QUOTES.test(plain);
}

function documentIn(text: string | undefined): JsonValue | undefined {
  const trimmed = text?.trim();
  if (trimmed === undefined || !/^[{[]/.test(trimmed) || !/[}\]]$/.test(trimmed)) return undefined;
  try {
    const value = parseJson(trimmed);
    return isObject(value) || (Array.isArray(value) && value.some(isObject)) ? value : undefined;
  } catch {
    return undefined;
  }
}

function urlDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', '%20'));
  } catch {
    return undefined;
  }
}

const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
