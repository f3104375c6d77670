import { fail, runtime } from './runtime-function.ts';

interface Url {
  readonly protocol: string;
  readonly host: string;
  readonly port: bigint | null;
  readonly path: string;
  /** Undecoded; null where there is none. */
  readonly rawQuery: string | null;
  readonly fragment: string;
}

/** RFC 2396 as java.net.URI reads it: characters outside ASCII are allowed, spaces and brackets are not. */
const PARTS = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:(\/\/)([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
const FORBIDDEN = /[\u0000- "<>\\^`{|}\u007f-\u00a0]|%(?![0-9A-Fa-f]{2})/;
const AUTHORITY = /^(?:[^@]*@)?([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::(\d*))?$/;

const decode = (text: string): string => {
  if (!text.includes('%')) return text;
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
  );
};

/** undefined where the text is no URI. */
function parseUrl(text: string): Url | undefined {
  const match = PARTS.exec(text);
  if (match === null || FORBIDDEN.test(text)) return undefined;
  const [, protocol = '', slashes, authority = '', path = '', query, fragment = ''] = match;
  // `mailto:x` is opaque: all of it is the scheme-specific part.
  const isOpaque = protocol !== '' && slashes === undefined && !path.startsWith('/');
  if (isOpaque && path === '') return undefined;
  const server = AUTHORITY.exec(authority);
  const port = server?.[2];
  return {
    protocol,
    host: server?.[1] ?? '',
    port: port === undefined || port === '' ? null : BigInt(port),
    path: isOpaque ? '' : decode(path),
    rawQuery: isOpaque ? null : (query ?? null),
    fragment: decode(fragment),
  };
}

const part = (name: string, of: (url: Url) => string) =>
  runtime(`t_url_extract_${name}`, ['VARCHAR'], 'VARCHAR', (text) => {
    const url = parseUrl(text);
    return url === undefined ? null : of(url);
  });

function parameterOf(text: string, name: string): string | null {
  const url = parseUrl(text);
  if (url === undefined || url.rawQuery === null) return null;
  for (const pair of url.rawQuery.split('&')) {
    const at = pair.indexOf('=');
    const key = at < 0 ? pair : pair.slice(0, at);
    if (decode(key) === name) return at < 0 ? '' : decode(pair.slice(at + 1));
  }
  return null;
}

function encode(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

function decodeForm(text: string): string {
  if (/%(?![0-9A-Fa-f]{2})/.test(text))
    return fail(`URLDecoder: Illegal hex characters in escape pattern of ${text}`);
  return decode(text.replaceAll('+', ' '));
}

export const urlFunctions = [
  part('protocol', (url) => url.protocol),
  part('host', (url) => url.host),
  part('path', (url) => url.path),
  part('query', (url) => decode(url.rawQuery ?? '')),
  part('fragment', (url) => url.fragment),
  runtime('t_url_extract_port', ['VARCHAR'], 'BIGINT', (text) => parseUrl(text)?.port ?? null),
  runtime('t_url_extract_parameter', ['VARCHAR', 'VARCHAR'], 'VARCHAR', parameterOf),
  runtime('t_url_decode', ['VARCHAR'], 'VARCHAR', decodeForm),
  runtime('t_url_encode', ['VARCHAR'], 'VARCHAR', encode),
];
