/** Bundles the program: one small executable, everything else in packs that are read only when needed. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import { licencesText } from './licences.ts';
import { pack } from './packs.ts';
import { patches } from './patches.ts';

export interface Bundling {
  /** The module that runs the command line. */
  readonly entry: string;
  readonly outdir: string;
}

/** Ink asks for these in development only. */
const EMPTY = fileURLToPath(new URL('./empty.ts', import.meta.url));

/** What people start most; each pack has what its sources need beyond the ones before. */
const PACKS = [
  { file: 'main.js', sources: ['src/cli.ts', 'src/commands/version.ts'] },
  { file: 'help.js', sources: ['src/commands/help.ts', 'src/commands/topics.ts'] },
  { file: 'catalogue.js', sources: ['src/catalogue/compiled.ts'] },
  { file: 'identify.js', sources: ['src/commands/identify.ts'] },
  { file: 'plan.js', sources: ['src/commands/plan.ts'] },
  { file: 'json.js', sources: ['src/render/json.ts'] },
  { file: 'text.js', sources: ['src/render/text.ts'] },
  { file: 'markdown.js', sources: ['src/render/markdown.ts'] },
  { file: 'wizard.js', sources: ['src/wizard/start.tsx'] },
];

/**
 * Writes `cupath.js` (the executable), its packs and `meta.json` (which source went into which module, and how
 * the modules load each other).
 * `fetch` is defined away: the program never uses the network, and Node would load its client at the first look.
 * @throws BuildFailure of esbuild
 */
export async function bundle({ entry, outdir }: Bundling): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: { cli: entry },
    outdir,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    jsx: 'automatic',
    minifySyntax: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    define: {
      'process.env.NODE_ENV': '"production"',
      'process.env.DEV': '"false"',
      'import.meta.url': 'cupathUrl',
      fetch: 'undefined',
    },
    alias: { 'react-devtools-core': EMPTY, ws: EMPTY },
    plugins: [patches],
  });
  writeFileSync(join(outdir, 'meta.json'), `${JSON.stringify(metafile, null, 1)}\n`);
  writeFileSync(join(outdir, 'THIRD-PARTY-LICENSES.txt'), licencesText(metafile));
  await pack({ metafile, outdir, entry, packs: PACKS });
  return metafile;
}

/**
 * Writes `page.js` and `page.css`: what every HTML checklist carries inside.
 * @throws BuildFailure of esbuild
 */
export async function bundlePage(outdir: string): Promise<void> {
  await build({
    entryPoints: ['src/page/page.ts', 'src/page/page.css'],
    outdir,
    bundle: true,
    format: 'iife',
    target: ['chrome109', 'firefox115', 'safari16'],
    charset: 'ascii',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
}
