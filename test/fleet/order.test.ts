/** The order of servers that others wait for, or that may be members of a DAG. */
import { describe, expect, it } from 'vitest';
import { planFleet } from '../../src/fleet/plan-fleet.ts';
import { readInventory } from '../../src/inventory/read.ts';
import { fleetCalendar } from '../../src/render/fleet-calendar.ts';
import { fleetHtml } from '../../src/render/fleet-html.ts';
import { fleetMarkdown } from '../../src/render/fleet-markdown.ts';
import { fleetText } from '../../src/render/fleet-text.ts';
import { violations } from './checker.ts';
import { catalogue, fleetOf, GENERATED, jsonOf, machine, optionsOf } from './organisation.ts';

describe('an Edge server below the minimum', () => {
  const machines = [
    'MB16 2016-cu22 mailbox none Main 4.8 2016',
    'ED16 2016-cu20 edge - Main 4.8 2016',
    'ED19 2019-cu14 edge - Main 4.8 2019',
    'MB19 2019-cu14 mailbox none Main 4.8 2019',
  ].map(machine);

  it('goes before the first newer server, the other Edge server after', async () => {
    const plan = await fleetOf(machines);
    const stages = plan.waves.flatMap(({ stage, servers }) => servers.map((name) => `${name} ${stage}`));
    expect(stages).toEqual(['MB16 minimum', 'ED16 minimum', 'MB19 other-sites', 'ED19 edge']);
    expect(violations(catalogue, machines, [], jsonOf(plan))).toEqual([]);
  });
});

describe('a server about whose DAG the files contradict each other', () => {
  it('is alone in its wave, whatever was taken, even with --no-dag', async () => {
    const level = 'Name,Level,Role,DAG,Site\n';
    const files = {
      'a.csv': `${level}MB1,2019 CU14,mailbox,none,One\nMB2,2019 CU14,mailbox,DAG1,Two\nMB3,2019 CU14,mailbox,none,Three\n`,
      'b.csv': 'Name,DatabaseAvailabilityGroup\nMB1,DAG1\n',
    };
    const inventory = await readInventory(
      Object.entries(files).map(([name, text]) => ({ name, bytes: Buffer.from(text) })),
      catalogue,
    );
    const plan = planFleet(catalogue, inventory, optionsOf({ defaults: { noDag: true } }));
    expect(plan.waves.map(({ servers }) => servers.join())).toEqual(['MB2,MB3', 'MB1']);
    expect(plan.assumptions.some(({ text }) => /^MB1: The files contradict/.test(text))).toBe(true);
  });
});

const NIGHT = { start: '2026-12-05T22:00', fit: 'typical' } as const;

describe('windows too short for the minimum', () => {
  const machines = [
    'MB16 2016-cu3 mailbox none Main 4.5.2 2012r2',
    'MB16B 2016-cu23 mailbox none Main 4.8 2016',
    'MB19 2019-cu14 mailbox none Main 4.8 2019',
  ].map(machine);

  it('hold nothing that needs it, and say what is waited for', async () => {
    const { waves, plans } = await fleetOf(machines);
    const long = Math.max(...waves.filter(({ stage }) => stage === 'minimum').map((w) => w.minutes.typical));
    const others = waves.filter(({ stage }) => stage !== 'minimum').map(({ minutes }) => minutes.typical);
    expect(Math.max(...others)).toBeLessThan(long);
    expect(plans.length).toBeGreaterThan(1);
    const plan = await fleetOf(machines, { window: { ...NIGHT, minutes: long - 1 } });
    const unfit = new Map(plan.schedule?.unfit.map(({ name, reason }) => [name, reason]));
    expect(unfit.get('MB16')).toMatch(/longer than one window/);
    expect(unfit.get('MB19')).toBe('waits for MB16, which fits into no window');
    expect(violations(catalogue, machines, [], jsonOf(plan))).toEqual([]);
  });
});

