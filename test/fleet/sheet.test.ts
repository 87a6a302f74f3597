/** The sheet of one server of a fleet, read without the others. */
import { describe, expect, it } from 'vitest';
import type { FleetPlan } from '../../src/fleet/fleet-plan.ts';
import { sheetOf } from '../../src/render/fleet-sheet.ts';
import { fleetOf, machine } from './organisation.ts';

const MACHINES = [
  'OLD13A 2013-cu19 mailbox none HQ 4.7.1 2012r2',
  'OLD13B 2013-cu23 mailbox none HQ 4.8 2012r2',
  'MB16A 2016-cu22 mailbox DAG16 HQ 4.8 2016',
  'MB16B 2016-cu23+Oct25SU mailbox DAG16 HQ 4.8 2016',
  'MB19 2019-cu14 mailbox none HQ 4.8 2019',
].map(machine);
const fleet = fleetOf(MACHINES);

function sheet(plan: FleetPlan, name: string) {
  const server = plan.servers.find((item) => item.name === name);
  const made = server && sheetOf(plan, server);
  if (!made) throw new Error(`no sheet for ${name}`);
  return { ...made, told: made.warnings.map(({ text }) => text).join('\n') };
}

describe('the sheet of a server that has to leave', () => {
  it.each(['OLD13A', 'OLD13B'])('says what of %s waits for the others', async (name) => {
    const { told, blocks } = sheet(await fleet, name);
    expect(told).toMatch(
      /behind the removal of the old server waits: not before OLD13A, OLD13B have left the organisation, and Active Directory is prepared with SE RTM/,
    );
    expect(blocks).toEqual([]);
  });

  it('names the servers that have to reach a level first, and the checklist that begins', async () => {
    const second = sheet(await fleet, 'OLD13B').told;
    expect(second).toMatch(/no new server for it before this is done: .*wave 1 \(OLD13A at 2013 CU21\)/);
    expect(second).toMatch(/The checklist of OLD13A begins before this one/);
    const first = sheet(await fleet, 'OLD13A').told;
    expect(first).not.toMatch(/OLD13A at 2013 CU21|begins before this one/);
  });
});

describe('the sheet of a server that others hold up', () => {
  it('says who has to leave, how far it goes meanwhile, and by which rule', async () => {
    const { told, blocks } = sheet(await fleet, 'MB16A');
    expect(told).toMatch(
      /Up to 2016 CU23 it goes in wave 1, before that\. The rest: not before OLD13A, OLD13B have left the organisation, and Active Directory is prepared with SE RTM/,
    );
    expect(blocks.map(({ rule }) => rule)).toEqual(['coexistence-se-rtm']);
    for (const name of ['MB16B', 'MB19'])
      expect(sheet(await fleet, name).told).toMatch(/^Not before OLD13A, OLD13B have left the organisation/);
  });

  it('says where the steps are that are done once for all', async () => {
    expect(sheet(await fleet, 'MB16B').told).toMatch(
      /What is done once for all servers .* is not in this sheet: \d+ steps before the first server, \d+ steps when OLD13A, OLD13B have left, \d+ steps after the last server/,
    );
  });
});

describe('the sheet of a server that nobody holds up', () => {
  it('says only where the rest of the plan is', async () => {
    const plan = await fleetOf(
      ['EX01', 'EX02'].map((name) => machine(`${name} 2019-cu14 mailbox DAG1 Main 4.8 2019`)),
    );
    const { warnings, blocks } = sheet(plan, 'EX02');
    expect(warnings.map(({ id }) => id).filter((id) => id.startsWith('fleet-'))).toEqual(['fleet-once']);
    expect(blocks).toEqual([]);
  });
});
