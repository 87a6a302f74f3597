import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as formats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planOf } from '../../src/fleet/marks.ts';
import { fleetCalendar } from '../../src/render/fleet-calendar.ts';
import { fleetMarkdown } from '../../src/render/fleet-markdown.ts';
import { fleetText } from '../../src/render/fleet-text.ts';
import { violations } from './checker.ts';
import { catalogue, fleetOf, GENERATED, jsonOf, machine, organisations } from './organisation.ts';

const schemaOf = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../src/render/${name}.schema.json`, import.meta.url), 'utf8'));
const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
formats.default.default(ajv);
ajv.addSchema(schemaOf('plan'));
const validate = ajv.compile(schemaOf('fleet'));

/** `npm run test:long` tries many more organisations. */
const LONG = process.env.CUPATH_LONG === '1';

const MIXED = [
  'EX1301 2013-cu23 mailbox none Main 4.8 2012r2',
  'EX1601 2016-cu22 mailbox none Main 4.8 2016',
  'EX1901 2019-cu12 mailbox DAG1 Main 4.8 2019',
  'EX1902 2019-cu12 mailbox DAG1 Main 4.8 2019',
  'EX1903 2019-cu2 mailbox DAG2 Branch 4.7.2 2019',
  'EX1904 2019-cu2 mailbox DAG2 Branch 4.7.2 2019',
  'EXSE01 15.2.2562.53 mailbox none Main 4.8.1 2022',
  'EDGE01 2019-cu14 edge - Main 4.8 2019',
  'TOOLS1 2019-cu14 tools - - 4.8 2019',
  'EXNEW1 15.2.9999.1 mailbox none Main - -',
].map(machine);

const INTERNET = ['Main'];
const mixed = fleetOf(MIXED, {
  internetSites: INTERNET,
  window: { minutes: 480, start: '2026-12-05T22:00', fit: 'typical' },
});

describe('a mixed organisation', () => {
  it('holds every rule of the independent checker', async () => {
    expect(violations(catalogue, MIXED, INTERNET, jsonOf(await mixed))).toEqual([]);
  });

  it('gives each server its fate', async () => {
    const { servers } = await mixed;
    expect(Object.fromEntries(servers.map(({ name, fate }) => [name, fate]))).toEqual({
      EX1301: 'leave',
      EX1601: 'migrate',
      EX1901: 'update',
      EX1902: 'update',
      EX1903: 'update',
      EX1904: 'update',
      EXSE01: 'current',
      EDGE01: 'update',
      TOOLS1: 'update',
      EXNEW1: 'unknown',
    });
  });

  it('reports the forgotten 2013 server once per rule, with everybody it stops', async () => {
    const { blocks, minimums } = await mixed;
    expect(blocks.map(({ rule, blockers }) => [rule, blockers])).toEqual([
      ['coexistence-se-rtm', ['EX1301']],
      ['coexistence-2019-cu15', ['EX1301']],
    ]);
    expect(blocks[0]?.blocked).toEqual([
      'EDGE01',
      'EX1601',
      'EX1901',
      'EX1902',
      'EX1903',
      'EX1904',
      'TOOLS1',
    ]);
    expect(minimums.map(({ release, servers }) => [release, servers])).toEqual([['2016-cu23', ['EX1601']]]);
  });

  it('goes in the documented order', async () => {
    const { waves } = await mixed;
    expect(waves.map(({ stage, servers }) => `${stage}: ${servers.join(' ')}`)).toEqual([
      'minimum: EX1601',
      'internet-facing: EX1901',
      'internet-facing: EX1902',
      'other-sites: EX1903',
      'other-sites: EX1904',
      'edge: EDGE01',
      'tools: TOOLS1',
    ]);
  });

  it('compares both ways over a bridge', async () => {
    const { bridges } = await mixed;
    const way = bridges.find(({ dag }) => dag === 'DAG1');
    expect(way?.over).toEqual(['2019-cu15']);
    expect(way?.ownWindow).toMatchObject({ windows: 2, mixedWindows: 1 });
    expect(way?.wholeDag).toMatchObject({ windows: 4, mixedWindows: 2 });
    expect(way?.wholeDag.minutes.typical).toBeGreaterThan(way?.ownWindow.minutes.typical ?? Infinity);
  });

  it('cuts into nightly windows and says what does not fit, and who waits for it', async () => {
    const { schedule } = await mixed;
    expect(schedule?.windows.map(({ start, end }) => `${start} ${end}`)).toEqual([
      '2026-12-05T22:00 2026-12-06T06:00',
      '2026-12-06T22:00 2026-12-07T06:00',
    ]);
    expect(schedule?.unfit.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
      expect.stringMatching(/^EX1901: longer than one window; with a stop at 2019-cu15 it takes 2 windows/),
      expect.stringMatching(/^EX1902: /),
      expect.stringMatching(/^EX1903: /),
      expect.stringMatching(/^EX1904: /),
      'EDGE01: waits for EX1901, which fits into no window',
    ]);
  });

  it('fits its schema as JSON', async () => {
    expect(validate(jsonOf(await mixed)) ? [] : validate.errors).toEqual([]);
  });

  it('gives the same bytes for the same question', async () => {
    const again = await fleetOf(MIXED, {
      internetSites: INTERNET,
      window: { minutes: 480, start: '2026-12-05T22:00', fit: 'typical' },
    });
    expect(jsonOf(again)).toEqual(jsonOf(await mixed));
  });

  it('names the sources of its times', async () => {
    expect((await mixed).timeSources).toEqual(expect.arrayContaining(['estimate', 'learn-cu-2025']));
  });
});

describe('rules', () => {
  it('Active Directory is prepared once, with the highest target', async () => {
    const fleet = await fleetOf(
      ['EX01 2016-cu23 mailbox none Main 4.8 2016', 'EX02 2019-cu14 mailbox none Main 4.8 2019'].map(machine),
    );
    expect(fleet.prepares).toBe('se-rtm');
    expect(fleet.organisation.filter(({ phase }) => phase === 'organisation').map(({ id }) => id)).toContain(
      'ad-se-rtm-organisation',
    );
  });

  it('servers whose DAG is not known go one by one, unless somebody says that there is none', async () => {
    const machines = [
      'EX01 2019-cu14 mailbox - Main 4.8 2019',
      'EX02 2019-cu14 mailbox - Branch 4.8 2019',
    ].map(machine);
    expect((await fleetOf(machines)).waves).toHaveLength(2);
    expect((await fleetOf(machines, { defaults: { noDag: true } })).waves).toHaveLength(1);
  });

  it('members of a DAG are found whatever the case of its name', async () => {
    const machines = [
      'EX01 2019-cu14 mailbox dag1 Main 4.8 2019',
      'EX02 2019-cu14 mailbox DAG1 Main 4.8 2019',
    ].map(machine);
    expect((await fleetOf(machines)).waves.map(({ servers }) => servers)).toEqual([['EX01'], ['EX02']]);
  });

  it('many hands shorten a wave, never below its longest server', async () => {
    const machines = [
      'EX01 2019-cu14 mailbox none A 4.8 2019',
      'EX02 2019-cu14 mailbox none B 4.8 2019',
      'EX03 2019-cu14 mailbox none C 4.8 2019',
    ].map(machine);
    const [one, two, ten] = await Promise.all([1, 2, 10].map((parallel) => fleetOf(machines, { parallel })));
    const time = (fleet: typeof one) => fleet?.waves[0]?.minutes.typical ?? 0;
    expect(time(one)).toBe(3 * time(ten));
    expect(time(two)).toBe(2 * time(ten));
  });

  it('answers for all fill only what the files do not say', async () => {
    const machines = [
      'EX01 2019-cu2 mailbox none Main 4.7.2 2019',
      'EX02 2019-cu2 mailbox none Main - 2019',
    ].map(machine);
    const fleet = await fleetOf(machines, { defaults: { dotnet: '4.8' } });
    expect(fleet.servers.map(({ shared }) => shared?.plan.from.dotnet)).toEqual(['4.7.2', '4.8']);
  });

  it('a product that is only named by hand blocks as well', async () => {
    const fleet = await fleetOf(['EX01 2019-cu14 mailbox none Main 4.8 2019'].map(machine), {
      base: { also: ['2013'] },
    });
    expect(fleet.blocks.map(({ blockers, blocked }) => [blockers, blocked])).toEqual([[[], ['EX01']]]);
  });

  it('servers that move together do once what concerns all of them, and each what is its own', async () => {
    const machines = [1, 2, 3].map((index) => machine(`EX0${index} 2016-cu23 mailbox DAG1 Main 4.8 2016`));
    const fleet = await fleetOf(machines);
    expect(fleet.migrations.map(({ servers }) => servers)).toEqual([['EX01', 'EX02', 'EX03']]);
    expect(fleet.plans.map(({ id, base }) => [id, base])).toEqual([
      ['A', null],
      ['B', 'A'],
      ['C', 'A'],
    ]);
    const holding = (id: string) =>
      fleet.servers
        .filter(({ shared }) => shared?.plan.steps.some((step) => step.id === id))
        .map(({ name }) => name);
    expect(holding('new-server-se-rtm-dag')).toEqual(['EX01']);
    expect(holding('move-se-rtm-unified-messaging')).toEqual(['EX01']);
    expect(holding('retire-se-rtm-no-object-left')).toEqual(['EX03']);
    expect(holding('retire-se-rtm-uninstall')).toEqual(['EX01', 'EX02', 'EX03']);
    const text = [
      ...fleetText(fleet, { width: 100, colour: false, ascii: true, checklists: false, brief: false }),
    ].join('');
    expect(text.replace(/\s+/g, ' ')).toMatch(
      /For EX02\..*As checklist A, without what is done once for all: .*For EX03\..*As checklist A, without .* also:/,
    );
  });

  it.each([
    ['mailbox', 'none', 'move-se-rtm-system-mailboxes'],
    ['mailbox', 'none', 'move-se-rtm-mailboxes'],
    ['mailbox', 'none', 'move-se-rtm-public-folders'],
    ['mailbox', 'none', 'new-server-se-rtm-connectors'],
    ['mailbox', 'none', 'new-server-se-rtm-namespace'],
    ['mailbox', 'none', 'new-server-se-rtm-edge-subscription'],
    ['mailbox', 'DAG1', 'move-se-rtm-mailboxes'],
    ['mailbox', 'DAG1', 'new-server-se-rtm-dag-member'],
    ['edge', '-', 'new-edge-se-rtm-subscription'],
    ['edge', '-', 'retire-se-rtm-edge-subscription'],
  ])('each %s server that moves (DAG %s) has its own %s, in its name', async (role, dag, id) => {
    const machines = ['EX01', 'EX02', 'EX03'].map((name) =>
      machine(`${name} 2016-cu23+Oct25SU ${role} ${dag} Main 4.8 2016`),
    );
    const fleet = await fleetOf(machines, { base: { facts: { 'edge-subscription': true } } });
    expect(violations(catalogue, machines, [], jsonOf(fleet))).toEqual([]);
    for (const server of fleet.servers) {
      const step = planOf(server)?.steps.find((each) => each.id === id);
      expect(step?.title, server.name).toBeDefined();
      const others = machines.filter(({ name }) => name !== server.name);
      for (const { name } of others) expect(JSON.stringify(step?.commands)).not.toContain(name);
    }
  });

  it('with two hands the windows never hold two members of a DAG at one time', async () => {
    const machines = ['EX01', 'EX02', 'EX03'].map((name) =>
      machine(`${name} 2019-cu15 mailbox DAG1 Main 4.8 2019`),
    );
    const fleet = await fleetOf(machines, {
      parallel: 2,
      window: { minutes: 1440, start: '2026-12-05T00:00', fit: 'low' },
    });
    const items = fleet.schedule?.windows.flatMap((window) => window.items) ?? [];
    const servers = items.filter(({ what }) => what === 'server');
    expect(servers.map(({ name }) => name)).toEqual(['EX01', 'EX02', 'EX03']);
    servers.forEach((item, index) => {
      expect(item.start >= (servers[index - 1]?.end ?? '')).toBe(true);
    });
  });

  it('a DAG is mixed while the members after the first are worked on', async () => {
    const fleet = await mixed;
    const way = fleet.bridges.find(({ dag }) => dag === 'DAG1')?.ownWindow;
    const second = fleet.servers.find(({ name }) => name === 'EX1902')?.shared?.minutes;
    expect(way?.mixed).toEqual(second);
  });

  it('a product that only stops itself has no path, and blocks nobody', async () => {
    const fleet = await fleetOf([machine('OLD1 2010 mailbox none Main - -')]);
    expect(fleet.servers.map(({ fate }) => fate)).toEqual(['no-path']);
    expect(fleet.blocks).toEqual([]);
  });

  it('what fits into no window is split where it stops, when that fits', async () => {
    const machines = [machine('EX01 2019-cu12 mailbox none Main 4.8 2019')];
    const fleet = await fleetOf(machines, {
      window: { minutes: 600, start: '2026-12-05T20:00', fit: 'typical' },
    });
    expect(fleet.schedule?.unfit.map(({ name, reason }) => [name, reason])).toEqual([
      [
        'EX01',
        expect.stringMatching(
          /^longer than one window; with a stop at 2019-cu15 it takes 2 windows \(\d+:\d\d h, \d+:\d\d h\)$/,
        ),
      ],
    ]);
  });

  it('random organisations hold every rule', async () => {
    await fc.assert(
      fc.asyncProperty(organisations, fc.constantFrom([], ['Main']), async (machines, internetSites) => {
        const fleet = await fleetOf(machines, {
          internetSites,
          window: { minutes: 500, start: '2026-12-31T23:30', fit: 'low' },
        });
        expect(violations(catalogue, machines, internetSites, jsonOf(fleet))).toEqual([]);
      }),
      LONG ? { numRuns: 200, endOnFailure: true } : { numRuns: 12, seed: 20261124, endOnFailure: true },
    );
  }, 600_000);
});

const HOSTILE = [
  '\u001b[31mEX',
  '=cmd|calc!A1',
  '<script>alert(1)</script>',
  '`code`|cell',
  "EX'; rm -rf /",
  '__proto__',
  'EX,01;x\\n',
];

describe('hostile names', () => {
  const machines = HOSTILE.map((name, index) => ({
    ...machine('x 2019-cu14 mailbox DAG1 Main 4.8 2019'),
    name,
    dag: index % 2 === 0 ? '=DAG|\u001b]0;x\u0007' : 'none',
  }));
  const fleet = fleetOf(machines, { window: { minutes: 1440, start: '2026-12-05T22:00', fit: 'low' } });

  it('stay names in JSON and never get into a command', async () => {
    const json = jsonOf(await fleet);
    expect(Object.keys(json.servers).sort()).toEqual([...HOSTILE].sort());
    expect(validate(json) ? [] : validate.errors).toEqual([]);
    for (const server of (await fleet).servers) {
      const plan = planOf(server);
      const commands = JSON.stringify(
        plan?.steps.flatMap(({ commands: list, verify }) => [...list, ...verify]),
      );
      if (server.name !== '__proto__')
        expect(commands).not.toContain(JSON.stringify(server.name).slice(1, -1));
      expect(commands).toContain('<SERVER>');
    }
  });

  it('cannot steer a terminal, become markup, or end a line of the calendar', async () => {
    const plan = await fleet;
    for (const checklists of [false, true]) {
      const text = [
        ...fleetText(plan, { width: 80, colour: false, ascii: false, checklists, brief: false }),
      ].join('');
      expect(text).not.toMatch(/[\u001b\u0007]/);
      expect(text).toContain('\\u001b[31mEX');
    }
    const markdown = [...fleetMarkdown(plan, { checklists: false, brief: false })].join('');
    expect(markdown).not.toMatch(/\u001b/);
    expect(
      markdown.split('\n').filter((line) => line.includes('<script>') && !line.includes('`<script>')),
    ).toEqual([]);
    const calendar = fleetCalendar(plan, { generated: GENERATED });
    expect(calendar.split('\r\n').filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
    expect(calendar.replaceAll('\r\n', '')).not.toMatch(/[\r\n\u001b]/);
  });
});

