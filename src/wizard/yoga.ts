/**
 * Ink's layout engine, loaded before Ink. The package itself waits for its WebAssembly with a top-level await,
 * which CommonJS does not have; in the bundle this module stands in its place.
 */
import { loadYoga } from 'yoga-layout/load';

type Yoga = Awaited<ReturnType<typeof loadYoga>>;

let yoga: Yoga | undefined;

/** To be awaited before Ink is loaded. */
export async function prepareLayout(): Promise<void> {
  yoga ??= await loadYoga();
}

export { yoga as default };
