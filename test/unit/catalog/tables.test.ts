import { describe, expect, it } from 'vitest';
import { columnTypes } from '#catalog/column-types.ts';
import { defineTable, TableDefinitionError } from '#catalog/define-table.ts';
import { reservedPrefixes, reservedTableNames } from '#catalog/facts/reserved-names.ts';
import { partTables } from '#catalog/parts.ts';
import { publishedResourceTypes, resourceTypeFacts } from '#catalog/resource-types.ts';
import * as landing from '#catalog/tables/landing.ts';
import { allTables, baseColumns, coreTables, tableByName, typedTable } from '#catalog/tables.ts';

const columnsOf = (name: string) => (tableByName(name)?.columns ?? []).map((column) => column.name);

describe('the tables', () => {
  it('are those of the design, and a typed one for each published type', () => {
    for (const name of [
      'resources',
      'resource_history',
      'resource_changes',
      'resource_tags',
      'relationships',
      'accounts',
      'coverage',
      'rejected_records',
      'compliance',
      'compliance_history',
      'cost_daily',
      'metrics',
      'api_activity',
      'security_findings',
      'query_log',
      'ec2_security_group_rule',
      'policy_statement',
      'ec2_instance_volume',
      'ec2_network_interface_address',
      'ec2_instance',
      'rds_db_instance',
      's3_bucket',
      'iam_role',
    ])
      expect(tableByName(name)?.visibility, name).toBe('analyst');
    expect(allTables()).toHaveLength(coreTables.length + partTables.length + 413);
    expect(tableByName('nothing_like_it')).toBeUndefined();
  });

  it('have a description and a sensitivity for every column, and unique names', () => {
    const names = allTables().map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const sensitivities = new Set(['public', 'internal', 'sensitive', 'secret']);
    const bare = allTables().flatMap((table) =>
      table.columns
        .filter((column) => column.description.trim() === '' || !sensitivities.has(column.sensitivity))
        .map((column) => `${table.name}.${column.name}`),
    );
    expect(bare).toEqual([]);
    expect(allTables().filter(({ description, rowPer }) => description === '' || rowPer === '')).toEqual([]);
  });

  it('keep their names out of reach of resource types', () => {
    const fixed = [...coreTables, ...partTables].map(({ name }) => name);
    expect(new Set(fixed)).toEqual(new Set(reservedTableNames));
    for (const { name } of Object.values(landing)) expect(reservedPrefixes).toContain(name.split('_')[0]);
  });

  it('carry the columns of the design', () => {
    expect(columnsOf('resources')).toEqual([
      'account_id',
      'account_name',
      'region',
      'availability_zone',
      'resource_type',
      'resource_id',
      'resource_name',
      'arn',
      'environment',
      'created_at',
      'captured_at',
      'tags',
      'configuration',
      'supplementary_configuration',
      'source',
    ]);
    expect(columnsOf('resource_history')).toEqual(
      expect.arrayContaining([
        ...columnsOf('resources'),
        'valid_from',
        'valid_to',
        'status',
        'is_deleted',
        'change_source',
      ]),
    );
    expect(columnsOf('coverage')).toEqual(
      expect.arrayContaining([
        'account_id',
        'region',
        'domain',
        'account_name',
        'recorder_state',
        'recorded_types',
        'excluded_types',
        'last_snapshot_at',
        'last_event_at',
        'items',
        'rejected',
        'missed_by_events',
        'late_events',
        'duplicate_events',
        'out_of_order_events',
        'schema_faults',
        'verdict',
      ]),
    );
    expect(columnsOf('policy_statement')).toEqual(
      expect.arrayContaining([
        'policy_kind',
        'effect',
        'principals',
        'actions',
        'resources',
        'conditions',
        'is_public',
        'outside_account_ids',
      ]),
    );
    expect(columnsOf('ec2_security_group_rule')).toEqual(
      expect.arrayContaining([
        'direction',
        'ip_protocol',
        'from_port',
        'to_port',
        'cidr',
        'referenced_group_id',
        'description',
      ]),
    );
  });

  it('are partitioned by type where current and by day where they grow', () => {
    for (const table of [...coreTables, ...partTables]) {
      if (table.storage.kind === 'view') expect(table.partitionKeys).toEqual([]);
      else expect([[], ['resource_type'], ['day']], table.name).toContainEqual([...table.partitionKeys]);
    }
    expect(tableByName('resource_history')?.partitionKeys).toEqual(['day']);
    expect(tableByName('policy_statement')?.partitionKeys).toEqual(['resource_type']);
  });

  it('judge coverage without storing a verdict', () => {
    const view = tableByName('coverage');
    const sql = view?.storage.kind === 'view' ? view.storage.sql : '';
    expect(sql).toContain('now()');
    expect(columnsOf('coverage_state')).not.toContain('verdict');
    for (const column of columnsOf('coverage')) expect(sql).toContain(column);
  });
});

describe('typed tables', () => {
  it('have every column of resources, then a column a property', () => {
    for (const type of publishedResourceTypes()) {
      const names = typedTable(type).columns.map(({ name }) => name);
      expect(names.slice(0, baseColumns.length)).toEqual(baseColumns.map(({ name }) => name));
      expect(names).toHaveLength(baseColumns.length + resourceTypeFacts(type).properties.length);
    }
  });

  it('read the files of resources', () => {
    expect(tableByName('ec2_instance')?.storage).toEqual({ kind: 'slice', of: 'resources' });
    expect(tableByName('ec2_instance')?.resourceTypes).toEqual(['AWS::EC2::Instance']);
  });

  it('exist for types nobody published, with what items taught', () => {
    const port = { name: 'port', type: 'bigint', description: 'Port.', sensitivity: 'internal' } as const;
    const table = typedTable('AWS::ElasticLoadBalancingV2::TargetGroup', [port, { ...port, name: 'arn' }]);
    expect(table.name).toBe('elbv2_target_group');
    expect(table.columns.map(({ name }) => name)).toEqual([
      ...baseColumns.map(({ name }) => name),
      'load_balancer_arns',
      'target_group_attributes',
      'targets',
      'port',
    ]);
  });

  it('can be spread like any definition', () => {
    expect({ ...typedTable('AWS::EC2::VPC') }.columns.length).toBeGreaterThan(baseColumns.length);
  });

  it('give each letter of the schema its type', () => {
    const typeOf = (table: string, column: string) => {
      const found = tableByName(table)?.columns.find(({ name }) => name === column);
      return found === undefined ? undefined : columnTypes[found.type].trino;
    };
    expect(typeOf('rds_db_instance', 'multi_az')).toBe('boolean');
    expect(typeOf('rds_db_instance', 'allocated_storage')).toBe('bigint');
    expect(typeOf('ec2_instance', 'launch_time')).toBe('timestamp(3)');
    expect(typeOf('ec2_instance', 'private_ip_address')).toBe('varchar');
    expect(typeOf('cloudwatch_alarm', 'threshold')).toBe('double');
  });
});

describe('defineTable', () => {
  it('refuses a column without a description', () => {
    expect(() =>
      defineTable({
        name: 'broken',
        description: 'Broken.',
        rowPer: 'nothing',
        visibility: 'analyst',
        domain: 'none',
        partitionKeys: [],
        storage: { kind: 'stored' },
        columns: [{ name: 'a', type: 'varchar', description: ' ', sensitivity: 'internal' }],
      }),
    ).toThrow(TableDefinitionError);
  });
});
