import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changed } from '../../src/saved/change.ts';
import { checklistJson, LIMITS, type StepChange } from '../../src/saved/checklist.ts';
import { contradict, logsTogether, onlyIn } from '../../src/saved/merge.ts';
import { stepsNamed } from '../../src/saved/naming.ts';
import { nextOpen, progressOf } from '../../src/saved/progress.ts';
import { readChecklist } from '../../src/saved/read.ts';
import { recordOf, recordsOf, remarkOf } from '../../src/saved/state.ts';
import { progressText } from '../../src/saved/words.ts';
import { done, fresh, stamp, step, worked } from './sample.ts';

describe('what the log says about a step', () => {
  it('is what was done last, with every note and all evidence', () => {
    const evidence = { name: 'a.txt', bytes: 3, sha256: '0'.repeat(64), text: 'abc' };
    const { log } = worked(fresh, [
      done(1),
      { kind: 'note', step: step(1), text: 'slow' },
      { kind: 'reopened', step: step(1), remark: 'wrong server' },
      { kind: 'evidence', step: step(1), evidence },
      { kind: 'skipped', step: step(1), reason: 'not needed' },
    ]);
    const record = recordOf(recordsOf(log), step(1));
    expect(record.status).toBe('skipped');
    expect(remarkOf(record)).toBe('not needed');
    expect(record.notes.map(({ text }) => text)).toEqual(['slow']);
    expect(record.evidence.map((each) => each.evidence)).toEqual([evidence]);
    expect(recordOf(recordsOf(log.slice(0, 3)), step(1)).status).toBe('open');
  });

  it.each<[string, StepChange, RegExp]>([
    ['no such step', { kind: 'done', step: 'x', remark: null }, /no such step/],
    ['a skip without a reason', { kind: 'skipped', step: step(1), reason: ' ' }, /needs a reason/],
    ['an empty note', { kind: 'note', step: step(1), text: '' }, /empty/],
    ['an endless note', { kind: 'note', step: step(1), text: 'x'.repeat(LIMITS.note + 1) }, /at most/],
  ])('refuses %s and changes nothing', (_name, change, problem) => {
    const result = changed(fresh, change, stamp(1));
    expect(result.ok ? '' : result.problem).toMatch(problem);
  });
});

describe('progress', () => {
  it('counts skipped steps as done with, and failed ones as left', () => {
    const { plan, log } = worked(fresh, [
      done(1),
      { kind: 'skipped', step: step(2), reason: 'no' },
      { kind: 'failed', step: step(4), remark: null },
    ]);
    const progress = progressOf(plan, recordsOf(log), '2026-11-24T20:03:00Z');
    expect(progress).toMatchObject({ total: 12, done: 1, skipped: 1, failed: 1, left: 10 });
    expect(progressText(progress)).toMatch(/^1 of 12 steps done, 1 skipped, 1 failed, 10 left; window /);
  });

  it('takes the minutes of closed steps off the window, and says how far behind the estimate it is', () => {
    const { plan } = fresh;
    const none = progressOf(plan, new Map(), null);
    expect(none.windowLeft).toEqual(none.window);
    expect(none.spent).toBeNull();
    // Steps 5 and 10 belong to the window; step 10 takes 5 minutes typically and took 25.
    const log = [
      { ...stamp(0), ...done(5) },
      { ...stamp(25), ...done(10) },
    ];
    const progress = progressOf(plan, recordsOf(log), '2026-11-24T20:25:00Z');
    expect(none.windowLeft.typical - progress.windowLeft.typical).toBe(15);
    expect(progress).toMatchObject({ spent: 25, behind: 20 });
    expect(progressText(progress)).toContain('0:20 h slower than estimated');
  });

  it('stops the clock when the window is done', () => {
    const all = worked(
      fresh,
      fresh.plan.steps.map((_, index) => done(index + 1)),
    );
    const records = recordsOf(all.log);
    const late = progressOf(all.plan, records, '2030-01-01T00:00:00Z');
    expect(late.left).toBe(0);
    expect(late.windowLeft).toEqual({ low: 0, typical: 0, high: 0 });
    expect(late.spent).toBe(progressOf(all.plan, records, null).spent);
  });

  it('finds the next open step, going round and over failed ones', () => {
    const { plan, log } = worked(fresh, [done(1), { kind: 'failed', step: step(2), remark: null }]);
    expect(nextOpen(plan, recordsOf(log), 0)).toBe(2);
    expect(nextOpen(plan, recordsOf(log), 11)).toBe(11);
    const rest = worked(
      fresh,
      fresh.plan.steps.slice(1).map((_, index) => done(index + 2)),
    );
    expect(nextOpen(plan, recordsOf(rest.log), 5)).toBe(0);
    expect(nextOpen(plan, recordsOf(worked(rest, [done(1)]).log), 0)).toBeNull();
  });
});

