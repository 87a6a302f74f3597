import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { dataFileSchema } from '../../src/build/schemas.ts';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import { type CatalogueArguments, type CatalogueOutput, runCatalogue } from '../../src/commands/catalogue.ts';
import { drawGraph } from '../../src/commands/catalogue-graph.ts';
import { transitionGraph } from '../../src/commands/graph-model.ts';
import { folder, SMALL } from '../catalogue/folder.ts';

const DATA = fileURLToPath(new URL('../../data', import.meta.url));

const OLD = `Old data: as of 2022-05-01, 40 days old; 1 Patch Tuesday has passed since. Newer
updates may exist: look for them before you rely on this.

`;

function run(
  args: CatalogueArguments,
  dataDir = SMALL,
  overlays: readonly string[] = [],
): Promise<CatalogueOutput> {
  return runCatalogue(args, {
    data: dataDir,
    overlays,
    today: '2022-06-10',
    open: async () => loadCatalogue(dataDir, overlays),
  });
}

describe('catalogue list', () => {
  it('prints every level, newest first', async () => {
    expect((await run({ action: 'list' })).stdout).toBe(`${OLD}Catalogue as of 2022-05-01

Exchange Server 2019 (2019)
  2019-cu99  announced, not released
  2019-cu12+Aug22SU  15.2.1118.12  date unknown  KB5015322  ESU period 1 only
  2019-cu12          15.2.1118.7   2022-04-20    KB5011156

Exchange Server 2016 (2016)
  2016-cu23+Aug22SU  15.1.2507.12  2022-08-09  KB5015322
  2016-cu23+May22SU  15.1.2507.9   2022-05-10  KB5014261
  2016-cu23          15.1.2507.6   2022-04-20  KB5011155
  2016-cu14          15.1.1847.3   2019-09-17  KB4514140
`);
  });

  it('takes a product by id or name, and prints JSON', async () => {
    const { stdout } = await run({ action: 'list', product: 'Exchange 2016', format: 'json' });
    const rows: readonly { release: string; update: string | null }[] = JSON.parse(stdout);
    expect(rows.map((row) => [row.release, row.update])).toEqual([
      ['2016-cu23', 'Aug22SU'],
      ['2016-cu23', 'May22SU'],
      ['2016-cu23', null],
      ['2016-cu14', null],
    ]);
  });
});

describe('catalogue show', () => {
  it.each([
    ['2016-cu23', ['2016-cu23']],
    ['2016-CU23+may22su', ['2016-cu23+May22SU']],
    ['Aug22SU', ['2016-cu23+Aug22SU', '2019-cu12+Aug22SU']],
    ['KB5014261', ['2016-cu23+May22SU']],
    ['15.1.2507.9', ['2016-cu23+May22SU']],
    ['Exchange 2016 CU14', ['2016-cu14']],
    ['dotnet-2016-cu23', ['dotnet-2016-cu23']],
    ['rewrite', ['rewrite']],
    ['cu-{release}-install', ['cu-{release}-install']],
    ['blog', ['blog']],
  ])('finds %s', async (id, names) => {
    const shown: readonly { id: string }[] = JSON.parse(
      (await run({ action: 'show', id, format: 'json' })).stdout,
    );
    expect(shown.map((item) => item.id)).toEqual(names);
  });

  it('names the rules, updates and sources of a release', async () => {
    expect((await run({ action: 'show', id: '2016-cu23' })).stdout).toBe(`${OLD}2016-cu23  (releases)
  product: 2016
  name: CU23
  kind: CU
  build: 15.1.2507.6
  date: 2022-04-20
  kb: KB5011155
  ad:
    schema: 15334
    organisation: 16223
    domain: 13243
  rules:
    dotnetRules: dotnet-2016-cu23
    windowsRules: windows-2016
    domainControllerRules: dc-2016
    forestLevelRules: forest-2016
    mediaRules: media-2016
    licences: licence-2016
  updates: 2016-cu23+May22SU, 2016-cu23+Aug22SU
  sources:
    docs  A documentation page  https://learn.microsoft.com/exchange  (2022-05-01)
`);
  });

  it('shows annotations of an overlay', async () => {
    const note = 'annotations:\n  - { id: 2016-cu23, note: Tested in our lab., sources: [blog] }\n';
    const { stdout } = await run({ action: 'show', id: '2016-cu23' }, SMALL, [folder({ 'site.yaml': note })]);
    expect(stdout).toContain('  annotation: Tested in our lab.\n');
    expect(stdout).toContain('    blog  A blog post  (2022-04)\n');
  });

  it('keeps paragraphs apart, and names on one line', async () => {
    const { stdout } = await run({ action: 'show', id: 'rollback' }, DATA);
    expect(stdout).toMatch(/^ {2}text:\n {4}An SU can be uninstalled\..*\n {4}Uninstalling a CU/m);
    expect(stdout).toMatch(/^ {2}keywords: rollback, back out, /m);
  });

  it('says which entries cite a source', async () => {
    expect((await run({ action: 'show', id: 'blog' })).stdout).toContain('  cited by: 2019, 2019-cu99\n');
  });
});

