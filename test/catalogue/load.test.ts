import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compiledText, openCatalogue } from '../../src/catalogue/compiled.ts';
import { fileAt } from '../../src/catalogue/files.ts';
import { digestOf, loadCatalogue, loadData, readDataFiles } from '../../src/catalogue/load.ts';
import { CatalogueError, formatProblem } from '../../src/catalogue/problem.ts';
import { changed, folder, problemsOf, SMALL } from './folder.ts';

describe('a valid catalogue', () => {
  it('loads and is indexed', () => {
    const catalogue = loadCatalogue(SMALL);
    expect([...catalogue.releases.keys()]).toEqual(['2016-cu14', '2016-cu23', '2019-cu12']);
    expect(catalogue.dotnetRules.get('2016-cu14')?.supports).toEqual(['4.7.2', '4.8']);
    expect(catalogue.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(catalogue.overlays).toEqual([]);
  });

  it('has the same digest with CRLF line ends, another after an edit', () => {
    const files = readDataFiles(SMALL);
    const windows = files.map((file) => ({ ...file, text: file.text.replaceAll('\n', '\r\n') }));
    expect(digestOf(windows)).toBe(digestOf(files));
    const edited = files.map((file, index) =>
      index === 0 ? { ...file, text: `${file.text}# more\n` } : file,
    );
    expect(digestOf(edited)).not.toBe(digestOf(files));
    const renamed = files.map((file, index) => (index === 0 ? { ...file, path: 'other.yaml' } : file));
    expect(digestOf(renamed)).not.toBe(digestOf(files));
  });

  it('loads with CRLF line ends and a byte order mark', () => {
    const text = readFileSync(join(SMALL, 'catalogue.yaml'), 'utf8');
    expect(problemsOf(folder({ 'catalogue.yaml': `\ufeff${text.replaceAll('\n', '\r\n')}` }, SMALL))).toEqual(
      [],
    );
  });
});

describe('a text that is refused', () => {
  const rows: readonly (readonly [name: string, text: string, problem: string])[] = [
    ['bad YAML', 'sources:\n  - id: "a\n', 'x.yaml:3:1: not valid YAML: Missing closing "quote'],
    [
      'a tab as indentation',
      'sources:\n\t- id: a\n',
      'x.yaml:2:1: not valid YAML: Tabs are not allowed as indentation',
    ],
    ['a key twice', 'sources: []\nsources: []\n', 'x.yaml:2:1: not valid YAML: Map keys must be unique'],
    ['an anchor', 'sources:\n  - &a { id: a, title: A }\n', 'x.yaml:2:8: anchors (&name) are not allowed'],
    [
      'an alias',
      'sources:\n  - { id: a, title: A }\n  - *a\n',
      'x.yaml:3:5: aliases (*name) are not allowed',
    ],
    ['a tag', 'sources:\n  - { id: !!str a, title: A }\n', 'x.yaml:2:17: tags (!name) are not allowed'],
    [
      'a foreign tag',
      'sources:\n  - { id: !code a, title: A }\n',
      'x.yaml:2:11: not valid YAML: Unresolved tag: !code',
    ],
    [
      'a merge key',
      'sources:\n  - { <<: { id: a }, title: A }\n',
      'x.yaml:2:7: unknown key "<<"; expected one of id, title',
    ],
    [
      'a prototype key',
      'sources:\n  - { __proto__: 1, id: a, title: A }\n',
      'x.yaml:2:7: unknown key "__proto__"',
    ],
    [
      'two documents',
      'sources: []\n---\nsources: []\n',
      'x.yaml:2:1: a second document; a data file holds one',
    ],
    ['a list at the top', '- a\n', 'x.yaml:1:1: expected a mapping, found a list'],
    ['an unknown section', 'source: []\n', 'x.yaml:1:1: unknown key "source"; did you mean "sources"?'],
    [
      'an unknown key',
      'sources:\n  - { id: a, titel: A }\n',
      'x.yaml:2:14: unknown key "titel"; did you mean "title"?',
    ],
    ['a missing key', 'sources:\n  - { id: a }\n', 'x.yaml:2:5: missing key "title" (a text)'],
    ['an empty value', 'sources:\n  - id: a\n    title:\n', 'x.yaml:3:11: expected a text, found nothing'],
    [
      'a number for a text',
      'dotnet:\n  - id: 4.8\n',
      'x.yaml:2:9: expected a text, found the number 4.8 (put it in quotes)',
    ],
    [
      'an impossible date',
      'mediaRules:\n  - seen: 2022-02-30\n',
      'x.yaml:2:11: expected a date such as 2026-10-02, found "2022-02-30"',
    ],
    [
      'a wrong word',
      'mediaRules:\n  - state: publik\n',
      'x.yaml:2:12: expected one of public, entitled, withdrawn, unknown, found "publik"; did you mean "public"?',
    ],
    [
      'a fraction of a minute',
      'steps:\n  - minutes: { low: 1.5 }\n',
      'x.yaml:2:21: expected a whole number, found the number 1.5',
    ],
    [
      'no source',
      'risks:\n  - sources: []\n',
      'x.yaml:2:14: every fact names at least one source, found an empty list',
    ],
    [
      'an unknown condition',
      'steps:\n  - when: { all: [{ roles: [mailbox] }] }\n',
      'x.yaml:2:21: unknown key "roles"; did you mean "role"?',
    ],
    [
      'two conditions in one',
      'steps:\n  - when: { fact: dag, crosses: a }\n',
      'x.yaml:2:24: expected exactly one of fact, role',
    ],
    ['an empty condition', 'steps:\n  - when: { not: {} }\n', 'x.yaml:2:18: expected one of fact, role'],
    [
      'a condition that is a text',
      'steps:\n  - when: dag\n',
      'x.yaml:2:11: expected a mapping with one of fact, role',
    ],
    [
      'a wrong value in a condition',
      'steps:\n  - when: { not: { role: [mailbax] } }\n',
      'x.yaml:2:27: expected one of mailbox, edge, tools, found "mailbax"; did you mean "mailbox"?',
    ],
    [
      'a terminal escape',
      'sources:\n  - { id: a, title: "\\e[31mred" }\n',
      'x.yaml:2:21: control or direction-changing characters are not allowed in a text, found "\\u{1b}[31mred"',
    ],
    [
      'a raw terminal escape',
      'sources:\n  - id: a\n    title: \u001b]0;red\n',
      'x.yaml:3:12: control or direction-changing characters are not allowed in a text, found "\\u{1b}]0;red"',
    ],
    [
      'a reversed text',
      'sources:\n  - { id: a, title: \u202eder }\n',
      'x.yaml:2:21: control or direction-changing characters are not allowed in a text, found "\\u{202e}der"',
    ],
    ['deep brackets', `sources: ${'['.repeat(100_000)}`, 'x.yaml:1:'],
    ['deep lists', `sources: \n  ${'- '.repeat(100_000)}`, 'x.yaml:2:'],
  ];

  it.each(rows)('%s', (_name, text, problem) => {
    const found = problemsOf(folder({ 'x.yaml': text }, SMALL));
    expect(
      found.some((line) => line.startsWith(problem)),
      found.join('\n'),
    ).toBe(true);
    expect(found.join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
  });

  it('an alias bomb, at once and at its first anchor', () => {
    const levels = Array.from(
      { length: 30 },
      (_, index) => `l${index + 1}: &l${index + 1} [*l${index}, *l${index}]`,
    );
    const found = problemsOf(folder({ 'x.yaml': ['l0: &l0 [a]', ...levels].join('\n') }, SMALL));
    expect(found[0]).toBe('x.yaml:1:9: anchors (&name) are not allowed; write the value out');
  });

  it('nesting, with the place where it gets too deep', () => {
    const found = problemsOf(
      folder({ 'x.yaml': `steps:\n  - when: ${'{ not: '.repeat(80)}${'}'.repeat(80)}` }, SMALL),
    );
    expect(found).toEqual([expect.stringMatching(/^x\.yaml:2:\d+: nested too deep for a data file$/)]);
  });
});

describe('files', () => {
  it('refuses a huge file unread', () => {
    const found = problemsOf(folder({ 'x.yaml': `# ${'x'.repeat(1024 * 1024)}` }, SMALL));
    expect(found).toEqual([
      'x.yaml:1:1: the file holds more than 1048576 bytes (1 MiB), the most of a data file',
    ]);
  });

  it('refuses more than 200 files', () => {
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`f${index}.yaml`, '']));
    expect(problemsOf(folder(many))).toEqual([':1:1: more than 200 *.yaml files']);
  });

  it('refuses bytes that are no UTF-8, with their position', () => {
    const found = problemsOf(folder({ 'x.yaml': Buffer.from('# a\n# b\xff\n', 'latin1') }, SMALL));
    expect(found).toEqual(['x.yaml:2:4: expected UTF-8 text, found bytes that are not']);
  });

  it('refuses a link out of the directory, and reads one inside', () => {
    const outside = folder({ 'secret.yaml': 'sources: []' });
    const dir = folder({ '..data/real.yaml': 'sources: []\n' }, SMALL);
    symlinkSync(join('..data', 'real.yaml'), join(dir, 'inside.yaml'));
    expect(problemsOf(dir)).toEqual([]);
    symlinkSync(join(outside, 'secret.yaml'), join(dir, 'link.yaml'));
    expect(problemsOf(dir)).toEqual([
      'link.yaml:1:1: expected a file inside the data directory; a link out of it or to nothing is not followed',
    ]);
  });

  it('says that .yml is not read', () => {
    expect(problemsOf(folder({ 'site.yml': '' }, SMALL))).toEqual([
      'site.yml:1:1: only files named *.yaml are read; rename it to .yaml',
    ]);
  });

  it('says that a directory is missing or empty', () => {
    const empty = folder({});
    expect(problemsOf(empty)).toEqual([':1:1: no *.yaml file found here']);
    expect(problemsOf(join(empty, 'gone'))).toEqual([':1:1: expected a directory with *.yaml files']);
  });

  it('collects the problems of all files, in order', () => {
    const found = problemsOf(folder({ 'b.yaml': 'source: []', 'a.yaml': '- a', 'c.yaml': 'x: "' }, SMALL));
    expect(found.map((line) => line.slice(0, 10))).toEqual(['a.yaml:1:1', 'b.yaml:1:1', 'c.yaml:1:5']);
  });
});

