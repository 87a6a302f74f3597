import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openChecklist } from '../../src/commands/checklist-file.ts';
import { recordOf, recordsOf } from '../../src/saved/state.ts';
import { folder } from '../catalogue/folder.ts';
import { cupath } from './cupath.ts';

const QUESTION = [
  'plan',
  '--from',
  'se-rtm+Oct25SU',
  '--to',
  'latest',
  '--server',
  'EX01',
  '--today',
  '2026-11-24',
];

async function saved(...more: readonly string[]): Promise<string> {
  const path = join(mkdtempSync(join(tmpdir(), 'cupath-command-')), 'EX01.cupath.json');
  const { code, stderr } = await cupath(...QUESTION, '--output', path, ...more);
  expect([code, stderr]).toEqual([0, '']);
  return path;
}

function statuses(path: string): readonly string[] {
  const { plan, log } = openChecklist(path).checklist;
  return plan.steps.map(({ id }) => recordOf(recordsOf(log), id).status);
}

describe('plan --output NAME.cupath.json', () => {
  it('saves the plan that --format json prints, and the question', async () => {
    const path = await saved();
    const { stdout } = await cupath(...QUESTION, '--format', 'json');
    const file = JSON.parse(readFileSync(path, 'utf8'));
    expect(file.plan).toEqual(JSON.parse(stdout));
    expect(['plan', ...file.arguments].sort()).toEqual([...QUESTION].sort());
    expect(file.log).toEqual([]);
  });

  it('is written over while nobody has ticked anything, never afterwards, and never over something else', async () => {
    const path = await saved();
    expect((await cupath(...QUESTION, '--output', path)).code).toBe(0);
    await cupath('resume', path, '--done', '1');
    const before = readFileSync(path, 'utf8');
    const refused = await cupath(...QUESTION, '--output', path);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/^cupath: --output: .*holds 1 entries.*--replan/);
    expect(readFileSync(path, 'utf8')).toBe(before);
    writeFileSync(path, 'my diary');
    expect((await cupath(...QUESTION, '--output', path)).stderr).toMatch(/no saved checklist/);
    expect(readFileSync(path, 'utf8')).toBe('my diary');
  });

  it('has one form', async () => {
    const { code, stderr } = await cupath(...QUESTION, '--output', 'x.cupath.json', '--format', 'html');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^cupath: --format: /);
    expect(existsSync('x.cupath.json')).toBe(false);
  });
});