describe('catalogue check', () => {
  it('counts, gives the age and the gaps', async () => {
    const { exitCode, stdout } = await run({ action: 'check' });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('as of 2022-05-01, 40 days before 2022-06-10, older than the 35 days');
    expect(stdout).toMatch(/^ {2}releases +3$/m);
    expect(stdout).toContain(
      `1 gap (no error):\n  ${SMALL}/products.yaml:55:5: 2019-cu12+Aug22SU has no date\n`,
    );
  });

  it('checks a directory without header as an overlay on the own data', async () => {
    const good = folder({ 'site.yaml': 'sources:\n  - { id: site, title: Site }\n' });
    expect((await run({ action: 'check', dir: good })).exitCode).toBe(0);
    const bad = folder({ 'site.yaml': 'sources:\n  - { id: docs, title: Site }\n' });
    const { exitCode, stdout, stderr } = await run({ action: 'check', dir: bad });
    expect([exitCode, stdout]).toEqual([4, '']);
    expect(stderr).toMatch(/^\S+\/site\.yaml:2:11: source "docs" is already defined in .*\n1 problem\n$/);
  });

  it('checks a directory with header alone', async () => {
    const alone = folder({
      'catalogue.yaml': 'catalogue: { schema: 1, asOf: 2022-05-01, staleAfterDays: 35 }\n',
    });
    expect((await run({ action: 'check', dir: alone })).stderr).toContain(
      'policies: the policy "no-downgrade"',
    );
  });
});

describe('a window of 80 columns', () => {
  it('holds every line of list and check but the paths of files', async () => {
    for (const action of ['list', 'check']) {
      const { stdout } = await run({ action }, DATA);
      const wide = stdout.split('\n').filter((line) => line.length > 80 && !line.includes('.yaml:'));
      expect(wide).toEqual([]);
    }
  });
});