describe('new servers that the level of others holds up', () => {
  const TOLD: readonly (readonly [what: string, lines: readonly string[], server: string, text: RegExp])[] = [
    [
      'one of two sites',
      ['MB16A 2016-cu23 mailbox none S1 4.8 2016', 'MB16B 2016-cu22 mailbox none S2 4.8 2016'],
      'MB16A',
      /After wave 1 \(MB16B at 2016 CU23\), by checklist A/,
    ],
    [
      'members of one DAG',
      ['A1', 'A2', 'A3'].map((name) => `${name} 2016-cu${name === 'A3' ? 23 : 12} mailbox D S1 4.8 2016`),
      'A3',
      /After waves 1, 2 \(A1, A2 at 2016 CU23\), by checklist/,
    ],
    [
      'a server that has to leave',
      ['OLD13 2013-cu23 mailbox none S1 4.8 2012r2', 'MB16 2016-cu22 mailbox none S1 4.8 2016'],
      'OLD13',
      /After wave 1 \(MB16 at 2016 CU23\), before anything goes to SE RTM, by checklist/,
    ],
  ];

  it.each(TOLD)('wait for their wave: %s', async (_what, lines, name, text) => {
    const machines = lines.map(machine);
    const plan = await fleetOf(machines);
    const json = jsonOf(plan);
    expect(violations(catalogue, machines, [], json)).toEqual([]);
    const move = json.migrations.find(({ servers }) => servers.includes(name));
    expect(move?.after?.map(({ release }) => release)).toEqual(['2016-cu23']);
    const style = { width: 400, colour: false, ascii: true, checklists: false, brief: false };
    expect([...fleetText(plan, style)].join('')).toMatch(text);
    const markdown = [...fleetMarkdown(plan, { checklists: false, brief: true })].join('');
    expect(markdown.replaceAll('\\', '')).toMatch(text);
    const page = [...fleetHtml(plan, { checklists: false, style: '' })].join('');
    expect(page.replace(/<[^>]+>/g, '')).toMatch(text);
  });

  it('go beside the waves where nobody is below a minimum', async () => {
    const plan = await fleetOf(['MB16A 2016-cu23 mailbox none S1 4.8 2016'].map(machine));
    expect(plan.migrations.map(({ after }) => after)).toEqual([[]]);
  });
});

