import { cleanup, render } from 'ink-testing-library';
import { afterEach, describe, expect, it } from 'vitest';
import { readInventory } from '../../src/inventory/read.ts';
import type { KeyName, WizardEvent } from '../../src/wizard/events.ts';
import { diskFiles } from '../../src/wizard/files.ts';
import { FleetApp } from '../../src/wizard/fleet-app.tsx';
import { type FleetCore, fleetCore } from '../../src/wizard/fleet-core.ts';
import {
  type FleetModel,
  firstFleetModel,
  fleetLines,
  listRoom,
  reduceFleet,
  tableRows,
} from '../../src/wizard/fleet-state.ts';
import { fleetFarewell } from '../../src/wizard/start.tsx';
import { KEYS } from '../terminal.ts';
import { core } from './bench.ts';

afterEach(cleanup);

const CSV = `name,level,role,dag,site,dotnet,windows
EX01,2019-cu14+Oct25SU,mailbox,DAG1,Main,4.8,2019
EX02,2019-cu14,mailbox,DAG1,Main,,2019
EX03,2019-cu14,,,Main,,2019
EX16,2016-cu22+Nov22SU,mailbox,none,Main,4.8,2016
NEW1,15.2.9999.1,mailbox,none,Main,4.8,2022
\u001b[31mRED,se-rtm,mailbox,none,Main,4.8.1,2022
`;

const fleets = readInventory([{ name: 'a.csv', bytes: Buffer.from(CSV) }], core.catalogue).then((inventory) =>
  fleetCore(core.catalogue, inventory, {
    today: '2026-11-24',
    ascii: false,
    command: (target, fills) => `cupath plan --inventory a.csv --to ${target} ${JSON.stringify(fills)}`,
  }),
);

const key = (name: KeyName): WizardEvent => ({ type: 'key', key: name });
const text = (value: string): WizardEvent => ({ type: 'text', text: value });

function walk(fleet: FleetCore, ...events: readonly WizardEvent[]): FleetModel {
  return events.reduce(
    (model, event) => reduceFleet(fleet, model, event),
    firstFleetModel({ columns: 80, rows: 24 }),
  );
}

/** Moves to the row of the table that `find` accepts, and chooses it. */
function choose(
  fleet: FleetCore,
  model: FleetModel,
  find: (row: ReturnType<typeof tableRows>[number]) => boolean,
): FleetModel {
  const at = tableRows(fleet, model).findIndex(find);
  const there = Array.from({ length: at }, () => key('down')).reduce(
    (state, event) => reduceFleet(fleet, state, event),
    reduceFleet(fleet, model, key('home')),
  );
  return reduceFleet(fleet, there, key('enter'));
}

const named = (name: string) => (row: ReturnType<typeof tableRows>[number]) =>
  row.kind === 'server' && row.row.name === name;

