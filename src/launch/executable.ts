/**
 * Starts the program inside a single executable: the packs, V8's compiled code of them and all other files are
 * assets. Nothing is read from a disk, and nothing written.
 */
import { getRawAsset } from 'node:sea';
import { Script } from 'node:vm';
import { codeAsset } from './asset-names.ts';
import { launcher, type Pack, type Program } from './launcher.ts';

function asset(name: string): Buffer | undefined {
  try {
    return Buffer.from(getRawAsset(name) as ArrayBuffer);
  } catch {
    return undefined;
  }
}

function readPack(file: string): Pack {
  const source = asset(`dist/${file}`);
  if (!source) throw new Error(`The program has no pack ${file}; it was not built completely`);
  const cachedData = asset(codeAsset(file));
  // Code that another V8 compiled is refused by V8, and compiled anew.
  const script = new Script(source.toString('latin1'), {
    filename: file,
    ...(cachedData ? { cachedData } : {}),
  });
  return script.runInThisContext() as Pack;
}

/** The `require` of the program inside this executable. */
export function inside(parts: Pick<Program, 'nodeRequire' | 'packs'>): (id: string) => unknown {
  return launcher({ ...parts, url: 'asset:///dist/cupath.js', readPack });
}
