import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { compilePattern, matchPattern, readPattern } from '../../src/catalogue/pattern.ts';

const match = (pattern: string, text: string) => matchPattern(compilePattern(pattern), text);

describe('a pattern', () => {
  it.each<[string, string, Record<string, string> | null]>([
    ['sample text', 'A Sample Text here', {}],
    ['sample text', 'a sample, text', null],
    ['^begin', 'beginning', {}],
    ['^begin', 'a beginning', null],
    ['ends$', 'so it ends', {}],
    ['ends$', 'it ends not', null],
    ["file '{file}' failed", "the file 'a b.txt' failed", { file: 'a b.txt' }],
    ["file '{file}' failed", "the file '' failed", null],
    ['code {code:digits}.', 'code x. code 17. end', { code: '17' }],
    ['code {code:digits}', 'with code 17, or so', { code: '17' }],
    ['at {place:word} now', 'at my house now', null],
    ['is {build:build}.$', 'it is 15.1.2507.6.', { build: '15.1.2507.6' }],
    ['{*}last {rest}', 'first last word', { rest: 'word' }],
    [
      'of {id:guid}.',
      'of 01234567-89AB-cdef-0123-456789abcdef.',
      { id: '01234567-89AB-cdef-0123-456789abcdef' },
    ],
    ['^[tag] {all}$', '[TAG] keeps Its Case', { all: 'keeps Its Case' }],
    ['name {x}', 'name \u0130stanbul', { x: '\u0130stanbul' }],
  ])('%s on %s', (pattern, text, expected) => {
    expect(match(pattern, text)).toEqual(expected);
  });

  it.each([
    ['{a}{b} text', '{a}: expected text between two places'],
    ['text {a} and {a}', 'a name twice'],
    ['text {A}', '{A} is no place: expected {*}, {name} or {name:class}'],
    ['text {a:number}', '{a:number}: expected one of the classes any, word, digits, build, guid'],
    ['text { open', 'a brace without its partner'],
    ['{*}', 'expected at least three characters of text'],
  ])('%s is refused', (pattern, problem) => {
    expect(readPattern(pattern)).toBe(problem);
  });

  it('takes a hostile line in no time', () => {
    const line = "[ERROR] 'a' ".repeat(3000);
    const started = performance.now();
    for (let count = 0; count < 100; count++) {
      expect(match("^[ERROR] {*}'{a:digits}'{*}'{b:guid}'{*}'{c}' end", line)).toBeNull();
      expect(match("'{a:digits}' {b} 'x", line)).toBeNull();
    }
    // Two hundred matches on 36,000 characters; a backtracking matcher would not come back at all.
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