describe('resume by flags', () => {
  it('ticks, skips, fails, notes and attaches in one save', async () => {
    const path = await saved();
    const evidence = join(path, '..', 'out.txt');
    writeFileSync(
      evidence,
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('Prüfung ok\r\n', 'utf16le')]),
    );
    const { code, stdout } = await cupath(
      ...[
        'resume',
        path,
        '--done',
        '1-3',
        '--done',
        '5',
        '--skip',
        '4',
        '--reason',
        'not here',
        '--failed',
        '6',
      ],
      ...['--note', '6=error = 1603', '--evidence', `1=${evidence}`],
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Step 1 done: /);
    expect(stdout).toMatch(/4 of \d+ steps done, 1 skipped, 1 failed/);
    expect(statuses(path).slice(0, 7)).toEqual(['done', 'done', 'done', 'skipped', 'done', 'failed', 'open']);
    expect(openChecklist(path).checklist.revision).toBe(2);
    const state = JSON.parse((await cupath('resume', path, '--show', '--format', 'json')).stdout);
    expect(state.steps[5]).toMatchObject({ number: 6, status: 'failed', notes: [{ text: 'error = 1603' }] });
    expect(state.steps[0].evidence).toMatchObject([{ name: 'out.txt', bytes: 26, text: 'Prüfung ok\r\n' }]);
    expect(state.next).toBe(state.steps[6].id);
    expect(state.catalogue.differs).toBeNull();
    const shown = (await cupath('resume', path, '--show')).stdout;
    expect(shown).toMatch(/^\[-\] +4 /m);
    expect(shown).toMatch(/Skipped 2026-11-24 12:00 UTC by .*: not here/);
    await cupath('resume', path, '--reopen', '1');
    expect(statuses(path)[0]).toBe('open');
  });

  it('keeps of a long or binary file the digest only', async () => {
    const path = await saved();
    const long = join(path, '..', 'long.log');
    writeFileSync(long, 'x'.repeat(2_000_000));
    const binary = join(path, '..', 'a.png');
    writeFileSync(binary, Buffer.from([0x89, 0x50, 0, 1]));
    await cupath('resume', path, '--evidence', `1=${long}`, '--evidence', `1=${binary}`);
    const { log } = openChecklist(path).checklist;
    expect(
      log.map((entry) => (entry.kind === 'evidence' ? [entry.evidence.bytes, entry.evidence.text] : [])),
    ).toEqual([
      [2_000_000, null],
      [4, null],
    ]);
  });

  it.each<[readonly string[], RegExp]>([
    [['--done', '0'], /^cupath: --done: found "0", expected a number from 1 to/],
    [['--done', '1', '--skip', '1', '--reason', 'x'], /--skip: found step 1, which --done names as well/],
    [['--skip', '1'], /--skip: found no --reason/],
    [['--reason', 'x'], /--reason: expected --done/],
    [['--note', '1'], /--note: found "1", expected STEP=TEXT/],
    [['--note', '1-2=x'], /--note: found "1-2", expected one step/],
    [
      ['--evidence', '1=/no/such'],
      /--evidence: found "\/no\/such", expected a file to attach: there is no such/,
    ],
    [['--evidence', '1=/tmp'], /this is no file/],
    [['--apply'], /--apply: expected --replan/],
    [['--format', 'json'], /--format: expected --show or --export/],
    [['--show', '--format', 'csv'], /--format: found "csv", expected text, json/],
    [['--export', 'x.doc'], /--export: found "x.doc", expected a name that ends in \.txt, \.md, /],
    [['--export', 'x.ics'], /--export: found "x.ics", expected a name that ends in/],
    [['--merge', '/no/such'], /expected a saved checklist: there is no such file/],
    [['--dome', '1'], /"--dome" is no flag of cupath resume; did you mean "--done"/],
    [[], /needs a terminal; without one use --show/],
  ])('refuses %j in one line and changes nothing', async (flags, message) => {
    const path = await saved();
    const before = readFileSync(path, 'utf8');
    const { code, stderr } = await cupath('resume', path, ...flags);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd()).not.toContain('\n');
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it.skipIf(process.getuid?.() === 0)('says in words that evidence must not be read', async () => {
    const path = await saved();
    const closed = join(path, '..', 'closed.txt');
    writeFileSync(closed, 'x');
    chmodSync(closed, 0);
    const { code, stderr } = await cupath('resume', path, '--evidence', `1=${closed}`);
    expect([code, stderr]).toEqual([2, expect.stringContaining('reading it is not permitted')]);
  });

  it('takes in the ticks of a copy, and of no other checklist', async () => {
    const path = await saved();
    const copy = join(path, '..', 'copy.cupath.json');
    writeFileSync(copy, readFileSync(path));
    await cupath('resume', copy, '--done', '2');
    await cupath('resume', path, '--done', '1');
    const { code } = await cupath('resume', path, '--merge', copy);
    expect(code).toBe(0);
    expect(statuses(path).slice(0, 3)).toEqual(['done', 'done', 'open']);
    const other = await saved('--dag', 'DAG1');
    expect((await cupath('resume', path, '--merge', other)).stderr).toMatch(/it is another one/);
  });

  it('exports with the ticks in every format', async () => {
    const path = await saved();
    await cupath('resume', path, '--done', '1', '--skip', '2', '--reason', 'not here');
    const exported = async (ending: string, ...more: readonly string[]) => {
      const target = join(path, '..', `plan.${ending}`);
      const { code, stderr } = await cupath('resume', path, '--export', target, ...more);
      expect([code, stderr]).toEqual([0, '']);
      return readFileSync(target, 'utf8');
    };
    expect(await exported('md')).toMatch(/^- \[x\] \*\*1\..*\n\n {2}\*\*Done 2026-11-24 12:00 UTC by /m);
    expect(await exported('md')).toMatch(/^- \[x\] \*\*2\..*\n\n {2}\*\*Skipped .*: not here\*\*/m);
    expect(await exported('txt')).toMatch(/^\[x\] +1 .*[\s\S]*^\[-\] +2 /m);
    expect(await exported('csv')).toMatch(/^\ufeffStep,Summary,Status.*\r\n1,[^\n]*,done,/);
    expect(await exported('html')).toMatch(/id="tick-1" checked/);
    expect(JSON.parse(await exported('json')).schema).toBe('cupath.plan/1');
    expect(await exported('plan')).toBe(await exported('txt'));
    expect(await exported('ticket', '--format', 'ticket')).toMatch(/^SUMMARY\n/);
  });
});

