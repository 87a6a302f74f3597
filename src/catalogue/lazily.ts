/** Objects whose parts are made when they are first asked for, and then stay. */

/**
 * An object with a part for each maker. A start that needs two parts of the catalogue does not pay for thirty;
 * reading the same part again gives the same value.
 * @param makers called at most once each, with nothing made in an order that matters
 */
export function lazily<T extends object>(makers: { readonly [K in keyof T]: () => T[K] }): T {
  const made = {};
  for (const [name, make] of Object.entries<() => unknown>(makers)) {
    Object.defineProperty(made, name, {
      enumerable: true,
      configurable: true,
      get: () => {
        const value = make();
        Object.defineProperty(made, name, { enumerable: true, value });
        return value;
      },
    });
  }
  // Every key of the makers is a key of the object, and each getter gives what its maker makes.
  return made as T;
}
