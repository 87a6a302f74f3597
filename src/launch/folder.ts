/** Starts the program from its folder; V8's compiled code of each pack is taken from `cache/` beside it. */
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import { launcher, type Pack, type Program } from './launcher.ts';

/** Compiled code depends on the very version of V8 and on the processor. */
function cacheFolder(folder: string, version = process.version): string {
  return join(folder, 'cache', `${process.platform}-${process.arch}-${version}`);
}

function tryRead(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Whole or not at all, and never a reason to fail: the package may lie where nobody may write. */
function keep(path: string, folder: string, data: Uint8Array): void {
  try {
    mkdirSync(folder, { recursive: true });
    const beside = `${path}.${process.pid}.tmp`;
    writeFileSync(beside, data, { flag: 'wx' });
    renameSync(beside, path);
  } catch {
    // The next start compiles again.
  }
}

const HEAD_BYTES = 48;

/** Which file the compiled code belongs to: V8 itself compares nothing but the length of the text. */
function headOf(path: string): Buffer {
  const { size, mtimeMs } = statSync(path);
  return Buffer.from(`${size} ${mtimeMs}`.padEnd(HEAD_BYTES), 'latin1');
}

/** Head, compiled code, and the same once more: V8 believes every byte, and comparing is faster than a checksum. */
function sealed(head: Buffer, code: Buffer): Buffer {
  return Buffer.concat([head, code, code]);
}

/** The compiled code of a sealed file; undefined where anything about it is not as it was written. */
function opened(head: Buffer, file: Buffer | undefined): Buffer | undefined {
  if (!file || file.length % 2 !== 0 || !head.equals(file.subarray(0, HEAD_BYTES))) return undefined;
  const middle = HEAD_BYTES + (file.length - HEAD_BYTES) / 2;
  const code = file.subarray(HEAD_BYTES, middle);
  return code.equals(file.subarray(middle)) ? code : undefined;
}

/** What a Node of this version (`v20.20.2`) has kept for a pack; undefined where there is none for it as it is. */
export function compiledCode(folder: string, file: string, version: string): Buffer | undefined {
  return opened(headOf(join(folder, file)), tryRead(join(cacheFolder(folder, version), `${file}.bin`)));
}

/**
 * Reads a pack. Where compiled code is missing, damaged, or was made by another V8, it is written at the end,
 * when all functions that this start needed have been compiled.
 */
function readPack(folder: string, file: string): Pack {
  const path = join(folder, file);
  // esbuild writes ASCII only, and one byte per character is what V8 takes over without decoding.
  const source = readFileSync(path, 'latin1');
  const cache = cacheFolder(folder);
  const kept = join(cache, `${file}.bin`);
  const head = headOf(path);
  const cachedData = opened(head, tryRead(kept));
  const script = new Script(source, { filename: path, ...(cachedData ? { cachedData } : {}) });
  if (!cachedData || script.cachedDataRejected === true) {
    process.on('exit', () => keep(kept, cache, sealed(head, script.createCachedData())));
  }
  return script.runInThisContext() as Pack;
}

/** The `require` of the program that lies in a folder. */
export function inFolder(
  folder: string,
  parts: Pick<Program, 'nodeRequire' | 'packs'>,
): (id: string) => unknown {
  return launcher({
    ...parts,
    url: pathToFileURL(join(folder, 'cupath.js')).href,
    readPack: (file) => readPack(folder, file),
  });
}
