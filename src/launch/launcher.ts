/**
 * The first code of the program, which lies in a few files ("packs"), each a table of module functions or one
 * function that makes several modules: a pack is read when the first of its modules is asked for. Node's own loader
 * would resolve, read and compile every module by itself at every start.
 */

/** What stands around a module's text. `url` is the address of the executable, for `import.meta.url`. */
export type ModuleFunction = (
  exports: object,
  require: (id: string) => unknown,
  module: { exports: unknown },
  url: string,
) => void;

export type ModuleTable = Readonly<Record<string, ModuleFunction>>;

/** A table, or one function whose exports are the exports of each of its modules, by name. */
export type Pack = ModuleTable | ModuleFunction;

export interface Program {
  /** Where the first code stands, for `import.meta.url`. */
  readonly url: string;
  /** Reads and evaluates a pack by its file name. */
  readonly readPack: (file: string) => Pack;
  /** Node's `require`, for its own modules. */
  readonly nodeRequire: (id: string) => unknown;
  /** File name of the pack of every module. */
  readonly packs: Readonly<Record<string, string>>;
}

/** Where the last part of `./chunks/name.js` begins: names are unique, folders do not matter. */
function nameOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/**
 * Makes the `require` of the program.
 * @returns a function that evaluates a module once and gives its exports
 */
export function launcher({ url, readPack, nodeRequire, packs }: Program): (id: string) => unknown {
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
    const pack = readPack(file);
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