describe('the table of an inventory', () => {
  it('says level, way and open vulnerabilities of every server', async () => {
    const fleet = await fleets;
    const rows = fleet.rows({}, 'latest');
    const of = (name: string) => rows.find((row) => row.name === name);
    expect(rows).toHaveLength(6);
    expect(of('EX01')).toMatchObject({ level: '2019 CU14 Oct25SU', gap: '1 CU, Sep26SUv2', reason: null });
    expect(of('EX01')?.exposure).toMatch(/^\d+ open, \d+ exploited$/);
    expect(of('EX02')).toMatchObject({
      level: '2019 CU14, SU ?',
      exposure: expect.stringMatching(/^up to \d+ open/),
    });
    expect(of('EX16')?.gap).toBe('1 CU, new server');
    expect(of('NEW1')).toMatchObject({
      level: '15.2.9999.1',
      gap: 'not planned',
      exposure: '?',
      reason: expect.stringContaining('newer than this catalogue'),
    });
  });

  it('opens a server with everything that is known about it', async () => {
    const fleet = await fleets;
    const { request } = choose(fleet, walk(fleet), named('EX01'));
    expect(request).toMatchObject({
      kind: 'open',
      question: {
        from: { release: { id: '2019-cu14' }, update: { id: 'Oct25SU' } },
        to: { kind: 'latest' },
        dotnet: '4.8',
        windows: '2019',
        role: 'mailbox',
        server: 'EX01',
        dag: 'DAG1',
        facts: { dag: true },
      },
    });
    expect(request?.kind === 'open' && [...(request.question.also ?? [])].sort()).toEqual(['2016', 'se']);
  });

  it('leaves open which other Exchange there is where its files show none', async () => {
    const csv = 'name,level,role\nEX01,2019-cu14,mailbox\n';
    const inventory = await readInventory([{ name: 'b.csv', bytes: Buffer.from(csv) }], core.catalogue);
    const alone = fleetCore(core.catalogue, inventory, {
      today: '2026-11-24',
      ascii: false,
      command: () => '',
    });
    expect(alone.question('EX01', {}, 'latest')?.also).toBeUndefined();
  });

  it('says why a server cannot be opened', async () => {
    const fleet = await fleets;
    const model = choose(fleet, walk(fleet), named('NEW1'));
    expect(model.request).toBeNull();
    expect(model.notice).toContain('newer than this catalogue');
  });

  it('filters by name and level, and Esc takes the filter off', async () => {
    const fleet = await fleets;
    const model = walk(fleet, text('2019 ex0'));
    expect(tableRows(fleet, model).map((row) => row.kind === 'server' && row.row.name)).toEqual([
      'EX01',
      'EX02',
      'EX03',
    ]);
    expect(reduceFleet(fleet, model, key('escape')).filter).toBe('');
  });

  it('fills what no file says once for all, and never over what a file says', async () => {
    const fleet = await fleets;
    const before = fleet.unknowns({});
    expect(before.map(({ id, servers }) => [id, servers])).toEqual([
      ['su 2019-cu14', ['EX02', 'EX03']],
      ['su se-rtm', ['\u001b[31mRED']],
      ['role', ['EX03']],
      ['dag', ['EX03']],
      ['dotnet', ['EX02', 'EX03']],
    ]);
    let model = choose(fleet, walk(fleet), (row) => row.kind === 'unknowns');
    expect(model.screen).toBe('unknowns');
    model = reduceFleet(fleet, model, key('enter'));
    expect(model).toMatchObject({ screen: 'values', unknown: 'su 2019-cu14' });
    // Enter alone states nothing.
    const unsure = reduceFleet(fleet, model, key('enter'));
    expect(unsure).toMatchObject({ screen: 'unknowns', fills: {} });
    expect(unsure.notice).toMatch(/: left open$/);
    model = reduceFleet(fleet, reduceFleet(fleet, model, key('down')), key('enter'));
    expect(model.screen).toBe('unknowns');
    expect(Object.keys(model.fills)).toEqual(['su 2019-cu14']);
    // What was filled in stays in the list, opens on its answer, and can be taken back.
    expect(fleet.unknowns(model.fills).map(({ answer }) => answer !== null)).toEqual([
      true,
      ...[0, 0, 0, 0].map(() => false),
    ]);
    const again = reduceFleet(fleet, model, key('enter'));
    expect(again).toMatchObject({ screen: 'values', cursors: { values: 1 } });
    expect(reduceFleet(fleet, reduceFleet(fleet, again, key('home')), key('enter')).fills).toEqual({});
    const all = Object.fromEntries(before.map(({ id, choices }) => [id, choices[0]?.value ?? '']));
    expect(tableRows(fleet, { ...walk(fleet), fills: all })).toContainEqual({
      kind: 'unknowns',
      open: 0,
      filled: before.length,
    });
    const levels = Object.fromEntries(
      fleet.rows(model.fills, 'latest').map(({ name, level }) => [name, level]),
    );
    expect(levels.EX01).toBe('2019 CU14 Oct25SU');
    expect(levels.EX02).toBe(levels.EX03);
    expect(levels.EX02).toMatch(/^2019 CU14 \S+$/);
    const roles = fleet.plan({ role: 'edge', dotnet: '4.8.1' }, 'latest').servers;
    expect(roles.map(({ name, role, shared }) => [name, role, shared?.plan.from.dotnet ?? null])).toEqual(
      expect.arrayContaining([
        ['EX01', 'mailbox', '4.8'],
        ['EX03', 'edge', '4.8.1'],
        ['EX02', 'mailbox', '4.8.1'],
      ]),
    );
  });

  it('shows the plan of the fleet, and ends as the command does', async () => {
    const fleet = await fleets;
    let model = choose(fleet, walk(fleet), (row) => row.kind === 'all');
    expect(model.screen).toBe('fleet');
    model = reduceFleet(fleet, model, key('end'));
    expect(model.cursors.fleet).toBe(fleet.lines(fleet.plan({}, 'latest'), 77).length - 1);
    expect(reduceFleet(fleet, model, key('escape')).screen).toBe('table');
    expect(reduceFleet(fleet, model, text('q')).request).toEqual({ kind: 'exit', code: 0 });
    expect(reduceFleet(fleet, model, key('quit')).request).toEqual({ kind: 'exit', code: 130 });
  });

  it('says what the command of the fleet cannot hold, and prints it on the way out', async () => {
    const fleet = await fleets;
    const fills = { 'su 2019-cu14': '2019-cu14+Oct25SU', 'su se-rtm': 'none', role: 'mailbox' };
    const shown = fleetLines(fleet, { ...walk(fleet), screen: 'fleet', columns: 200, fills });
    expect(shown.at(-2)).toMatch(/inventory: level 2019-cu14\+Oct25SU for EX02, EX03\.$/);
    expect(shown.at(-1)).toMatch(/inventory: level 15\.2\.2562\.17 for \S*RED\.$/);
    expect(shown.join('\n')).not.toContain('\u001b');
    const target = choose(fleet, walk(fleet), (row) => row.kind === 'target');
    const style = { width: 60, colour: false, ascii: true };
    const said = fleetFarewell(fleet, { ...target, fills }, style);
    expect(said).toMatch(/^cupath plan --inventory a\.csv --to latest-cu .*"role":"mailbox"/);
    const [, ...sentences] = said.trimEnd().split('\n');
    for (const line of sentences) expect(line.length).toBeLessThanOrEqual(60);
    expect(sentences.join(' ')).toContain('level 2019-cu14+Oct25SU for EX02, EX03.');
    expect(fleetFarewell(fleet, walk(fleet), style)).toBe('');
  });

  it('the target is changed in its row', async () => {
    const fleet = await fleets;
    expect(choose(fleet, walk(fleet), (row) => row.kind === 'target').target).toBe('latest-cu');
  });

  it('always has a row for the list', () => {
    for (let rows = 1; rows < 30; rows++)
      expect(listRoom({ screen: 'table', notice: 'x', rows })).toBeGreaterThanOrEqual(1);
  });
});

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function open(columns: number, rows: number) {
  const fleet = await fleets;
  const left: number[] = [];
  const app = render(
    <FleetApp
      core={core}
      fleet={fleet}
      files={diskFiles}
      onLeave={(_, code) => left.push(code)}
      onFleetLeave={(_, code) => left.push(code)}
    />,
  );
  Object.defineProperty(app.stdout, 'columns', { value: columns, configurable: true });
  Object.defineProperty(app.stdout, 'rows', { value: rows, configurable: true });
  await pause(20);
  app.stdout.emit('resize');
  await pause(20);
  const frame = () => app.lastFrame() ?? '';
  return {
    frame,
    left,
    async press(...keys: readonly string[]) {
      for (const each of keys) {
        app.stdin.write(each);
        await pause(40);
      }
    },
    async see(wanted: string) {
      for (let tries = 0; tries < 200 && !frame().includes(wanted); tries++) await pause(20);
      expect(frame()).toContain(wanted);
      await pause(40);
    },
  };
}

