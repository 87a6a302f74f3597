/** Old servers that the newest Setup refuses: what is done while they are there, and what when they have left. */
import { describe, expect, it } from 'vitest';
import type { FleetPlan } from '../../src/fleet/fleet-plan.ts';
import { fleetCalendar } from '../../src/render/fleet-calendar.ts';
import { fleetCsv } from '../../src/render/fleet-csv.ts';
import { fleetHtml } from '../../src/render/fleet-html.ts';
import { fleetMarkdown } from '../../src/render/fleet-markdown.ts';
import { fleetText } from '../../src/render/fleet-text.ts';
import { violations } from './checker.ts';
import { catalogue, fleetOf, GENERATED, jsonOf, machine } from './organisation.ts';

const OLD = [
  'OLD13A 2013-cu19 mailbox none HQ 4.7.1 2012r2',
  'OLD13B 2013-cu23 mailbox none HQ 4.8 2012r2',
].map(machine);
const OLD_AND_2016 = [
  ...OLD,
  ...['MB16A 2016-cu22 mailbox DAG16 HQ 4.8 2016', 'MB16B 2016-cu23+Oct25SU mailbox DAG16 HQ 4.8 2016'].map(
    machine,
  ),
];
const NIGHTS = { minutes: 600, start: '2026-12-05T22:00', fit: 'typical' } as const;

function textOf(plan: FleetPlan): string {
  const style = { width: 400, colour: false, ascii: true, checklists: false, brief: true };
  return [...fleetText(plan, style)].join('').replace(/\s+/g, ' ');
}

function stepsOf(plan: FleetPlan, name: string): readonly string[] {
  const server = plan.servers.find((item) => item.name === name);
  return server?.shared?.plan.steps.map(({ id }) => id) ?? [];
}

const isPreparation = (release: string) => (id: string) => id === `ad-${release}-organisation`;

describe('a fleet of 2013 servers that goes to SE', () => {
  it('prepares with 2019 CU14 for the move, and with SE only when the last 2013 server has left', async () => {
    const plan = await fleetOf(OLD);
    expect(violations(catalogue, OLD, [], jsonOf(plan))).toEqual([]);
    expect(plan.prepares).toBeNull();
    expect(plan.organisation.filter(({ phase }) => phase === 'organisation')).toEqual([]);
    expect(plan.departure).toMatchObject({
      servers: ['OLD13A', 'OLD13B'],
      release: 'se-rtm',
      prepares: 'se-rtm',
    });
    const after = plan.departure?.steps.map(({ id }) => id) ?? [];
    expect(after[0]).toBe('ad-se-rtm-no-exchange-2013');
    expect(after.filter(isPreparation('se-rtm'))).toHaveLength(1);
    const sheets = ['OLD13A', 'OLD13B'].flatMap((name) => stepsOf(plan, name));
    expect(sheets.filter(isPreparation('2019-cu14'))).toHaveLength(1);
    expect(sheets.filter(isPreparation('se-rtm'))).toHaveLength(0);
  });

  it('stops in each sheet until the others are gone and Active Directory is ready', async () => {
    const plan = await fleetOf(OLD);
    for (const name of ['OLD13A', 'OLD13B']) {
      const order = [
        'ad-2019-cu14-verify',
        'new-server-2019-cu14-install',
        'retire-2019-cu14-uninstall',
        'ad-se-rtm-no-exchange-2013',
        'ad-se-rtm-verify',
        'cu-se-rtm-install-in-place',
      ].map((id) => stepsOf(plan, name).indexOf(id));
      expect(order, name).not.toContain(-1);
      expect(
        [...order].sort((a, b) => a - b),
        name,
      ).toEqual(order);
    }
  });

  it('brings the one below CU21 up in a wave, with a window and in the total', async () => {
    const plan = await fleetOf(OLD, { window: NIGHTS });
    expect(plan.waves.map(({ stage, servers }) => [stage, servers])).toEqual([['minimum', ['OLD13A']]]);
    expect(plan.minimums.map(({ release, servers }) => [release, servers])).toEqual([
      ['2013-cu21', ['OLD13A']],
    ]);
    expect(plan.schedule?.windows[0]?.items.map(({ name }) => name)).toEqual(['OLD13A']);
    expect(plan.total.typical).toBeGreaterThan(plan.waves[0]?.minutes.typical ?? Infinity);
  });

  it('says in each format what comes when', async () => {
    const plan = await fleetOf(OLD);
    const told =
      /First wave 1, then the moves and the removal of OLD13A, OLD13B\. Only when OLD13A, OLD13B have left and Get-ExchangeServer shows none of that version any more, Active Directory is prepared with SE RTM, and SE RTM is installed on a server\./;
    const text = textOf(plan);
    expect(text).toMatch(told);
    expect(text).toMatch(
      /Wave 1: OLD13A[\s\S]*Departure: OLD13A, OLD13B leave[\s\S]*Once, when OLD13A, OLD13B have left: \d+ steps, Active Directory with SE RTM/,
    );
    expect(text).toMatch(
      /OLD13B \(site HQ\).*?After wave 1 \(OLD13A at 2013 CU21\) and what the checklist of OLD13A does once for all, before anything goes to SE RTM/,
    );
    expect([...fleetMarkdown(plan, { checklists: false, brief: true })].join('')).toMatch(told);
    expect([...fleetHtml(plan, { checklists: false, style: '' })].join('')).toMatch(told);
  });

  it('leaves alone a fleet that nobody has to leave', async () => {
    const machines = ['EX01', 'EX02'].map((name) => machine(`${name} 2019-cu14 mailbox none Main 4.8 2019`));
    const plan = await fleetOf(machines);
    expect(plan.departure).toBeNull();
    expect(plan.prepares).toBe('se-rtm');
    expect(plan.waves.some(({ afterDeparture }) => afterDeparture)).toBe(false);
  });
});

