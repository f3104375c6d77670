import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sql, temporary } from './answers.ts';
import { stocktake } from './command.ts';

const ACCOUNT = '111122223333';

/** An event that points to an object which nobody delivers. */
const notice = {
  version: '0',
  id: 'oversized-1',
  'detail-type': 'Config Configuration Item Change',
  source: 'aws.config',
  account: ACCOUNT,
  time: '2026-03-10T08:00:05Z',
  region: 'us-east-1',
  resources: [],
  detail: {
    recordVersion: '1.0',
    messageType: 'OversizedConfigurationItemChangeNotification',
    notificationCreationTime: '2026-03-10T08:00:05Z',
    configurationItemSummary: {
      changeType: 'UPDATE',
      configurationItemVersion: '1.3',
      configurationItemCaptureTime: '2026-03-10T08:00:00.000Z',
      configurationStateId: 1,
      awsAccountId: ACCOUNT,
      configurationItemStatus: 'OK',
      resourceType: 'AWS::SSM::Document',
      resourceId: 'big',
      awsRegion: 'us-east-1',
    },
    s3DeliverySummary: {
      s3BucketLocation: 'a-bucket/AWSLogs/nowhere/big.json.gz',
      errorCode: null,
      errorMessage: null,
    },
  },
};

it('rejects an oversized item that never came with a compaction a day later, which brings nothing else', async () => {
  const folder = await temporary();
  try {
    const lake = join(folder.path, 'lake');
    await mkdir(join(folder.path, 'deliveries/events'), { recursive: true });
    await writeFile(join(folder.path, 'deliveries/events/events.jsonl'), `${JSON.stringify(notice)}\n`);
    const at = (time: string) => ['--lake', lake, '--now', time];
    const ingested = await stocktake([
      'ingest',
      join(folder.path, 'deliveries'),
      ...at('2026-03-10T09:00:00Z'),
    ]);
    expect(ingested.exitCode, ingested.stderr).toBe(0);
    const rejected = 'SELECT account_id, reason_code FROM rejected_records';
    expect((await sql(lake, rejected)).rows).toEqual([]);
    const compacted = await stocktake(['compact', ...at('2026-03-12T09:00:00Z')]);
    expect(compacted.exitCode, compacted.stderr).toBe(0);
    expect((await sql(lake, rejected)).rows).toEqual([
      [ACCOUNT, expect.stringMatching(/oversized|missing/i)],
    ]);
  } finally {
    await folder.dispose();
  }
});
