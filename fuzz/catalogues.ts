/** Damaged data: one file of the catalogue, or an overlay. What is accepted has to be planned with. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Catalogue } from '../src/catalogue/catalogue.ts';
import { loadCatalogue } from '../src/catalogue/load.ts';
import { parseFile } from '../src/catalogue/parse.ts';
import { CatalogueError } from '../src/catalogue/problem.ts';
import { planUpdate } from '../src/checklist/plan-update.ts';
import { renderText } from '../src/render/text.ts';
import { expect, type Fuzzer } from './fuzzer.ts';
import { mutated } from './mutate.ts';
import type { Random } from './random.ts';

const SMALL = 'test/catalogue/fixtures/small';

const OVERLAY = `sources:
  - { id: house, title: Change board }
restrictions:
  - id: house-freeze
    releases: [2019-cu12]
    from: 2026-12-15
    to: 2027-01-06
    text: Change freeze over the turn of the year
    sources: [house]
annotations:
  - id: 2016-cu23
    note: 'ISO: \\\\\\\\fs01\\\\iso\\\\x.iso'
    sources: [house]
`;

function yamlBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));
}

const LARGE = yamlBelow('data').map((name) => readFileSync(join('data', name), 'utf8'));

/** Every problem says where it is, and a broken file never says more than a screen or two of it. */
function expectPlaces(error: CatalogueError): void {
  expect(error.problems.length > 0, 'an error without a problem');
  for (const { file, line, column, message } of error.problems) {
    expect(file !== '' && line >= 1 && column >= 1, `no place: ${file}:${line}:${column}`);
    expect(
      !/[\u0000-\u001f\u007f-\u009f]/.test(error.message.replaceAll('\n', '')),
      `a control character: ${message}`,
    );
  }
}

function planSome(random: Random, catalogue: Catalogue): void {
  const releases = [...catalogue.releases.values()];
  for (let times = 0; times < 3 && releases.length > 0; times++) {
    const plan = planUpdate(catalogue, {
      from: { kind: 'level', release: random.pick(releases), update: null, updateKnown: random.chance(0.5) },
      to: random.chance(0.3) ? { kind: 'latest' } : { kind: 'release', release: random.pick(releases) },
      facts: {},
      media: [],
      accept: [],
      today: '2026-11-24',
    });
    renderText(plan, { width: 80, colour: false, ascii: true });
  }
}

function load(random: Random, folder: string, overlays: readonly string[]): void {
  try {
    planSome(random, loadCatalogue(folder, overlays));
  } catch (error) {
    if (!(error instanceof CatalogueError)) throw error;
    expectPlaces(error);
  }
}

function inFolder(work: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'cupath-fuzz-'));
  try {
    work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const catalogueFuzzer: Fuzzer = {
  name: 'catalogue',
  what: 'a small catalogue with a damaged file, loaded; what loads is planned with and printed',
  share: 2,
  patience: 5_000,
  least: 300,
  attempt(random, note) {
    inFolder((folder) => {
      cpSync(SMALL, folder, { recursive: true });
      const name = random.pick(yamlBelow(folder));
      const text = mutated(random, readFileSync(join(folder, name), 'utf8'), random.pick(LARGE));
      note(`${name}:\n${text}`);
      writeFileSync(join(folder, name), text);
      load(random, folder, []);
    });
  },
};

export const overlayFuzzer: Fuzzer = {
  name: 'overlay',
  what: 'a damaged overlay over a small catalogue',
  share: 1,
  patience: 5_000,
  least: 300,
  attempt(random, note) {
    inFolder((folder) => {
      const text = mutated(random, OVERLAY, random.chance(0.5) ? OVERLAY : random.pick(LARGE));
      note(text);
      mkdirSync(join(folder, 'site'));
      writeFileSync(join(folder, 'site', 'site.yaml'), text);
      load(random, SMALL, [join(folder, 'site')]);
    });
  },
};

/** Texts made to take long: nesting, aliases, long lines, many keys. */
function hostileYaml(random: Random): string {
  const many = 1 + random.below(20_000);
  return random.pick([
    () => '['.repeat(many),
    () => '{a: '.repeat(many),
    () => `${'- '.repeat(many)}x`,
    () => `a: &x [1]\nb: [${'*x, '.repeat(many)}]`,
    () => Array.from({ length: many }, (_, index) => `k${index}: 1`).join('\n'),
    () => Array.from({ length: many }, () => 'same: 1').join('\n'),
    () => `sources: "${'x'.repeat(many * 20)}`,
    () => `sources:\n${'  - { id: aa, title: t }\n'.repeat(many / 4)}`,
    () => `${' '.repeat(many)}- x\n`,
    () => `? ${'? '.repeat(many)}`,
    () => `x: |\n${' y\n'.repeat(many)}`,
    () => `x: ${'!a '.repeat(many)}`,
    () => `- ${'"\\x'.repeat(many)}`,
    () => random.noise(many / 4),
  ])();
}

export const yamlFuzzer: Fuzzer = {
  name: 'yaml',
  what: 'YAML made to take long (nesting, aliases, long lines, many keys), and damaged files of the catalogue',
  share: 1,
  patience: 8_000,
  least: 100,
  attempt(random, note) {
    const text = random.chance(0.5) ? hostileYaml(random) : mutated(random, random.pick(LARGE));
    note(`${text.length} characters: ${JSON.stringify(text.slice(0, 300))}`);
    const parsed = parseFile('fuzz.yaml', text);
    if (!parsed.ok) expectPlaces(new CatalogueError(parsed.problems));
  },
};