describe('2013 beside 2016', () => {
  it('brings 2016 to CU23 first, then 2013 leaves, then SE comes', async () => {
    const plan = await fleetOf(OLD_AND_2016, { window: NIGHTS });
    expect(violations(catalogue, OLD_AND_2016, [], jsonOf(plan))).toEqual([]);
    expect(plan.waves.map(({ servers, afterDeparture }) => [servers, afterDeparture])).toEqual([
      [['MB16A', 'OLD13A'], false],
    ]);
    const text = textOf(plan);
    expect(text).not.toMatch(/before everything else|MB16A cannot be updated/);
    expect(text).toMatch(
      /MB16A \(DAG DAG16\).*?After wave 1 \(MB16A at 2016 CU23\) and when OLD13A, OLD13B have left, by checklist/,
    );
  });

  it('prepares with 2016 CU23 first where that raises a level', async () => {
    const machines = [
      'OLD13 2013-cu23 mailbox none HQ 4.8 2012r2',
      'MB16 2016-cu12 mailbox none HQ 4.7.2 2016',
    ].map(machine);
    const plan = await fleetOf(machines);
    expect(violations(catalogue, machines, [], jsonOf(plan))).toEqual([]);
    expect(plan.prepares).toBe('2016-cu23');
    expect(plan.organisation.map(({ id }) => id).filter(isPreparation('2016-cu23'))).toHaveLength(1);
    expect(stepsOf(plan, 'OLD13').filter(isPreparation('2019-cu14'))).toHaveLength(1);
    expect(plan.departure?.steps.map(({ id }) => id).filter(isPreparation('se-rtm'))).toHaveLength(1);
  });

  it('notes in the calendar that SE is not prepared for before they have left', async () => {
    const plan = await fleetOf(OLD_AND_2016, { window: NIGHTS });
    const events = fleetCalendar(plan, { generated: GENERATED })
      .replaceAll('\r\n ', '')
      .split('BEGIN:VEVENT')
      .slice(1);
    const directory = events.filter((event) => /SUMMARY.*Active Directory/.test(event));
    expect(directory).toHaveLength(1);
    expect(directory[0]).toMatch(
      /Not before OLD13A\\, OLD13B have left the organisation: Active Directory cannot be prepared with SE RTM until then/,
    );
    for (const event of events.filter((each) => !directory.includes(each)))
      expect(event).not.toMatch(/Not before/);
    expect(events.at(-1)).toBe(directory[0]);
  });
});

