import type { PolicySource } from '#catalog/parts/part-table.ts';
import { isObject, type JsonObject, type JsonValue, jsonText, scalarText } from '../decode/json-value.ts';
import { elementsAt, valueAt } from './json-path.ts';
import { nestedDocument } from './nested-json.ts';
import type { PartRow } from './parts.ts';

/**
 * Conditions that keep an Allow for everyone from being public: they name an account, an organization, a VPC, an
 * endpoint, a source ARN or a range of addresses. Keys in lower case.
 */
const RESTRICTING_KEYS: ReadonlySet<string> = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:resourceaccount',
  'aws:resourceorgid',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  'kms:calleraccount',
  'lambda:functionurlauthtype',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
]);

/** A condition of these operators says who is kept out, not who is let in, or only whether a key is there. */
const NOT_RESTRICTING_OPERATOR = /not|^null$/i;
const EVERY_ADDRESS = /^(0\.0\.0\.0\/0|::\/0|\*)$/;

/** Rows of policy_statement that one item has by one of its policy sources. */
export function policyStatements(item: JsonObject, source: PolicySource): readonly PartRow[] {
  return elementsAt(item, source.path).flatMap((holder) => {
    if (source.only !== undefined && valueAt(holder, source.only.key) !== source.only.value) return [];
    const document = documentAt(holder, source.document);
    const name = source.name === undefined ? undefined : nameAt(item, holder, source.name);
    return elementsAt(document, 'Statement').flatMap((statement, index) =>
      isObject(statement) ? [statementRow(statement, index, source.kind, name)] : [],
    );
  });
}

function nameAt(item: JsonObject, holder: JsonValue, path: string): string | undefined {
  return scalarText(path.startsWith('/') ? valueAt(item, path.slice(1)) : valueAt(holder, path));
}

function documentAt(holder: JsonValue, path: string): JsonValue | undefined {
  const value = valueAt(holder, path);
  if (typeof value === 'string') return nestedDocument(value);
  return Array.isArray(value) ? value[0] : value;
}

function statementRow(statement: JsonObject, index: number, kind: string, name: string | undefined): PartRow {
  const principals = principalsOf(statement);
  const notResources = texts(valueAt(statement, 'NotResource'))?.map((each) => `!${each}`);
  const conditions = valueAt(statement, 'Condition');
  const accounts = accountsOf(principals ?? []);
  return withoutMissing({
    policy_kind: kind,
    policy_name: name,
    statement_id: scalarText(valueAt(statement, 'Sid')) || undefined,
    statement_index: String(index),
    effect: scalarText(valueAt(statement, 'Effect')),
    principals,
    actions: texts(valueAt(statement, 'Action')),
    not_actions: texts(valueAt(statement, 'NotAction')),
    resources: texts(valueAt(statement, 'Resource')) ?? notResources,
    conditions: isObject(conditions) ? jsonText(conditions) : undefined,
    is_public: String(isPublic(statement, principals ?? [], conditions)),
    principal_account_ids: accounts.length === 0 ? undefined : accounts,
  });
}

/** A row without the columns that have no value. */
export function withoutMissing(
  row: Readonly<Record<string, string | readonly string[] | undefined>>,
): PartRow {
  const kept: Record<string, string | readonly string[]> = {};
  for (const [column, value] of Object.entries(row)) if (value !== undefined) kept[column] = value;
  return kept;
}

function texts(value: JsonValue | undefined): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  const list = Array.isArray(value) ? value : [value];
  return list.flatMap((each) => scalarText(each) ?? []);
}

/** `*`, ARNs and account ids as written; other kinds with their kind before them; those of NotPrincipal with `!`. */
function principalsOf(statement: JsonObject): readonly string[] | undefined {
  const allowed = principalTexts(valueAt(statement, 'Principal'));
  const excluded = principalTexts(valueAt(statement, 'NotPrincipal'))?.map((each) => `!${each}`);
  return allowed ?? excluded;
}

function principalTexts(value: JsonValue | undefined): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) return texts(value);
  return Object.entries(value).flatMap(([kind, each]) => {
    const written = texts(each) ?? [];
    return kind.toLowerCase() === 'aws' ? written : written.map((text) => `${kind}:${text}`);
  });
}

const ARN_ACCOUNT = /^arn:[\w-]+:[\w-]*:[\w-]*:(\d{12}):/;

function accountsOf(principals: readonly string[]): readonly string[] {
  const found = principals.flatMap((principal) => {
    const text = principal.replace(/^(Federated|CanonicalUser|Service):/, '');
    if (/^\d{12}$/.test(text)) return [text];
    return ARN_ACCOUNT.exec(text)?.[1] ?? [];
  });
  return [...new Set(found)].sort();
}

function isPublic(
  statement: JsonObject,
  principals: readonly string[],
  conditions: JsonValue | undefined,
): boolean {
  if (scalarText(valueAt(statement, 'Effect')) !== 'Allow') return false;
  // An Allow with NotPrincipal lets in everybody but those named.
  const isForEveryone = principals.some((each) => each === '*' || each.startsWith('!'));
  return isForEveryone && !isRestricting(conditions);
}

/** Conditions all have to hold, so one that restricts is enough. */
function isRestricting(conditions: JsonValue | undefined): boolean {
  if (!isObject(conditions)) return false;
  return Object.entries(conditions).some(([operator, tests]) => {
    if (NOT_RESTRICTING_OPERATOR.test(operator.replace(/^for(any|all)values?:/i, '')) || !isObject(tests))
      return false;
    // `…IfExists` lets in a request that lacks the key.
    if (/ifexists$/i.test(operator)) return false;
    return Object.entries(tests).some(([key, value]) => {
      const wanted = texts(value) ?? [];
      return (
        RESTRICTING_KEYS.has(key.toLowerCase()) &&
        wanted.length > 0 &&
        !wanted.some((each) => EVERY_ADDRESS.test(each))
      );
    });
  });
}
