import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/checklist/plan.ts';
import { csvField, renderCsv } from '../../src/render/csv.ts';
import type { Entry } from '../../src/saved/checklist.ts';
import { recordsOf } from '../../src/saved/state.ts';
import { HOSTILE, hostilePlan } from './hostile-plan.ts';
import { noPathPlan, samplePlan } from './sample-plan.ts';

type Row = Readonly<Record<string, string>>;

/** Strict by RFC 4180: every row has as many fields as the heading. */
function read(csv: string): readonly Row[] {
  return parse(csv, { columns: true, bom: true, record_delimiter: '\r\n' }) as Row[];
}

describe('a plan as CSV', () => {
  it('has one row per step that reads back as it was', () => {
    const rows = read(renderCsv(samplePlan));
    expect(rows.map((row) => [row.Step, row.Summary, row.Id])).toEqual(
      samplePlan.steps.map((step, index) => [String(index + 1), step.title, step.id]),
    );
    const cu = rows.find((row) => row.Id === 'cu-2016-cu23-install') ?? rows[7];
    const step = samplePlan.steps[7];
    expect(cu?.Commands).toContain(step?.commands[0]?.run);
    expect(cu?.Reboot).toBe('yes');
    expect(cu?.['Minutes typical']).toBe(String(step?.minutes.typical));
    expect(cu?.Status).toBe('open');
  });

  it('has the heading that Jira asks for, and no punctuation in any', () => {
    const [heading] = renderCsv(samplePlan).split('\r\n');
    expect(heading?.split(',')).toContain('Summary');
    expect(heading).toMatch(/^[A-Za-z ,]+$/);
  });

  it('marks UTF-8 for files and not for pipes', () => {
    expect(renderCsv(samplePlan, { mark: true }).startsWith('\ufeffStep,')).toBe(true);
    expect(renderCsv(samplePlan).startsWith('Step,')).toBe(true);
  });

  it('is a heading alone where there is no step', () => {
    expect(read(renderCsv(noPathPlan))).toEqual([]);
  });

  it('says what was done, when and by whom', () => {
    const [first, second] = samplePlan.steps;
    const stamp = { by: 'anna', on: 'JUMP01' };
    const log: readonly Entry[] = [
      { id: 'a', at: '2026-11-24T20:15:03Z', ...stamp, kind: 'done', step: first?.id ?? '', remark: null },
      {
        id: 'b',
        at: '2026-11-24T20:16:03Z',
        ...stamp,
        kind: 'skipped',
        step: second?.id ?? '',
        reason: '=1+1',
      },
      {
        id: 'c',
        at: '2026-11-24T20:17:03Z',
        ...stamp,
        kind: 'note',
        step: second?.id ?? '',
        text: 'see mail',
      },
    ];
    const rows = read(renderCsv(samplePlan, { records: recordsOf(log) }));
    expect(rows[0]).toMatchObject({
      Status: 'done',
      Changed: '2026-11-24 20:15 UTC',
      'Changed by': 'anna on JUMP01',
      Remark: '',
    });
    expect(rows[1]).toMatchObject({ Status: 'skipped', Remark: "'=1+1" });
    expect(rows[1]?.Notes).toBe('Note 2026-11-24 20:17 UTC by anna on JUMP01: see mail');
    expect(rows[2]).toMatchObject({ Status: 'open', Changed: '', 'Changed by': '' });
  });
});

describe('foreign text in CSV', () => {
  const formulas = [
    "=cmd|' /C calc'!A0",
    '+1',
    '-1',
    '@SUM(1)',
    '\uff1d1+1',
    ' =1+1',
    '\t=1',
    '-Server EX01',
  ];

  it.each(formulas)('%j is text, not a formula', (text) => {
    expect(csvField(text)).toMatch(/^"?'/);
  });

  it('stays whole: quotes, commas, line ends and edges', () => {
    for (const text of [
      'a,b',
      'say "yes"',
      'two\nlines',
      ' edge ',
      'plain',
      '1',
      '.\\Setup.exe /m:upgrade',
    ]) {
      expect(parse(`${csvField(text)}\r\n`, { record_delimiter: '\r\n' })).toEqual([[text]]);
    }
  });

  it('is cut where a cell of a spreadsheet would hold no more, and says so', () => {
    expect(csvField('x'.repeat(40_000))).toHaveLength(32_767);
    expect(csvField('x'.repeat(40_000))).toMatch(/\(cut: a cell holds no more\)$/);
  });

  it('in every field of a plan starts no formula, breaks no row and prints no control character', () => {
    const evil: Plan = {
      ...hostilePlan,
      from: { ...hostilePlan.from, server: `=${HOSTILE}` },
      steps: hostilePlan.steps.map((step) => ({ ...step, title: `@${HOSTILE}`, why: `-${HOSTILE}` })),
    };
    const csv = renderCsv(evil);
    const rows = parse(csv, { record_delimiter: '\r\n' }) as string[][];
    expect(rows).toHaveLength(evil.steps.length + 1);
    for (const field of rows.slice(1).flat()) {
      expect(field).not.toMatch(/^\s*[=+\-@]/);
      expect(field).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u2028\u202e]/);
    }
  });
});