describe('2010 beside 2016, with Edge and management tools', () => {
  const machines = [
    'OLD10 14.3.123.4 mailbox none HQ - -',
    'MB16 2016-cu12 mailbox none HQ 4.7.2 2016',
    'EDGE1 2016-cu12 edge - HQ 4.7.2 2016',
    'TOOLS1 2016-cu12 tools - - 4.7.2 2016',
  ].map(machine);

  it('is raised to 2016 CU23 before, and prepared for SE after 2010 has left', async () => {
    const plan = await fleetOf(machines, { window: NIGHTS });
    expect(violations(catalogue, machines, [], jsonOf(plan))).toEqual([]);
    expect(plan.prepares).toBe('2016-cu23');
    // Tools have no server object: nobody waits for them, so they come with what is done afterwards.
    const late = plan.waves.filter(({ afterDeparture }) => afterDeparture);
    expect(late.flatMap(({ servers }) => servers)).toEqual(['TOOLS1']);
    expect(textOf(plan)).not.toMatch(/before everything else/);
    const items = plan.schedule?.windows.flatMap((window) => window.items) ?? [];
    expect(items.map(({ name, afterDeparture }) => [name, afterDeparture])).toEqual([
      ['organisation', false],
      ['MB16', false],
      ['EDGE1', false],
      ['organisation', true],
      ['TOOLS1', true],
    ]);
  });
});

describe('2019 beside 2013', () => {
  const machines = [
    'OLD13 2013-cu19 mailbox none HQ 4.7.1 2012r2',
    'MB19 2019-cu14 mailbox none HQ 4.8 2019',
    'ED19 2019-cu14 edge - HQ 4.8 2019',
  ].map(machine);

  it('has its turn when 2013 has left, in a night of its own', async () => {
    const plan = await fleetOf(machines, { window: { ...NIGHTS, minutes: 1440 } });
    expect(violations(catalogue, machines, [], jsonOf(plan))).toEqual([]);
    expect(plan.waves.map(({ servers, afterDeparture }) => [servers.join(), afterDeparture])).toEqual([
      ['OLD13', false],
      ['MB19', true],
      ['ED19', true],
    ]);
    const nights = plan.schedule?.windows.map(({ items }) => items.map(({ name }) => name).join()) ?? [];
    expect(nights[0]).toBe('OLD13');
    expect(nights[1]).toMatch(/^organisation,MB19/);
  });

  it('stands behind the departure in the CSV as well', async () => {
    const rows = [...fleetCsv(await fleetOf(machines), { mark: false })].join('').split('\r\n').slice(1, -1);
    const waves = rows
      .filter((row) => /^"?(?:\d|once)/.test(row))
      .map((row) => /^"?([^",]+(?:, \w+)?)"?,/.exec(row)?.[1]);
    expect(waves.filter((wave, index) => wave !== waves[index - 1])).toEqual([
      'once, before',
      '1',
      'once, between',
      '2',
      '3',
      'once, after',
    ]);
  });

  it('waits as well for a version that is only named by hand', async () => {
    const plan = await fleetOf(machines.slice(1), { base: { also: ['2013'] } });
    expect(plan.departure?.servers).toEqual([]);
    expect(plan.prepares).toBeNull();
    expect(textOf(plan)).toMatch(/Only when the old servers have left and Get-ExchangeServer shows none/);
  });
});

describe('tools of the version that leaves', () => {
  const machines = [
    'ADM13 2013-cu23 tools - - 4.8 2012r2',
    'OLD13 2013-cu23 mailbox none HQ 4.8 2012r2',
    'EX19 2019-cu15 mailbox none HQ 4.8 2019',
  ].map(machine);

  it('are no server that anybody waits for, and wait for those themselves', async () => {
    const plan = await fleetOf(machines);
    expect(violations(catalogue, machines, [], jsonOf(plan))).toEqual([]);
    expect(plan.departure?.servers).toEqual(['OLD13']);
    const after = new Map(plan.servers.map(({ name, movesAfter }) => [name, movesAfter]));
    expect(after.get('OLD13')).toEqual([]);
    expect(after.get('ADM13')).toEqual(['OLD13']);
  });
});
