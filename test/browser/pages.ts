/** HTML checklists as files, for the tests in a browser. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plan } from '../../src/checklist/plan.ts';
import { newChecklist } from '../../src/commands/new-checklist.ts';
import { renderHtml } from '../../src/render/html.ts';
import type { PageParts } from '../../src/render/html-frame.ts';
import type { Checklist } from '../../src/saved/checklist.ts';

export const parts: PageParts = {
  script: readFileSync('dist/page.js', 'utf8'),
  style: readFileSync('dist/page.css', 'utf8'),
};

export function checklistOf(plan: Plan): Checklist {
  return newChecklist(plan, { generated: '2026-11-24T08:00:00Z', arguments: ['--from', '2016-cu12'] });
}

/** Writes the page of a checklist into a folder. @returns its file address */
export function pageIn(folder: string, name: string, checklist: Checklist): string {
  const path = join(folder, name);
  writeFileSync(path, renderHtml(checklist, parts));
  return pathToFileURL(path).href;
}
