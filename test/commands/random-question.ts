/** Random questions, and a command line taken apart as shells do. */
import fc from 'fast-check';
import { type Catalogue, dotnetPossibleOn } from '../../src/catalogue/catalogue.ts';
import { allLevels } from '../../src/catalogue/identify.ts';
import type { WindowsId } from '../../src/catalogue/schema.ts';
import type { Question, Target } from '../../src/planner/question.ts';

/** Splits as a POSIX shell and PowerShell both do: quotes of either kind keep everything inside them. */
export function words(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|'((?:[^']|'')*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single?.replaceAll("''", "'") ?? bare ?? '',
  );
}

function optionalOf<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined });
}

/** No domain controller is older than the level of its forest: flags that say so are refused. */
function forestIsPossible(
  order: readonly string[],
  { dcWindows, forestLevel }: Pick<Question, 'dcWindows' | 'forestLevel'>,
): boolean {
  if (forestLevel === undefined) return true;
  return dcWindows?.every((id) => order.indexOf(id) >= order.indexOf(forestLevel)) ?? true;
}

/** Only Mailbox servers are members of a DAG: flags that say otherwise are refused. */
function dagIsPossible({ role, dag, facts }: Pick<Question, 'role' | 'dag' | 'facts'>): boolean {
  return (role ?? 'mailbox') === 'mailbox' || (dag === undefined && facts.dag !== true);
}

/** Any question that flags can ask. */
export function randomQuestion(catalogue: Catalogue): fc.Arbitrary<Question> {
  const releases = [...catalogue.releases.values()];
  const windowsIds = [...catalogue.windows.values()].filter((item) => item.dotnet).map((item) => item.id);
  const dcWindows: readonly WindowsId[] = [...catalogue.windows.keys()] as WindowsId[];
  const start = fc.oneof(
    fc.constantFrom(...allLevels(catalogue)),
    fc
      .constantFrom(...releases)
      .map((release) => ({ kind: 'level' as const, release, update: null, updateKnown: false })),
    fc
      .constantFrom(...catalogue.legacyProducts.values())
      .map((product) => ({ kind: 'legacy' as const, product })),
  );
  const target: fc.Arbitrary<Target> = fc.oneof(
    fc.constantFrom<Target>({ kind: 'latest' }, { kind: 'latest-cu' }),
    fc.constantFrom(...releases).map((release): Target => ({ kind: 'release', release })),
    fc
      .constantFrom(...allLevels(catalogue))
      .map(
        ({ release, update }): Target =>
          update ? { kind: 'update', release, update } : { kind: 'release', release },
      ),
    fc
      .constantFrom(...catalogue.plannedReleases.values())
      .map((planned): Target => ({ kind: 'planned', planned })),
  );
  const machine = fc.oneof(
    fc.constant({ windows: undefined, dotnet: undefined }),
    fc.constantFrom(...windowsIds).chain((windows) =>
      fc.record({
        windows: fc.constant(windows),
        dotnet: optionalOf(fc.constantFrom(...dotnetPossibleOn(catalogue, windows))),
      }),
    ),
  );
  const host = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9.-]{0,20}[A-Za-z0-9]$/);
  const path = fc.constantFrom(
    'D:\\iso\\ex.iso',
    '\\\\srv\\share\\ex 2019.iso',
    'E:\\',
    'C:/a b/c$.iso',
    "D:\\it's.iso",
    'D:\\Ü,ä.iso',
  );

  return fc
    .record({
      from: start,
      to: target,
      machine,
      toWindows: optionalOf(fc.constantFrom(...windowsIds)),
      role: optionalOf(fc.constantFrom('mailbox' as const, 'edge' as const, 'tools' as const)),
      server: optionalOf(host),
      dag: optionalOf(host),
      dcWindows: optionalOf(fc.subarray([...dcWindows], { minLength: 1 })),
      forestLevel: optionalOf(fc.constantFrom(...catalogue.data.forestLevels.map((level) => level.id))),
      prepared: optionalOf(fc.constantFrom(...releases)),
      also: optionalOf(fc.subarray([...catalogue.products.keys(), ...catalogue.legacyProducts.keys()])),
      media: fc.subarray([...catalogue.releases.keys()]),
      facts: fc.record({ dag: fc.boolean(), hybrid: fc.boolean(), esu: fc.boolean() }, { requiredKeys: [] }),
      route: optionalOf(fc.constantFrom('supported' as const, 'direct' as const)),
      accept: fc.subarray([...catalogue.risks.keys()]),
      iso: optionalOf(path),
      today: fc.date({ min: new Date('2013-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }),
    })
    .filter((asked) => forestIsPossible(dcWindows, asked) && dagIsPossible(asked))
    .map(({ machine: { windows, dotnet }, today, facts, ...rest }) => ({
      ...rest,
      windows,
      dotnet,
      facts: rest.dag === undefined ? facts : { ...facts, dag: true },
      today: today.toISOString().slice(0, 10),
    }));
}
