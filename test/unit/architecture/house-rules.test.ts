import { describe, expect, it } from 'vitest';
import { sourceFiles } from './source-files.ts';

const MOST_LINES = 400;

describe('the house rules', () => {
  const files = sourceFiles().filter((file) => !file.path.includes('/generated/'));
  const product = files.filter((file) => !/^(test|bench)\//.test(file.path));

  it('keeps every hand-written file under 400 lines', () => {
    const long = files.filter((file) => file.text.split('\n').length > MOST_LINES).map((file) => file.path);
    expect(long).toEqual([]);
  });

  it('has no escape from the type system outside tests', () => {
    const escapes = product
      .filter((file) => /\bas any\b|:\s*any\b|@ts-(ignore|expect-error|nocheck)/.test(file.text))
      .map((file) => file.path);
    expect(escapes).toEqual([]);
  });

  it('has no folder of leftovers', () => {
    expect(
      files
        .filter((file) => /(^|\/)(utils?|common|helpers|misc)(\/|\.ts$)/.test(file.path))
        .map((file) => file.path),
    ).toEqual([]);
  });

  it('has no skipped or focused test', () => {
    const marks = files.filter(
      (file) =>
        file.path.startsWith('test/') &&
        /\b(it|test|describe)\.(skip|only|todo)\b|skipIf\(|runIf\(/.test(
          file.text.replace(/\/.*?\\b.*?\//g, ''),
        ),
    );
    expect(marks.map((file) => file.path)).toEqual([]);
  });
});
