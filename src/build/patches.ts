/**
 * Changes to packages while they are bundled, for the start or against a fault. A text that is not there any more fails the
 * build, so that a new version of a package is looked at.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

interface Patch {
  /** Below `node_modules`. */
  readonly file: string;
  readonly changes: ReadonlyArray<readonly [from: string, to: string]>;
}

const PATCHES: readonly Patch[] = [
  {
    // The development tools of React: both wait at the top level, which CommonJS cannot.
    file: 'ink/build/reconciler.js',
    changes: [
      ['if (isDev()) {', 'if (false) {'],
      ['? await loadPackageJson()', '? {}'],
    ],
  },
  {
    // A key with Ctrl that Ink has no name for (Ctrl-F13, an answer of the terminal) ends the program.
    file: 'ink/build/hooks/use-input.js',
    changes: [
      [
        'else if (keypress.ctrl) {\n                input = keypress.name;',
        "else if (keypress.ctrl) {\n                input = keypress.name ?? '';",
      ],
    ],
  },
  {
    // Both take longer to build than the first screen takes to draw, and the signs that cupath draws need neither.
    file: 'string-width/index.js',
    changes: [
      ['const segmenter = new Intl.Segmenter();', 'let segmenter;'],
      ['of segmenter.segment(string)', 'of (segmenter ??= new Intl.Segmenter()).segment(string)'],
      ['const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;', 'let rgiEmojiRegex;'],
      ['if (rgiEmojiRegex.test(segment)', 'if ((rgiEmojiRegex ??= /^\\p{RGI_Emoji}$/v).test(segment)'],
      [
        '/^[\\u0020-\\u007E]*$/.test(string)',
        '/^[\\u0020-\\u007E\\u00B7\\u2013\\u2022\\u2026\\u2190-\\u2193\\u2500-\\u257F\\u25B2\\u25BC\\u276F]*$/.test(string)',
      ],
    ],
  },
];

function patched({ file, changes }: Patch, text: string): string {
  return changes.reduce((result, [from, to]) => {
    if (!result.includes(from)) throw new Error(`${file} no longer holds ${from}; see src/build/patches.ts`);
    return result.replace(from, () => to);
  }, text);
}

/**
 * Applies the changes, makes every package use the one `string-width` at the top of `node_modules`, and gives
 * Ink the layout engine that is loaded before it.
 */
export const patches: Plugin = {
  name: 'patches',
  setup(build) {
    const top = (file: string) => join(process.cwd(), 'node_modules', ...file.split('/'));
    build.onResolve({ filter: /^string-width$/ }, () => ({ path: top('string-width/index.js') }));
    build.onResolve({ filter: /^yoga-layout$/ }, () => ({
      path: join(process.cwd(), 'src', 'wizard', 'yoga.ts'),
    }));
    const byPath = new Map(PATCHES.map((patch) => [top(patch.file), patch]));
    build.onLoad({ filter: /(?:reconciler|index|use-input)\.js$/ }, ({ path }) => {
      const patch = byPath.get(path);
      return patch ? { contents: patched(patch, readFileSync(path, 'utf8')), loader: 'js' } : undefined;
    });
  },
};