describe('steps by name', () => {
  it.each([
    ['3', [3]],
    ['2-4', [2, 3, 4]],
    [' 12 ', [12]],
  ])('%j', (text, numbers) => {
    expect(stepsNamed(fresh.plan, text)).toEqual({ ok: true, steps: numbers.map(step) });
  });

  it('knows ids, and says what it expected', () => {
    expect(stepsNamed(fresh.plan, step(8).toUpperCase())).toEqual({ ok: true, steps: [step(8)] });
    for (const text of ['0', '13', '4-2', '1-99', '', 'x', '99999999999999999999'])
      expect(stepsNamed(fresh.plan, text)).toMatchObject({ ok: false });
    expect(stepsNamed(fresh.plan, `${step(8)}x`)).toMatchObject({
      expected: expect.stringContaining(`did you mean "${step(8)}"`),
    });
  });
});

describe('two copies', () => {
  const base = worked(fresh, [done(1)]);

  it('put together keep every entry once, whatever the order', () => {
    const anna = worked(base, [done(2)]);
    const bert = worked(base, [done(3)], 'bert');
    const both = logsTogether(anna.log, bert.log);
    expect(both.map(({ id }) => id)).toEqual(['anna-0', 'anna-1', 'bert-1']);
    expect(logsTogether(both, anna.log)).toEqual(both);
    expect(onlyIn(both, anna.log).map(({ id }) => id)).toEqual(['bert-1']);
    expect(recordsOf(logsTogether(bert.log, anna.log))).toEqual(recordsOf(both));
  });

  it('contradict each other only about one step or a new plan', () => {
    const anna = onlyIn(worked(base, [done(2)]).log, base.log);
    const same = onlyIn(
      worked(base, [{ kind: 'failed', step: step(2), remark: null }], 'bert').log,
      base.log,
    );
    const other = onlyIn(worked(base, [done(3)], 'bert').log, base.log);
    const note = onlyIn(worked(base, [{ kind: 'note', step: step(2), text: 'x' }], 'bert').log, base.log);
    expect(contradict(anna, same)).toBe(true);
    expect(contradict(anna, other)).toBe(false);
    expect(contradict(anna, note)).toBe(false);
    expect(contradict([], same)).toBe(false);
    const mark = { asOf: '2026-10-07', digest: 'x' };
    expect(contradict(anna, [{ ...stamp(9), kind: 'replanned', from: mark, to: mark, reopened: [] }])).toBe(
      true,
    );
  });

  it('merge to the same state for random sessions, without losing a word', () => {
    const change = fc.record({
      kind: fc.constantFrom('done', 'failed', 'reopened'),
      number: fc.integer({ min: 1, max: 12 }),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 8 }), fc.array(change, { maxLength: 8 }), (a, b) => {
        const session = (list: typeof a, by: string) =>
          worked(
            base,
            list.map(({ kind, number }) => ({ kind, step: step(number), remark: null }) as StepChange),
            by,
          );
        const [anna, bert] = [session(a, 'anna'), session(b, 'bert')];
        const both = logsTogether(anna.log, bert.log);
        expect(new Set(both.map(({ id }) => id)).size).toBe(both.length);
        expect(both.length).toBe(1 + a.length + b.length);
        const reading = readChecklist(JSON.stringify(checklistJson({ ...base, log: both })));
        expect(reading.ok && reading.checklist.log).toEqual(both);
      }),
    );
  });
});
