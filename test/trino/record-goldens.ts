import { writeFileSync } from 'node:fs';
import { readCases } from '#test/golden/dialect/cases.ts';
import { askTrino, trinoFromEnvironment } from './ask-trino.ts';

/** Writes test/golden/dialect/golden.json anew from the Trino at TRINO_URL. */
const client = trinoFromEnvironment();
const lines: string[] = [];
for (const { sql } of readCases()) lines.push(JSON.stringify(await askTrino(client, sql)));
writeFileSync(new URL('../golden/dialect/golden.json', import.meta.url), `[\n${lines.join(',\n')}\n]\n`);
console.error(`${lines.length} results recorded`);
