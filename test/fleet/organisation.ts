/** Organisations for the tests: written out, or random, as CSV and as a plan in JSON. */
import fc from 'fast-check';
import type { FleetPlan } from '../../src/fleet/fleet-plan.ts';
import { planFleet } from '../../src/fleet/plan-fleet.ts';
import type { FleetOptions } from '../../src/fleet/question.ts';
import { readInventory } from '../../src/inventory/read.ts';
import { fleetJson } from '../../src/render/fleet-json.ts';
import { catalogue } from '../whole.ts';
import type { FleetJson, Machine } from './checker.ts';

export { catalogue };

/** `EX01 2019-cu12 mailbox DAG1 Main 4.8 2019`, `-` for what the file does not say. */
export function machine(line: string): Machine {
  const [name = '', level = '', role = '', dag = '', site = '', dotnet = '', windows = ''] = line
    .split(' ')
    .map((word) => (word === '-' ? '' : word));
  if (role !== 'mailbox' && role !== 'edge' && role !== 'tools') throw new Error(`no role in ${line}`);
  return { name, level, role, dag, site, dotnet, windows };
}

export function csvOf(machines: readonly Machine[]): string {
  const rows = machines.map(({ name, level, role, dag, site, dotnet, windows }) =>
    [name, level, role, dag, site, dotnet, windows]
      .map((cell) => `"${cell.replaceAll('"', '""')}"`)
      .join(','),
  );
  return ['name,level,role,dag,site,dotnet,windows', ...rows].join('\n');
}

export type Changes = Partial<Omit<FleetOptions, 'base'>> & { readonly base?: Partial<FleetOptions['base']> };

export function optionsOf({ base, ...changes }: Changes = {}): FleetOptions {
  return {
    to: { kind: 'latest' },
    target: 'latest',
    today: '2026-11-24',
    base: { facts: {}, media: [], accept: [], ...base } as FleetOptions['base'],
    defaults: {},
    internetSites: [],
    parallel: 1,
    command: 'cupath plan --inventory a.csv --to latest',
    ...changes,
  };
}

export async function fleetOf(machines: readonly Machine[], changes: Changes = {}): Promise<FleetPlan> {
  const inventory = await readInventory([{ name: 'a.csv', bytes: Buffer.from(csvOf(machines)) }], catalogue);
  return planFleet(catalogue, inventory, optionsOf(changes));
}

export const GENERATED = '2026-11-24T08:00:00Z';

export function jsonOf(plan: FleetPlan): FleetJson {
  return JSON.parse([...fleetJson(plan, { generated: GENERATED })].join(''));
}

const SERVERS = [
  '2013-cu19',
  '2013-cu23',
  '2016-cu12',
  '2016-cu22',
  '2016-cu23',
  '2019-cu2',
  '2019-cu13',
  '2019-cu14+Oct25SU',
  '2019-cu15',
  'se-rtm',
  '15.2.2562.53',
  '15.2.9999.1',
] as const;

const DOTNET: Readonly<Record<string, string>> = {
  '2013-cu19': '4.7.1',
  '2016-cu12': '4.7.2',
  '2019-cu2': '4.7.2',
};

function machineOf(index: number): fc.Arbitrary<Machine> {
  return fc
    .record({
      level: fc.constantFrom(...SERVERS),
      role: fc.constantFrom('mailbox', 'mailbox', 'mailbox', 'edge', 'tools'),
      dag: fc.constantFrom('none', '', 'DAG1', 'DAG2', 'DAG3'),
      site: fc.constantFrom('Main', 'Branch', ''),
    })
    .map(({ level, role, dag, site }) => ({
      name: `EX${index}`,
      level,
      role: role as Machine['role'],
      dag: role === 'mailbox' ? dag : '',
      site,
      dotnet: DOTNET[level] ?? '4.8',
      windows: level.startsWith('2013') ? '2012r2' : level.startsWith('2016') ? '2016' : '2019',
    }));
}

/** Two to ten servers of mixed versions, roles, DAGs and sites. */
export const organisations: fc.Arbitrary<readonly Machine[]> = fc
  .integer({ min: 2, max: 10 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => machineOf(index + 1))));
