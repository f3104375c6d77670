import {
  CreateDatabaseCommand,
  CreateTableCommand,
  DeleteTableCommand,
  type GlueClient,
  type TableInput,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import { isNamed } from './errors.ts';
import { glueFailed } from './glue-errors.ts';

/** Creates the database; one that exists is no error. */
export async function ensureDatabase(glue: GlueClient, database: string): Promise<void> {
  await unless('AlreadyExistsException', `creating the database ${database}`, () =>
    glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: database } })),
  );
}

/** Makes the table be as given, whether or not it exists. */
export async function putTable(
  glue: GlueClient,
  database: string,
  input: TableInput,
  isKnown: boolean,
): Promise<void> {
  const doing = `writing the table ${input.Name}`;
  const create = () => glue.send(new CreateTableCommand({ DatabaseName: database, TableInput: input }));
  const update = () => glue.send(new UpdateTableCommand({ DatabaseName: database, TableInput: input }));
  if (isKnown) {
    if (await unless('EntityNotFoundException', doing, update)) return;
    await unless('AlreadyExistsException', doing, create);
  } else if (!(await unless('AlreadyExistsException', doing, create))) {
    await unless('EntityNotFoundException', doing, update);
  }
}

/** Removes a table with its partitions; one that does not exist is no error. */
export async function removeTable(glue: GlueClient, database: string, name: string): Promise<void> {
  await unless('EntityNotFoundException', `removing the table ${name}`, () =>
    glue.send(new DeleteTableCommand({ DatabaseName: database, Name: name })),
  );
}

/** Whether the call went through; false where it failed with the error named. */
async function unless(error: string, doing: string, call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (thrown) {
    if (isNamed(thrown, error)) return false;
    return glueFailed(doing)(thrown);
  }
}
