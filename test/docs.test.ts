import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../src/catalogue/load.ts';
import { planUpdate } from '../src/checklist/plan-update.ts';
import { COMMANDS } from '../src/commands/flags.ts';
import { TOPIC_NAMES } from '../src/commands/topics.ts';
import { renderText } from '../src/render/text.ts';
import { cupath } from './commands/cupath.ts';

const DOCUMENTS = [
  'README.md',
  'SECURITY.md',
  'CHANGELOG.md',
  ...readdirSync('docs').map((name) => join('docs', name)),
].filter((path) => path.endsWith('.md'));

describe('the example of an overlay', () => {
  const catalogue = loadCatalogue('data', ['docs/example-overlay']);
  const planOn = (today: string, to: string) => {
    const [from, release] = ['2019-cu12', to].map((id) => catalogue.releases.get(id));
    if (!from || !release) throw new Error('the releases of the example are gone');
    const plan = planUpdate(catalogue, {
      from: { kind: 'level', release: from, update: null, updateKnown: true },
      to: { kind: 'release', release },
      facts: {},
      media: [],
      accept: [],
      today,
    });
    return { plan, text: renderText(plan, { width: 80, colour: false, ascii: true }) };
  };

  it('names itself and the ISO share', () => {
    const { plan, text } = planOn('2026-11-24', '2019-cu15');
    expect(plan.verdict).not.toBe('no-path');
    expect(text).toContain('example-overlay');
    expect(text).toContain('\\\\fs01\\iso\\ExchangeServer2019-x64-CU15.ISO');
  });

  it('freezes on its days only', () => {
    expect(planOn('2026-12-14', '2019-cu15').plan.verdict).not.toBe('no-path');
    expect(planOn('2026-12-15', '2019-cu15').plan.blocks.map(({ rule }) => rule)).toContain(
      'contoso-freeze-2026',
    );
    expect(planOn('2027-01-07', '2019-cu15').plan.verdict).not.toBe('no-path');
  });

  it('keeps the house rule at all times', () => {
    expect(planOn('2026-11-24', '2019-cu14').plan.blocks.map(({ rule }) => rule)).toContain(
      'contoso-no-cu14',
    );
  });
});

describe.each(DOCUMENTS)('%s', (path) => {
  const text = readFileSync(path, 'utf8');

  it('links to files that exist', () => {
    const links = Array.from(text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g), (match) => match[1] ?? '');
    const gone = links.filter((link) => !/^https?:/.test(link) && !existsSync(join(dirname(path), link)));
    expect(gone).toEqual([]);
  });

  it('names commands, flags and topics that exist', () => {
    const names = new Set<string>([...Object.values(COMMANDS).map(({ name }) => name), 'help']);
    const flags = new Set(Object.values(COMMANDS).flatMap((command) => Object.keys(command.flags)));
    const lines = Array.from(text.matchAll(/\bcupath ([a-z]+)\b([^`|\n]*)/g));
    for (const [line, name = '', rest = ''] of lines) {
      if (!line.includes('--') && !names.has(name)) continue;
      expect(names, line).toContain(name);
      for (const [, flag = ''] of rest.matchAll(/(?<![\w-])--([a-z-]+)/g))
        expect(flags, line).toContain(flag);
      const topic = name === 'help' ? rest.trim().split(' ')[0] : undefined;
      if (topic && /^[a-z-]+$/.test(topic)) expect([...TOPIC_NAMES, ...names], line).toContain(topic);
    }
  });
});

describe('the bundle', () => {
  it('holds packages under licences that allow it, each with its text', () => {
    const parts = readFileSync('dist/THIRD-PARTY-LICENSES.txt', 'utf8')
      .split(`\n${'='.repeat(78)}\n\n`)
      .slice(1);
    expect(parts.length).toBeGreaterThan(10);
    for (const part of parts) {
      const [name = '', licence = ''] = part.split('\n');
      expect(licence, name).toMatch(/^Licence: (?:MIT|ISC|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|0BSD)$/);
    }
  });

  it('is made of the dependencies that docs/dependencies.md gives reasons for', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      readonly dependencies: Readonly<Record<string, string>>;
    };
    const listed = Array.from(
      readFileSync('docs/dependencies.md', 'utf8').matchAll(/^\| ([a-z][\w-]*) \|/gm),
      (match) => match[1],
    );
    expect(listed.sort()).toEqual(Object.keys(dependencies).sort());
    for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });
});

describe('the recording in the README', () => {
  it('ends with the route that the program prints', async () => {
    const readme = readFileSync('README.md', 'utf8');
    const start = readme.indexOf('Supported route (recommended, steps below)');
    const route = readme.slice(start, readme.indexOf('\n```', start));
    expect(route).toMatch(/window .* high \(h:mm\)$/);
    const level = ['--from', '2016-cu12+Mar21SU', '--to', '2016-cu23', '--media', '2016-cu14'];
    const server = ['--server', 'EX01', '--role', 'mailbox', '--windows', '2016', '--dotnet', '4.7.2'];
    const { stdout } = await cupath('plan', ...level, ...server);
    expect(stdout).toContain(`\n${route}\n`);
  });
});
