/** What stands in the steps of the organisation has to be true of all its servers, not of the first one. */
import { describe, expect, it } from 'vitest';
import { joinedCondition } from '../../src/fleet/conditions.ts';
import type { FleetPlan } from '../../src/fleet/fleet-plan.ts';
import { type Changes, fleetOf, machine } from './organisation.ts';

const fleet = (lines: readonly string[], changes: Changes = {}) => fleetOf(lines.map(machine), changes);
const steps = ({ organisation, closing }: FleetPlan) => [...organisation, ...closing];
const step = (plan: FleetPlan, id: string) => steps(plan).find((each) => each.id === id);

const MIXED = [
  'EX12 2019-cu12 mailbox none HQ 4.8 2019',
  'EX13 2019-cu13 mailbox none HQ 4.8 2019',
  'EX14 2019-cu13 mailbox none HQ 4.8 2019',
];
const JUNE = 'action-pf-permission-override';

describe('a condition of a step for the whole organisation', () => {
  it('names the servers of each CU with the build that counts for them', async () => {
    const plan = await fleet(MIXED);
    expect(step(plan, JUNE)?.condition).toMatch(
      /^Only if at least one of these holds.*for EX12 \(Exchange Server 2019 CU12\): the server did not have Jun23SU \(build 15\.2\.1118\.30\).*; or for any of EX13, EX14 \(Exchange Server 2019 CU13\): the server did not have Jun23SU \(build 15\.2\.1258\.16\)/,
    );
    expect(step(plan, JUNE)?.conditionCheck?.run).toContain('levels.csv');
  });

  it('never speaks of "the server" without saying which', async () => {
    const plan = await fleet([
      ...MIXED,
      'EX15 2019-cu15 mailbox DAG1 HQ - -',
      'EX17 2016-cu23 mailbox none HQ 4.8 2016',
      'E1 2019-cu14 edge - HQ 4.8 2019',
    ]);
    const named = steps(plan).flatMap(({ condition }) =>
      /at the beginning|the server (?:had|did not have|runs)/.test(condition ?? '') ? [condition ?? ''] : [],
    );
    expect(named.length).toBeGreaterThan(0);
    for (const text of named) expect(text).toMatch(/for (?:any of )?(?:EX|SE|E)\d/);
  });

  const version = (condition: string | null, server: string) => ({
    step: { condition, conditionCheck: null } as never,
    servers: [server],
    level: server,
  });

  it('is none where one server always needs the step', () => {
    expect(
      joinedCondition([version('Only if the server had X', 'A'), version(null, 'B')]).condition,
    ).toBeNull();
  });

  it('stays as it is where it asks for a fact of the organisation, and takes in what asks for more', () => {
    const fact = 'Only if the organisation is hybrid';
    expect(joinedCondition([version(fact, 'A'), version(fact, 'B')]).condition).toBe(fact);
    const more = 'Only if the server did not have X at the beginning and the organisation is hybrid';
    expect(joinedCondition([version(more, 'A'), version(fact, 'B')]).condition).toBe(fact);
  });
});

describe('the media to keep', () => {
  it('are those of every CU, and of no SU', async () => {
    const text = step(await fleet(MIXED), 'going-back')?.why ?? '';
    expect(text).toMatch(/media of every CU that is installed now/);
    expect(text).not.toMatch(/SU unknown|CU12/);
  });
});

describe('what the waves of the fleet do themselves', () => {
  const ORDER = [
    'M16 2016-cu22 mailbox none HQ 4.8 2016',
    'EDG16 2016-cu20 edge - - 4.8 2016',
    'M19 2019-cu15+Oct25SU mailbox none HQ 4.8 2019',
    'E19 2019-cu15+Oct25SU edge - - 4.8 2019',
    'T19 2019-cu15+Oct25SU tools - - 4.8 2019',
  ];

  it.each(['edge-after-mailbox', 'edge-servers-last', 'exchange-2016-cu23', 'tools-only-machines'])(
    'is no step of the organisation: %s',
    async (id) => {
      expect(step(await fleet(ORDER), id)).toBeUndefined();
    },
  );

  it('makes no time twice', async () => {
    const [tools, none] = await Promise.all([fleet(ORDER), fleet(ORDER.slice(0, 4))]);
    expect(tools.closingMinutes.typical).toBe(none.closingMinutes.typical);
    expect(tools.waves).toHaveLength(none.waves.length + 1);
  });

  it('does not say that Edge servers come last where one of them comes first', async () => {
    const plan = await fleet(ORDER);
    expect(plan.waves.find(({ servers }) => servers.includes('EDG16'))?.stage).toBe('minimum');
    const words = [...plan.assumptions, ...plan.warnings].map(({ text }) => text).join(' ');
    expect(words).not.toMatch(/come after all Mailbox servers/);
  });

  it.each<[string, readonly string[], Changes]>([
    ['edge-after-mailbox', ['E19 2019-cu15 edge - HQ 4.8 2019'], {}],
    [
      'edge-servers-last',
      ['M19 2019-cu15 mailbox none HQ 4.8 2019'],
      { base: { facts: { 'edge-subscription': true } } },
    ],
    ['tools-only-machines', ['M19 2019-cu15 mailbox none HQ 4.8 2019'], {}],
    ['exchange-2016-cu23', ['M19 2019-cu15 mailbox none HQ 4.8 2019'], { base: { also: ['2016'] } }],
    ['exchange-2016-cu23', ['M16 2016-cu23 mailbox none HQ 4.8 2016'], {}],
  ])('stays where the inventory holds no such server: %s', async (id, lines, changes) => {
    expect(step(await fleet(lines, changes), id)).toBeDefined();
  });
});

describe('a machine with only the management tools', () => {
  const TOOLS = ['ADM13 2013-cu23 tools - - 4.8 2012r2', 'ADM16 2016-cu20 tools - - 4.8 2016'];

  it('has no server object, so nobody waits for it to leave or to reach a minimum', async () => {
    const plan = await fleet(['EX1 2019-cu15 mailbox none HQ 4.8 2019', ...TOOLS]);
    expect(plan.blocks).toEqual([]);
    expect(plan.minimums).toEqual([]);
    expect(plan.servers.map(({ name, fate }) => `${name} ${fate}`)).toEqual([
      'ADM13 migrate',
      'ADM16 migrate',
      'EX1 update',
    ]);
    expect(plan.waves[0]).toMatchObject({ stage: 'other-sites', servers: ['EX1'] });
  });

  it('does not have to leave with the servers of its product, which do', async () => {
    const plan = await fleet([
      'EX1 2019-cu15 mailbox none HQ 4.8 2019',
      'OLD13 2013-cu23 mailbox none HQ 4.8 2012r2',
      ...TOOLS,
    ]);
    expect(plan.blocks.map(({ blockers }) => blockers)).toEqual([['OLD13']]);
    const fates = new Map(plan.servers.map(({ name, fate }) => [name, fate]));
    expect(fates.get('OLD13')).toBe('leave');
    expect(fates.get('ADM13')).not.toBe('leave');
  });
});
