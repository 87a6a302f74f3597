import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { catalogue, cupath } from './cupath.ts';

interface StatusEntry {
  readonly input: string;
  readonly release: string | null;
  readonly update: string | null;
  readonly supported: boolean | null;
  readonly behind: { readonly cu: string | null; readonly update: string | null };
  readonly vulnerabilities: readonly {
    readonly id: string;
    readonly knownExploited: boolean;
    readonly outside: boolean;
  }[];
  readonly knownIssues: readonly {
    readonly id: string;
    readonly fixedBy: string | null;
    readonly workaround: string;
  }[];
  readonly needsAction: readonly { readonly id: string; readonly alsoNeeds: readonly string[] }[];
  readonly hybrid: { readonly state: string; readonly floor: string } | null;
  readonly catalogue: { readonly patchTuesdays: number; readonly nextPatchTuesday: string };
}

async function json(...args: readonly string[]): Promise<readonly StatusEntry[]> {
  return JSON.parse((await cupath('status', '--format', 'json', ...args)).stdout) as StatusEntry[];
}

async function one(...args: readonly string[]): Promise<StatusEntry> {
  const [entry] = await json(...args);
  if (!entry) throw new Error('no entry');
  return entry;
}

describe('status as JSON', () => {
  it('has the keys of the contract, in its order', async () => {
    const entries = await json('2019-cu14+Oct25SU', '2010', '15.2.9999.1', 'se-rtm');
    for (const entry of entries)
      expect(Object.keys(entry).slice(0, 8)).toEqual([
        'input',
        'server',
        'release',
        'update',
        'supported',
        'behind',
        'vulnerabilities',
        'knownIssues',
      ]);
    const schema = {
      type: 'array',
      items: {
        type: 'object',
        required: [
          'input',
          'server',
          'release',
          'update',
          'supported',
          'behind',
          'vulnerabilities',
          'knownIssues',
        ],
        properties: {
          supported: { type: ['boolean', 'null'] },
          behind: {
            type: 'object',
            required: ['cu', 'update'],
            properties: { cu: { type: ['string', 'null'] }, update: { type: ['string', 'null'] } },
          },
          vulnerabilities: { type: 'array', items: { type: 'object', required: ['id', 'knownExploited'] } },
          knownIssues: { type: 'array', items: { type: 'object', required: ['id', 'title', 'workaround'] } },
        },
      },
    };
    const validate = new Ajv({ allowUnionTypes: true }).compile(schema);
    expect(validate(entries), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each([
    ['se-rtm+Sep26SUv2', '2026-11-24', true, null, null],
    ['se-rtm+Sep26SU', '2026-11-24', true, null, 'Sep26SUv2'],
    ['2019-cu14+Oct25SU', '2026-11-24', false, '2019-cu15', null],
    ['2019-cu15+Oct25SU', '2026-11-24', false, null, null],
    ['2019-cu15+Oct25SU', '2025-10-14', true, null, null],
    ['2019-cu15+Aug25SU', '2025-10-13', true, null, 'Sep25HU'],
    ['2016-cu12', '2026-11-24', false, '2016-cu23', 'Mar21SU'],
    ['2013-cu23+Mar23SU', '2026-11-24', false, null, null],
  ])('%s on %s', async (level, today, supported, cu, update) => {
    const entry = await one(level, '--today', today);
    expect(entry.supported).toBe(supported);
    expect(entry.behind.cu).toBe(cu);
    if (update !== 'Sep25HU') expect(entry.behind.update).toBe(update);
  });

  it('ESU is a dated gate: asked about, it is null, answered it counts', async () => {
    const during = ['2019-cu15+Oct25SU', '--today', '2026-07-20'];
    expect((await one(...during)).supported).toBeNull();
    expect((await one(...during, '--esu')).supported).toBe(true);
    expect((await one(...during, '--esu')).behind.update).toBe('Jul26SU');
    expect((await one(...during, '--no-esu')).supported).toBe(false);
    expect((await one(...during, '--no-esu')).behind.update).toBeNull();
    expect((await one('2019-cu15+Oct25SU', '--today', '2026-11-01', '--esu')).supported).toBe(false);
  });

  it('fixes outside Exchange are marked, and no build is blamed for them', async () => {
    const entry = await one('2019-cu15+Sep26SUv2');
    expect(entry.vulnerabilities.filter((item) => item.knownExploited).every((item) => item.outside)).toBe(
      true,
    );
    expect((await cupath('status', '2019-cu15+Sep26SUv2', '--fail-on', 'exploited')).code).toBe(0);
  });

  it('what needs an action is never counted as open by the code, nor as closed', async () => {
    const entry = await one('2019-cu14+Oct25SU');
    const open = new Set(entry.vulnerabilities.map((item) => item.id));
    expect(entry.needsAction.map((item) => item.id)).toContain('CVE-2024-21410');
    for (const item of entry.needsAction) {
      expect(open).not.toContain(item.id);
      expect(item.alsoNeeds.length).toBeGreaterThan(0);
    }
  });

  it('known issues come with workaround and cure', async () => {
    const entry = await one('2019-cu14+Nov24SU');
    expect(entry.knownIssues.find((item) => item.id === 'nov24-pulled-transport-rules')).toMatchObject({
      fixedBy: '2019-cu14+Nov24SUv2',
      workaround: 'Install Nov24SUv2 or later.',
    });
  });

  it.each([
    ['2016-cu23+Aug25SU', 'below'],
    ['2016-cu23+Oct25SU', 'above'],
    ['2019-cu14', 'unknown'],
    ['2019-cu13', 'below'],
  ])('the floor of Exchange Online: %s is %s', async (level, state) => {
    expect((await one(level)).hybrid).toMatchObject({ state, floor: 'Oct25SU' });
  });

  it('no floor for SE, nor where nobody is hybrid', async () => {
    expect((await one('se-rtm')).hybrid).toBeNull();
    expect((await one('2016-cu23', '--no-hybrid')).hybrid).toBeNull();
  });

  it('names the age of the data and the next Patch Tuesday', async () => {
    expect((await one('se-rtm')).catalogue).toMatchObject({
      patchTuesdays: 2,
      nextPatchTuesday: '2026-12-08',
    });
  });
});

describe('status for a monitoring job', () => {
  it.each([
    [['se-rtm+Sep26SUv2'], 'behind,exploited,unsupported', 0],
    [['se-rtm+Sep26SU'], 'behind', 5],
    [['se-rtm+Sep26SU'], 'exploited', 0],
    [['2019-cu14+Oct25SU'], 'exploited', 5],
    [['2019-cu15+Sep26SUv2'], 'unsupported', 5],
    [['se-rtm+Sep26SUv2', '2016-cu12'], 'exploited', 5],
    // Nobody can say that a build above all known ones is safe.
    [['15.2.9999.1'], 'exploited', 5],
    [['2010'], 'unsupported', 5],
    // The CU alone: at worst without any SU.
    [['se-rtm'], 'exploited', 5],
    [['banana'], 'exploited', 2],
    [['se-rtm+Sep26SUv2', 'banana'], 'behind', 2],
    [['se-rtm'], 'broken', 2],
  ])('%j --fail-on %s: %i', async (levels, conditions, code) => {
    const result = await cupath('status', ...levels, '--fail-on', conditions);
    expect(result.code).toBe(code);
    if (code !== 0) expect(result.stderr).toMatch(/^cupath: /);
  });

  it('without --fail-on nothing but bad input fails, and old data are said on stderr with it', async () => {
    expect((await cupath('status', '2016-cu12')).code).toBe(0);
    expect((await cupath('status', 'se-rtm+Sep26SUv2', '--fail-on', 'behind')).stderr).toContain(
      '2 Patch Tuesdays',
    );
    expect(
      (await cupath('status', 'se-rtm+Sep26SUv2', '--today', '2026-10-08', '--fail-on', 'behind')).stderr,
    ).toBe('');
  });

  it('an ESU question nobody answered is not ruled out', async () => {
    const asked = ['status', '2019-cu15+Oct25SU', '--today', '2026-09-20', '--fail-on', 'behind'];
    expect((await cupath(...asked)).code).toBe(5);
    expect((await cupath(...asked, '--no-esu')).code).toBe(0);
    expect((await cupath(...asked, '--esu')).code).toBe(5);
  });

  it('announced, or one of several: nothing is said about it, and nothing ruled out', async () => {
    const [planned, several] = await json('se-cu1', 'KB5049233');
    expect(planned).toMatchObject({ release: null, supported: null });
    expect(several).toMatchObject({ release: null, supported: null });
    const { code, stdout } = await cupath('status', 'se-cu1', 'KB5049233', '--fail-on', 'behind');
    expect(code).toBe(5);
    expect(stdout).toContain('is announced, but not released');
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/levels fit; name one: .*2019-cu14\+Nov24SUv2/);
  });

  it('an ESU update that is newer is named where nobody answered', async () => {
    const { stdout } = await cupath('status', '2019-cu15+Oct25SU', '--today', '2026-07-20');
    expect(stdout.replace(/\s+/g, ' ')).toContain('With ESU Jul26SU (15.2.1748.48, 2026-07-14)');
  });

  it('repeats what it could not read without control characters', async () => {
    const { code, stdout, stderr } = await cupath('status', 'x\u001b[31m\u0007');
    expect(code).toBe(2);
    expect(stdout + stderr).not.toMatch(/[\u001b\u0007]/);
  });

  it('asks for a level', async () => {
    expect(await cupath('status')).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('status for people', () => {
  it('says what matters in one screen, and everything with --all', async () => {
    const short = (await cupath('status', 'se-rtm+Sep26SU')).stdout;
    expect(short.trimEnd().split('\n').length).toBeLessThanOrEqual(24);
    expect(short.split('\n').filter((line) => line.length > 80)).toEqual([]);
    const long = (await cupath('status', 'se-rtm+Sep26SU', '--all')).stdout;
    const entry = await one('se-rtm+Sep26SU');
    for (const item of [...entry.vulnerabilities, ...entry.needsAction]) expect(long).toContain(item.id);
    for (const item of entry.knownIssues) {
      const { title } = catalogue.data.knownIssues.find((each) => each.id === item.id) ?? { title: '?' };
      expect(long.replace(/\s+/g, ' ')).toContain(title.slice(0, 60));
    }
  });

  it('names exploited vulnerabilities, support, the way on and the age of the data', async () => {
    const { stdout } = await cupath('status', '2019-cu12+Oct22SU');
    const flat = stdout.replace(/\s+/g, ' ');
    expect(flat).toContain('CVE-2022-41040 ProxyNotShell');
    expect(flat).toContain('Not serviced on 2026-11-24');
    expect(flat).toContain('cupath plan --from 2019-cu12+Oct22SU --to latest');
    expect(flat).toContain('2 Patch Tuesdays have passed since');
    expect(flat).toContain('The next Patch Tuesday is 2026-12-08');
    expect(flat).toContain('below the floor of Exchange Online');
  });

  it('with the SU unknown it says so and speaks of the worst', async () => {
    const { stdout } = await cupath('status', '2019-cu12');
    expect(stdout).toContain('SU unknown');
    expect(stdout.replace(/\s+/g, ' ')).toContain('at worst, without any SU');
  });

  it.each([
    ['2013-cu23+Mar23SU', 'Open None known up to 2023-04-11; nothing after the end of support is assessed.'],
    ['2013-cu23', 'Nothing after the end of support (2023-04-11) is assessed.'],
    // The last period of ESU has ended as well.
    ['2019-cu15+Sep26SUv2', 'Nothing after the end of support (2026-10-31) is assessed.'],
  ])('%s: nobody looks for vulnerabilities after the end of the line', async (level, said) => {
    expect((await cupath('status', level)).stdout.replace(/\s+/g, ' ')).toContain(said);
    expect((await cupath('status', level, '--all')).stdout.replace(/\s+/g, ' ')).toContain(said);
  });

  it.each([
    ['se-rtm+Sep26SUv2', '2026-11-24', null],
    ['2019-cu12', '2026-07-20', null],
    ['2013-cu23+Mar23SU', '2023-04-11', null],
    ['2013-cu23+Mar23SU', '2023-04-12', '2023-04-11'],
    ['2016-cu12', '2026-11-24', '2026-10-31'],
  ])('%s on %s: assessed until %s', async (level, today, until) => {
    expect(await one(level, '--today', today)).toMatchObject({ support: { assessedUntil: until } });
    const { stdout } = await cupath('status', level, '--today', today);
    expect(stdout.replace(/\s+/g, ' ').includes('is assessed')).toBe(until !== null);
  });

  it('a withdrawn update is named as such', async () => {
    expect((await cupath('status', '2019-cu14+Nov24SU')).stdout).toContain('withdrew');
  });
});

describe('status of an inventory', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'cupath-status-')), 'servers.csv');
  writeFileSync(
    file,
    [
      'Name,AdminDisplayVersion,ServerRole,Site',
      'EX01,Version 15.2 (Build 1544.4),Mailbox,HQ',
      'EX02,15.2.1748.39,Mailbox,HQ',
      'EX03,15.2.2562.53,Mailbox,HQ',
      'EX04,15.2.2562.53,Mailbox,HQ',
      'ODD,Version 15.9 (Build 1.2),Mailbox,HQ',
    ].join('\r\n'),
  );

  it('is one line per server, the most exposed first, in 80 columns', async () => {
    const { code, stdout } = await cupath('status', '--inventory', file);
    expect(code).toBe(0);
    const servers = [...stdout.matchAll(/^ {2}(EX\d+|ODD) /gm)].map((match) => match[1]);
    expect(servers).toEqual(['ODD', 'EX01', 'EX02', 'EX03', 'EX04']);
    expect(stdout).toContain('5 servers, 2 with a vulnerability that is known to be exploited');
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it.each([
    // A newer CU, and an update for it, are there for everybody.
    ['15.1.2375.7', '2026-11-24', /\+\s+behind, unsupported$/m],
    ['15.1.2507.6', '2026-11-24', /\+\s+behind, unsupported$/m],
    ['15.1.2507.61', '2026-11-24', /\+\s+none any more$/m],
    ['15.0.1497.48', '2026-11-24', /0\s+0\+\s+none any more$/m],
    ['15.2.1544.36', '2026-07-20', /\d\s+behind, ESU only$/m],
    ['15.2.1748.39', '2026-07-20', /\d\s+with ESU only$/m],
    ['15.2.2562.53', '2026-11-24', /2\s+up to date$/m],
  ])('says whether %s can have newer updates on %s', async (build, today, word) => {
    const server = join(mkdtempSync(join(tmpdir(), 'cupath-status-')), 'one.csv');
    writeFileSync(server, `name,level,role\nEX01,${build},mailbox\n`);
    const { stdout } = await cupath('status', '--inventory', server, '--today', today);
    expect(stdout).toMatch(word);
    expect(stdout.replace(/\s+/g, ' ').includes('nothing after it is assessed')).toBe(/\d\+\s/.test(stdout));
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('AdminDisplayVersion leaves the SU unknown; JSON names every server', async () => {
    const entries = JSON.parse(
      (await cupath('status', '--inventory', file, '--format', 'json')).stdout,
    ) as (StatusEntry & { server: string; updateKnown?: boolean })[];
    expect(entries.map((entry) => entry.server)).toEqual(['EX01', 'EX02', 'EX03', 'EX04', 'ODD']);
    expect(entries[0]).toMatchObject({ release: '2019-cu14', update: null, updateKnown: false });
    expect(entries[4]).toMatchObject({ release: null, supported: null });
  });

  it('--all explains each level once, under the names of its servers', async () => {
    const { stdout } = await cupath('status', '--inventory', file, '--all');
    expect(stdout).toContain('EX03, EX04: Exchange Server SE RTM Sep26SUv2');
  });

  it('--fail-on looks at every server, and a level nobody knows is not ruled out', async () => {
    const { code, stderr } = await cupath('status', '--inventory', file, '--fail-on', 'exploited');
    expect(code).toBe(5);
    expect(stderr).toContain('"EX01", "EX02", "ODD"');
    expect(stderr).not.toContain('EX03');
  });

  it('a file that is missing is exit 2 and one line', async () => {
    const { code, stdout, stderr } = await cupath('status', '--inventory', `${file}.gone`);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^cupath: --inventory: .*: it does not exist/);
  });
});

describe('a fix of an SU that nobody named', () => {
  it('is open, and in the code only if that SU is there; a newer product is no fix for this one', async () => {
    const { stdout } = await cupath('status', '2016-cu22', '--all');
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toMatch(/CVE-2024-21410: [^:]*; fixed by Aug22SU; unless/);
    expect(text).toMatch(/By hand 1 fix is in the code .* \d more come with an SU that may be missing here/);
    const known = await cupath('status', '2016-cu23+Oct25SU', '--all');
    expect(known.stdout).not.toContain('may be missing here');
  });
});

describe('the number of holes of a level', () => {
  it.each(['2016-cu12+Mar21SU', '2016-cu23+Oct25SU', '2019-cu14+Oct25SU', '2013-cu23'])(
    '%s: a change request says what status says',
    async (level) => {
      const number = (text: string) =>
        /(\d+) known vulnerabilit.*?, (\d+) of/.exec(text.replace(/\s+/g, ' '));
      const status = number((await cupath('status', level)).stdout);
      const ticket = number(
        (await cupath('plan', '--from', level, '--to', 'latest', '--format', 'ticket')).stdout,
      );
      expect(ticket?.slice(1)).toEqual(status?.slice(1));
    },
  );
});
