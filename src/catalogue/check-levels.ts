/** Releases and updates: builds, dates and the products they belong to agree with each other. */
import { compareBuilds } from './catalogue.ts';
import type { Entry, Merged } from './merge.ts';
import { type CatalogueProblem, problemAt } from './problem.ts';
import type { ReleaseData, UpdateData } from './schema.ts';

function releasesById(merged: Merged): ReadonlyMap<string, Entry<ReleaseData>> {
  return new Map(merged.entries.releases.map((entry) => [entry.value.id, entry]));
}

/** The same build written with leading zeros is the same build. */
function plainBuild(build: string): string {
  return build.split('.').map(Number).join('.');
}

/** A build identifies one level, over releases and updates of all products. */
export function duplicateBuilds(merged: Merged): readonly CatalogueProblem[] {
  const seen = new Map<string, Entry<ReleaseData | UpdateData>>();
  const levels: readonly Entry<ReleaseData | UpdateData>[] = [
    ...merged.entries.releases,
    ...merged.entries.updates,
  ];
  return levels.flatMap((entry) => {
    const build = plainBuild(entry.value.build);
    const first = seen.get(build);
    if (!first) {
      seen.set(build, entry);
      return [];
    }
    const { file, line } = first.at(['build']);
    return [
      problemAt(
        entry.at(['build']),
        `build ${build} already belongs to "${first.value.id}" (${file}, line ${line})`,
      ),
    ];
  });
}

/**
 * Inside a release a KB number belongs to one level. Over releases it may repeat: one number often covers the
 * same update for several CUs.
 */
export function duplicateNumbers(merged: Merged): readonly CatalogueProblem[] {
  const seen = new Map<string, Entry<ReleaseData | UpdateData>>();
  const numbered = (id: string, entry: Entry<ReleaseData | UpdateData>) => {
    const { kb } = entry.value;
    if (kb === undefined) return [];
    const first = seen.get(`${id} ${kb}`);
    if (!first) {
      seen.set(`${id} ${kb}`, entry);
      return [];
    }
    const { file, line } = first.at(['kb']);
    const owner = `"${first.value.id}" of ${id} (${file}, line ${line})`;
    return [problemAt(entry.at(['kb']), `${kb} already belongs to ${owner}`)];
  };
  return [
    ...merged.entries.releases.flatMap((entry) => numbered(entry.value.id, entry)),
    ...merged.entries.updates.flatMap((entry) => numbered(entry.value.release, entry)),
  ];
}

/** The first three numbers, which an update shares with its release. */
function trunk(build: string): string {
  return plainBuild(build).split('.').slice(0, 3).join('.');
}

/** What is wrong with the build of an update beside that of its release; null: nothing. */
function buildProblem({ build }: UpdateData, release: ReleaseData): string | null {
  if (trunk(build) !== trunk(release.build))
    return `expected a build of ${release.id} (${trunk(release.build)}.*), found ${build}`;
  return compareBuilds(build, release.build) > 0
    ? null
    : `expected a build above ${release.build} of ${release.id}, found ${build}`;
}

/** An update raises the last number of its release's build and leaves the first three. */
export function updateBuilds(merged: Merged): readonly CatalogueProblem[] {
  const releases = releasesById(merged);
  return merged.entries.updates.flatMap((entry) => {
    const release = releases.get(entry.value.release)?.value;
    const problem = release ? buildProblem(entry.value, release) : null;
    return problem === null ? [] : [problemAt(entry.at(['build']), problem)];
  });
}

type DatedUpdate = Entry<UpdateData> & { readonly value: { readonly date: string } };

function isDated(entry: Entry<UpdateData>): entry is DatedUpdate {
  return entry.value.date !== undefined;
}

/** The updates of a release whose build is not wrong already: what follows from that is not said as well. */
function soundUpdates(merged: Merged, release: ReleaseData): readonly DatedUpdate[] {
  const seen = new Set<string>();
  return merged.entries.updates.filter(isDated).filter(({ value }) => {
    if (value.release !== release.id || buildProblem(value, release) !== null) return false;
    const build = plainBuild(value.build);
    if (seen.has(build)) return false;
    seen.add(build);
    return true;
  });
}

/** How the date of an update contradicts the order of its build beside another level; null: it does not. */
function disorder(own: DatedUpdate, other: { id: string; build: string; date: string }): string | null {
  const isAbove = compareBuilds(own.value.build, other.build) > 0;
  const { date } = own.value;
  if (isAbove ? date >= other.date : date <= other.date) return null;
  return `dated ${date}, but its build is ${isAbove ? 'above' : 'below'} that of ${other.id} of ${other.date}`;
}

