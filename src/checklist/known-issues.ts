/** Faults of a level that the data know, with the way around and the build that cures them. Pure. */
import { type Catalogue, compareBuilds, inRange, type Release, type Update } from '../catalogue/catalogue.ts';
import { containsUpdate } from '../catalogue/contents.ts';
import { buildOf } from '../catalogue/identify.ts';
import type { KnownIssueData, Role, WindowsId } from '../catalogue/schema.ts';

export interface KnownIssue {
  readonly id: string;
  readonly title: string;
  /** What brought it, in words. */
  readonly causedBy: string;
  /** Finishes "Only if ..."; null: everybody has it. */
  readonly onlyIf: string | null;
  readonly workaround: string;
  /** The first level of the same line without it: `2019-cu14+Nov24SUv2`, `Jun26SU`, a build; null: none is known. */
  readonly fixedBy: string | null;
  /** Why no level cures it; null where one does. */
  readonly stays: 'not-fixed' | 'by-design' | 'configuration' | 'outside' | null;
  /** Manual actions that work around it or clean up after it. */
  readonly actions: readonly string[];
  readonly url: string | null;
  readonly note: string | null;
  /** False: it depends on the SU that nobody named. */
  readonly certain: boolean;
  readonly sources: readonly string[];
}

/** The level to ask about; with the SU unknown, every SU of the release is possible. */
export interface IssueLevel {
  readonly release: Release;
  readonly update: Update | null;
  readonly updateKnown: boolean;
}

/** What somebody answered; what nobody did rules nothing out. */
export interface IssueAnswers {
  readonly facts?: Readonly<Record<string, boolean | undefined>>;
  /** The Windows that the server runs at this level. */
  readonly windows?: WindowsId | undefined;
  readonly role?: Role | undefined;
}

type Affected = KnownIssueData['affects'][number];

/** Does one line of the data hold this level? From `from` or `since` on, up to but without `fixedIn` or `before`. */
export function isAffected(
  catalogue: Catalogue,
  affected: Affected,
  release: Release,
  update: Update | null,
): boolean {
  if ('release' in affected) {
    const build = buildOf({ release, update });
    return (
      affected.release === release.id &&
      compareBuilds(build, affected.from) >= 0 &&
      (affected.fixedIn === undefined || compareBuilds(build, affected.fixedIn) < 0)
    );
  }
  const has = (name: string) => containsUpdate(catalogue, release, update, name);
  return (
    inRange(catalogue.releases, affected.applies, release) &&
    (affected.since === undefined || has(affected.since)) &&
    (affected.before === undefined || !has(affected.before))
  );
}

function levelOfBuild(release: Release, build: string): string {
  if (release.build === build) return release.id;
  return release.updates.find((item) => item.build === build)?.fullId ?? build;
}

function cure(affected: Affected, release: Release): string | null {
  if ('applies' in affected) return affected.before ?? null;
  return affected.fixedIn === undefined ? null : levelOfBuild(release, affected.fixedIn);
}

function possibleUpdates({ release, update, updateKnown }: IssueLevel): readonly (Update | null)[] {
  return updateKnown ? [update] : [null, ...release.updates];
}

/**
 * Known issues of a level: those that hit everybody first, then those that hang on a circumstance, each newest
 * first. A fact that was answered with no, another Windows, and another role rule out the issues that need them.
 */
export function knownIssuesAt(
  catalogue: Catalogue,
  level: IssueLevel,
  { facts = {}, windows, role }: IssueAnswers = {},
): readonly KnownIssue[] {
  const { release } = level;
  const updates = possibleUpdates(level);
  const found = catalogue.data.knownIssues.flatMap((item): readonly KnownIssue[] => {
    if (item.fact !== undefined && facts[item.fact] === false) return [];
    if (windows !== undefined && item.windows?.includes(windows) === false) return [];
    if (role !== undefined && item.roles?.includes(role) === false) return [];
    const line = (update: Update | null) =>
      item.affects.find((affected) => isAffected(catalogue, affected, release, update));
    const hits = updates.map(line).filter((affected) => affected !== undefined);
    const last = hits.at(-1);
    if (last === undefined) return [];
    const fixedBy = cure(last, release);
    return [
      {
        id: item.id,
        title: item.title,
        causedBy: item.causedBy,
        onlyIf: item.onlyIf ?? null,
        workaround: item.workaround,
        fixedBy,
        stays: fixedBy === null ? (item.stays ?? 'not-fixed') : null,
        actions: item.actions ?? [],
        url: item.url ?? null,
        note: item.note ?? null,
        certain: hits.length === updates.length,
        sources: item.sources,
      },
    ];
  });
  return [...found.filter((item) => item.onlyIf === null), ...found.filter((item) => item.onlyIf !== null)];
}