describe('the screens of an inventory', () => {
  it.each([
    [80, 24],
    [40, 15],
    [120, 50],
  ])('fit a window of %i by %i', async (columns, rows) => {
    const app = await open(columns, rows);
    await app.see('Which server?');
    const check = () => {
      const shown = app.frame().split('\n');
      expect(shown.length).toBeLessThan(rows);
      expect(shown.filter((line) => line.length > columns)).toEqual([]);
      expect(app.frame()).not.toContain('\u001b[31mRED');
      expect(app.frame()).toMatch(/Ctrl-C leave$/);
    };
    check();
    await app.press('x');
    check();
    await app.press(KEYS.escape);
    await app.press(KEYS.enter);
    await app.see('The plan of the fleet');
    check();
  });

  it.each([
    [90, 24],
    [80, 24],
    [60, 20],
  ])('cut off no count of vulnerabilities at %i by %i', async (columns, rows) => {
    const app = await open(columns, rows);
    await app.see('Which server?');
    const brief = columns < 90;
    for (const row of (await fleets).rows({}, 'latest')) {
      const shown = app
        .frame()
        .split('\n')
        .find((line) => line.includes(row.name.slice(-3)));
      expect(shown?.endsWith(` ${brief ? row.attacked : row.exposure}`), shown).toBe(true);
    }
    expect(app.frame()).toContain(brief ? 'Exploited' : 'Vulnerabilities');
  });

  it('explain themselves behind ?, and go on where they were', async () => {
    const app = await open(60, 20);
    await app.see('? help');
    await app.press('ex0', '?');
    await app.see('One row for each server');
    expect(app.frame()).not.toContain('command line of the answers');
    await app.press(KEYS.end);
    await app.see('the command line of the');
    await app.press(KEYS.escape);
    await app.see('Filter: ex0_');
    await app.press(KEYS.escape, KEYS.enter, '?');
    await app.see('q leaves and prints it');
    await app.press('q');
    await app.see('The plan of the fleet');
  });

  it('keeps what was answered on a server for the next time that it is opened', async () => {
    const app = await open(120, 30);
    await app.press('ex02', KEYS.enter);
    await app.see('Which SU is installed');
    await app.press('oct25', KEYS.enter);
    await app.see('cupath plan --from 2019-cu14+Oct25SU');
    await app.press(KEYS.escape);
    await app.see('Which SU is installed');
    await app.press(KEYS.escape);
    await app.see('Filter: ex02_');
    await app.press(KEYS.enter);
    await app.see('cupath plan --from 2019-cu14+Oct25SU');
    expect(app.frame()).toContain('--server EX02');
    await app.press(KEYS.escape);
    await app.see('Filter: ex02_');
    await app.press(KEYS.ctrlU, 'ex03', KEYS.enter);
    await app.see('Which SU is installed');
  });

  it('goes from the table into the wizard and back, the filled answers kept', async () => {
    const app = await open(80, 24);
    await app.see('EX01');
    await app.press('ex01');
    await app.see('Filter: ex01_');
    await app.press(KEYS.enter);
    await app.see('EX01');
    await app.see('cupath plan --from 2019-cu14+Oct25SU');
    expect(app.frame()).toContain('--server EX01');
    expect(app.frame()).toContain('Esc leads back to the servers.');
    await app.press(KEYS.escape);
    await app.see('Filter: ex01_');
    await app.press('\u0003');
    await pause(50);
    expect(app.left).toEqual([130]);
  });
});
