/**
 * The first code of the executable. The program lies in a few files ("packs"), each a table of module functions or
 * one function that makes several modules: a pack is read when the first of its modules is asked for, and V8's
 * compiled code for it is taken from `cache/` beside it. Node's own loader would resolve, read and compile every module by itself at every start.
 */
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';

/** What stands around a module's text. `url` is the address of the executable, for `import.meta.url`. */
export type ModuleFunction = (
  exports: object,
  require: (id: string) => unknown,
  module: { exports: unknown },
  url: string,
) => void;

export type ModuleTable = Readonly<Record<string, ModuleFunction>>;

/** A table, or one function whose exports are the exports of each of its modules, by name. */
type Pack = ModuleTable | ModuleFunction;

export interface Program {
  /** The folder of the executable. */
  readonly folder: string;
  /** Node's `require`, for its own modules. */
  readonly nodeRequire: (id: string) => unknown;
  /** File name of the pack of every module. */
  readonly packs: Readonly<Record<string, string>>;
}

/** Compiled code depends on the very version of V8 and on the processor. */
function cacheFolder(folder: string): string {
  return join(folder, 'cache', `${process.platform}-${process.arch}-${process.version}`);
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

/** Where the last part of `./chunks/name.js` begins: names are unique, folders do not matter. */
function nameOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/**
 * Makes the `require` of the program.
 * @returns a function that evaluates a module once and gives its exports
 */
export function launcher({ folder, nodeRequire, packs }: Program): (id: string) => unknown {
  const url = pathToFileURL(join(folder, 'cupath.js')).href;
  const evaluated = new Map<string, { exports: unknown }>();
  const tables = new Map<string, ModuleTable>();

  const evaluate = (body: ModuleFunction, module: { exports: unknown }): unknown => {
    body(module.exports as object, load, module, url);
    return module.exports;
  };

  /** The function of a module; undefined where its pack makes all its modules at once, and now has. */
  const bodyOf = (name: string): ModuleFunction | undefined => {
    const file = packs[name];
    if (file === undefined) return undefined;
    const table = tables.get(file);
    if (table) return table[name];
    const pack = readPack(folder, file);
    if (typeof pack !== 'function') {
      tables.set(file, pack);
      return pack[name];
    }
    for (const [each, exports] of Object.entries(evaluate(pack, { exports: {} }) as object))
      evaluated.set(each, { exports });
    return undefined;
  };

  const load = (id: string): unknown => {
    if (!id.startsWith('.')) return nodeRequire(id);
    const name = nameOf(id);
    const known = evaluated.get(name);
    if (known) return known.exports;
    const body = bodyOf(name);
    if (body) {
      const module = { exports: {} };
      evaluated.set(name, module);
      return evaluate(body, module);
    }
    const made = evaluated.get(name);
    if (!made) throw new Error(`The program has no module ${name}; it is not installed completely`);
    return made.exports;
  };
  return load;
}
