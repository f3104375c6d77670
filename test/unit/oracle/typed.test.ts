import { describe, expect, it } from 'vitest';
import { columns, history, item, run } from './deliver.ts';

describe('typed tables', () => {
  it('have a column a scalar, read leniently, and NULL for what does not fit', () => {
    const instance = item('i-1', '09:00', {
      resourceType: 'AWS::EC2::Instance',
      configuration: {
        instanceType: 't3.micro',
        ebsOptimized: 'true',
        launchTime: '2026-01-02T03:04:05+0000',
        state: { code: 16.0, name: 'running' },
        amiLaunchIndex: 'zero',
      },
    });
    const tables = run(history('09:00', [instance]));
    expect(
      columns(
        tables,
        'ec2_instance',
        'resource_id',
        'instance_type',
        'ebs_optimized',
        'launch_time',
        'state_name',
        'state_code',
        'ami_launch_index',
      ),
    ).toEqual([['i-1', 't3.micro', true, '2026-01-02 03:04:05.000', 'running', '16', null]]);
  });

  it('read an epoch in seconds or milliseconds', () => {
    const instance = (id: string, launchTime: unknown) =>
      item(id, '09:00', { resourceType: 'AWS::EC2::Instance', configuration: { launchTime } });
    expect(
      columns(
        run(history('09:00', [instance('a', 1767322800), instance('b', '1767322800500')])),
        'ec2_instance',
        'resource_id',
        'launch_time',
      ),
    ).toEqual([
      ['a', '2026-01-02 03:00:00.000'],
      ['b', '2026-01-02 03:00:00.500'],
    ]);
  });

  it('match keys without case', () => {
    const volume = item('vol-1', '09:00', {
      resourceType: 'AWS::EC2::VOLUME',
      configuration: { Size: 8, STATE: 'in-use' },
    });
    expect(columns(run(history('09:00', [volume])), 'ec2_volume', 'resource_type', 'size', 'state')).toEqual([
      ['AWS::EC2::Volume', 8, 'in-use'],
    ]);
  });

  it('are not made for a type that nobody published', () => {
    const tables = run(history('09:00', [item('a', '09:00', { resourceType: 'Acme::Other::Thing' })]));
    expect(Object.keys(tables).filter((name) => name.includes('thing'))).toEqual([]);
  });
});

describe('secrets', () => {
  const configurationOf = (resourceType: string, configuration: object) =>
    run(history('09:00', [item('a', '09:00', { resourceType, configuration })])).resources?.[0]
      ?.configuration;

  it('are redacted where the catalogue marks them, keys kept', () => {
    expect(
      configurationOf('AWS::Lambda::Function', {
        environment: { variables: { TOKEN: 'x', url: 'y' } },
        handler: 'h',
      }),
    ).toEqual({
      environment: { variables: { TOKEN: '[redacted]', url: '[redacted]' } },
      handler: 'h',
    });
  });

  it('are redacted by the name of their key in any type, inside JSON text too', () => {
    expect(
      configurationOf('Acme::Other::Thing', {
        nested: JSON.stringify([{ dbPassword: 'x', passwordPolicy: 'strict' }]),
      }),
    ).toEqual({
      nested: [{ dbPassword: '[redacted]', passwordPolicy: 'strict' }],
    });
  });

  it('are not redacted where the holder says that the value is only a reference', () => {
    const variables = [
      { name: 'a', value: 'x', type: 'PLAINTEXT' },
      { name: 'b', value: 'y', type: 'SECRETS_MANAGER' },
    ];
    expect(
      configurationOf('AWS::CodeBuild::Project', { environment: { environmentVariables: variables } }),
    ).toEqual({
      environment: {
        environmentVariables: [
          { name: 'a', value: '[redacted]', type: 'PLAINTEXT' },
          { name: 'b', value: 'y', type: 'SECRETS_MANAGER' },
        ],
      },
    });
  });

  it('are gone from changes and history, and their change is not seen', () => {
    const version = (at: string, TOKEN: string) =>
      item('f', at, {
        resourceType: 'AWS::Lambda::Function',
        configuration: { environment: { variables: { TOKEN } }, at },
      });
    const tables = run(history('10:00', [version('09:00', 'one'), version('10:00', 'two')]));
    expect(columns(tables, 'resource_changes', 'changed_paths')).toEqual([[['configuration.at']]]);
    expect(JSON.stringify(tables)).not.toMatch(/"(one|two)"/);
  });
});
