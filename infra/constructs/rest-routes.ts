import { type JsonSchema, JsonSchemaType, JsonSchemaVersion } from 'aws-cdk-lib/aws-apigateway';

interface RestRoute {
  readonly method: 'GET' | 'POST';
  /** As API Gateway spells it; `{name+}` takes the rest of the path. */
  readonly path: string;
  /** Name of the model that the body is checked against. */
  readonly body?: keyof typeof BODIES;
}

const text: JsonSchema = { type: JsonSchemaType.STRING };
const object = (required: readonly string[], properties: Record<string, JsonSchema>): JsonSchema => ({
  schema: JsonSchemaVersion.DRAFT4,
  type: JsonSchemaType.OBJECT,
  required: [...required],
  properties,
});

/** Bodies as far as API Gateway checks them: form only, so that nonsense costs no function. The API checks all of it. */
export const BODIES = {
  Question: object(['question'], { question: text, conversation: text, zone: text }),
  Sql: object(['sql'], { sql: text, conversation: text, dry_run: { type: JsonSchemaType.BOOLEAN } }),
  ReportRun: object([], { parameters: { type: JsonSchemaType.OBJECT } }),
} as const;

/** Every route of the API; a test compares them with the document that the API makes of itself. */
export const REST_ROUTES: readonly RestRoute[] = [
  { method: 'POST', path: '/v1/questions', body: 'Question' },
  { method: 'GET', path: '/v1/questions/{id}' },
  { method: 'GET', path: '/v1/questions/{id}/csv' },
  { method: 'POST', path: '/v1/sql', body: 'Sql' },
  { method: 'GET', path: '/v1/reports' },
  { method: 'POST', path: '/v1/reports/{area}/{name}', body: 'ReportRun' },
  { method: 'GET', path: '/v1/coverage' },
  { method: 'GET', path: '/v1/lake' },
  { method: 'GET', path: '/v1/tables' },
  // An id may hold slashes and colons, percent-encoded: only a greedy parameter leaves them as they came.
  { method: 'GET', path: '/v1/resources/{resource+}' },
  { method: 'GET', path: '/openapi.json' },
];
