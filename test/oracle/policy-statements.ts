import { policySources } from '#catalog/parts/policies.ts';
import type { Item, Json, JsonObject, Row } from './model.ts';
import { canonicalText, isObject, pickAnyCase, textOf } from './values.ts';

type Kind = (typeof policySources)[number]['kind'];

/** Every statement of a resource's policies, found where the catalogue says its type keeps them (rule 52). */
export function policyStatements(item: Item, knownAccounts: ReadonlySet<string>): readonly Row[] {
  return policySources
    .filter(({ resourceTypes }) => resourceTypes.includes(item.resourceType))
    .flatMap((source) =>
      list(at(item, null, `/${source.path}`))
        .filter(isObject)
        .filter(
          (holder) => source.only === undefined || pickAnyCase(holder, source.only.key) === source.only.value,
        )
        .flatMap((holder) =>
          list(at(item, holder, source.document))
            .flatMap((document) => list(pickAnyCase(document, 'Statement')))
            .filter(isObject)
            .map((statement, index) => ({
              policy_name: source.name === undefined ? null : textOf(at(item, holder, source.name)),
              statement_index: index,
              ...statementRow(source.kind, statement, knownAccounts),
            })),
        ),
    );
}

/** A path in the element; a leading / starts at the item's root. */
function at(item: Item, holder: Json, path: string): Json {
  const root: JsonObject = {
    configuration: item.configuration,
    supplementaryConfiguration: item.supplementary,
  };
  const [start, steps] = path.startsWith('/') ? [root, path.slice(1)] : [holder, path];
  return steps.split('.').reduce((value: Json, key) => (key === '' ? value : pickAnyCase(value, key)), start);
}

function statementRow(kind: Kind, statement: JsonObject, knownAccounts: ReadonlySet<string>): Row {
  const effect = textOf(statement.Effect ?? null);
  const hasPrincipals = kind === 'trust' || kind === 'resource';
  const principals = principalsOf(statement);
  const condition = statement.Condition ?? null;
  return {
    policy_kind: kind,
    statement_id: textOf(statement.Sid ?? null),
    effect,
    ...(hasPrincipals ? listColumn('principals', principals) : { principals: null }),
    ...listColumn('actions', texts(statement.Action ?? null)),
    not_actions: statement.NotAction === undefined ? null : texts(statement.NotAction),
    ...(kind === 'trust' ? { resources: null } : listColumn('resources', resourcesOf(statement))),
    conditions: condition,
    is_public: effect === 'Allow' && principals.includes('*') && !isConfined(condition),
    ...accountColumns(principals, knownAccounts),
  };
}

/** A list that the statement does not have at all may be NULL or empty: not fixed. */
const listColumn = (name: string, values: readonly string[]): Row =>
  values.length === 0 ? {} : { [name]: values };

/** AWS principals as they are, others with their kind before them, those of NotPrincipal with a `!`. */
function principalsOf(statement: JsonObject): readonly string[] {
  const named = (principal: Json): readonly string[] =>
    isObject(principal)
      ? Object.entries(principal).flatMap(([kind, value]) =>
          texts(value).map((text) => (kind === 'AWS' ? text : `${kind}:${text}`)),
        )
      : texts(principal);
  return [
    ...named(statement.Principal ?? null),
    ...named(statement.NotPrincipal ?? null).map((text) => `!${text}`),
  ];
}

const resourcesOf = (statement: JsonObject): readonly string[] => [
  ...texts(statement.Resource ?? null),
  ...texts(statement.NotResource ?? null).map((text) => `!${text}`),
];

/** A condition that names an account, organization, VPC, endpoint, source ARN or address range. */
function isConfined(condition: Json): boolean {
  const keys = isObject(condition)
    ? Object.values(condition).flatMap((operands) => (isObject(operands) ? Object.keys(operands) : []))
    : [];
  return keys.some((key) => /(account|owner|orgid|orgpaths?|vpc|vpce|arn|sourceip)$/i.test(key));
}

function accountColumns(principals: readonly string[], knownAccounts: ReadonlySet<string>): Row {
  if (principals.some((principal) => principal.startsWith('!'))) return {};
  const ids = principals.flatMap(
    (principal) => /^(?:[A-Za-z]+:)?(?:arn:[^:]*:[^:]*:[^:]*:)?(\d{12})(?::|$)/.exec(principal)?.[1] ?? [],
  );
  const accounts = [...new Set(ids)].sort();
  if (accounts.length === 0) return { principal_account_ids: null };
  return {
    principal_account_ids: accounts,
    outside_account_ids: accounts.filter((account) => !knownAccounts.has(account)),
  };
}

const list = (value: Json): readonly Json[] => (Array.isArray(value) ? value : value === null ? [] : [value]);

const texts = (value: Json): readonly string[] =>
  list(value).map((entry) => (typeof entry === 'string' ? entry : canonicalText(entry)));
