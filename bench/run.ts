/**
 * `npm run bench`: what starting costs, against a bare Node in the same run, and how long planning takes.
 * `--rounds N` (15 or more for figures that are kept), `--only TEXT`, `--no-planning`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { indexCatalogue } from '../src/catalogue/catalogue.ts';
import { loadData } from '../src/catalogue/load.ts';
import { benchFleet } from './fleet.ts';
import { type Case, type Figure, measure } from './measure.ts';
import { planning } from './planning.ts';
import { larger } from './synthetic.ts';

const PROGRAM = fileURLToPath(new URL('../dist/cupath.js', import.meta.url));
const DATA = fileURLToPath(new URL('../data', import.meta.url));
const TODAY = '2026-11-24';

/** What the issue of speed is about: `at` is the most that is accepted, `aim` what is aimed at. */
const LIMITS: Readonly<Record<string, { readonly at: number; readonly aim: number }>> = {
  '--version': { at: 1.6, aim: 1.3 },
  '--help': { at: 1.6, aim: 1.3 },
  identify: { at: 2, aim: 1.5 },
  'plan, text': { at: 2, aim: 1.5 },
  'plan, JSON': { at: 2, aim: 1.5 },
  'wizard, first question': { at: 5, aim: 3.5 },
};

/** Lines of YAML below `data/`: what checking them may cost grows with them. */
const LINES = readdirSync(DATA, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .reduce((sum, name) => sum + readFileSync(join(DATA, name), 'utf8').split('\n').length, 0);
const CHECK = `catalogue check, ${LINES} lines of YAML`;
/** Of a bare Node, for 5,000 lines. */
const CHECK_LIMIT = 14;

const PLAN = ['plan', '--from', '2016-cu12', '--to', '2016-cu23', '--dotnet', '4.7.2', '--windows', '2016'];

const CASES: readonly Case[] = [
  { name: '--version', args: [PROGRAM, '--version'] },
  { name: '--help', args: [PROGRAM, '--help'] },
  { name: 'identify', args: [PROGRAM, 'identify', '15.1.2507.61'] },
  { name: 'plan, text', args: [PROGRAM, ...PLAN] },
  { name: 'plan, JSON', args: [PROGRAM, ...PLAN, '--format', 'json'] },
  // The line of keys is drawn last: from then on the question can be answered.
  { name: 'wizard, first question', args: [PROGRAM], until: /Enter[^\n]*\? help/ },
  { name: CHECK, args: [PROGRAM, 'catalogue', 'check'] },
];

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function limitOf(name: string): { readonly at: number; readonly aim: number } | undefined {
  if (name !== CHECK) return LIMITS[name];
  const limit = Math.round((CHECK_LIMIT * LINES) / 5000);
  return { at: limit, aim: limit };
}

function startTable(figures: readonly Figure[]): string {
  const lines = figures.map(({ name, milliseconds, ratio, work, mebibytes }) => {
    const limit = limitOf(name);
    return row([
      name === 'node' ? '`node -e 0`' : name,
      ratio.toFixed(2),
      `${milliseconds.toFixed(0)} ms`,
      work.toFixed(2),
      `${mebibytes.toFixed(0)} MiB`,
      limit ? `${limit.aim} (at most ${limit.at})` : '',
    ]);
  });
  return [
    row(['start', 'ratio', 'median', 'processor time', 'peak memory', 'aim of the ratio']),
    '|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}

function planningTable(): string {
  const { data, digest } = loadData(DATA);
  const catalogues = [
    { size: 1, catalogue: indexCatalogue(data, digest) },
    { size: 10, catalogue: indexCatalogue(larger(data, 10), digest) },
  ];
  const lines = ['2016', '2019'].flatMap((product) =>
    catalogues.map(({ size, catalogue }) => {
      const figure = planning(catalogue, product, TODAY, size === 1 ? 1000 : 30);
      return row([
        `Exchange ${product}${size === 1 ? '' : `, ${size} times the catalogue`}`,
        figure.planned === figure.pairs ? `all ${figure.pairs}` : `${figure.planned} of ${figure.pairs}`,
        `${figure.routes.toFixed(0)} µs`,
        `${figure.plan.toFixed(0)} µs`,
      ]);
    }),
  );
  return [row(['planning', 'pairs', 'routes, each', 'whole plan, each']), '|---|---|---|---|', ...lines].join(
    '\n',
  );
}

async function fleetTable(): Promise<string> {
  const lines = (await benchFleet()).map(({ name, servers, ms, perServerMs, ratio, heapMiB }) =>
    row([
      name,
      String(servers),
      `${ms.toFixed(0)} ms`,
      `${perServerMs.toFixed(3)} ms`,
      ratio.toFixed(3),
      heapMiB === 0 ? '' : `${heapMiB.toFixed(0)} MiB`,
    ]),
  );
  const head = ['fleet', 'servers', 'all', 'each server', 'against one plan', 'heap'];
  return [row(head), '|---|---|---|---|---|---|', ...lines].join('\n');
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '15' },
      only: { type: 'string' },
      'no-planning': { type: 'boolean', default: false },
    },
  });
  const { only } = values;
  const cases = CASES.filter(({ name }) => only === undefined || name.includes(only));
  const figures = await measure([{ name: 'node', args: ['-e', '0'] }, ...cases], Number(values.rounds));
  const day = new Date().toISOString().slice(0, 10);
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB`;
  const busy = `load ${loadavg()[0]?.toFixed(1)}`;
  const kind = `Node ${process.version}, ${process.platform} ${process.arch}, ${machine}, ${busy}`;
  process.stdout.write(`${day}, ${kind}; medians of ${values.rounds}, interleaved, files in the cache\n\n`);
  process.stdout.write(`${startTable(figures)}\n`);
  if (!values['no-planning']) process.stdout.write(`\n${planningTable()}\n\n${await fleetTable()}\n`);
}

await main();
