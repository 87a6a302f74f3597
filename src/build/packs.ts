/**
 * Turns the modules of the bundle into CommonJS and packs them into few files: what a frequent start needs is in
 * packs of its own, the rest of the program in one, and each part that holds foreign packages in one as well, so
 * that nobody reads Ink or YAML who does not need them. The executable itself holds the launcher alone: V8 compiles
 * it anew at every start.
 */
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { build, type Metafile, transform } from 'esbuild';

/** The pack of everything that holds no foreign package and is in no pack of its own. */
const REST = 'program.js';

export interface Packing {
  readonly metafile: Metafile;
  readonly outdir: string;
  /** Source file that starts the program. */
  readonly entry: string;
  /** Packs for what source files need beyond the packs before, so that small commands read little. */
  readonly packs: readonly { readonly file: string; readonly sources: readonly string[] }[];
}

type Outputs = Metafile['outputs'];

function outputOf(outputs: Outputs, source: string): string {
  const found = Object.keys(outputs).find((path) => outputs[path]?.entryPoint === source);
  if (found === undefined) throw new Error(`${source} is no entry of the bundle`);
  return found;
}

/** The output of a source file, and what it imports statically. */
function closure(outputs: Outputs, start: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const queue = [start];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    for (const item of outputs[path]?.imports ?? []) {
      if (item.kind === 'import-statement' && outputs[item.path]) queue.push(item.path);
    }
  }
  return seen;
}

function holdsPackages(outputs: Outputs, path: string): boolean {
  return Object.keys(outputs[path]?.inputs ?? {}).some((input) => input.includes('node_modules/'));
}

/**
 * Packs are read byte by byte. esbuild escapes strings, but not what stands in a template or an expression; there
 * an escape means the same.
 */
function ascii(code: string): string {
  return code.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

async function moduleText(path: string): Promise<string> {
  const { code } = await transform(readFileSync(path, 'utf8'), FORM);
  return `${JSON.stringify(basename(path))}: ${AROUND[0]}\n${ascii(code)}\n${AROUND[1]}`;
}

const AROUND = ['function (exports, require, module, cupathUrl) {', '}'] as const;

/** What stands around every module, as esbuild writes it. */
const FORM = {
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  // Names stay, so that the stack of a bug can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  // Becomes a `require`, which the launcher answers.
  supported: { 'dynamic-import': false },
  legalComments: 'none',
} as const;

/**
 * The modules of a pack that are needed together, as one: they call each other without a table of exports in
 * between, which is what a function that runs once spends much of its time on.
 */
async function mergedText(paths: readonly string[]): Promise<string> {
  const names = paths.map((path) => basename(path));
  const inside = new Map(paths.map((path) => [basename(path), resolve(path)]));
  const { outputFiles } = await build({
    ...FORM,
    stdin: {
      contents: names
        .map((name, index) => `import * as m${index} from './${name}'; export { m${index} as '${name}' };`)
        .join('\n'),
      resolveDir: '.',
    },
    bundle: true,
    write: false,
    logLevel: 'warning',
    plugins: [
      {
        name: 'pack',
        setup(plugin) {
          plugin.onResolve({ filter: /^\.{1,2}\// }, ({ path, kind }) => {
            const own = kind === 'dynamic-import' ? undefined : inside.get(basename(path));
            return own === undefined
              ? { path: `./${basename(path)}`, external: true }
              : { path: own, sideEffects: true };
          });
        },
      },
    ],
  });
  return `${AROUND[0]}\n${ascii(outputFiles[0]?.text ?? '')}\n${AROUND[1]}`;
}

async function tableText(paths: readonly string[]): Promise<string> {
  const modules = await Promise.all(paths.map(moduleText));
  return `({\n${modules.join(',\n')}\n})`;
}

/** @param entry `folder` or `executable`, below `src/launch` */
async function launcherText(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`src/launch/${entry}.ts`],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'cupath',
    platform: 'node',
    target: 'node20',
    minify: true,
  });
  return outputFiles[0]?.text ?? '';
}

/** Which file each output goes into. */
function packsOf({ metafile: { outputs }, packs }: Packing): ReadonlyMap<string, string> {
  const modules = Object.keys(outputs).filter((path) => path.endsWith('.js'));
  const parts = packs.map(({ file, sources }) => ({
    file,
    needed: new Set(sources.flatMap((source) => [...closure(outputs, outputOf(outputs, source))])),
  }));
  return new Map(
    modules.map((path) => {
      const part = parts.find(({ needed }) => needed.has(path));
      return [path, holdsPackages(outputs, path) ? basename(path) : (part?.file ?? REST)];
    }),
  );
}

/** Removes the modules, and the packs and compiled code of an earlier build. */
function clear(outdir: string): void {
  for (const folder of ['chunks', 'cache']) rmSync(join(outdir, folder), { recursive: true, force: true });
  for (const file of readdirSync(outdir)) if (file.endsWith('.js')) rmSync(join(outdir, file));
}

/** The name of the script that a single executable begins with; it is no part of the package. */
export const EXECUTABLE_SCRIPT = 'executable.js';

/** Writes `cupath.js`, the script of single executables and the packs, and removes the modules they were made of. */
export async function pack(packing: Packing): Promise<void> {
  const { metafile, outdir, entry } = packing;
  const packs = packsOf(packing);
  const modules = Object.keys(metafile.outputs).filter((path) => path.endsWith('.js'));
  const texts = new Map<string, string>();
  const merged = new Set(packing.packs.map(({ file }) => file));
  for (const file of new Set(packs.values())) {
    const inside = modules.filter((path) => packs.get(path) === file);
    texts.set(file, merged.has(file) ? `(${await mergedText(inside)})` : await tableText(inside));
  }
  clear(outdir);
  for (const [file, text] of texts) writeFileSync(join(outdir, file), text);
  const where = Object.fromEntries([...packs].map(([path, file]) => [basename(path), file]));
  const start = basename(outputOf(metafile.outputs, entry));
  const parts = `{ nodeRequire: require, packs: ${JSON.stringify(where)} }`;
  const command = join(outdir, 'cupath.js');
  writeFileSync(
    command,
    [
      '#!/usr/bin/env node',
      "'use strict';",
      (await launcherText('folder')).trimEnd(),
      `module.exports = cupath.inFolder(__dirname, ${parts})('./${start}');`,
      '',
    ].join('\n'),
  );
  chmodSync(command, 0o755);
  writeFileSync(
    join(outdir, EXECUTABLE_SCRIPT),
    [
      "'use strict';",
      (await launcherText('executable')).trimEnd(),
      `cupath.inside(${parts})('./${start}');`,
      '',
    ].join('\n'),
  );
  // The package as a whole is ES modules; what stands here is not.
  writeFileSync(join(outdir, 'package.json'), '{ "type": "commonjs" }\n');
}
