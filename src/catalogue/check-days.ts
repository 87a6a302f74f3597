/** Pairs of days in one entry: the later one is not before the earlier one, else a rule would hold on no day. */
import type { Entry, Merged } from './merge.ts';
import { type CatalogueProblem, problemAt } from './problem.ts';
import type { Path } from './yaml.ts';

/** Names of keys of one mapping, the earlier day first. */
type Pair<T> = readonly [keyof T & string, keyof T & string];

function reversed<T extends object, E>(
  entry: Entry<E>,
  path: Path,
  days: T,
  pairs: readonly Pair<T>[],
): readonly CatalogueProblem[] {
  return pairs.flatMap(([first, second]) => {
    const earlier = days[first];
    const later = days[second];
    if (typeof earlier !== 'string' || typeof later !== 'string' || earlier <= later) return [];
    return [
      problemAt(entry.at([...path, second]), `${second} lies before ${first}: ${later} and ${earlier}`),
    ];
  });
}

/** Ends do not lie before beginnings, nor the end of paid support before the end of the support it prolongs. */
export function reversedDays({ entries }: Merged): readonly CatalogueProblem[] {
  return [
    ...entries.restrictions.flatMap((entry) => reversed(entry, [], entry.value, [['from', 'to']])),
    ...entries.products.flatMap((entry) => [
      ...reversed(entry, [], entry.value, [
        ['released', 'mainstreamEnd'],
        ['released', 'extendedEnd'],
        ['released', 'supportedUntilAtLeast'],
        ['mainstreamEnd', 'extendedEnd'],
      ]),
      ...entry.value.esu.flatMap((period, index) =>
        reversed(entry, ['esu', index], period, [['from', 'to']]),
      ),
    ]),
    ...entries.windows.flatMap((entry) => reversed(entry, [], entry.value, [['extendedEnd', 'esuEnd']])),
  ];
}
