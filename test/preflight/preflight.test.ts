import { describe, expect, it } from 'vitest';
import type { LiveCheck } from '../../src/catalogue/diagnosis-schema.ts';
import { checksFor, preflightBlock } from '../../src/preflight/block.ts';
import { type CheckState, judgeAnswers } from '../../src/preflight/judge.ts';
import { type Answers, readAnswers } from '../../src/preflight/read.ts';
import { renderPreflight } from '../../src/render/preflight.ts';
import { catalogue, data } from '../diagnose/read.ts';

const checks = data.liveChecks;
const release = catalogue.releases.get('2019-cu15') ?? null;
const TARGET = { catalogue, release, today: '2026-11-24' };

/** A value that is good, and one that is not, for any check of the data. */
function valuesOf({ good }: LiveCheck): { readonly good: string; readonly bad: string } {
  if ('is' in good)
    return { good: good.is[0] ?? '', bad: good.is[0] === 'True' ? 'False' : 'something else' };
  if ('not' in good) return { good: 'something else', bad: good.not[0] ?? '' };
  if ('atLeast' in good) return { good: String(good.atLeast), bad: String(good.atLeast - 1) };
  if ('daysAhead' in good) return { good: '2027-11-24', bad: '2026-11-25' };
  if ('levels' in good) {
    const { schema, organisation, domain } = release?.ad ?? { schema: 0, organisation: 0, domain: 0 };
    return { good: `${schema}/${organisation}/${domain}`, bad: `${schema}/${organisation - 1}/${domain}` };
  }
  return { good: '533320', bad: '461808' };
}

function output(values: Readonly<Record<string, string>>): readonly string[] {
  return [
    'cupath:preflight = 1',
    'cupath:server = EX01',
    'cupath:time = 2026-11-24T20:00:00',
    ...Object.entries(values).map(([id, value]) => `cupath:${id} = ${value}`),
    `cupath:end = ${checks.length}`,
  ];
}

function read(lines: readonly string[]): Answers {
  const answers = readAnswers(lines);
  if (typeof answers === 'string') throw new Error(answers);
  return answers;
}

function states(lines: readonly string[], target = TARGET): ReadonlyMap<string, CheckState> {
  return new Map(judgeAnswers(checks, read(lines), target).map(({ id, state }) => [id, state]));
}

describe('the checks of the data', () => {
  it('cover what people ask SetupAssist for', () => {
    expect(checks.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'reboot-pending',
        'group-memberships',
        'ad-level',
        'certificates',
        'services',
        'installer-cache',
        'virtual-directories',
        'system-mailboxes',
      ]),
    );
    expect(checks.length).toBeGreaterThanOrEqual(23);
  });

  it.each(checks)('$id: a good value is good, another is not', (check) => {
    const { good, bad } = valuesOf(check);
    expect(states(output({ [check.id]: good })).get(check.id)).toBe('good');
    expect(states(output({ [check.id]: bad })).get(check.id)).toBe(check.severity);
  });

  // Verbs of cmdlets that change a server; a check reads.
  it.each(checks)('$id changes nothing', ({ run }) => {
    const verbs =
      /\b(?:Set|Remove|New|Add|Clear|Start|Stop|Restart|Rename|Move|Copy|Enable|Disable|Install|Uninstall|Invoke|Out|Export|Register|Unregister)-(?!Object\b)\w+/i;
    expect(run.replaceAll('New-Object', '')).not.toMatch(verbs);
    expect(run).not.toMatch(
      /\.(?:Put|SetInfo|CommitChanges|Delete|DeleteTree|SetValue)\b|>\s*\S|\breg(?:\.exe)?\s+(?:add|delete)/i,
    );
  });
});

