import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { columnTypes } from '#catalog/column-types.ts';
import { schemaOf } from '#sql/schema.ts';
import { LakeInfoSchema, TableSummarySchema } from '../contract/rest.ts';
import type { ApiDeps } from '../deps.ts';
import { answering, problems } from './responses.ts';

const lakeRoute = createRoute({
  method: 'get',
  path: '/v1/lake',
  responses: { 200: answering('What is being asked', LakeInfoSchema), ...problems },
});

const tablesRoute = createRoute({
  method: 'get',
  path: '/v1/tables',
  responses: {
    200: answering('Tables and columns, for the editor', z.array(TableSummarySchema)),
    ...problems,
  },
});

/** The lake's clock, its generation, its tables. */
export function lakeRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  app.openapi(lakeRoute, async (context) => {
    const snapshot = await deps.answers.catalogue.snapshot();
    return context.json(
      {
        now: deps.answers.clock.now().toISOString(),
        sample_time: deps.sampleTime?.toISOString() ?? null,
        generation: snapshot.generation ?? null,
        committed_at: snapshot.committedAt?.toISOString() ?? null,
        engine: deps.answers.engine.name,
        examples: [...deps.examples],
      },
      200,
    );
  });

  app.openapi(tablesRoute, async (context) => {
    const { policy } = await deps.callerOf(context);
    const schema = schemaOf(await deps.answers.catalogue.snapshot());
    const tables = schema
      .tables()
      .filter((table) => table.visibility === 'analyst' && policy.mayReadTable(table.name));
    return context.json(
      tables.map((table) => ({
        name: table.name,
        columns: table.columns.map(({ name, type, description }) => ({
          name,
          type: columnTypes[type].trino,
          description,
        })),
      })),
      200,
    );
  });
}
