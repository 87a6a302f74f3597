/** The order of servers that others wait for, or that may be members of a DAG. */
import { describe, expect, it } from 'vitest';
import { planFleet } from '../../src/fleet/plan-fleet.ts';
import { readInventory } from '../../src/inventory/read.ts';
import { violations } from './checker.ts';
import { catalogue, fleetOf, jsonOf, machine, optionsOf } from './organisation.ts';

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