describe('the block', () => {
  it('holds every check of the role once, and says when it is through', () => {
    const block = preflightBlock(checks);
    for (const { id } of checks) expect(block.split(`Test-Cupath '${id}'`)).toHaveLength(2);
    expect(block).toContain(`Write-CupathLine 'end' '=' '${checks.length}'`);
    const edge = checksFor(checks, 'edge');
    expect(edge.length).toBeLessThan(checks.length);
    expect(edge.map(({ id }) => id)).not.toContain('ad-level');
  });

  it('writes dates and numbers the same way under every culture', () => {
    const lines = preflightBlock(checks).split('\n');
    for (const line of lines.filter((text) => /ToString\('|Get-Date/.test(text))) {
      expect(line).toMatch(/\.ToString\('[^']+', \[cultureinfo\]::InvariantCulture\)/);
    }
    expect(lines.join('\n')).not.toMatch(/Get-Date\b[^|)\n]*-(?:Format|UFormat)/);
  });

  it('asks an Edge server only for what it has: no domain, no IIS', () => {
    for (const { run } of checksFor(checks, 'edge')) {
      expect(run).not.toMatch(/LDAP:|GC:|WebAdministration|IIS:/);
    }
  });

  it('has no line that its own output could be taken for', () => {
    for (const line of preflightBlock(checks).split('\n')) expect(line.startsWith('cupath:')).toBe(false);
  });
});

describe('reading the output', () => {
  it('finds the lines between prompts, echoes and empty lines', () => {
    const lines = ['PS C:\\> & {', '>> stuff', '', ...output({ services: 'MSExchangeIS' }), '', 'PS C:\\> '];
    expect(read(lines)).toMatchObject({ server: 'EX01', complete: true });
    expect(states(lines).get('services')).toBe('stops');
  });

  it('puts lines together that the console has broken', () => {
    const lines = output({ services: 'MSExchangeIS, MSExchangeTrans' }).flatMap((line) =>
      line.startsWith('cupath:services') ? [line, 'port, MSExchangeDelivery'] : [line],
    );
    expect(read(lines).answers.get('services')?.value).toBe(
      'MSExchangeIS, MSExchangeTransport, MSExchangeDelivery',
    );
  });

  it('takes no line for the rest of one that did not fill the console', () => {
    const lines = [
      ...output({ services: 'no' }).slice(0, -1),
      'ne',
      'cupath:reboot-pending = none',
      'See below',
    ];
    const found = states(lines);
    expect(found.get('services')).toBe('unreadable');
    expect(found.get('reboot-pending')).toBe('unreadable');
    expect(read(lines).answers.get('services')?.value).toBe('no');
  });

  it('finds lines that are indented or stand behind a prompt', () => {
    const [first = '', ...rest] = output({ services: 'none', 'reboot-pending': 'none' });
    const lines = [`PS C:\\Windows\\system32> ${first}`, ...rest.map((line) => `    ${line}`)];
    expect(read(lines)).toMatchObject({ server: 'EX01', complete: true });
    expect(states(lines).get('services')).toBe('good');
    expect(states(lines).get('reboot-pending')).toBe('good');
  });

  it('mixes no two runs of the block', () => {
    const other = output({ 'reboot-pending': 'none' }).map((line) => line.replace('EX01', 'EX02'));
    expect(readAnswers([...output({ services: 'none' }), ...other])).toBe('several');
  });

  it('says what broke off, what is not there, and that the end is missing', () => {
    const lines = [...output({}).slice(0, 3), 'cupath:services ! Access is denied.', 'cupath:dotnet = '];
    expect(read(lines).complete).toBe(false);
    const found = states(lines);
    expect(found.get('services')).toBe('unreadable');
    expect(found.get('dotnet')).toBe('unreadable');
    expect(found.get('reboot-pending')).toBe('absent');
  });

  it('leaves open what only a target decides', () => {
    const open = { ...TARGET, release: null };
    expect(states(output({ dotnet: '528040', 'ad-level': '1/2/3' }), open).get('dotnet')).toBe('open');
    expect(states(output({ dotnet: '528040', 'ad-level': '1/2/3' }), open).get('ad-level')).toBe('open');
  });

  it.each([
    ['url-rewrite', '2016-cu20', 'good'],
    ['url-rewrite', '2016-cu22', 'stops'],
    ['vcredist-2013', '2016-cu9', 'good'],
    ['vcredist-2013', '2016-cu10', 'stops'],
    ['ucma', '2016-cu9', 'stops'],
  ])('asks for software only where the target does: %s, %s', (id, target, state) => {
    const wanted = { ...TARGET, release: catalogue.releases.get(target) ?? null };
    expect(wanted.release).not.toBeNull();
    expect(states(output({ [id]: 'False' }), wanted).get(id)).toBe(state);
    expect(states(output({ [id]: 'False' }), { ...TARGET, release: null }).get(id)).toBe('open');
  });

  it.each(['edge', 'tools'] as const)('asks %s for no Visual C++ 2013', (role) => {
    const ids = checksFor(checks, role).map(({ id }) => id);
    expect(ids).toContain('vcredist');
    expect(ids).not.toContain('vcredist-2013');
  });

  it.each(['Wahr', 'Vrai', '1'])('takes %s for no answer where True or False is one', (value) => {
    const found = states(output({ 'elevated-administrator': value, ucma: value }));
    expect(found.get('elevated-administrator')).toBe('unreadable');
    expect(found.get('ucma')).toBe('unreadable');
  });

  it.each([
    ['nothing of the block', ['hello'], 'none'],
    ['another version', ['cupath:preflight = 2'], 'version'],
  ])('refuses %s', (_name, lines, reason) => {
    expect(readAnswers(lines)).toBe(reason);
  });

  it.each([
    ['dotnet', 'four'],
    ['dotnet', '1e9'],
    ['ad-level', '1/2'],
    ['ad-level', '17003/x/13243'],
    ['certificates', '24.11.2026'],
    ['certificates', '2026-13-45'],
  ])('takes no nonsense for a value: %s = %s', (id, value) => {
    expect(states(output({ [id]: value })).get(id)).toBe('unreadable');
  });

  // th-TH counts 2026 as 2569, ar-SA as 1448, fa-IR as 1405: whatever the culture wrote, no such year is meant.
  it.each([
    ['certificates', '2569-03-01', 'unreadable'],
    ['certificates', '1448-03-01', 'unreadable'],
    ['certificates', '1405-03-01', 'unreadable'],
    ['certificates', '2077-01-01', 'unreadable'],
    ['certificates', '2076-12-31', 'good'],
    ['certificates', '2000-01-01', 'stops'],
    ['dotnet', '999999', 'unreadable'],
    ['dotnet', '533400', 'good'],
    ['dotnet', '533509', 'good'],
    ['dotnet', '533510', 'unreadable'],
    ['dotnet', '528450', 'good'],
    ['dotnet', '461900', 'stops'],
    ['dotnet', '100000', 'unreadable'],
  ])('knows what a value can be: %s = %s', (id, value, state) => {
    const target = { ...TARGET, release: catalogue.releases.get('se-rtm') ?? null };
    expect(target.release).not.toBeNull();
    expect(states(output({ [id]: value }), target).get(id)).toBe(state);
  });

  it('is bounded and prints nothing that a terminal acts upon', () => {
    const many = Array.from({ length: 5000 }, (_item, index) => `cupath:x${index} = y`);
    const evil = `\u001b]0;owned\u0007\u009b2J${'a'.repeat(100_000)}`;
    const lines = [
      ...output({ services: evil }),
      ...many,
      ...Array.from({ length: 1000 }, () => 'more and more'),
    ];
    const answers = read(lines);
    expect(answers.answers.size).toBeLessThanOrEqual(500);
    const results = judgeAnswers(checks, answers, TARGET);
    const page = { server: answers.server, time: answers.time, complete: true, target: null, results };
    const text = renderPreflight(page, { width: 80, colour: false, ascii: false });
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });
});

describe('the page', () => {
  it('shows what stops setup first, with what to do, and what is good in one line each', () => {
    const good = Object.fromEntries(checks.map((check) => [check.id, valuesOf(check).good]));
    const lines = output({ ...good, 'installer-cache': 'Microsoft Exchange Server' });
    const results = judgeAnswers(checks, read(lines), TARGET);
    const page = { server: 'EX01', time: null, complete: true, target: 'Exchange Server 2019 CU15', results };
    const text = renderPreflight(page, { width: 80, colour: false, ascii: false });
    expect(text).toContain('1 finding stops setup; 0 worth a look, 0 not known');
    expect(text.indexOf('Stops setup: Windows Installer has')).toBeLessThan(
      text.indexOf('Good: The session is'),
    );
    expect(text).toContain('FixInstallerCache.ps1');
    for (const line of text.split('\n')) expect(line).toBe(line.trimEnd());
  });
});
