/** A fleet as a page and as CSV: everything of the plan is in it, and no name becomes markup or a formula. */
import { parse } from 'csv-parse/sync';
import { Parser } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { planOf } from '../../src/fleet/marks.ts';
import { fleetCsv } from '../../src/render/fleet-csv.ts';
import { fleetHtml } from '../../src/render/fleet-html.ts';
import { fleetMarkdown } from '../../src/render/fleet-markdown.ts';
import { fleetText } from '../../src/render/fleet-text.ts';
import { fleetOf, machine } from '../fleet/organisation.ts';

const HOSTILE = '</td><script>alert(1)</script>';
const fleet = await fleetOf(
  [
    machine('EX01 2019-cu12 mailbox DAG1 Main 4.8 2019'),
    machine('EX02 2019-cu12 mailbox DAG1 Main 4.8 2019'),
    machine('EX11 2016-cu23 mailbox none Branch 4.8 2016'),
    machine('EDGE1 2019-cu13 edge none Main 4.8 2019'),
    machine('EX99 15.2.9999.1 mailbox none Main 4.8 2019'),
    { ...machine('X 2019-cu15 mailbox none Main 4.8.1 2022'), name: HOSTILE, site: '=1+1' },
  ],
  { window: { minutes: 540, start: '2026-12-05T22:00', fit: 'typical' }, command: `cupath plan ${HOSTILE}` },
);

interface Read {
  readonly ids: readonly string[];
  readonly targets: readonly string[];
  readonly tags: ReadonlySet<string>;
  readonly text: string;
}

/** Strict enough to see an element that is not closed in its place. */
function readHtml(markup: string): Read {
  const ids: string[] = [];
  const targets: string[] = [];
  const tags = new Set<string>();
  const open: string[] = [];
  // Those of HTML, and the shapes of the drawing.
  const VOID = new Set(['meta', 'input', 'br', 'line', 'circle', 'rect', 'path', 'polygon']);
  let text = '';
  const parser = new Parser({
    onopentag(name, attributes) {
      tags.add(name);
      if (!VOID.has(name)) open.push(name);
      if (attributes.id !== undefined) ids.push(attributes.id);
      if (attributes.href?.startsWith('#')) targets.push(attributes.href.slice(1));
      for (const attribute of Object.keys(attributes)) expect(attribute).not.toMatch(/^on/);
    },
    ontext(piece) {
      text += piece;
    },
    onclosetag(name, implied) {
      if (VOID.has(name)) return;
      expect([name, implied]).toEqual([open.pop(), false]);
    },
  });
  parser.end(markup);
  expect(open).toEqual([]);
  return { ids, targets, tags, text };
}

function pageOf(checklists: boolean): Read {
  return readHtml([...fleetHtml(fleet, { checklists, style: 'p { margin: 0 }' })].join(''));
}

describe('a fleet as a page', () => {
  it.each([false, true])(
    'is whole: each element closed, each id once, each link leads somewhere (checklists: %s)',
    (full) => {
      const { ids, targets, tags } = pageOf(full);
      expect(new Set(ids).size).toBe(ids.length);
      expect(targets.length).toBeGreaterThan(4);
      for (const target of targets) expect(ids).toContain(target);
      expect(
        [...tags].filter((tag) => ['script', 'input', 'button', 'form', 'iframe', 'img'].includes(tag)),
      ).toEqual([]);
    },
  );

  it('says who, in which wave and window, what is in doubt, and names as they are', () => {
    const { text } = pageOf(false);
    for (const { name } of fleet.servers) expect(text).toContain(name);
    for (const { wave, servers } of fleet.waves) expect(text).toContain(`${wave}${servers[0]}`);
    for (const { start } of fleet.schedule?.windows ?? []) expect(text).toContain(start.replace('T', ' '));
    expect(fleet.schedule?.windows.length).toBeGreaterThan(0);
    const warnings = fleet.warnings.map((warning) =>
      warning.text.replace(/^Plan [A-Z]+[^:]*: /, '').slice(1, 60),
    );
    expect(warnings.length).toBeGreaterThan(3);
    for (const warning of warnings) expect(text).toContain(warning);
    const style = { width: 80, colour: false, ascii: false, checklists: false, brief: false };
    const plain = [...fleetText(fleet, style)].join('').replace(/\s+/g, ' ');
    const marked = [...fleetMarkdown(fleet, style)].join('').replaceAll('\\', '');
    for (const warning of warnings)
      expect([plain.includes(warning), marked.includes(warning)]).toEqual([true, true]);
    expect(text).toContain('Build 15.2.9999.1 is newer than this catalogue');
  });

  it('has the steps of every checklist only where they are asked for, those of the organisation always', () => {
    const [outline, full] = [pageOf(false).text, pageOf(true).text];
    const once = fleet.organisation[0]?.title ?? '';
    expect(outline).toContain(once);
    const shared = fleet.plans.find(({ plan, base }) => plan.steps.length > 20 && base === null);
    const step = shared?.plan.steps.find(({ title, phase }) => phase === 'update' && !title.includes('mark'));
    expect(step).toBeDefined();
    expect(outline).not.toContain(`. ${step?.title}`);
    expect(full).toContain(`. ${step?.title}`);
  });
});

describe('a fleet as CSV', () => {
  type Row = Readonly<Record<string, string>>;
  const rows = parse([...fleetCsv(fleet, { mark: true })].join(''), {
    columns: true,
    bom: true,
    record_delimiter: '\r\n',
  }) as Row[];

  it('has every step of every server under its name and wave, and those of the organisation once', () => {
    for (const server of fleet.servers) {
      const own = rows.filter((row) => row.Server === server.name);
      expect(own.map((row) => row.Id)).toEqual(planOf(server)?.steps.map(({ id }) => id) ?? []);
      const wave = fleet.waves.find(({ servers }) => servers.includes(server.name))?.wave;
      expect(new Set(own.map((row) => row.Wave))).toEqual(
        new Set(own.length === 0 ? [] : [wave === undefined ? '' : String(wave)]),
      );
    }
    const once = (wave: string) => rows.filter((row) => row.Wave === wave).map((row) => [row.Server, row.Id]);
    expect(once('once, before')).toEqual(fleet.organisation.map(({ id }) => ['', id]));
    expect(once('once, after')).toEqual(fleet.closing.map(({ id }) => ['', id]));
    expect(rows.findIndex((row) => row.Wave === '1')).toBe(fleet.organisation.length);
  });

  it('makes no formula of a name', () => {
    const text = [...fleetCsv(fleet, { mark: false })].join('');
    expect(text.startsWith('Wave,Step,')).toBe(true);
    expect(rows.flatMap((row) => Object.values(row)).filter((cell) => /^[=+@-]/.test(cell))).toEqual([]);
  });
});