describe('the catalogue header', () => {
  it('must be there', () => {
    const found = problemsOf(
      changed('catalogue.yaml', 'catalogue:\n  schema: 1\n  asOf: 2022-05-01\n  staleAfterDays: 35\n', ''),
    );
    expect(found[0]).toContain('no file has the catalogue: section');
  });

  it('must be there once', () => {
    const header = 'catalogue: { schema: 1, asOf: 2022-05-01, staleAfterDays: 35 }\n';
    expect(problemsOf(folder({ 'second.yaml': header }, SMALL))).toEqual([
      expect.stringMatching(/^second\.yaml:1:1: catalogue: is already defined in .*catalogue\.yaml$/),
    ]);
  });
});

describe('a file that was made to take long', () => {
  const hostile: Readonly<Record<string, string>> = {
    'a mapping with more than 1000 keys': Array.from({ length: 30_000 }, (_, at) => `k${at}: 1`).join('\n'),
    'not valid YAML: A node can have at most one tag': `x: ${'!a '.repeat(60_000)}`,
    'aliases (*name) are not allowed; write the value out': `a: &x [1]\nb: [${'*x, '.repeat(60_000)}]`,
  };

  it.each(Object.entries(hostile))('is refused at once: %s', (message, text) => {
    const started = Date.now();
    const problems = problemsOf(folder({ 'big.yaml': text }, SMALL));
    expect(problems.some((problem) => problem.endsWith(message))).toBe(true);
    expect(problems.length).toBeLessThan(50);
    expect(Date.now() - started).toBeLessThan(10_000);
  });
});

