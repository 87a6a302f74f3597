/**
 * A real browser for the HTML checklist: Chromium without a window, if the machine has one. Where
 * CUPATH_REQUIRE_BROWSER is 1, having none is a failure and not a reason to skip.
 */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const USUAL = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

const given = process.env.CUPATH_BROWSER;

/** Path of the browser; null: this machine has none where one is looked for. */
export const browserPath: string | null =
  given !== undefined && given !== '' ? given : (USUAL.find((path) => existsSync(path)) ?? null);

/** False: the tests in a browser have to be skipped, and this says so once. */
export function haveBrowser(): boolean {
  if (browserPath !== null) return true;
  const words = 'no Chromium found (set CUPATH_BROWSER to its path)';
  if (process.env.CUPATH_REQUIRE_BROWSER === '1') throw new Error(words);
  process.stderr.write(`skipped the tests in a browser: ${words}\n`);
  return false;
}

export function launch(): Promise<Browser> {
  if (browserPath === null) throw new Error('no browser');
  // Containers give a browser no sandbox of its own; what is opened here is our own page.
  return chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
}
