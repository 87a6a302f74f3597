/**
 * Makes the program one file: Node with the program as a resource in it (a "single executable application" of Node).
 * The packs, V8's compiled code of them, the data and the licences are assets.
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { NtExecutable } from 'pe-library';
import { EXECUTABLE_SCRIPT } from '../src/build/packs.ts';
import { readDataFiles } from '../src/catalogue/load.ts';
import { DATA_ASSET } from '../src/commands/own-files.ts';
import { codeAsset } from '../src/launch/asset-names.ts';
import { compiledCode } from '../src/launch/folder.ts';

/** What Node looks for in itself, see its documentation of single executable applications. */
const RESOURCE = 'NODE_SEA_BLOB';
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/** The command of postject. */
const INJECT = createRequire(import.meta.url).resolve('postject/dist/cli.js');

export interface Making {
  /** The package, as it is installed. */
  readonly app: string;
  /** The first script, see `EXECUTABLE_SCRIPT`. */
  readonly script: string;
  /** Licence of Node. */
  readonly licence: string;
  /** A Node of the same version as those that the executables are made of, for this machine. */
  readonly node: string;
  /** `v20.20.2` */
  readonly version: string;
  /** An empty folder to work in. */
  readonly work: string;
}

function isPack(name: string): boolean {
  return name.endsWith('.js') && name !== 'cupath.js' && name !== 'page.js' && name !== EXECUTABLE_SCRIPT;
}

/** Path of every asset by its name. */
function assetsOf({ app, licence, version, work }: Making): Readonly<Record<string, string>> {
  const dist = join(app, 'dist');
  const made = join(work, 'made');
  mkdirSync(join(made, 'code'), { recursive: true });
  const data = readDataFiles(join(app, 'data')).map(({ path, text }) => ({ path, text }));
  writeFileSync(join(made, DATA_ASSET), JSON.stringify(data));
  const packs = readdirSync(dist).filter(isPack);
  const codes = packs.flatMap((file): [string, string][] => {
    const code = compiledCode(dist, file, version);
    if (!code) return [];
    const path = join(made, codeAsset(file));
    writeFileSync(path, code);
    return [[codeAsset(file), path]];
  });
  const shipped = [
    'package.json',
    'LICENSE',
    ...['catalogue.json', 'diagnosis.json', 'page.js', 'page.css', 'THIRD-PARTY-LICENSES.txt', ...packs].map(
      (name) => `dist/${name}`,
    ),
  ];
  return Object.fromEntries([
    ...shipped.map((name) => [name, join(app, name)]),
    ...codes,
    [DATA_ASSET, join(made, DATA_ASSET)],
    ['LICENSE-node.txt', licence],
  ]);
}

/** Makes what is put into Node, the same for every system. @returns the path of the blob */
export function executableBlob(making: Making): string {
  const config = join(making.work, 'sea.json');
  const output = join(making.work, 'sea.blob');
  writeFileSync(
    config,
    JSON.stringify({
      main: making.script,
      output,
      disableExperimentalSEAWarning: true,
      assets: assetsOf(making),
    }),
  );
  execFileSync(making.node, ['--experimental-sea-config', config], { stdio: 'pipe' });
  return output;
}

/** A signature that no longer fits its file is worse than none. */
function withoutSignature(image: Buffer): Buffer {
  return Buffer.from(NtExecutable.from(image, { ignoreCert: true }).generate());
}

/**
 * Writes the executable.
 * @param binary the Node of the system that it is for
 */
export function writeExecutable(binary: string, blob: string, to: string): void {
  if (existsSync(to)) throw new Error(`${to} exists`);
  if (binary.endsWith('.exe')) writeFileSync(to, withoutSignature(readFileSync(binary)));
  else copyFileSync(binary, to);
  execFileSync(process.execPath, [INJECT, to, RESOURCE, blob, '--sentinel-fuse', FUSE], { stdio: 'pipe' });
  chmodSync(to, 0o755);
}
