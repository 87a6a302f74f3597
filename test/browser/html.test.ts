import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import type { Plan } from '../../src/checklist/plan.ts';
import { planUpdate } from '../../src/checklist/plan-update.ts';
import { readArguments } from '../../src/commands/arguments.ts';
import { PLAN_FLAGS } from '../../src/commands/flags.ts';
import { questionOf } from '../../src/commands/question.ts';
import { fleetHtml } from '../../src/render/fleet-html.ts';
import { readChecklist } from '../../src/saved/read.ts';
import { fleetOf, machine } from '../fleet/organisation.ts';
import { hostilePlan } from '../render/hostile-plan.ts';
import { noPathPlan, samplePlan } from '../render/sample-plan.ts';
import { haveBrowser, launch } from './browser.ts';
import { checklistOf, pageIn, parts } from './pages.ts';

const folder = mkdtempSync(join(tmpdir(), 'cupath-html-'));
let browser: Browser;
let contexts: BrowserContext[] = [];

interface Seen {
  readonly page: Page;
  /** Addresses that the page asked for. */
  readonly requests: string[];
  /** Errors, dialogs and refusals of the policy. */
  readonly trouble: string[];
}

async function open(url: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Seen> {
  const context = await browser.newContext({ acceptDownloads: true, ...options });
  contexts.push(context);
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const requests: string[] = [];
  const trouble: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('console', (said) => {
    if (said.type() === 'error') trouble.push(said.text());
  });
  page.on('dialog', (dialog) => {
    trouble.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(url);
  return { page, requests, trouble };
}

/** What axe-core finds on a page. */
async function barriers(page: Page) {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const checker = (globalThis as unknown as { axe: typeof axe }).axe;
    const { violations, passes } = await checker.run(document, { resultTypes: ['violations', 'passes'] });
    return {
      passes: passes.length,
      violations: violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`),
    };
  });
}

/** A plan of the real data, as long as real plans are. */
function realPlan(): Plan {
  const catalogue = loadCatalogue('data', []);
  const line =
    '--from 2016-cu12 --to 2016-cu23 --dotnet 4.7.2 --windows 2016 --server EX01 --media 2016-cu14';
  const { values } = readArguments('plan', PLAN_FLAGS, line.split(' '));
  return planUpdate(catalogue, questionOf(catalogue, values, '2026-11-24'));
}

/** The texts of each page from top to bottom, page numbers left out. */
async function textsOf(pdf: Uint8Array): Promise<readonly (readonly string[])[]> {
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  const pages: (readonly string[])[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent();
    const texts = items.flatMap((item) => ('str' in item && item.str.trim() !== '' ? [item] : []));
    const height = (item: (typeof texts)[number]) => Number(item.transform[5]);
    texts.sort((a, b) => height(b) - height(a) || Number(a.transform[4]) - Number(b.transform[4]));
    pages.push(texts.map((item) => item.str.trim()));
  }
  await document.destroy();
  return pages;
}

describe.skipIf(!haveBrowser())('the HTML checklist in a browser', () => {
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });
  afterEach(async () => {
    for (const context of contexts) await context.close();
    contexts = [];
  });

  it('keeps ticks over a reload, shows progress, and asks for nothing but itself', async () => {
    const url = pageIn(folder, 'tick.html', checklistOf(samplePlan));
    const { page, requests, trouble } = await open(url);
    await page.getByLabel('Your name').fill('anna');
    await page.locator('#tick-1').check();
    await page.locator('#tick-2').check();
    await page.locator('#tick-2').uncheck();
    expect(await page.locator('#progress').textContent()).toMatch(/^1 of 12 steps done, 11 left; window /);
    expect(await page.locator('#step-1 .state').textContent()).toMatch(/^Done \d{4}-.* UTC by anna$/);
    await page.reload();
    expect(await page.locator('#tick-1').isChecked()).toBe(true);
    expect(await page.locator('#tick-2').isChecked()).toBe(false);
    expect(await page.locator('#step-2').getAttribute('data-status')).toBe('open');
    expect(await page.getByLabel('Your name').inputValue()).toBe('anna');
    expect(new Set(requests)).toEqual(new Set([url]));
    expect(trouble).toEqual([]);
  });

  it('hands ticks back as a saved checklist, and takes them from one', async () => {
    const checklist = checklistOf(samplePlan);
    const url = pageIn(folder, 'export.html', checklist);
    const { page } = await open(url);
    await page.locator('#tick-1').check();
    await page.locator('#step-2 summary').click();
    await page.locator('#step-2 [data-act="skip"]').click();
    expect(await page.locator('#message').textContent()).toBe('Say why the step is skipped.');
    await page.locator('#say-2').fill('no backup <b>agent</b> here');
    await page.locator('#step-2 [data-act="skip"]').click();
    await page.locator('#step-3 summary').click();
    await page.locator('#step-3 [data-act="fail"]').click();
    await page.locator('#say-3').fill('called the owner');
    await page.locator('#step-3 [data-act="note"]').click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#export').click()]);
    expect(download.suggestedFilename()).toBe('EX01.cupath.json');
    const path = join(folder, 'EX01.cupath.json');
    await download.saveAs(path);
    const reading = readChecklist(readFileSync(path, 'utf8'));
    if (!reading.ok) throw new Error(reading.problem);
    expect(reading.checklist.id).toBe(checklist.id);
    expect(reading.checklist.revision).toBe(2);
    expect(reading.checklist.planJson).toEqual(checklist.planJson);
    expect(reading.checklist.log.map(({ kind }) => kind)).toEqual(['done', 'skipped', 'failed', 'note']);

    const other = await open(url);
    expect(await other.page.locator('#tick-1').isChecked()).toBe(false);
    await other.page.locator('#file').setInputFiles(path);
    await other.page.getByText('Loaded: 4 new entries.').waitFor();
    expect(await other.page.locator('#tick-1').isChecked()).toBe(true);
    expect(await other.page.locator('#step-2 .state').textContent()).toContain('no backup <b>agent</b> here');
    expect(await other.page.locator('#step-3').getAttribute('data-status')).toBe('failed');
    await other.page.locator('#file').setInputFiles(path);
    await other.page.getByText('Loaded: 0 new entries.').waitFor();
  });

  it.each([
    ['not JSON', '{"schema": ', /^Not loaded: 1:\d+: no JSON here/],
    ['another checklist', JSON.stringify({ id: 'x' }), /^Not loaded: schema: /],
    ['a script', '<script>alert(1)</script>', /^Not loaded: 1:1: /],
  ])('refuses a file that is %s', async (_name, content, message) => {
    const { page, trouble } = await open(pageIn(folder, 'refuse.html', checklistOf(samplePlan)));
    const path = join(folder, 'bad.json');
    writeFileSync(path, content);
    await page.locator('#file').setInputFiles(path);
    await page.locator('#message', { hasText: 'Not loaded' }).waitFor();
    expect(await page.locator('#message').textContent()).toMatch(message);
    expect(trouble).toEqual([]);
  });

  it('works without storage and with kept data that somebody spoilt', async () => {
    const checklist = checklistOf(samplePlan);
    const url = pageIn(folder, 'storage.html', checklist);
    const { page, trouble } = await open(url);
    await page.evaluate(
      (key) => localStorage.setItem(key, '[{"kind":"done","step":"<img src=x onerror=alert(1)>"}]'),
      `cupath.checklist.${checklist.id}`,
    );
    await page.reload();
    expect(await page.locator('#progress').textContent()).toMatch(/^0 of 12/);
    await page.evaluate(() => {
      Storage.prototype.setItem = () => {
        throw new Error('refused');
      };
    });
    await page.locator('#tick-1').check();
    expect(await page.locator('#message').textContent()).toMatch(/keeps nothing/);
    expect(trouble).toEqual([]);
  });

  it('copies a command whole, or marks it and says so', async () => {
    const url = pageIn(folder, 'copy.html', checklistOf(samplePlan));
    const { page } = await open(url, { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.locator('#step-4 summary').click();
    await page.getByRole('button', { name: 'Copy command 1 of step 4' }).click();
    await page.getByText('Copied.').waitFor();
    const wanted = samplePlan.steps[3]?.commands[0]?.run;
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(wanted);
    await page.evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', { value: undefined });
    });
    await page.getByRole('button', { name: 'Copy command 1 of step 4' }).click();
    await page.getByText('press Ctrl+C').waitFor();
    expect(await page.evaluate(() => String(getSelection()))).toBe(wanted);
  });

  it('can be worked with the keyboard alone', async () => {
    const { page } = await open(pageIn(folder, 'keys.html', checklistOf(samplePlan)));
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Go to the steps');
    await page.locator('#next').focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('tick-1');
    await page.keyboard.press('Space');
    expect(await page.locator('#step-1').getAttribute('data-status')).toBe('done');
    await page.locator('#next').focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('tick-2');
    expect(await page.locator('#step-2 details').evaluate((fold) => fold.hasAttribute('open'))).toBe(true);
  });

  it.each([
    ['light', samplePlan],
    ['dark', samplePlan],
    ['light', noPathPlan],
  ] as const)('has no known barrier, %s', async (colorScheme, plan) => {
    const { page } = await open(pageIn(folder, `axe-${colorScheme}.html`, checklistOf(plan)), {
      colorScheme,
    });
    await page.locator('#unfold').click();
    for (const tick of [1, 2]) {
      if (plan.steps.length >= tick) await page.locator(`#tick-${tick}`).check();
    }
    const found = await barriers(page);
    expect(found.violations).toEqual([]);
    expect(found.passes).toBeGreaterThan(15);
  });

  it.each([
    '<img src=x onerror=alert(1)>',
    '</script><script>alert(1)</script>',
    '"\'><svg onload=alert(1)>',
    '`$' + '{alert(1)}`',
  ])('lets the server name %j be nothing but text', async (server) => {
    const evil: Plan = {
      ...hostilePlan,
      from: { ...hostilePlan.from, server, dag: server },
      catalogue: { ...hostilePlan.catalogue, overlays: [server] },
      warnings: [{ id: 'x', text: server }],
      steps: hostilePlan.steps.map((step) => ({
        ...step,
        title: server,
        why: server,
        commands: [{ shell: 'ems', run: server }],
        links: [
          { title: server, url: `javascript:${server}` },
          { title: server, url: `https://e.test/${server}` },
        ],
      })),
    };
    const { page, requests, trouble } = await open(pageIn(folder, 'evil.html', checklistOf(evil)));
    await page.locator('#unfold').click();
    await page.locator('#tick-1').check();
    expect(trouble).toEqual([]);
    expect(requests).toHaveLength(1);
    expect(await page.locator('img, iframe, object, embed, [onerror], [onload], [style]').count()).toBe(0);
    expect(await page.locator('script').count()).toBe(2);
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
    expect(await page.locator('h1').textContent()).toContain(server);
    expect(await page.locator('#step-1 label b').first().textContent()).toBe('1.');
    expect(await page.locator('#step-1 pre').first().textContent()).toContain(server);
  });

  it('runs no script but its own, and loads nothing', async () => {
    const { page, requests } = await open(pageIn(folder, 'policy.html', checklistOf(samplePlan)));
    const refused: string[] = [];
    page.on('requestfailed', (request) => refused.push(`${request.url()} ${request.failure()?.errorText}`));
    const ran = await page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.pwned = true';
      document.body.append(script);
      const image = document.createElement('img');
      image.src = 'https://example.test/x.png';
      document.body.append(image);
      document.body.insertAdjacentHTML('beforeend', '<p id="p" onclick="window.pwned = true">x</p>');
      document.getElementById('p')?.click();
      await fetch('https://example.test/').catch(() => {});
      return 'pwned' in window;
    });
    expect(ran).toBe(false);
    expect(requests).toHaveLength(2);
    expect(refused).toEqual(['https://example.test/x.png csp']);
  });

  it.each(['A4', 'Letter'])('prints on %s with boxes and no step cut in two', async (format) => {
    const plan = realPlan();
    const { page } = await open(pageIn(folder, 'print.html', checklistOf(plan)));
    await page.locator('#tick-1').check();
    const sheets = await textsOf(await page.pdf({ format }));
    const numbers = plan.steps.map((_, index) => `${index + 1}.`);
    const starts = sheets.map((texts) => texts.filter((text) => numbers.includes(text)));
    expect(starts.flat().length).toBeGreaterThanOrEqual(numbers.length);
    // 1056 and 1123 CSS pixels high, less the margins; what is higher has to be cut somewhere.
    const room = format === 'A4' ? 1005 : 938;
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 688, height: 1000 });
    await page.evaluate(() => {
      for (const fold of document.querySelectorAll('details')) fold.open = true;
    });
    const tall = await page
      .locator('.step')
      .evaluateAll(
        (items, limit) => items.filter((item) => item.getBoundingClientRect().height > limit).length,
        room,
      );
    const headings = new Set(await page.locator('h2, h3').allTextContents());
    const first = sheets.findIndex((texts) => texts.includes('1.'));
    const last = sheets.findLastIndex((texts) => texts.includes(`${plan.steps.length}.`));
    const cut = sheets.slice(first, last + 1).filter(([top = '', next = '']) => {
      // The number of a step stands beside its box, in which a tick is a letter.
      const text = top === 'X' ? next : top;
      const heading = [...headings].some((each) => each.startsWith(text));
      return !numbers.includes(text) && !heading;
    });
    expect(cut.length).toBeLessThanOrEqual(tall);
    expect(tall).toBeLessThan(3);
    // Everything is unfolded on paper: the last command of the plan is there.
    const all = sheets.flat().join(' ');
    expect(all).toContain('Initials');
    expect(all).toMatch(new RegExp(`1 / ${sheets.length}`));
    expect(all.replace(/\s+/g, '')).toContain(
      (plan.steps.at(-1)?.verify.at(-1)?.expect ?? 'nothing').replace(/\s+/g, ''),
    );
    // Afterwards the page is as it was.
    await page.emulateMedia({ media: 'screen' });
  });

  it('fits a phone: nothing is wider than the window', async () => {
    const url = pageIn(folder, 'phone.html', checklistOf(realPlan()));
    const { page } = await open(url, { viewport: { width: 360, height: 740 } });
    await page.locator('#unfold').click();
    const { scroll, client } = await page.evaluate(() => ({
      scroll: document.documentElement.scrollWidth,
      client: document.documentElement.clientWidth,
    }));
    expect(scroll).toBeLessThanOrEqual(client);
  });

  it.each(['light', 'dark'] as const)(
    'shows a fleet without a script and without a barrier, %s',
    async (colorScheme) => {
      const fleet = await fleetOf(
        [
          machine('EX01 2019-cu12 mailbox DAG1 Main 4.8 2019'),
          machine('EX02 2019-cu12 mailbox DAG1 Main 4.8 2019'),
          machine('EX11 2016-cu23 mailbox none Branch 4.8 2016'),
          { ...machine('X 2019-cu15 mailbox none Main 4.8.1 2022'), name: '</td><script>alert(1)</script>' },
        ],
        { window: { minutes: 540, start: '2026-12-05T22:00', fit: 'typical' } },
      );
      const path = join(folder, `fleet-${colorScheme}.html`);
      writeFileSync(path, [...fleetHtml(fleet, { checklists: true, style: parts.style })].join(''));
      const { page, requests, trouble } = await open(pathToFileURL(path).href, {
        colorScheme,
        viewport: { width: 360, height: 800 },
      });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      expect(await page.locator('script').count()).toBe(0);
      await page.locator('a[href^="#checklist-"]').first().click();
      expect(await page.evaluate(() => document.querySelector(':target')?.tagName)).toBe('SECTION');
      await page.locator('summary').first().click();
      const found = await barriers(page);
      expect(found.violations).toEqual([]);
      expect(found.passes).toBeGreaterThan(12);
      expect([requests.length, trouble]).toEqual([1, []]);
      const texts = (await textsOf(await page.pdf({ format: 'A4' }))).flat().join(' ');
      expect(texts).toContain('Get-ExchangeServer');
    },
  );
});
