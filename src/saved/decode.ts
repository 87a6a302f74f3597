/**
 * Reading a foreign JSON value into a known shape. A decoder either returns the value in that shape or throws
 * a `ShapeError` that names the place; it copies the keys it knows and nothing else, so a file cannot bring in
 * more than the types say. Own code, because the schema library of the catalogue is too slow to load for a
 * command that ticks one step.
 */

/** A value that does not have the expected shape, and where it stands: `plan.steps[3].minutes.low`. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
  readonly path: string;
  readonly expected: string;

  constructor(path: string, expected: string) {
    super(`${path}: expected ${expected}`);
    this.path = path;
    this.expected = expected;
  }
}

export type Decoder<T> = (value: unknown, path: string) => T;

/** Characters of any single text; commands and prose of a plan are far shorter. */
const LONGEST_TEXT = 256 * 1024;
/** Items of any single list. */
const LONGEST_LIST = 20_000;

/** Text, at most as many characters. */
export function text(longest = LONGEST_TEXT): Decoder<string> {
  return (value, path) => {
    if (typeof value !== 'string') throw new ShapeError(path, 'a text');
    if (value.length > longest) throw new ShapeError(path, `at most ${longest} characters`);
    return value;
  };
}

/** Text of a form. */
export function pattern(form: RegExp, expected: string, longest = 1000): Decoder<string> {
  const read = text(longest);
  return (value, path) => {
    const given = read(value, path);
    if (!form.test(given)) throw new ShapeError(path, expected);
    return given;
  };
}

export const bool: Decoder<boolean> = (value, path) => {
  if (typeof value !== 'boolean') throw new ShapeError(path, 'true or false');
  return value;
};

/** A whole number between two bounds. */
export function whole(least: number, most: number): Decoder<number> {
  return (value, path) => {
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least || value > most)
      throw new ShapeError(path, `a whole number from ${least} to ${most}`);
    return value;
  };
}

/** One of a few words. */
export function word<const T extends string>(...words: readonly T[]): Decoder<T> {
  return (value, path) => {
    const found = words.find((each) => each === value);
    if (found === undefined) throw new ShapeError(path, words.map((each) => `"${each}"`).join(', '));
    return found;
  };
}

export function nullable<T>(decoder: Decoder<T>): Decoder<T | null> {
  return (value, path) => (value === null ? null : decoder(value, path));
}

/** The value, or what stands for it where a file of an older version has no such key. */
export function otherwise<T>(decoder: Decoder<T>, absent: T): Decoder<T> {
  return (value, path) => (value === undefined ? absent : decoder(value, path));
}

export function list<T>(decoder: Decoder<T>, longest = LONGEST_LIST): Decoder<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw new ShapeError(path, 'a list');
    if (value.length > longest) throw new ShapeError(path, `at most ${longest} entries`);
    return value.map((item, index) => decoder(item, `${path}[${index}]`));
  };
}

/** The keys of an object as a record, without what objects inherit. */
export function keysOf(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ShapeError(path, 'an object');
  return value as Readonly<Record<string, unknown>>;
}

type Shape<T> = { readonly [K in keyof T]-?: Decoder<T[K]> };

/** An object with these keys; others are left out of the result. */
export function object<T extends object>(shape: Shape<T>): Decoder<T> {
  const names = Object.keys(shape) as (keyof T & string)[];
  return (value, path) => {
    const given = keysOf(value, path);
    const entries = names.map((name) => {
      const own = Object.hasOwn(given, name) ? given[name] : undefined;
      return [name, shape[name](own, path === '' ? name : `${path}.${name}`)] as const;
    });
    // Absent optional keys stay absent.
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined)) as T;
  };
}

/** A key that may be absent, never null. */
export function optional<T>(decoder: Decoder<T>): Decoder<T | undefined> {
  return (value, path) => (value === undefined ? undefined : decoder(value, path));
}
