import { TestLake } from './test-lake.ts';

/**
 * A process of its own that lands a tree and compacts, for being killed: `crash-child.ts LAKE TREE NOW`. It says on
 * standard output which phase it begins.
 */
const [root = '', tree = '', now = ''] = process.argv.slice(2);
const lake = await TestLake.open(root, new Date(now));
await lake.rows('SELECT 1 AS warm');
process.stdout.write('ingest\n');
await lake.ingest([tree]);
process.stdout.write('compact\n');
await lake.compact();
process.stdout.write('done\n');
await lake.close();
