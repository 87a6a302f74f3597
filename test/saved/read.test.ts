import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newChecklist } from '../../src/commands/new-checklist.ts';
import { jsonText } from '../../src/render/json.ts';
import { type Checklist, checklistJson, type Json, LIMITS } from '../../src/saved/checklist.ts';
import { brokenJsonAt } from '../../src/saved/json-place.ts';
import { readChecklist } from '../../src/saved/read.ts';
import { hostilePlan } from '../render/hostile-plan.ts';
import { currentPlan, noPathPlan, samplePlan } from '../render/sample-plan.ts';
import { done, fresh, stamp, step, worked } from './sample.ts';

function read(text: string): Checklist {
  const reading = readChecklist(text);
  if (!reading.ok) throw new Error(reading.problem);
  return reading.checklist;
}

function problem(value: unknown): string {
  const reading = readChecklist(typeof value === 'string' ? value : JSON.stringify(value));
  return reading.ok ? 'accepted' : reading.problem;
}

/** The sample as JSON with one place changed: `plan.steps.0.id`. */
function spoilt(path: string, value: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(checklistJson(worked(fresh, [done(1)])))) as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let at = copy;
  for (const key of keys) at = at[key] as Record<string, unknown>;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}

describe('a saved checklist', () => {
  it('reads back as it was, for every kind of plan and entry', () => {
    const evidence = { name: 'a.txt', bytes: 3, sha256: 'a'.repeat(64), text: 'a\u0007b' };
    const mark = { asOf: '2026-10-07', digest: 'sha256:x' };
    for (const plan of [samplePlan, noPathPlan, currentPlan, hostilePlan]) {
      const made = newChecklist(plan, { generated: '2026-11-24T08:00:00Z', arguments: ['--from', 'x'] });
      expect(read(jsonText(checklistJson(made)))).toEqual(made);
    }
    const full: Checklist = {
      ...worked(fresh, [
        done(1),
        { kind: 'skipped', step: step(2), reason: 'no' },
        { kind: 'failed', step: step(3), remark: 'x' },
        { kind: 'reopened', step: step(3), remark: null },
        { kind: 'note', step: step(3), text: 'n' },
        { kind: 'evidence', step: step(3), evidence },
      ]),
    };
    const replanned = {
      ...full,
      log: [...full.log, { ...stamp(9), kind: 'replanned', from: mark, to: mark, reopened: [step(1)] }],
    } as Checklist;
    expect(read(jsonText(checklistJson(replanned)))).toEqual(replanned);
  });

  it('keeps what a later version adds to the plan, and writes it back', () => {
    const later = spoilt('plan.future', { a: 1 });
    const back = checklistJson(read(JSON.stringify(later))) as { readonly plan: { readonly future: Json } };
    expect(back.plan.future).toEqual({ a: 1 });
  });

  it('may begin with a byte order mark', () => {
    expect(read(`\ufeff${jsonText(checklistJson(fresh))}`)).toEqual(fresh);
  });

  it.each<[string, unknown, RegExp]>([
    ['schema', 'cupath.checklist/2', /newer cupath/],
    ['schema', 'cupath.plan/1', /this is a plan, not a saved checklist/],
    ['schema', undefined, /^schema: /],
    ['id', '../../etc', /^id: expected letters/],
    ['revision', -1, /^revision: expected a whole number/],
    ['revision', 1e300, /^revision: /],
    ['created', 'yesterday', /^created: expected a time/],
    ['arguments', 'x', /^arguments: expected a list/],
    ['plan', null, /^plan: expected an object/],
    ['plan.schema', 'x', /^plan\.schema: /],
    ['plan.verdict', 'fine', /^plan\.verdict: expected "supported"/],
    ['plan.steps.3.minutes.low', 'ten', /^plan\.steps\[3\]\.minutes\.low: expected a whole number/],
    ['plan.steps.3.id', 'a b"c', /^plan\.steps\[3\]\.id: /],
    ['plan.steps.3.id', fresh.plan.steps[0]?.id, /^plan\.steps\[3\]\.id: .*no other step/],
    ['plan.routes.0.hops.0.act', 'format-disk', /^plan\.routes\[0\]\.hops\[0\]\.act: /],
    ['plan.steps.0.commands.0.shell', 'bash', /shell: expected "powershell"/],
    ['log.0.kind', 'x', /^log\[0\]\.kind: expected "done"/],
    ['log.0.at', '2026-13-24T20:15:03Z', /^log\[0\]\.at: /],
    ['log.0.step', undefined, /^log\[0\]\.step: /],
    ['log.0.by', 7, /^log\[0\]\.by: expected a text/],
    ['log.0.by', 'x'.repeat(301), /^log\[0\]\.by: expected at most 300/],
    ['log.0.remark', 'x'.repeat(LIMITS.note + 1), /^log\[0\]\.remark: expected at most/],
  ])('is refused where %s is %j', (path, value, expected) => {
    expect(problem(spoilt(path, value))).toMatch(expected);
  });

  it('is refused with two entries of one id, and with a list that never ends', () => {
    const { log, ...rest } = checklistJson(worked(fresh, [done(1)])) as { readonly log: readonly Json[] };
    expect(problem({ ...rest, log: [log[0], log[0]] })).toMatch(/^log\[1\]\.id: expected an id/);
    expect(problem({ ...rest, log: Array(LIMITS.entries + 1).fill(log[0]) })).toMatch(
      /^log: expected at most/,
    );
  });

  it('brings in no key that the program does not know', () => {
    const text = JSON.stringify(checklistJson(fresh)).replace('{', '{"__proto__":{"polluted":1},');
    const checklist = read(text);
    expect('polluted' in checklist).toBe(false);
    expect('polluted' in {}).toBe(false);
  });

  it.each([
    ['', '1:1: no JSON here, expected a value'],
    ['{', '1:2: no JSON here, expected a key in double quotes or }'],
    ['{"a":1,}', '1:8: no JSON here, expected a key in double quotes'],
    ['{"a" 1}', '1:6: no JSON here, expected :'],
    ['{\n  "a": [1,\n 2 x', '3:4: no JSON here, expected , or ]'],
    ['{"a":"\u0001"}', '1:6: no JSON here, expected a value'],
    ['{} x', '1:4: no JSON here, expected the end of the file'],
    ["{'a':1}", '1:2: no JSON here, expected a key in double quotes or }'],
    ['[01]', '1:3: no JSON here, expected , or ]'],
  ])('that is no JSON says where: %j', (text, expected) => {
    expect(problem(text)).toBe(expected);
  });

  it('finds a broken place in every text that JSON.parse refuses, and in no other', () => {
    const spoil = fc.tuple(
      fc.json(),
      fc.nat(),
      fc.constantFrom('', ',', '"', '{', ']', 'x', '\\', ':', '0', '\n'),
    );
    fc.assert(
      fc.property(spoil, ([json, at, sign]) => {
        const place = at % (json.length + 1);
        const text = json.slice(0, place) + sign + json.slice(place + 1);
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        expect(brokenJsonAt(text) === null).toBe(valid);
      }),
      { numRuns: 2000 },
    );
  });

  it('takes time in proportion for hostile texts', () => {
    for (const text of [
      '['.repeat(2_000_000),
      `{"a":${'['.repeat(500_000)}`,
      `"${'\\u12'.repeat(500_000)}`,
    ]) {
      const started = performance.now();
      expect(problem(text)).toMatch(/no JSON here/);
      expect(performance.now() - started).toBeLessThan(4000);
    }
  });
});
