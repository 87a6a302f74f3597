/** Sites decide who may be down together and who goes first: what is not known of them, and what is said twice. */
import { describe, expect, it } from 'vitest';
import type { FleetPlan } from '../../src/fleet/fleet-plan.ts';
import { planFleet } from '../../src/fleet/plan-fleet.ts';
import { readInventory } from '../../src/inventory/read.ts';
import { type Changes, catalogue, fleetOf, machine, optionsOf } from './organisation.ts';

const waves = ({ waves: all }: FleetPlan) => all.map(({ servers }) => servers.join(' '));
const about = ({ assumptions }: FleetPlan, topic: string) =>
  assumptions.filter((item) => item.about === topic).map(({ text }) => text);

describe('a server whose site is not known', () => {
  it('is alone in its wave when it is an Edge server: another one could be its only neighbour', async () => {
    const fleet = await fleetOf(
      [
        'M1 2019-cu15+Oct25SU mailbox none HQ 4.8 2019',
        'E1 2019-cu15+Oct25SU edge - HQ 4.8 2019',
        'E2 2019-cu15+Oct25SU edge - - 4.8 2019',
        'E3 2019-cu15+Oct25SU edge - Branch 4.8 2019',
        'E4 2019-cu15+Oct25SU edge - - 4.8 2019',
      ].map(machine),
      { parallel: 2 },
    );
    expect(waves(fleet)).toEqual(['M1', 'E1 E3', 'E2', 'E4']);
    expect(about(fleet, 'site')).toEqual([
      expect.stringMatching(/^E2, E4: The site is not known: each is planned alone in its wave/),
    ]);
  });

  it.each<[string, Changes]>([
    ['none', {}],
    ['-', { defaults: { noDag: true } }],
  ])('is alone when it is a Mailbox server outside of DAGs (DAG %s)', async (dag, changes) => {
    const fleet = await fleetOf(
      [
        `M1 2019-cu15+Oct25SU mailbox ${dag} HQ 4.8 2019`,
        `M2 2019-cu15+Oct25SU mailbox ${dag} - 4.8 2019`,
        `M3 2019-cu15+Oct25SU mailbox ${dag} Branch 4.8 2019`,
      ].map(machine),
      changes,
    );
    expect(waves(fleet)).toEqual(['M1 M3', 'M2']);
    expect(about(fleet, 'site')).toEqual([expect.stringMatching(/^M2: The site is not known/)]);
  });

  it('keeps its place beside others as the member of a DAG, and nothing is said about a lone one', async () => {
    const fleet = await fleetOf(
      [
        'M1 2019-cu15+Oct25SU mailbox DAG1 - 4.8 2019',
        'M2 2019-cu15+Oct25SU mailbox DAG2 - 4.8 2019',
        'E1 2019-cu15+Oct25SU edge - - 4.8 2019',
      ].map(machine),
    );
    expect(waves(fleet)).toEqual(['M1 M2', 'E1']);
    expect(about(fleet, 'site')).toEqual([]);
  });
});

async function facing(rows: readonly string[]): Promise<FleetPlan> {
  const text = ['name,level,role,dag,site,internetFacing,dotnet,windows', ...rows].join('\n');
  const inventory = await readInventory([{ name: 'a.csv', bytes: Buffer.from(text) }], catalogue);
  return planFleet(catalogue, inventory, optionsOf());
}

const row = (name: string, site: string, told: string) =>
  `${name},2019 CU15 Oct25SU,mailbox,none,${site},${told},4.8,2019`;

describe('internetFacing', () => {
  it('holds for all servers of the site, of which one says it', async () => {
    const fleet = await facing([
      row('S1', 'Berlin', ''),
      row('S2', 'berlin', 'true'),
      row('S3', 'Aachen', ''),
      row('S4', 'Aachen', ''),
      row('S5', '', 'true'),
    ]);
    expect(fleet.waves.map(({ stage, servers }) => `${stage}: ${servers.join(' ')}`)).toEqual([
      'internet-facing: S1',
      'internet-facing: S2',
      'internet-facing: S5',
      'other-sites: S3',
      'other-sites: S4',
    ]);
    expect(fleet.warnings.map(({ id }) => id)).not.toContain('internet-facing');
  });

  it('said and denied for one site is named, and taken as said', async () => {
    const fleet = await facing([
      row('S1', 'Berlin', 'false'),
      row('S2', 'Berlin', 'true'),
      row('S3', 'Aachen', 'false'),
    ]);
    expect(waves(fleet)).toEqual(['S1', 'S2', 'S3']);
    expect(fleet.waves.map(({ stage }) => stage).slice(0, 2)).toEqual(['internet-facing', 'internet-facing']);
    expect(fleet.warnings.filter(({ id }) => id === 'internet-facing').map(({ text }) => text)).toEqual([
      expect.stringMatching(
        /site Berlin: S2 says that it faces the internet, S1 that it does not\. Taken: it does/,
      ),
    ]);
  });
});
