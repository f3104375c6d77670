import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { redactText } from '#ingest/redact/redact-text.ts';
import { emptyLake, envelope, item, itemChange, snapshot, snapshotKey, tree } from './fixtures.ts';

const SECRET = 'hunter2-hunter2';

const lambda = (fields: Readonly<Record<string, unknown>> = {}) =>
  item({
    resourceType: 'AWS::Lambda::Function',
    resourceId: 'f',
    configuration: { functionName: 'f', environment: { variables: { DB_HOST: SECRET, MODE: SECRET } } },
    ...fields,
  });

/** Everything a lake holds, as text; Parquet pages are compressed, so rows are read apart. */
async function everything(root: string): Promise<string> {
  const names = await readdir(root, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, 'latin1')))).join('\n');
}

describe('secrets', () => {
  it('never reach the lake: not as rows, not as dead letters, not while an oversized item waits', async () => {
    const lake = await emptyLake();
    const key = snapshotKey().replace('ConfigSnapshot/', 'OversizedChangeNotification/x/');
    await lake.ingest(
      await tree({
        [snapshotKey()]: snapshot([
          lambda(),
          item({ resourceType: 'AWS::EC2::Instance', configuration: { userData: SECRET } }),
          item({
            resourceType: 'AWS::RDS::DBInstance',
            configuration: JSON.stringify({ masterUserPassword: SECRET }),
          }),
          item({
            resourceType: 'Custom::Thing',
            configuration: { nested: JSON.stringify({ apiKey: SECRET }), passwords: [{ password: SECRET }] },
          }),
          item({
            resourceType: 'AWS::CodeBuild::Project',
            configuration: {
              environment: {
                environmentVariables: [
                  { name: 'A', type: 'PLAINTEXT', value: SECRET },
                  { name: 'B', type: 'PARAMETER_STORE', value: '/kept' },
                ],
              },
            },
          }),
          lambda({ configurationItemCaptureTime: 'broken' }),
        ]),
        [key]: { configurationItems: [lambda()] },
        'events/1.json': envelope(
          itemChange(lambda({ resourceId: '' }), {
            changeType: 'UPDATE',
            changedProperties: {
              'Configuration.Environment.Variables.MODE': { previousValue: SECRET, updatedValue: SECRET },
            },
          }),
        ),
        'events/2.json': {
          Type: 'Notification',
          Message: JSON.stringify({
            messageType: 'Odd',
            configurationItem: null,
            password: SECRET,
            detail: lambda(),
          }),
        },
        'events/3.jsonl': `{"resourceType":"AWS::Lambda::Function","configuration":{"environment":{"variables":{"MODE":"${SECRET}"`,
        'events/5.json': JSON.stringify({ fileVersion: '1.0', configurationItems: [lambda()] }).slice(
          0,
          -200,
        ),
        'events/6.json': JSON.stringify(lambda()).slice(0, 400),
        'events/7.json': JSON.stringify(lambda({ resourceType: undefined })),
        'events/8.json': {
          Results: [JSON.stringify({ configuration: { environment: { variables: { A: SECRET } } } })],
        },
        'events/4.json': `{"configuration":{"userData":"${SECRET}" oops "x":"${SECRET}"}}`,
      }),
    );
    const rows = JSON.stringify([await lake.rows('landing_item'), await lake.rows('landing_reject')]);
    expect(rows).toContain('[redacted]');
    expect(rows).toContain('/kept');
    expect(rows).not.toContain(SECRET);
    expect(await everything(lake.root)).not.toContain(SECRET);
  });

  it('keep their keys, and texts that say where a secret is kept', async () => {
    const lake = await emptyLake();
    const configuration = {
      masterUserPassword: '{{resolve:secretsmanager:db}}',
      masterUserSecret: { secretArn: 'arn:aws:secretsmanager:x' },
      tokens: 3,
    };
    await lake.ingest(
      await tree({ 'a.json': item({ resourceType: 'Custom::Thing', configuration }), 'b.json': lambda() }),
    );
    expect(await lake.rows('landing_item', 'configuration', 'resource_type')).toEqual([
      ['{"functionName":"f","environment":{"variables":{"DB_HOST":"[redacted]","MODE":"[redacted]"}}}'],
      [JSON.stringify(configuration)],
    ]);
  });
});

describe('an excerpt of what cannot be read', () => {
  it('keeps what identifies the record and drops the other texts', () => {
    expect(redactText(`{"resourceId":"i-1","note":"${SECRET}" oops}`)).toBe(
      '{"resourceId":"i-1","note":"[redacted]"}',
    );
    expect(redactText(`{"resourceId":"i-1",nope "note":"${SECRET}"}`)).toBe(
      '{"resourceId":"i-1","[redacted]" "note":"[redacted]"}',
    );
    expect(redactText(`"environment":{"variables":{"A":"${SECRET}"}}`)).toBe(
      '"environment":{"variables":{"A":"[redacted]"}}',
    );
    expect(redactText(`{"resourceId":"i-1","list":["a","b`)).toBe(
      '{"resourceId":"i-1","list":["[redacted]"]}',
    );
  });

  it.each([
    `export DB_PASSWORD=${SECRET} x`,
    `--password ${SECRET}`,
    `{'Authorization': 'Bearer ${SECRET}'}`,
    `{password: ${SECRET}}`,
    `{"password": ${SECRET}}`,
    `{"id":"x" "${SECRET}"}`,
    `{"id":"x", ${SECRET}: 1}`,
    `abc","password":"${SECRET}`,
    `{"a":"\\"password\\":\\"${SECRET}`,
    `<password>${SECRET}</password>`,
    `{"${SECRET} ":1, oops}`,
    `{"message":"${SECRET}", oops}`,
    `{"detail":"{\\"a\\":\\"${SECRET}", oops}`,
    `{"resourceId":"password=${SECRET}", oops}`,
  ])('holds no word that may be a secret: %s', (text) => {
    expect(redactText(text)).not.toContain(SECRET);
  });
});
