/** The licences of what the bundle holds: the packages come with the program, so their terms do as well. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/** Folders of the packages whose code is in an output, such as `node_modules/ink`. */
export function bundledPackages(metafile: Metafile): readonly string[] {
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  const folders = used.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  return [...new Set(folders)].sort();
}

function licenceText(folder: string): string {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  return file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
}

/**
 * Names, versions and licence texts, one package after the other.
 * @throws Error when a package names no licence
 */
export function licencesText(metafile: Metafile): string {
  const parts = bundledPackages(metafile).map((folder) => {
    if (!existsSync(join(folder, 'package.json'))) throw new Error(`${folder} has no package.json`);
    const { name, version, license } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    ) as Manifest;
    if (license === undefined) throw new Error(`${name} names no licence`);
    return `${name} ${version}\nLicence: ${license}\n\n${licenceText(folder)}\n`;
  });
  const head = 'cupath contains code of the packages below.\n';
  return [head, ...parts].join(`\n${'='.repeat(78)}\n\n`);
}
