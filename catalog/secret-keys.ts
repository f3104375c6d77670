/**
 * What a key tells of its value, whatever the resource type: the rules of redaction that hold where nobody has marked a
 * place (secrets.ts). Data and plain functions, so that an independent reading of them can be tested against the product's.
 */

/** What stands in the lake in place of a redacted value. */
export const REDACTED = '[redacted]';

/** Keys that hold a secret wherever they stand, in any type. */
const SECRET_KEY =
  /(password|passwd|passphrase|passcode|secret(string|binary|value|accesskey|key)?|private_?key|pre_?shared_?key|signing_?key|(auth|access|oauth|session|hec|bearer|refresh)_?token|(^|[_-])token|api_?key(value)?|userdata|authorization|credentials?)$/i;

/** Keys that look like a secret and name, point at or switch one instead. */
const NOT_SECRET_KEY =
  /(arn|arns|id|ids|name|version|status|enabled|policy|type|length|age|reuse|require\w*|rotation\w*|manager\w*|last\w*|prefix|count|expir\w*|list|managed\w*|allow_?credentials)$/i;

/** Whether a key holds a secret by its name. Keys that name, point at or describe a secret do not. */
export function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key) && !NOT_SECRET_KEY.test(key);
}

const REFERENCE = /^(arn:[\w-]+:|\{\{resolve:|\/aws\/reference\/|ssm:|secretsmanager:)/;

/** Whether the value under a secret key is itself one: a text or number that is no reference to where the secret is kept. */
export function isSecretValue(value: unknown): boolean {
  if (typeof value === 'number') return true;
  if (typeof value !== 'string' || value === '') return false;
  return !REFERENCE.test(value);
}

/**
 * `secret`: holds one; `variables`: holds variables of an environment; `environment`: holds such variables, or a word that
 * names the environment; `value`: holds the value of what another key beside it names.
 */
export type KeyKind = 'secret' | 'variables' | 'environment' | 'value' | 'plain';

const VARIABLES: ReadonlySet<string> = new Set([
  'containerenvironment',
  'environmentmap',
  'environmentvariable',
  'environmentvariables',
  'environmentvars',
  'envmap',
  'envvariables',
  'envvars',
  'runtimeenvironmentvariables',
  'stagevariables',
  'variables',
]);
const ENVIRONMENT: ReadonlySet<string> = new Set(['env', 'environment']);
const VALUE: ReadonlySet<string> = new Set([
  'default',
  'defaultvalue',
  'headervalue',
  'optionvalue',
  'outputvalue',
  'parametervalue',
  'value',
  'variablevalue',
]);
const NAME: ReadonlySet<string> = new Set([
  'headername',
  'key',
  'name',
  'optionname',
  'outputkey',
  'parameterkey',
  'parametername',
  'variablename',
]);

/** Camel, Pascal and snake case are one. */
const plainOf = (key: string): string => key.replaceAll(/[_-]/g, '').toLowerCase();

export function keyKindOf(key: string): KeyKind {
  if (isSecretKey(key)) return 'secret';
  const plain = plainOf(key);
  if (VARIABLES.has(plain)) return 'variables';
  if (ENVIRONMENT.has(plain)) return 'environment';
  return VALUE.has(plain) ? 'value' : 'plain';
}

/** Whether a key names what a `value` beside it belongs to: `{name, value}`, `{OptionName, Value}`. */
export const isNameKey = (key: string): boolean => NAME.has(plainOf(key));

/** Keys of an entry in a list of variables that describe the variable; whatever else an entry holds may be its value. */
const ENTRY_FACTS: ReadonlySet<string> = new Set([...NAME, 'description', 'secure', 'type', 'valuefrom']);
export const isEntryFact = (key: string): boolean => ENTRY_FACTS.has(plainOf(key));

/** Types of a variable whose value says where the secret is kept. */
export const referenceTypes: ReadonlySet<string> = new Set(['PARAMETER_STORE', 'SECRETS_MANAGER']);

/** Whether a text directly under `environment` names one (`prod`, an image) and is no list of variables. */
export const isEnvironmentName = (text: string): boolean => /^[\w .:@/-]{1,200}$/.test(text);

const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
// Each begins at a fixed text, so that a long text costs one pass.
const USER_INFO = /(:\/\/[^\s/:@]*:)[^\s/@]+@/g;
const WORDS = 'password|passwd|pwd|secret|token|accountkey|accesskey|access_key|apikey|api_key|authorization';
const ASSIGNED = new RegExp(`((?:${WORDS})["']?\\s*=\\s*)(?:"[^"]*"?|'[^']*'?|[^\\s;&,"']+)`, 'gi');
const QUOTED = new RegExp(
  `((?:${WORDS})\\\\*["']\\s*:\\s*)(?:\\\\*"[^"]*"?|\\\\*'[^']*'?|[^\\s,}"']+)`,
  'gi',
);

/** A text without the secrets that it shows by its form: private keys, `user:password@host`, `password=…`, `"password": …`. */
export function withoutSecretForms(text: string): string {
  if (text.includes('-----') && PRIVATE_KEY.test(text)) return REDACTED;
  const bare = text.includes('://') ? text.replace(USER_INFO, `$1${REDACTED}@`) : text;
  const assigned = bare.includes('=') ? bare.replace(ASSIGNED, `$1${REDACTED}`) : bare;
  return assigned.includes(':') && /["']/.test(assigned)
    ? assigned.replace(QUOTED, `$1"${REDACTED}"`)
    : assigned;
}