describe('a formatted problem', () => {
  it('shows control characters of file names too', () => {
    const problem = { file: 'a\u001b[2J.yaml', line: 3, column: 7, message: 'x\ny\u200f' };
    expect(formatProblem(problem)).toBe('a\\u{1b}[2J.yaml:3:7: x\\u{a}y\\u{200f}');
  });
});

describe('opening', () => {
  function compiled(dir: string): string {
    const { data, digest } = loadData(dir);
    const path = join(folder({}), 'catalogue.json');
    const noted = { ...data, catalogue: { ...data.catalogue, note: 'compiled' } };
    writeFileSync(path, compiledText(noted, digest));
    return path;
  }
  const note = async (dataDir: string, compiledPath: string, overlays: readonly string[] = []) =>
    (await openCatalogue({ data: dataDir, compiled: fileAt(compiledPath), overlays })).data.catalogue.note;

  it('uses the compiled data while the directory is unchanged, or gone', async () => {
    const dir = folder({}, SMALL);
    const path = compiled(dir);
    expect(await note(dir, path)).toBe('compiled');
    expect((await openCatalogue({ data: dir, compiled: fileAt(path) })).digest).toBe(
      loadCatalogue(dir).digest,
    );
    rmSync(dir, { recursive: true });
    expect(await note(dir, path)).toBe('compiled');
  });

  it('reads the directory after an edit, with an overlay, and without compiled data', async () => {
    const dir = folder({}, SMALL);
    const path = compiled(dir);
    const overlay = folder({ 'site.yaml': 'sources:\n  - { id: site, title: Site }\n' });
    expect(await note(dir, path, [overlay])).toBeUndefined();
    expect(await note(dir, join(dir, 'none.json'))).toBeUndefined();
    writeFileSync(path.replace('catalogue.json', 'broken.json'), '{');
    expect(await note(dir, path.replace('catalogue.json', 'broken.json'))).toBeUndefined();
    mkdirSync(join(dir, 'more'));
    writeFileSync(join(dir, 'more', 'x.yaml'), 'sources: []\n');
    expect(await note(dir, path)).toBeUndefined();
  });

  it('takes files in hand as it takes a directory: the same digest, the same places of problems', async () => {
    const files = () => readDataFiles(SMALL).map(({ path, text }) => ({ path, text }));
    const inHand = { name: 'data', files };
    expect(loadCatalogue(inHand).digest).toBe(loadCatalogue(SMALL).digest);
    const compiledPath = compiled(folder({}, SMALL));
    const opened = await openCatalogue({ data: inHand, compiled: fileAt(compiledPath) });
    expect(opened.data.catalogue.note).toBe('compiled');
    const overlay = folder({ 'site.yaml': 'sources:\n  - { id: site, title: Site }\n' });
    const edited = await openCatalogue({ data: inHand, compiled: fileAt(compiledPath), overlays: [overlay] });
    expect([edited.data.catalogue.note, edited.sources.has('site')]).toEqual([undefined, true]);
    const broken = { name: 'data', files: () => [...files(), { path: 'a/x.yaml', text: 'source: []\n' }] };
    expect(() => loadCatalogue(broken)).toThrow(/^data\/a\/x\.yaml:1:1: /);
  });

  it('refuses an invalid edit instead of using the compiled data', async () => {
    const dir = folder({}, SMALL);
    const path = compiled(dir);
    writeFileSync(join(dir, 'x.yaml'), 'source: []\n');
    await expect(openCatalogue({ data: dir, compiled: fileAt(path) })).rejects.toBeInstanceOf(CatalogueError);
  });
});