/**
 * Inside a release a higher build is not older. Between an entry of the base and an added one the added one is
 * at fault.
 */
export function updateDates(merged: Merged): readonly CatalogueProblem[] {
  return merged.entries.releases.flatMap((release) => {
    const sound = soundUpdates(merged, release.value);
    const base = sound
      .filter((entry) => !entry.added)
      .sort((a, b) => compareBuilds(a.value.build, b.value.build));
    const added = sound.filter((entry) => entry.added);
    let newest: { id: string; build: string; date: string } = release.value;
    const inBase = base.flatMap((entry) => {
      const problem = disorder(entry, newest);
      if (problem !== null) return [problemAt(entry.at(['date']), problem)];
      newest = entry.value;
      return [];
    });
    const inAdded = added.flatMap((entry, index) => {
      const others = [release.value, ...[...base, ...added.slice(0, index)].map(({ value }) => value)];
      const [problem] = others.flatMap((other) => disorder(entry, other) ?? []);
      return problem === undefined ? [] : [problemAt(entry.at(['date']), problem)];
    });
    return [...inBase, ...inAdded];
  });
}

/** An update for ESU subscribers names a period that its product has. */
export function updatePeriods(merged: Merged): readonly CatalogueProblem[] {
  const releases = releasesById(merged);
  const products = new Map(merged.entries.products.map((entry) => [entry.value.id, entry.value]));
  return merged.entries.updates.flatMap((entry) => {
    const product = products.get(releases.get(entry.value.release)?.value.product ?? '');
    const { esu } = entry.value;
    if (esu === undefined || !product || product.esu.some((period) => period.period === esu)) return [];
    return [problemAt(entry.at(['esu']), `${product.name} has no ESU period ${esu}`)];
  });
}

/** What a product says of its CUs is about its own. */
export function foreignReleases(merged: Merged): readonly CatalogueProblem[] {
  const releases = releasesById(merged);
  const foreign = (id: string, product: string) => {
    const owner = releases.get(id)?.value.product;
    return owner !== undefined && owner !== product;
  };
  const serviced = merged.entries.products.flatMap((entry) => {
    const named = [
      ...entry.value.serviced.map((id, index) => ({ id, path: ['serviced', index] })),
      ...entry.value.esu.flatMap((esu, period) =>
        esu.covers.map((id, index) => ({ id, path: ['esu', period, 'covers', index] })),
      ),
    ];
    return named
      .filter(({ id }) => foreign(id, entry.value.id))
      .map(({ id, path }) =>
        problemAt(entry.at(path), `"${id}" is no release of product "${entry.value.id}"`),
      );
  });
  const minimum = merged.entries.coexistenceRules.flatMap((entry) =>
    entry.value.minimum.flatMap(({ product, release }, index) =>
      foreign(release, product)
        ? [
            problemAt(
              entry.at(['minimum', index, 'release']),
              `"${release}" is no release of product "${product}"`,
            ),
          ]
        : [],
    ),
  );
  return [...serviced, ...minimum];
}

/** A known issue begins and ends at builds that exist, in this order. */
export function issueBuilds(merged: Merged): readonly CatalogueProblem[] {
  const builds = new Map<string, Set<string>>();
  for (const { value } of merged.entries.releases) builds.set(value.id, new Set([plainBuild(value.build)]));
  for (const { value } of merged.entries.updates) builds.get(value.release)?.add(plainBuild(value.build));
  return merged.entries.knownIssues.flatMap((entry) =>
    entry.value.affects.flatMap((affected, index) => {
      if ('applies' in affected) return [];
      const { release, from, fixedIn } = affected;
      const at = (key: string, message: string) => problemAt(entry.at(['affects', index, key]), message);
      const known = (build: string) => builds.get(release)?.has(plainBuild(build)) ?? true;
      if (!known(from)) return [at('from', `${release} has no build ${from}`)];
      if (fixedIn === undefined) return [];
      if (!known(fixedIn)) return [at('fixedIn', `${release} has no build ${fixedIn}`)];
      return compareBuilds(fixedIn, from) > 0
        ? []
        : [at('fixedIn', `expected a build above ${from}, found ${fixedIn}`)];
    }),
  );
}