/** Next month's update of the newest release, as an overlay brings it. */
const DECEMBER = `sources:
  - { id: site, title: Our list }
updates:
  - release: se-rtm
    id: Dec26SU
    build: 15.2.2562.99
    date: 2026-11-20
    kb: KB5999999
    sources: [site]
`;

describe('resume --replan', () => {
  it('shows that nothing changed while nothing did', async () => {
    const path = await saved();
    await cupath('resume', path, '--done', '1');
    const before = readFileSync(path, 'utf8');
    const { stdout, stderr } = await cupath('resume', path, '--replan');
    expect(stdout).toMatch(/^The work is the same as when the plan was approved/);
    expect(stdout).toContain('1 tick still applies; 0 steps have to be done again.');
    expect(stderr).toMatch(/nothing was changed; add --apply/);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('brings in a new SU, keeps the ticks that still apply and takes back the others', async () => {
    const path = await saved();
    const before = openChecklist(path).checklist.plan;
    const install = before.steps.findIndex((step) => step.hop !== null && step.closes.length > 0) + 1;
    await cupath('resume', path, '--done', `1-${install}`);
    const overlay = folder({ 'site.yaml': DECEMBER });
    const shown = (await cupath('resume', path, '--show', '--data', overlay)).stdout;
    expect(shown).toMatch(/! Data: This plan was made with data as of .*--replan/s);
    const { stdout } = await cupath('resume', path, '--replan', '--data', overlay, '--apply');
    expect(stdout).toMatch(/^The plan is not the one that was approved/);
    expect(stdout).toMatch(/target: se-rtm\+\S+ → se-rtm\+Dec26SU/);
    expect(stdout).toMatch(/New steps[\s\S]*Dec26SU/);
    expect(stdout).toMatch(/Steps that are gone[\s\S]*\(done\)/);
    const { plan, log, arguments: asked } = openChecklist(path).checklist;
    expect(plan.to.update).toBe('Dec26SU');
    expect(plan.catalogue.overlays).toHaveLength(1);
    expect(asked).toContain(overlay);
    const records = recordsOf(log);
    const old = new Map(before.steps.map((step) => [step.id, step]));
    for (const step of plan.steps) {
      const was = old.get(step.id);
      const number = was ? before.steps.indexOf(was) + 1 : Number.POSITIVE_INFINITY;
      const same =
        was !== undefined &&
        JSON.stringify([was.commands, was.verify, was.condition, was.conditionCheck]) ===
          JSON.stringify([step.commands, step.verify, step.condition, step.conditionCheck]);
      expect([step.id, recordOf(records, step.id).status]).toEqual([
        step.id,
        same && number <= install ? 'done' : 'open',
      ]);
    }
    // What was done is still told, also about steps that are gone.
    expect(log.filter((entry) => entry.kind === 'done')).toHaveLength(install);
    const state = JSON.parse((await cupath('resume', path, '--show', '--format', 'json')).stdout);
    expect(state.removed.length).toBeGreaterThan(0);
    expect(state.replanned).toHaveLength(1);
    expect(state.catalogue.differs).toMatch(/name their folders with --data/);
  });

  it('opens no folder that the file names, only those that the caller names', async () => {
    const overlay = folder({ 'site.yaml': DECEMBER });
    const path = await saved('--data', overlay);
    const { code, stderr } = await cupath('resume', path, '--replan');
    expect(code).toBe(2);
    expect(stderr).toMatch(/made with the overlays .*; name their folders with --data DIR/);
    expect((await cupath('resume', path, '--replan', '--data', overlay)).stdout).toMatch(
      /^The work is the same/,
    );
  });

  it('says so where an older catalogue does not know what the plan asks for', async () => {
    const overlay = folder({ 'site.yaml': DECEMBER });
    const path = await saved('--data', overlay);
    const file = JSON.parse(readFileSync(path, 'utf8'));
    file.plan.catalogue.overlays = [];
    file.arguments[file.arguments.indexOf('--from') + 1] = 'se-rtm+Dec26SU';
    writeFileSync(path, JSON.stringify(file));
    const { code, stderr } = await cupath('resume', path, '--replan');
    expect(code).toBe(2);
    expect(stderr).toMatch(/the saved question cannot be asked any more: --from: found "se-rtm\+Dec26SU"/);
  });
});
