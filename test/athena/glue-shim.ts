import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';

/** Parts of Glue's JSON that Trino and the local AWS emulator do not agree on. */
interface GlueReply {
  Table?: GlueTable;
  TableList?: GlueTable[];
  Partition?: GlueTable;
  Partitions?: GlueTable[];
  Errors?: { ErrorDetail: { ErrorCode: string; ErrorMessage: string } }[];
}
interface GlueTable {
  Description?: string;
  StorageDescriptor?: { NumberOfBuckets?: number };
}

/**
 * Stands between Trino and the local AWS emulator's Glue. Fills in what AWS fills in (NumberOfBuckets, without which Trino
 * fails), drops an empty description (it hides a view's comment), writes UpdatePartition as the batch of one that the
 * emulator has, and lower-cases new tables' names.
 */
export function glueShim(emulatorUrl: string): Server {
  return createServer(async (incoming, outgoing) => {
    try {
      const action = String(incoming.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
      const { headers, body } = toEmulator(action, incoming.headers, await bodyOf(incoming));
      const answer = await forward(
        emulatorUrl,
        incoming.method ?? 'POST',
        incoming.url ?? '/',
        headers,
        body,
      );
      const reply = fromEmulator(action, answer.status, answer.body);
      const passed = { ...answer.headers, 'content-length': String(reply.body.length) };
      delete passed['transfer-encoding'];
      outgoing.writeHead(reply.status, passed).end(reply.body);
    } catch (error) {
      outgoing.writeHead(502).end(String(error));
    }
  });
}

function toEmulator(action: string, incoming: IncomingHttpHeaders, body: Buffer) {
  const headers = { ...incoming };
  delete headers['transfer-encoding'];
  if (action === 'CreateTable' || action === 'UpdateTable') {
    const input = JSON.parse(body.toString('utf8')) as { TableInput?: { Name?: string } };
    if (input.TableInput?.Name !== undefined) input.TableInput.Name = input.TableInput.Name.toLowerCase();
    return { headers, body: Buffer.from(JSON.stringify(input)) };
  }
  if (action === 'UpdatePartition') {
    const { PartitionValueList, PartitionInput, ...names } = JSON.parse(body.toString('utf8')) as Record<
      string,
      unknown
    >;
    headers['x-amz-target'] = 'AWSGlue.BatchUpdatePartition';
    return {
      headers,
      body: Buffer.from(JSON.stringify({ ...names, Entries: [{ PartitionValueList, PartitionInput }] })),
    };
  }
  return { headers, body };
}

function fromEmulator(action: string, status: number, body: Buffer): { status: number; body: Buffer } {
  const isRead = /^(?:Batch)?Get/.test(action);
  if (status !== 200 || (!isRead && action !== 'UpdatePartition')) return { status, body };
  const reply = JSON.parse(body.toString('utf8')) as GlueReply;
  if (!isRead) {
    const failed = reply.Errors?.[0]?.ErrorDetail;
    if (failed === undefined) return { status, body };
    const error = { __type: failed.ErrorCode, Message: failed.ErrorMessage };
    return { status: 400, body: Buffer.from(JSON.stringify(error)) };
  }
  for (const table of [
    reply.Table,
    ...(reply.TableList ?? []),
    reply.Partition,
    ...(reply.Partitions ?? []),
  ]) {
    if (table === undefined) continue;
    if (table.StorageDescriptor !== undefined) table.StorageDescriptor.NumberOfBuckets ??= 0;
    if (table.Description === '') delete table.Description;
  }
  return { status, body: Buffer.from(JSON.stringify(reply)) };
}

export async function bodyOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

function forward(
  base: string,
  method: string,
  path: string,
  headers: IncomingHttpHeaders,
  body: Buffer,
): Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL(path, base),
      { method, headers: { ...headers, 'content-length': String(body.length) } },
      (response) => {
        bodyOf(response)
          .then((reply) =>
            resolve({ status: response.statusCode ?? 502, headers: response.headers, body: reply }),
          )
          .catch(reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