describe('catalogue graph', () => {
  it('joins groups by the .NET they share, and products by transitions', () => {
    const graph = transitionGraph(loadCatalogue(SMALL));
    expect(graph.columns.map((column) => column.groups.map((group) => group.id))).toEqual([
      ['2010'],
      ['2016-cu14', '2016-cu23'],
      ['2019-cu12'],
    ]);
    expect(graph.bridges).toEqual([{ from: '2016-cu14', to: '2016-cu23', label: '.NET 4.8' }]);
    expect(graph.transitions.map(({ from, to }) => [from, to])).toEqual([
      [['2010'], ['2016-cu14', '2016-cu23']],
      [['2016-cu23'], ['2019-cu12']],
    ]);
  });

  it('draws Mermaid', async () => {
    const { stdout } = await run({ action: 'graph', product: '2016' });
    expect(stdout).toBe(`flowchart TB
  subgraph n0_column_2016["Exchange Server 2016"]
    n1_2016_cu14["CU14<br/>.NET 4.7.2, 4.8<br/>Windows 2016"]
    n2_2016_cu23["CU23<br/>.NET 4.8<br/>Windows 2016"]
  end
  n1_2016_cu14 -->|".NET 4.8"| n2_2016_cu23
`);
  });

  it('escapes hostile names in every format', () => {
    const name = '</text><script>alert("x")</script> \\" | `a` & <b>';
    const overlay = folder({
      'site.yaml': `legacyProducts:\n  - { id: evil, name: ${JSON.stringify(name)}, aliases: [], note: N, sources: [docs] }\ntransitions:\n  - { id: from-evil, act: migrate, from: { product: evil }, to: { from: 2016-cu23 }, text: T, sources: [docs] }\n`,
    });
    const catalogue = loadCatalogue(SMALL, [overlay]);
    const mermaid = drawGraph(catalogue, { format: 'mermaid' });
    expect(mermaid).not.toMatch(/<script|`|\\"/);
    expect(mermaid).toContain('#60;script#62;');
    expect(drawGraph(catalogue, { format: 'svg' })).not.toMatch(/<script|<b>/);
    expect(drawGraph(catalogue, { format: 'dot' })).toContain('alert(\\"x\\")</script> \\\\\\" | ');
  });

  it('draws SVG with a title for screen readers, boxes apart from each other', async () => {
    const { stdout } = await run({ action: 'graph', format: 'svg' }, DATA);
    expect(stdout).toMatch(/^<svg [^>]*role="img" aria-labelledby="t d"/);
    const boxes = [
      ...stdout.matchAll(/class="(?:group|pill)" x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"/g),
    ];
    const rectangles = boxes.map(([, x, y, w, h]) => [Number(x), Number(y), Number(w), Number(h)] as const);
    expect(rectangles.length).toBeGreaterThan(20);
    for (const [index, [x1, y1, w1, h1]] of rectangles.entries()) {
      for (const [x2, y2, w2, h2] of rectangles.slice(index + 1)) {
        expect(x1 + w1 <= x2 || x2 + w2 <= x1 || y1 + h1 <= y2 || y2 + h2 <= y1).toBe(true);
      }
    }
  });
});

describe('old data', () => {
  it('are said on both streams, once on a terminal, and never inside JSON or a picture', async () => {
    const list: CatalogueArguments = { action: 'list' };
    expect((await run(list)).stderr).toContain('1 Patch Tuesday');
    const access = { data: SMALL, overlays: [], open: async () => loadCatalogue(SMALL, []) };
    const shown = await runCatalogue(list, { ...access, today: '2022-06-10', isTerminal: true });
    expect([shown.stdout.startsWith(OLD), shown.stderr]).toEqual([true, '']);
    const fresh = await runCatalogue(list, { ...access, today: '2022-05-02' });
    expect([fresh.stdout.includes('Old data'), fresh.stderr]).toEqual([false, '']);
    for (const args of [{ action: 'list', format: 'json' }, { action: 'graph' }]) {
      const { stdout, stderr } = await run(args);
      expect(stdout).not.toContain('Old data');
      expect(stderr).toContain('1 Patch Tuesday');
    }
  });
});

describe('what is refused', () => {
  it.each([
    [{ action: undefined }, 'catalogue: found nothing, expected one of list, show, check, graph'],
    [
      { action: 'lsit' },
      'catalogue: found "lsit", expected one of list, show, check, graph; did you mean "list"?',
    ],
    [
      { action: 'list', product: '2017' },
      '--product: found "2017", expected one of 2016, 2019; did you mean "2016"?',
    ],
    [{ action: 'list', format: 'dot' }, '--format: found "dot", expected text or json'],
    [{ action: 'graph', format: 'png' }, '--format: found "png", expected mermaid, dot or svg'],
    [{ action: 'show' }, 'catalogue show: expected what to show'],
    [
      { action: 'show', id: 'dotnet-2018' },
      'found "dotnet-2018", expected the id of an entry; did you mean "dotnet-2019"?',
    ],
    [{ action: 'show', id: '\u001b[2Jx' }, 'found "\\u001b[2Jx", expected the id of an entry'],
  ])('%j', async (args, message) => {
    await expect(run(args)).rejects.toThrow(message);
    await expect(run(args)).rejects.toHaveProperty('name', 'UsageError');
  });
});

describe('the program’s own data', () => {
  it('are valid', async () => {
    const { exitCode, stderr } = await run({ action: 'check' }, DATA);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
  });

  it('fit the schema for editors, which is up to date', () => {
    const schema = dataFileSchema();
    expect(readFileSync(`${DATA}/schema.json`, 'utf8')).toBe(schema);
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(JSON.parse(schema));
    for (const name of ['catalogue.yaml', 'rules.yaml', 'products.yaml', 'steps.yaml']) {
      expect(validate(parse(readFileSync(`${SMALL}/${name}`, 'utf8'))), name).toBe(true);
    }
    expect(validate({ sources: [{ id: 'a', titel: 'A' }] })).toBe(false);
  });
});
