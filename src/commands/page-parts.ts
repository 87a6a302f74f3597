/** The script and the style of HTML checklists, as the build made them. */
import type { PageParts } from '../render/html-frame.ts';
import type { OwnFiles } from './own-files.ts';

/** @throws Error where the program is not installed completely */
export function pageParts(own: OwnFiles): PageParts {
  const read = (name: string) => {
    const bytes = own.read(`dist/${name}`);
    if (!bytes) throw new Error(`The program has no dist/${name}; it is not installed completely`);
    return bytes.toString('utf8');
  };
  return { script: read('page.js'), style: read('page.css') };
}
