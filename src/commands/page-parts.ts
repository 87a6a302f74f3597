/** The script and the style of HTML checklists, as the build made them. */
import { readFileSync } from 'node:fs';
import type { PageParts } from '../render/html-frame.ts';

/** @param root the folder that holds `dist/` */
export function pageParts(root: URL): PageParts {
  const read = (name: string) => readFileSync(new URL(`dist/${name}`, root), 'utf8');
  return { script: read('page.js'), style: read('page.css') };
}
