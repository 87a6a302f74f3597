/**
 * How long fleets take: time per server against the plan of one server, and whether it grows with the servers or
 * faster. Alone: `tsx bench/fleet.ts [most servers]`.
 */
import { pathToFileURL } from 'node:url';
import type { Catalogue } from '../src/catalogue/catalogue.ts';
import { identify } from '../src/catalogue/identify.ts';
import { loadCatalogue } from '../src/catalogue/load.ts';
import { planUpdate } from '../src/checklist/plan-update.ts';
import { planFleet } from '../src/fleet/plan-fleet.ts';
import type { FleetOptions } from '../src/fleet/question.ts';
import { readInventory } from '../src/inventory/read.ts';
import { openQuestion } from '../src/planner/question.ts';
import { fleetJson } from '../src/render/fleet-json.ts';

export interface FleetRow {
  readonly name: string;
  readonly servers: number;
  readonly ms: number;
  readonly perServerMs: number;
  /** Time per server against the plan of one server. */
  readonly ratio: number;
  /** Largest heap seen at the checkpoints, in MiB. */
  readonly heapMiB: number;
}

const SIZES = [100, 1000, 10_000];
/** Members of a DAG: 10,000 servers are 2,000 DAGs. */
const MEMBERS = 5;
const LEVELS = ['2019-cu12', '2019-cu14+Oct25SU', '2019-cu15', '2019-cu13', '15.2.1544.9'];

const OPTIONS: FleetOptions = {
  to: { kind: 'latest' },
  target: 'latest',
  today: '2026-11-24',
  base: { facts: {}, media: [], accept: [] },
  defaults: {},
  internetSites: ['Site0'],
  parallel: 1,
  command: '',
};

function csvOf(servers: number): Uint8Array {
  const rows = Array.from({ length: servers }, (_, index) => {
    const dag = Math.floor(index / MEMBERS);
    const level = LEVELS[dag % LEVELS.length] ?? '';
    return `EX${index},${level},mailbox,DAG${dag},Site${dag % 40},4.8,2019`;
  });
  return Buffer.from(`name,level,role,dag,site,dotnet,windows\n${rows.join('\n')}\n`);
}

function singleMs(catalogue: Catalogue): number {
  const found = identify(catalogue, '2019-cu12');
  if (found.kind !== 'level') throw new Error('2019-cu12 is no level');
  const question = {
    ...openQuestion(found.level, { kind: 'latest' }, OPTIONS.today),
    dotnet: '4.8',
    windows: '2019' as const,
    role: 'mailbox' as const,
    server: 'EX01',
    also: [],
  };
  const times = Array.from({ length: 15 }, () => {
    const begin = performance.now();
    planUpdate(catalogue, question);
    return performance.now() - begin;
  });
  return times.sort((a, b) => a - b)[7] ?? 0;
}

async function measure(catalogue: Catalogue, servers: number, single: number): Promise<readonly FleetRow[]> {
  const heap = () => process.memoryUsage().heapUsed / 1024 / 1024;
  const bytes = csvOf(servers);
  let begin = performance.now();
  const row = (name: string, peak: number): FleetRow => {
    const ms = performance.now() - begin;
    begin = performance.now();
    return { name, servers, ms, perServerMs: ms / servers, ratio: ms / servers / single, heapMiB: peak };
  };
  const inventory = await readInventory([{ name: 'fleet.csv', bytes }], catalogue);
  const read = row('read', heap());
  const plan = planFleet(catalogue, inventory, OPTIONS);
  const planned = row('plan', heap());
  let characters = 0;
  let peak = 0;
  for (const piece of fleetJson(plan, { generated: '2026-11-24T08:00:00Z' })) {
    characters += piece.length;
    if (characters % 64 === 0) peak = Math.max(peak, heap());
  }
  return [read, planned, row(`json (${Math.round(characters / 1024 / 1024)} MiB)`, Math.max(peak, heap()))];
}

/**
 * Rows for every size, smallest first, and one that says how the time per server grows from the smallest to the
 * largest fleet (1 is linear; below 1 the shared plans pay off).
 * @param most largest number of servers
 */
export async function benchFleet(most = 10_000): Promise<readonly FleetRow[]> {
  const catalogue = loadCatalogue('data', []);
  const single = singleMs(catalogue);
  const rows: FleetRow[] = [
    { name: 'one server', servers: 1, ms: single, perServerMs: single, ratio: 1, heapMiB: 0 },
  ];
  for (const servers of SIZES.filter((size) => size <= most))
    rows.push(...(await measure(catalogue, servers, single)));
  return rows;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const rows = await benchFleet(Number(process.argv[2] ?? 10_000));
  console.table(
    rows.map(({ name, servers, ms, perServerMs, ratio, heapMiB }) => ({
      name,
      servers,
      ms: Math.round(ms),
      'ms per server': perServerMs.toFixed(3),
      'against one plan': ratio.toFixed(3),
      'heap MiB': Math.round(heapMiB),
    })),
  );
}
