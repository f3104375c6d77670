import { join } from 'node:path';
import { EXAMPLES } from '#api/examples.ts';
import { type LocalServer, startLocalServer } from '#api/local-server.ts';
import { answerQuestion } from '#nl2sql/ask.ts';
import { callerOf, type OpenLake } from './open-lake.ts';
import { packageRoot } from './package-root.ts';
import { questionDeps } from './question-deps.ts';

/** The API and the page over an open lake, for one owner without sign-in. */
export async function serveLake(lake: OpenLake, port: number): Promise<LocalServer> {
  const deps = await questionDeps(lake);
  const owner = await callerOf(lake, undefined);
  return startLocalServer(
    {
      answers: lake,
      ask: (question, zone, request) => answerQuestion({ ...request, question, zone, dryRun: false }, deps),
      reports: deps.reports,
      callerOf: async () => ({ ...owner, principal: null }),
      examples: EXAMPLES,
      sampleTime: lake.clock.sampleTime,
    },
    { port, pageFolder: join(packageRoot(), 'dist', 'page') },
  );
}
