/** Bundles the program: one small entry, everything else in chunks that are read only when needed. */
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';

export interface Bundling {
  /** The module that runs the command line. */
  readonly entry: string;
  readonly outdir: string;
}

/** Ink asks for these in development only. */
const EMPTY = fileURLToPath(new URL('./empty.ts', import.meta.url));

/** Packages that are CommonJS ask for Node's own modules with `require`. */
const REQUIRE =
  "import { createRequire as nodeRequire } from 'node:module'; const require = nodeRequire(import.meta.url);";

/**
 * Writes `cli.js`, its chunks, `cupath.js` (the executable) and `meta.json` (what went into which chunk).
 * `fetch` is defined away: the program never uses the network, and Node would load its client at the first look.
 * @throws BuildFailure of esbuild
 */
export async function bundle({ entry, outdir }: Bundling): Promise<Metafile> {
  rmSync(join(outdir, 'chunks'), { recursive: true, force: true });
  const result = await build({
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
    banner: { js: REQUIRE },
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"', fetch: 'undefined' },
    alias: { 'react-devtools-core': EMPTY, ws: EMPTY },
  });
  const executable = join(outdir, 'cupath.js');
  writeFileSync(executable, "#!/usr/bin/env node\nimport './cli.js';\n");
  chmodSync(executable, 0o755);
  writeFileSync(join(outdir, 'meta.json'), `${JSON.stringify(result.metafile, null, 1)}\n`);
  return result.metafile;
}
