/** Names: unique where they must be, and nothing names what does not exist. */
import { CITED_POLICIES } from '../planner/policies.ts';
import { type Kind, mentionsIn } from './mentions.ts';
import { type Entry, type EntryOf, type Merged, nameOf, SECTION_NAMES } from './merge.ts';
import { suggestion } from './nearest.ts';
import { type CatalogueProblem, problemAt } from './problem.ts';
import type { SectionName } from './schema.ts';

/** What an entry of a section is called in a message. */
const NOUN: { readonly [S in Kind]: string } = {
  sources: 'source',
  products: 'product',
  legacyProducts: 'older product',
  releases: 'release',
  plannedReleases: 'planned release',
  updates: 'update',
  dotnet: '.NET version',
  dotnetRules: '.NET rule',
  windows: 'Windows version',
  windowsRules: 'Windows rule',
  domainControllerRules: 'domain controller rule',
  forestLevels: 'forest level',
  forestLevelRules: 'forest level rule',
  mediaRules: 'media rule',
  software: 'software',
  coexistenceRules: 'coexistence rule',
  transitions: 'transition',
  risks: 'risk',
  licences: 'licence rule',
  policies: 'policy',
  restrictions: 'restriction',
  annotations: 'annotation',
  facts: 'fact',
  steps: 'step',
  vulnerabilities: 'vulnerability',
  knownIssues: 'known issue',
  mitigations: 'mitigation',
  topics: 'topic',
  logLines: 'log line',
  setupFailures: 'setup failure',
  liveChecks: 'live check',
  symptoms: 'symptom',
  updateNames: 'update',
  actions: 'manual action',
};

/** A plan cites these by bare id, so an id may stand for one of them only. */
const CITED_SECTIONS = [
  'dotnetRules',
  'windowsRules',
  'domainControllerRules',
  'forestLevelRules',
  'mediaRules',
  'software',
  'coexistenceRules',
  'transitions',
  'licences',
  'policies',
  'restrictions',
] as const;

function duplicate(
  entry: Entry<{ readonly id: string }>,
  first: Entry<unknown>,
  what: string,
): CatalogueProblem {
  const place = entry.at(['id']);
  if (!entry.added || first.added) {
    const { file, line } = first.at();
    return problemAt(place, `${what} is already defined in ${file}, line ${line}`);
  }
  return problemAt(
    place,
    `${what} is already defined in ${first.file}; an overlay may add, restrict (restrictions:) and annotate (annotations:), not replace`,
  );
}

function duplicatesAmong(
  entries: readonly { entry: Entry<{ id: string }>; noun: string }[],
): CatalogueProblem[] {
  const seen = new Map<string, Entry<unknown>>();
  return entries.flatMap(({ entry, noun }) => {
    const name = nameOf(entry.value);
    const first = seen.get(name);
    if (first) return [duplicate(entry, first, `${noun} "${name}"`)];
    seen.set(name, entry);
    return [];
  });
}

function listed(
  merged: Merged,
  section: SectionName,
): { entry: Entry<EntryOf<SectionName>>; noun: string }[] {
  return merged.entries[section].map((entry) => ({ entry, noun: NOUN[section] }));
}

/** An id occurs once per section. Step ids are compared as written, variables and all. */
export function duplicateIds(merged: Merged): readonly CatalogueProblem[] {
  return SECTION_NAMES.flatMap((section) => duplicatesAmong(listed(merged, section)));
}

/** The id of a rule is not the id of another kind of rule. */
export function ambiguousRuleIds(merged: Merged): readonly CatalogueProblem[] {
  const seen = new Map<string, { readonly section: SectionName; readonly entry: Entry<unknown> }>();
  return CITED_SECTIONS.flatMap((section) =>
    merged.entries[section].flatMap((entry) => {
      const first = seen.get(entry.value.id);
      if (first && first.section !== section) {
        return [duplicate(entry, first.entry, `the id "${entry.value.id}" of a ${NOUN[first.section]}`)];
      }
      seen.set(entry.value.id, { section, entry });
      return [];
    }),
  );
}

/** A planned release is not released: its id is no release id. */
export function plannedButReleased(merged: Merged): readonly CatalogueProblem[] {
  const released = new Map(merged.entries.releases.map((entry) => [entry.value.id, entry]));
  return merged.entries.plannedReleases.flatMap((entry) => {
    const release = released.get(entry.value.id);
    if (!release) return [];
    const message = `"${entry.value.id}" is planned and released (${release.file}); remove it from plannedReleases`;
    return [problemAt(entry.at(['id']), message)];
  });
}

type Names = ReadonlyMap<Kind, ReadonlySet<string>>;

function namesByKind(merged: Merged): Names {
  const sections = SECTION_NAMES.map((section): [Kind, ReadonlySet<string>] => [
    section,
    new Set(merged.entries[section].map((entry) => nameOf(entry.value))),
  ]);
  const updates = merged.entries.updates.map((entry) => entry.value.id);
  const aliases = merged.entries.releases.flatMap((entry) => entry.value.aliases ?? []);
  const actions = merged.entries.steps.flatMap((entry) => entry.value.action ?? []);
  return new Map([
    ...sections,
    ['updateNames', new Set([...updates, ...aliases])],
    ['actions', new Set(actions)],
  ]);
}

function danglingIn<S extends SectionName>(
  section: S,
  entries: readonly Entry<EntryOf<S>>[],
  names: Names,
): CatalogueProblem[] {
  return entries.flatMap((entry) =>
    mentionsIn(section, entry.value).flatMap((mention) => {
      if (mention.kinds.some((kind) => names.get(kind)?.has(mention.name))) return [];
      const known = mention.kinds.flatMap((kind) => [...(names.get(kind) ?? [])]);
      const noun = NOUN[mention.kinds[0] ?? section];
      const message = `no such ${noun}: "${mention.name}"${suggestion(mention.name, known)}`;
      return [problemAt(entry.at(mention.path), message)];
    }),
  );
}

/** Every id that an entry names exists. */
export function danglingNames(merged: Merged): readonly CatalogueProblem[] {
  const names = namesByKind(merged);
  return SECTION_NAMES.flatMap((section) => danglingIn(section, merged.entries[section], names));
}

/** An annotation names an entry of any section. */
export function danglingAnnotations(merged: Merged): readonly CatalogueProblem[] {
  const names = namesByKind(merged);
  const all = new Set(
    SECTION_NAMES.flatMap((name) => (name === 'annotations' ? [] : [...(names.get(name) ?? [])])),
  );
  return merged.entries.annotations.flatMap((entry) => {
    const { id } = entry.value;
    return all.has(id)
      ? []
      : [
          problemAt(
            entry.at(['id']),
            `nothing to annotate: no entry has the id "${id}"${suggestion(id, all)}`,
          ),
        ];
  });
}

/** Code explains itself with these policies, so their texts must be there. */
export function missingPolicies(merged: Merged): readonly CatalogueProblem[] {
  const known = new Set(merged.entries.policies.map((entry) => entry.value.id));
  const [first] = merged.entries.policies;
  const [header] = merged.headers;
  const file = first?.file ?? header?.file ?? 'policies';
  return CITED_POLICIES.filter((id) => !known.has(id)).map((id) => ({
    file,
    line: 1,
    column: 1,
    message: `policies: the policy "${id}", which plans cite, is missing`,
  }));
}
