import {
  BatchCreatePartitionCommand,
  BatchUpdatePartitionCommand,
  DeletePartitionCommand,
  type ErrorDetail,
  type GlueClient,
  type PartitionInput,
} from '@aws-sdk/client-glue';
import { isNamed } from './errors.ts';
import { GlueEntryError, glueFailed } from './glue-errors.ts';

/** https://docs.aws.amazon.com/glue/latest/webapi/API_BatchCreatePartition.html; BatchUpdatePartition takes as many. */
const MOST_WRITTEN = 100;

interface TableName {
  readonly database: string;
  readonly table: string;
}
type Failed = {
  readonly PartitionValues?: string[] | undefined;
  readonly ErrorDetail?: ErrorDetail | undefined;
};

/**
 * Makes the partitions be as given, whether or not they exist: those said to exist are updated, the others created,
 * and each that Glue knows better is done the other way.
 */
export async function putPartitions(
  glue: GlueClient,
  name: TableName,
  partitions: readonly PartitionInput[],
  exists: (values: readonly string[]) => boolean,
): Promise<void> {
  const known = partitions.filter(({ Values }) => exists(Values ?? []));
  const fresh = partitions.filter(({ Values }) => !exists(Values ?? []));
  const there = await create(glue, name, fresh);
  const gone = await update(glue, name, [...known, ...there]);
  const again = await create(glue, name, gone);
  if (again.length > 0) throw failure(name, 'AlreadyExistsException', 'two writers change one partition');
}

/**
 * Removes partitions; one that does not exist is no error. One call each: a partition goes only when a type or a day has nothing
 * left, which is rare.
 */
export async function removePartitions(
  glue: GlueClient,
  { database, table }: TableName,
  values: readonly (readonly string[])[],
): Promise<void> {
  for (const each of values) {
    try {
      await glue.send(
        new DeletePartitionCommand({ DatabaseName: database, TableName: table, PartitionValues: [...each] }),
      );
    } catch (error) {
      if (!isNamed(error, 'EntityNotFoundException')) glueFailed(`removing a partition of ${table}`)(error);
    }
  }
}

/** Creates; gives back those that exist already. */
async function create(
  glue: GlueClient,
  name: TableName,
  partitions: readonly PartitionInput[],
): Promise<readonly PartitionInput[]> {
  const there: PartitionInput[] = [];
  for (const chunk of chunks(partitions, MOST_WRITTEN)) {
    const { Errors = [] } = await glue
      .send(
        new BatchCreatePartitionCommand({
          DatabaseName: name.database,
          TableName: name.table,
          PartitionInputList: [...chunk],
        }),
      )
      .catch(glueFailed(`creating partitions of ${name.table}`));
    there.push(...namedBy(chunk, failedWith(Errors, 'AlreadyExistsException', name)));
  }
  return there;
}

/** Updates; gives back those that do not exist. */
async function update(
  glue: GlueClient,
  name: TableName,
  partitions: readonly PartitionInput[],
): Promise<readonly PartitionInput[]> {
  const gone: PartitionInput[] = [];
  for (const chunk of chunks(partitions, MOST_WRITTEN)) {
    const { Errors = [] } = await glue
      .send(
        new BatchUpdatePartitionCommand({
          DatabaseName: name.database,
          TableName: name.table,
          Entries: chunk.map((input) => ({ PartitionValueList: input.Values ?? [], PartitionInput: input })),
        }),
      )
      .catch(glueFailed(`moving partitions of ${name.table}`));
    const failed = Errors.map(({ PartitionValueList, ErrorDetail }) => ({
      PartitionValues: PartitionValueList,
      ErrorDetail,
    }));
    gone.push(...namedBy(chunk, failedWith(failed, 'EntityNotFoundException', name)));
  }
  return gone;
}

/** Values of the entries that failed in the way expected; any other way is an error. */
function failedWith(errors: readonly Failed[], expected: string, name: TableName): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { PartitionValues, ErrorDetail } of errors) {
    if (ErrorDetail?.ErrorCode !== expected)
      throw failure(name, ErrorDetail?.ErrorCode ?? 'unknown error', ErrorDetail?.ErrorMessage ?? '');
    found.add(JSON.stringify(PartitionValues ?? []));
  }
  return found;
}

const namedBy = (chunk: readonly PartitionInput[], values: ReadonlySet<string>): readonly PartitionInput[] =>
  chunk.filter(({ Values }) => values.has(JSON.stringify(Values ?? [])));

const failure = ({ table }: TableName, code: string, message: string): GlueEntryError =>
  new GlueEntryError(
    `Glue could not change a partition of ${table}: ${code} ${message}`.trim(),
    code === 'InternalServiceException' || code === 'ThrottlingException',
  );

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
