/** What the loader refuses in the data of diagnoses: file, line, column, message. */
import { describe, expect, it } from 'vitest';
import { LOG_LINES, type LogLineId } from '../../src/catalogue/diagnosis-names.ts';
import { folder, problemsOf, SMALL } from './folder.ts';

const PATTERN = (names: readonly string[]) =>
  `{ match: 'text ${names.map((name) => `{${name}} and `).join('')}end', sample: 'text ${names.map(() => 'x and ').join('')}end', other: nothing }`;

const LINES = (Object.keys(LOG_LINES) as LogLineId[])
  .map((id) => `  - { id: ${id}, patterns: [${PATTERN(LOG_LINES[id])}], sources: [docs] }\n`)
  .join('');

const RESULTS = ['success', 'prerequisite-failed', 'unknown-error']
  .map(
    (id) =>
      `  - { id: ${id}, title: T, kind: result, phase: end, cause: C, actions: [{ text: A }], links: [], status: source, sources: [docs] }\n`,
  )
  .join('');

const FAILURE =
  "  - { id: sample, title: T, stage: error, phase: p, when: { in: block, line: [{ match: 'no {thing} here', sample: no x here, other: nothing }] }, cause: 'Without {thing}.', actions: [{ text: A, commands: [{ shell: powershell, run: \"Get-Thing '{thing}'\" }] }], links: [], status: source, sources: [docs] }\n";

const SYMPTOM =
  '  - { id: seen, title: T, group: web, signs: [s], keywords: [], questions: [{ id: q, ask: Q, answers: [{ say: a, go: r }, { say: b, go: sample }] }], remedies: [{ id: r, title: R, actions: [{ text: A }] }], links: [], sources: [docs] }\n';

function file({ lines = LINES, failures = FAILURE + RESULTS, symptoms = SYMPTOM } = {}): string {
  return `logLines:\n${lines}setupFailures:\n${failures}symptoms:\n${symptoms}`;
}

function problems(content: string): readonly string[] {
  return problemsOf(folder({ 'diagnosis.yaml': content }, SMALL));
}

const CHECK =
  "liveChecks: [{ id: c, title: T, roles: [mailbox], run: x, good: { is: ['True'] }, severity: warns, bad: B, software: vcc, actions: [{ text: A }], links: [], sources: [docs] }]\n";

describe('the data of diagnoses', () => {
  it('name no software that the catalogue lacks', () => {
    expect(problems(file() + CHECK).join('\n')).toContain('no such software: "vcc"');
    expect(problems(file() + CHECK.replace('software: vcc, ', ''))).toEqual([]);
  });

  it('load', () => {
    expect(problems(file())).toEqual([]);
  });

  it.each<[string, Parameters<typeof file>[0], RegExp]>([
    [
      'a pattern that is none',
      { failures: FAILURE.replace('no {thing} here', 'no {thing}{more} here') + RESULTS },
      /expected text between two places/,
    ],
    [
      'a sample that does not match',
      { failures: FAILURE.replace('sample: no x here', 'sample: no x') + RESULTS },
      /the pattern does not match its sample/,
    ],
    [
      'another line that matches',
      { failures: FAILURE.replace('other: nothing', 'other: no y here') + RESULTS },
      /matches the line that it must not match/,
    ],
    [
      'a variable that no pattern keeps',
      { failures: FAILURE.replace('Without {thing}', 'Without {thingy}') + RESULTS },
      /unknown variable \{thingy\}; did you mean "thing"/,
    ],
    [
      'a variable outside of quotes',
      { failures: FAILURE.replace("Get-Thing '{thing}'", 'Get-Thing {thing}') + RESULTS },
      /comes out of a log and must stand in single quotes/,
    ],
    [
      'a failure without condition',
      { failures: FAILURE.replace(/when: .*? cause/, 'cause') + RESULTS },
      /expected a stage: and a when:/,
    ],
    [
      'a result that is none',
      { failures: FAILURE.replace('title: T,', 'title: T, kind: result,') + RESULTS },
      /expected kind: result for success/,
    ],
    [
      'a result that is missing',
      { failures: FAILURE + RESULTS.split('\n').slice(1).join('\n') },
      /"success" is missing/,
    ],
    [
      'an exclusion of nothing',
      { failures: FAILURE.replace('cause:', 'unless: [other], cause:') + RESULTS },
      /no such setup failure: "other"/,
    ],
    [
      'a source that is missing',
      { failures: FAILURE.replace('sources: [docs]', 'sources: [nowhere]') + RESULTS },
      /no such source: "nowhere"/,
    ],
    [
      'a log line that is missing',
      { lines: LINES.split('\n').slice(1).join('\n') },
      /logLines: "run-start" is missing/,
    ],
    [
      'a log line without its place',
      { lines: LINES.replace('{product}', '{thing}') },
      /expected a place named \{product\}/,
    ],
    [
      'a log line of no kind',
      { lines: `${LINES}  - { id: whatever, patterns: [${PATTERN([])}], sources: [docs] }\n` },
      /run-start/,
    ],
    [
      'a way to nothing',
      { symptoms: SYMPTOM.replace('go: r', 'go: elsewhere') },
      /no such question, remedy, symptom or failure: "elsewhere"/,
    ],
    [
      'a way in a circle',
      { symptoms: SYMPTOM.replace('actions: [{ text: A }] }]', 'actions: [{ text: A }], otherwise: q }]') },
      /the way from "q" leads back to it/,
    ],
    [
      'an id of two topics',
      { symptoms: SYMPTOM.replace('id: seen', 'id: sample') },
      /already the id of a setup failure/,
    ],
    [
      'a variable in a symptom',
      { symptoms: SYMPTOM.replace('text: A', "text: 'A {server}'") },
      /has no variables/,
    ],
    [
      'an unknown key',
      { failures: FAILURE.replace('phase: p', 'phase: p, fase: q') + RESULTS },
      /unknown key "fase"/,
    ],
  ])('are refused with %s', (_name, parts, message) => {
    const found = problems(file(parts));
    expect(found.length).toBeGreaterThan(0);
    expect(found[0]).toMatch(/^diagnosis\.yaml:\d+:\d+: /);
    expect(found.join('\n')).toMatch(message);
  });
});
