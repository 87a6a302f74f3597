/** Rows that were left out of the inventory stand in the plan, in every format. */
import { describe, expect, it } from 'vitest';
import type { FleetPlan } from '../../src/fleet/fleet-plan.ts';
import { planFleet } from '../../src/fleet/plan-fleet.ts';
import { readInventory } from '../../src/inventory/read.ts';
import { fleetHtml } from '../../src/render/fleet-html.ts';
import { fleetJson } from '../../src/render/fleet-json.ts';
import { fleetMarkdown } from '../../src/render/fleet-markdown.ts';
import { fleetText } from '../../src/render/fleet-text.ts';
import { catalogue, GENERATED, optionsOf } from './organisation.ts';

async function planned(rows: readonly string[]): Promise<FleetPlan> {
  const text = [
    'Name       ServerRole AdminDisplayVersion',
    '----       ---------- -------------------',
    ...rows.map((name) => `${name.padEnd(10)} Mailbox    Version 15.2 (Build 1748.10)`),
  ].join('\n');
  const inventory = await readInventory([{ name: 'in/servers.txt', bytes: Buffer.from(text) }], catalogue);
  return planFleet(catalogue, inventory, optionsOf());
}

describe('servers whose names are cut off', () => {
  const plan = planned(['EX01', 'EXCHMAI...', 'EXCHMA\u2026']);
  const words =
    /2 rows of the files were left out.*servers\.txt, lines 4, 5 \(2 rows\): the name of a server is cut off/;

  it('are a warning with file, lines and count, and the inventory is not called the whole organisation', async () => {
    const { warnings, assumptions } = await plan;
    expect(warnings.filter(({ id }) => id === 'rows-left-out').map(({ text }) => text)).toEqual([
      expect.stringMatching(words),
    ]);
    const about = assumptions.filter((item) => item.about === 'inventory').map(({ text }) => text);
    expect(about).toEqual([
      expect.stringMatching(
        /^The inventory is not known to be the whole organisation, because 2 rows were left out/,
      ),
    ]);
  });

  it.each<[string, (fleet: FleetPlan) => Iterable<string>]>([
    [
      'text',
      (fleet) => fleetText(fleet, { width: 80, colour: false, ascii: true, checklists: false, brief: false }),
    ],
    [
      'brief',
      (fleet) => fleetText(fleet, { width: 80, colour: false, ascii: true, checklists: false, brief: true }),
    ],
    ['markdown', (fleet) => fleetMarkdown(fleet, { checklists: false, brief: false })],
    ['HTML', (fleet) => fleetHtml(fleet, { checklists: false, style: '' })],
    ['JSON', (fleet) => fleetJson(fleet, { generated: GENERATED })],
  ])('are told in %s', async (_, render) => {
    const text = [...render(await plan)].join('').replaceAll('\\', '').replace(/\s+/g, ' ');
    expect(text).toMatch(words);
  });

  it('nothing is told where nothing was left out', async () => {
    const { warnings, assumptions } = await planned(['EX01', 'EX02']);
    expect(warnings.map(({ id }) => id)).not.toContain('rows-left-out');
    expect(assumptions[0]?.text).toMatch(/^The inventory is taken as the whole organisation: 2 servers/);
  });
});

describe('a file of a folder that could not be used', () => {
  it('is a warning with its reason; one that no servers stand in is not', async () => {
    const inventory = await readInventory(
      [
        {
          name: 'in/a.csv',
          bytes: Buffer.from('Name,AdminDisplayVersion\nEX01,Version 15.2 (Build 1748.10)\n'),
        },
        { name: 'in/EX02.json', bytes: Buffer.from('[{"Name":"EX02","Admin') },
        { name: 'in/HealthChecker-Debug.txt', bytes: Buffer.from('x') },
      ],
      catalogue,
    );
    const { warnings } = planFleet(catalogue, inventory, optionsOf());
    expect(warnings.filter(({ id }) => id === 'files-left-out').map(({ text }) => text)).toEqual([
      expect.stringMatching(/^1 file was left out; .*EX02\.json: line 1, column \d+: recognised as JSON/),
    ]);
  });
});
