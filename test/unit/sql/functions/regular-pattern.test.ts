import { describe, expect, it } from 'vitest';
import { jsonPath } from '#sql/functions/json-path.ts';
import { readPattern, replacementFor } from '#sql/functions/regular-pattern.ts';
import { canonicalZone } from '#sql/functions/time-zone.ts';

const read = (written: string) => {
  const reading = readPattern(written);
  return reading.ok ? reading.pattern : undefined;
};

describe('readPattern', () => {
  it.each([
    'a(?=b)',
    'a(?<!b)',
    '(a)\\1',
    'a++',
    'a**',
    '(?m)^a',
    '\\p{L}',
    '[a&&[b]]',
    '[[:alpha:]]',
    '(a*)*',
    'a{2000}',
    '(',
    ')',
    '[',
    'a\\',
    '*a',
    '(?>a)',
    '\\Qx\\E',
    '\\G',
  ])('refuses %s', (written) => {
    expect(readPattern(written).ok).toBe(false);
  });

  it('knows which groups may not take part, and whether it matches nothing', () => {
    expect(read('(a)(b)?(c|(d))')).toMatchObject({
      groups: 4,
      optionalGroups: new Set([2, 3, 4].filter((group) => group !== 3)),
      matchesEmpty: false,
    });
    expect(read('a*')).toMatchObject({ matchesEmpty: true });
    expect(read('^$')).toMatchObject({ matchesEmpty: true, hasEnd: true, re2: '^\\z' });
    expect(read('(?<name>a)')).toMatchObject({ groups: 1, re2: '(a)', names: new Map([['name', 1]]) });
  });

  it('writes replacements for RE2', () => {
    const pattern = read('(?<first>a)(b)')!;
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how Java names a group
    expect(replacementFor('$2-${first}\\$\\\\', pattern)).toBe('\\2-\\1$\\\\');
    expect(replacementFor('$3', pattern)).toBeUndefined();
    expect(replacementFor('$', pattern)).toBeUndefined();
  });
});

describe('jsonPath', () => {
  it.each([
    ['$', '$'],
    ['$.a.b', '$."a"."b"'],
    ['$.a[0].b', '$."a"[0]."b"'],
    ['$["a b"].c', '$."a b"."c"'],
    ['$.aws:cdk', '$."aws:cdk"'],
    ['a.b', undefined],
    ['$..a', undefined],
    ['$.a[*]', undefined],
    ['$.a-b', undefined],
    ['$.0', undefined],
    ['$[-1]', undefined],
    ['$["a\\"b"]', undefined],
    ['', undefined],
  ])('%s is %s', (written, expected) => {
    expect(jsonPath(written)).toBe(expected);
  });
});

describe('canonicalZone', () => {
  it.each([
    ['UTC', 'UTC'],
    ['Etc/UTC', 'UTC'],
    ['GMT', 'UTC'],
    ['+00:00', 'UTC'],
    ['+05:30', '+05:30'],
    ['Asia/Tokyo', 'Asia/Tokyo'],
    ['Mars/Olympus', undefined],
    ['+15:00', undefined],
    ['+5', undefined],
  ])('%s is %s', (written, expected) => {
    expect(canonicalZone(written)).toBe(expected);
  });
});