describe('the calendar', () => {
  it('has one event per window, stable and in floating time', async () => {
    const plan = await mixed;
    const calendar = fleetCalendar(plan, { generated: GENERATED });
    expect(calendar).toBe(fleetCalendar(plan, { generated: GENERATED }));
    expect(calendar.match(/BEGIN:VEVENT/g)).toHaveLength(2);
    expect(calendar).toContain('DTSTART:20261205T220000\r\nDTEND:20261206T060000\r\n');
    expect(calendar).toContain('DTSTAMP:20261124T080000Z\r\n');
    const uids = [...calendar.matchAll(/UID:(\S+)/g)].map((match) => match[1]);
    expect(new Set(uids).size).toBe(2);
    expect(
      calendar.startsWith('BEGIN:VCALENDAR\r\nVERSION:2.0\r\n') && calendar.endsWith('END:VCALENDAR\r\n'),
    ).toBe(true);
  });
});

describe('the text', () => {
  it.each([40, 80, 100])('keeps to %i columns but for commands and addresses', async (width) => {
    const text = [
      ...fleetText(await mixed, { width, colour: false, ascii: true, checklists: false, brief: false }),
    ].join('');
    const long = text.split('\n').filter((line) => line.length > width && !/https?:|^ {4,}/.test(line));
    expect(long).toEqual([]);
    expect(text.split('\n').filter((line) => /\s$/.test(line))).toEqual([]);
  });
});