describe('a server that has to leave and has no path', () => {
  it('shows what would open a way, no checklist and no time', async () => {
    const plan = await fleetOf(
      ['L1 2010 mailbox none S1 - -', 'M1 2016-cu23 mailbox none S1 4.8 2016'].map(machine),
    );
    const style = { width: 400, colour: false, ascii: true, checklists: false, brief: false };
    const told =
      /L1`? \(site `?S1`?\): 2010, no permitted path\.\s+What would open a way: Move to Exchange Server 2016 CU23 first/;
    const text = [...fleetText(plan, style)].join('');
    expect(text).toMatch(told);
    expect(text).toMatch(/When L1 has left, by checklist A:/);
    expect(text).not.toContain('0:00 h;');
    expect([...fleetMarkdown(plan, { checklists: false, brief: true })].join('')).toMatch(told);
    const page = [...fleetHtml(plan, { checklists: false, style: '' })].join('');
    expect(page.replace(/<[^>]+>/g, '')).toMatch(told);
  });

  it('says so as well where it blocks nobody', async () => {
    const plan = await fleetOf(['L1 2010 mailbox none S1 - -'].map(machine));
    const style = { width: 400, colour: false, ascii: true, checklists: false, brief: false };
    expect([...fleetText(plan, style)].join('').replace(/\s+/g, ' ')).toMatch(
      /L1: no permitted path: .*What would open a way: Move to Exchange Server 2016 CU23 first/,
    );
  });
});

describe('windows for work that an old server holds up', () => {
  const machines = [
    'OLD13 2013-cu23 mailbox none Main 4.8 2012r2',
    'MB19 2019-cu14 mailbox none Main 4.8 2019',
  ].map(machine);
  const HELD = /Not before OLD13 has left the organisation: MB19 cannot be updated until then/;

  it('say so in the text, in Markdown and in every event of the calendar', async () => {
    const plan = await fleetOf(machines, { window: { ...NIGHT, minutes: 600 } });
    const style = { width: 200, colour: false, ascii: true, checklists: false, brief: false };
    expect([...fleetText(plan, style)].join('')).toMatch(HELD);
    expect([...fleetMarkdown(plan, { checklists: false, brief: false })].join('')).toMatch(HELD);
    const events = fleetCalendar(plan, { generated: GENERATED })
      .replaceAll('\r\n ', '')
      .split('BEGIN:VEVENT');
    const withServer = events.filter((event) => event.includes('MB19 (wave'));
    expect(withServer.length).toBeGreaterThan(0);
    for (const event of withServer) expect(event).toMatch(HELD);
  });

  it('say nothing where nobody holds up', async () => {
    const plan = await fleetOf(machines.slice(1), { window: { ...NIGHT, minutes: 600 } });
    expect(fleetCalendar(plan, { generated: GENERATED })).not.toMatch(/left the organisation/);
  });
});

describe('a DAG whose members differ', () => {
  const machines = [
    'MB16 2016-cu23 mailbox DAG1 Main 4.8 2016',
    'MB19 2019-cu14 mailbox DAG1 Main 4.8 2019',
    'MB22 2019-cu14 mailbox DAG1 Main 4.8 2022',
    'MBSE se-rtm mailbox DAG1 Main 4.8 2019',
  ].map(machine);

  it('is warned about, and only members alike are said to carry the load', async () => {
    const plan = await fleetOf(machines);
    const warning = plan.warnings.find(({ id }) => id === 'dag-mixed');
    expect(warning?.text).toMatch(/DAG1 \(MB16, MB19, MB22, MBSE\) differ in product or Windows/);
    const checks = plan.waves.flatMap((wave) => wave.checks);
    const rest = Object.fromEntries(checks.map((check) => [check.server, [check.rest, check.restCount]]));
    expect(rest).toMatchObject({ MB19: [['MBSE'], 1], MB22: [[], 0] });
    expect(violations(catalogue, machines, [], jsonOf(plan))).toEqual([]);
  });

  it('of 2019 and SE on one Windows, or with an unknown Windows, is not', async () => {
    const fine = ['MB19 2019-cu14 mailbox DAG1 Main 4.8 2019', 'MBSE se-rtm mailbox DAG1 Main 4.8 -'];
    const plan = await fleetOf(fine.map(machine));
    expect(plan.warnings.map(({ id }) => id)).not.toContain('dag-mixed');
    expect(plan.waves.flatMap(({ checks }) => checks).find(({ server }) => server === 'MB19')?.rest).toEqual([
      'MBSE',
    ]);
  });
});

describe('a bridge for a DAG that is mixed already', () => {
  const machines = [
    'MB1 2019-cu2 mailbox DAG1 Main 4.7.2 2019',
    'MB2 2019-cu14 mailbox DAG1 Main 4.8 2019',
    'MB3 2019-cu15 mailbox DAG1 Main 4.8 2019',
  ].map(machine);

  it('is counted from the levels as they are, and names who goes to the bridge', async () => {
    const plan = await fleetOf(machines);
    const [way] = plan.bridges;
    expect(way?.stopping).toEqual(['MB1']);
    // Mixed before each turn: nothing is equal until the last member has the new CU.
    expect(way?.ownWindow).toMatchObject({ windows: 3, mixedWindows: 3 });
    expect(way?.wholeDag).toMatchObject({ windows: 4, mixedWindows: 4 });
    const text = [...fleetMarkdown(plan, { checklists: false, brief: true })].join('');
    expect(text).toMatch(/MB1 goes to [^:]+ first: 4 windows/);
    expect(text).not.toContain('The whole DAG goes');
    expect(violations(catalogue, machines, [], jsonOf(plan))).toEqual([]);
  });

  it.each([
    ['2019-cu2 2019-cu2 2019-cu2', true, true],
    ['2019-cu2 2019-cu2 2019-cu14', false, false],
    ['2019-cu2 2019-cu2 se-rtm', false, false],
    // Up to date: a member without work is past the bridge as well.
    ['2019-cu2 2019-cu2 15.2.2562.53', false, false],
    // Nobody knows what it runs.
    ['2019-cu2 2019-cu2 15.2.9999.1', false, false],
    // All stop at CU15, but they are far from each other as they are.
    ['2019-rtm 2019-rtm 2019-cu12', true, false],
  ])('%s: all go to the bridge %s, and no member is far from the others %s', async (levels, all, near) => {
    const plan = await fleetOf(
      levels.split(' ').map((level, index) => machine(`MB${index} ${level} mailbox DAG1 Main - 2019`)),
    );
    const text = [...fleetMarkdown(plan, { checklists: false, brief: true })].join('');
    expect(text).toContain('DAGs that need more than one CU');
    expect(text.includes('The whole DAG goes to')).toBe(all);
    expect(text.includes('no member runs a CU far from the others')).toBe(near);
  });
});
