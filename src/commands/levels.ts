/** Levels, releases and targets from what somebody typed after a flag; what cannot be read is a `UsageError`. */
import type { Catalogue, Release } from '../catalogue/catalogue.ts';
import { type Identification, identify, levelList } from '../catalogue/identify.ts';
import { suggestion } from '../catalogue/nearest.ts';
import type { Start, Target } from '../planner/question.ts';
import { quoted, UsageError } from './failure.ts';

/** Words for a target, which only a plan of a server turns into a level. */
const TARGET_WORDS = ['latest', 'latest-cu'] as const;

function targetWord(text: string): (typeof TARGET_WORDS)[number] | undefined {
  const word = text
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
  return TARGET_WORDS.find((known) => known === word);
}

/** @param words what is accepted beside levels */
function refused(
  catalogue: Catalogue,
  flag: string,
  text: string,
  found: Identification,
  words: readonly string[] = [],
): UsageError {
  const start = `${flag}: found ${quoted(text)}, expected`;
  switch (found.kind) {
    case 'candidates':
      return new UsageError(`${start} one level, but ${found.levels.length} fit: ${levelList(found.levels)}`);
    case 'planned':
      return new UsageError(`${start} a level that exists; ${found.planned.name} is not released`);
    case 'legacy':
      return new UsageError(
        `${start} a level whose updates cupath plans; ${found.product.name} is not among them`,
      );
    case 'unknown-build':
      return new UsageError(`${start} a known level. ${found.message}`);
    case 'level':
    case 'not-understood': {
      if (targetWord(text) !== undefined) {
        return new UsageError(
          `${start} a level such as ${example(catalogue)}; which one is the latest depends on the server: cupath plan names it`,
        );
      }
      const all = [...catalogue.releases.keys(), ...catalogue.updates.keys(), ...words];
      const names = found.kind === 'not-understood' ? (found.near ?? all) : all;
      const near = suggestion(text.trim(), names).replace(/^; d/, ' D');
      const message = found.kind === 'not-understood' ? ` ${found.message}` : '';
      return new UsageError(`${start} a level such as ${example(catalogue)}.${message}${near}`);
    }
  }
}

/** A level of the catalogue for messages: the newest update of all. */
function example(catalogue: Catalogue): string {
  const release = [...catalogue.products.values()].at(-1)?.releases.at(-1);
  const update = release?.updates.findLast(
    (item) => item.unconfirmed === undefined && item.withdrawn === undefined,
  );
  return update?.fullId ?? release?.id ?? 'a build';
}

/** Where the server stands: one level, or a product that is too old for planning its updates. */
export function readStart(catalogue: Catalogue, flag: string, text: string): Start {
  const found = identify(catalogue, text);
  if (found.kind === 'level') return found.level;
  if (found.kind === 'legacy') return { kind: 'legacy', product: found.product };
  throw refused(catalogue, flag, text, found);
}

/** The release of a level; which update was named does not matter. */
export function readRelease(catalogue: Catalogue, flag: string, text: string): Release {
  const found = identify(catalogue, text);
  if (found.kind === 'level') return found.level.release;
  throw refused(catalogue, flag, text, found);
}

/** `latest`, `latest-cu`, a release (with the newest SU for it), one exact update, or a release to come. */
export function readTarget(catalogue: Catalogue, flag: string, text: string): Target {
  const word = targetWord(text);
  if (word !== undefined) return { kind: word };
  const found = identify(catalogue, text);
  if (found.kind === 'planned') return { kind: 'planned', planned: found.planned };
  if (found.kind !== 'level') throw refused(catalogue, flag, text, found, TARGET_WORDS);
  const { release, update } = found.level;
  return update ? { kind: 'update', release, update } : { kind: 'release', release };
}

/** The id of a product, named itself or by one of its levels. */
export function readProduct(catalogue: Catalogue, flag: string, text: string): string {
  const found = identify(catalogue, text);
  if (found.kind === 'level') return found.level.release.product;
  if (found.kind === 'legacy') return found.product.id;
  const products =
    found.kind === 'candidates' ? new Set(found.levels.map((level) => level.release.product)) : new Set();
  const [first] = products;
  if (products.size === 1 && typeof first === 'string') return first;
  const known = [...catalogue.products.keys(), ...catalogue.legacyProducts.keys()];
  throw new UsageError(
    `${flag}: found ${quoted(text)}, expected products (${known.join(', ')})${suggestion(text.trim(), known)}`,
  );
}
