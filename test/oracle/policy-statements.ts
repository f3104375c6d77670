import type { Item, Json, JsonObject, Row } from './model.ts';
import { canonicalText, isObject, pickAnyCase } from './values.ts';

type Kind = 'identity' | 'inline' | 'trust' | 'resource';

interface Document {
  readonly kind: Kind;
  readonly document: JsonObject;
}

/** Every statement of a resource's policies (rule 52). */
export function policyStatements(item: Item): readonly Row[] {
  return documentsOf(item).flatMap(({ kind, document }) =>
    list(pickAnyCase(document, 'Statement'))
      .filter(isObject)
      .map((statement) => statementRow(item, kind, statement)),
  );
}

function documentsOf(item: Item): readonly Document[] {
  const { configuration, supplementary, resourceType } = item;
  switch (resourceType) {
    case 'AWS::IAM::Role':
      return [
        ...documents('trust', [pickAnyCase(configuration, 'assumeRolePolicyDocument')]),
        ...inlinePolicies(configuration, 'rolePolicyList'),
      ];
    case 'AWS::IAM::User':
      return inlinePolicies(configuration, 'userPolicyList');
    case 'AWS::IAM::Group':
      return inlinePolicies(configuration, 'groupPolicyList');
    case 'AWS::IAM::Policy': {
      const versions = list(pickAnyCase(configuration, 'policyVersionList'));
      const current = versions.filter((version) => pickAnyCase(version, 'isDefaultVersion') === true);
      return documents(
        'identity',
        current.map((version) => pickAnyCase(version, 'document')),
      );
    }
    default:
      return documents('resource', [...policiesWithin(configuration), ...policiesWithin(supplementary)]);
  }
}

const inlinePolicies = (configuration: Json, field: string): readonly Document[] =>
  documents(
    'inline',
    list(pickAnyCase(configuration, field)).map((policy) => pickAnyCase(policy, 'policyDocument')),
  );

const documents = (kind: Kind, values: readonly Json[]): readonly Document[] =>
  values.flatMap((value) => (isObject(value) ? [{ kind, document: value }] : []));

/** Objects with `Statement`, at any depth: a resource policy, whatever its type calls it. */
function policiesWithin(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value.flatMap(policiesWithin);
  if (!isObject(value)) return [];
  if (
    list(value.Statement ?? null).some((statement) => isObject(statement) && statement.Effect !== undefined)
  )
    return [value];
  return Object.values(value).flatMap(policiesWithin);
}

function statementRow(item: Item, kind: Kind, statement: JsonObject): Row {
  const principals = principalsOf(statement.Principal ?? null);
  const effect = typeof statement.Effect === 'string' ? statement.Effect : null;
  return {
    policy_kind: kind,
    effect,
    principals,
    actions: texts(statement.Action ?? null),
    resources: texts(statement.Resource ?? null),
    conditions: statement.Condition ?? null,
    is_public: effect === 'Allow' && principals.includes('*'),
    outside_account_ids: outsideAccounts(item.accountId, principals),
  };
}

/** '*', ARNs, account ids and service names; the kind of principal is not kept, an everyone of any kind is '*'. */
function principalsOf(principal: Json): readonly string[] {
  if (isObject(principal)) return Object.values(principal).flatMap(texts);
  return texts(principal);
}

function outsideAccounts(own: string, principals: readonly string[]): readonly string[] {
  const ids = principals.flatMap(
    (principal) => /^(?:arn:[^:]*:[^:]*:[^:]*:)?(\d{12})(?::|$)/.exec(principal)?.[1] ?? [],
  );
  return [...new Set(ids)].filter((id) => id !== own).sort();
}

const list = (value: Json): readonly Json[] => (Array.isArray(value) ? value : value === null ? [] : [value]);

const texts = (value: Json): readonly string[] =>
  list(value).map((entry) => (typeof entry === 'string' ? entry : canonicalText(entry)));
