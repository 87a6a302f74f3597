/**
 * The shape of everything under `data/`, validated on load. One schema gives validation, types and the
 * JSON Schema for editors. Only the loader and the build import this file at run time; everybody else
 * imports its types, so that starting the program parses no schema.
 *
 * Units: dates are ISO days (`2026-10-02`), durations are minutes, builds are four dotted numbers.
 */
import * as z from 'zod';
import { DIAGNOSIS_SECTIONS, type DiagnosisSection } from './diagnosis-schema.ts';
import {
  build,
  check,
  command,
  day,
  dotnetVersion,
  id,
  kb,
  line,
  link,
  namedLink,
  role,
  type shell,
  sources,
  text,
  windowsVersion,
} from './scalars.ts';

/** Releases of one product from the first to the last named, both included; without `to`: that one and all newer. */
const range = z.strictObject({ from: id, to: id.optional() });
/** Minutes; `sources` says who measured or named them, `estimate` marks our own guess. */
const minutes = z.strictObject({
  low: z.int().min(0),
  typical: z.int().min(0),
  high: z.int().min(0),
  sources,
});
const source = z.strictObject({
  id,
  title: line,
  url: link.optional(),
  /** The date of the text itself, or the date on which it was read. */
  dated: z
    .string()
    .regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, 'expected a year, month or day')
    .optional(),
});

const esuPeriod = z.strictObject({
  period: z.int().min(1),
  from: day,
  to: day,
  covers: z.array(id).min(1),
  text,
  sources,
});

const product = z.strictObject({
  id,
  name: line,
  /** The words by which admins name it, lower case, for reading names in the wild. */
  aliases: z.array(line),
  /** First two numbers of its builds, for saying which line an unknown build belongs to. */
  policy: z.enum(['fixed', 'modern']),
  released: day,
  mainstreamEnd: day.optional(),
  extendedEnd: day.optional(),
  supportedUntilAtLeast: day.optional(),
  /** The CUs that were serviced to the end of the fixed lifecycle; of a modern product the newest is. */
  serviced: z.array(id),
  esu: z.array(esuPeriod),
  /** The product to move to when this line is dead. */
  successor: id.optional(),
  note: text.optional(),
  sources,
});

/** A product that cupath meets in an organisation but whose own updates it does not plan. */
const legacyProduct = z.strictObject({
  id,
  name: line,
  aliases: z.array(line),
  /** The first number of its builds, by which an inventory shows it. */
  major: z.int().min(1).optional(),
  note: text,
  sources,
});

const adLevels = z.strictObject({
  /** rangeUpper of ms-Exch-Schema-Version-Pt. */
  schema: z.int(),
  /** objectVersion of the organisation in the configuration partition. */
  organisation: z.int(),
  /** objectVersion of Microsoft Exchange System Objects, per domain. */
  domain: z.int(),
});

const release = z.strictObject({
  id,
  product: id,
  name: line,
  kind: z.enum(['RTM', 'SP', 'CU']),
  build,
  date: day,
  kb: kb.optional(),
  link: link.optional(),
  ad: adLevels,
  aliases: z.array(line).optional(),
  note: text.optional(),
  sources,
});

const plannedRelease = z.strictObject({ id, product: id, name: line, note: text, sources });

const updateName = z
  .string()
  .regex(/^[A-Z][a-z]{2}\d{2}(SU|HU)(v[2-9])?$/, 'expected an update name such as Oct25SU or Nov24SUv2');

const update = z.strictObject({
  release: id,
  id: updateName,
  build,
  date: day.optional(),
  kb: kb.optional(),
  link: link.optional(),
  sources,
  /** The ESU period whose subscribers alone got it; absent: public. */
  esu: z.int().min(1).optional(),
  /** Why Microsoft withdrew it; a withdrawn update is never a target. */
  withdrawn: text.optional(),
  /** Why its existence is not confirmed by an announcement; such an update is never chosen by cupath itself. */
  unconfirmed: text.optional(),
  note: text.optional(),
});

const dotnet = z.strictObject({
  id: dotnetVersion,
  /** The lowest registry Release value that reads as this version. */
  release: z.int(),
  releasesSeen: z.array(z.int()).optional(),
  installer: z.strictObject({ file: line, kb: kb.optional(), url: link.optional() }).optional(),
  /** Why cupath never proposes to install this version, though a server may have it. */
  avoid: text.optional(),
  note: text.optional(),
  sources,
});

const dotnetRule = z.strictObject({
  id,
  applies: range,
  supports: z.array(dotnetVersion).min(1),
  note: text.optional(),
  sources,
});

const windows = z.strictObject({
  id: windowsVersion,
  name: line,
  build: line.optional(),
  /** Absent for versions that only domain controllers run. */
  dotnet: z
    .strictObject({ preinstalled: dotnetVersion.optional(), installable: z.array(dotnetVersion) })
    .optional(),
  extendedEnd: day.optional(),
  esuEnd: day.optional(),
  sources,
});

const windowsRule = z.strictObject({
  id,
  applies: range,
  server: z.array(windowsVersion).min(1),
  tools: z.array(windowsVersion).min(1),
  core: z.boolean(),
  note: text.optional(),
  sources,
});

const domainControllerRule = z.strictObject({
  id,
  applies: range,
  windows: z.array(windowsVersion).min(1),
  note: text.optional(),
  sources,
});

const forestLevel = z.strictObject({ id, name: line, value: z.int(), sources });
const forestLevelRule = z.strictObject({
  id,
  applies: range,
  levels: z.array(id).min(1),
  note: text.optional(),
  sources,
});

const mediaRule = z.strictObject({
  id,
  applies: range,
  state: z.enum(['public', 'entitled', 'withdrawn', 'unknown']),
  seen: day,
  text,
  sources,
});

const software = z.strictObject({
  id,
  name: line,
  needed: z.array(z.strictObject({ applies: range, windows: z.array(windowsVersion).optional() })).min(1),
  roles: z.array(role).min(1),
  /** Who asks for it: Setup stops without it, the documentation lists it, or practice advises it. */
  requiredBy: z.enum(['setup', 'docs', 'practice']),
  install: z.array(command).min(1),
  verify: z.array(check).min(1),
  download: link.optional(),
  note: text.optional(),
  minutes,
  sources,
});

const coexistenceRule = z.strictObject({
  id,
  target: z.union([range, z.strictObject({ planned: id })]),
  /** Products whose mere presence (server objects in Active Directory) stops Setup. */
  refuses: z.array(id),
  /** Products that may stay only from this level on. */
  minimum: z.array(z.strictObject({ product: id, release: id })),
  enforcedBy: z.enum(['setup', 'docs', 'announced']),
  text,
  sources,
});

const transition = z.strictObject({
  id,
  act: z.enum(['upgrade-in-place', 'migrate']),
  from: z.union([range, z.strictObject({ product: id })]),
  to: range,
  text,
  sources,
});

const risk = z.strictObject({ id, title: line, text, url: link, sources });

const licence = z.strictObject({ id, applies: range, switch: line, note: text.optional(), sources });

/** Rules that code cites by name to explain itself; the texts are data, the names are checked on load. */
const policy = z.strictObject({
  id,
  text,
  url: link.optional(),
  /** A level below which somebody refuses service: from that day, servers of these products without this update. */
  floor: z.strictObject({ products: z.array(id).min(1), update: line, from: day }).optional(),
  sources,
});

/** A house rule of an overlay: these levels are not to be installed (for example during a freeze). */
const restriction = z.strictObject({
  id,
  releases: z.array(id),
  updates: z.array(line).optional(),
  from: day.optional(),
  to: day.optional(),
  text,
  sources,
});

/** A remark of an overlay on any entry, named as `catalogue show` takes it: `2019-cu14+Oct25SU`, `record-build`. */
const annotation = z.strictObject({ id: line, note: text, sources });

/** A yes/no fact that steps ask for. `only` finishes the sentence "Only if ..." of a conditional step. */
const fact = z.strictObject({
  id,
  question: line,
  help: text,
  only: line,
  onlyNot: line,
  check: check.optional(),
  /** It is about the organisation: an Edge server, which is outside of Active Directory, cannot answer it. */
  organisation: z.boolean().optional(),
  sources,
});

const leaf = z.union([
  /** A yes/no fact of the question: dag, hybrid, esu, multi-domain ... */
  z.strictObject({ fact: id }),
  z.strictObject({ role: z.array(role).min(1) }),
  /** The Windows of the server. */
  z.strictObject({ windows: z.array(windowsVersion).min(1) }),
  /** The product the server runs when this step is reached. */
  z.strictObject({ product: z.array(id).min(1) }),
  /** The release that the act of this step installs, or for a step of the whole plan the final one. */
  z.strictObject({ release: range }),
  /** The act (or plan) goes from below this release to it or beyond; a newer product is beyond. */
  z.strictObject({ crosses: id }),
  z.strictObject({ risk: id }),
  z.strictObject({ prepares: z.enum(['schema', 'organisation', 'domains']) }),
  /** The plan contains such an act at all, or the window / hop that the step belongs to does. */
  z.strictObject({
    has: z.enum([
      'install-dotnet',
      'install-software',
      'prepare-ad',
      'install-cu',
      'install-su',
      'migrate',
      'upgrade-in-place',
    ]),
  }),
  /** Domain controllers: one runs this Windows version. */
  z.strictObject({ domainController: z.array(windowsVersion).min(1) }),
  /** Domain controllers or forest level do not meet what the final release asks for. */
  z.strictObject({ unmet: z.enum(['domain-controllers', 'forest-level']) }),
  /** The product that the whole plan starts from, whatever runs by now. */
  z.strictObject({ started: z.array(id).min(1) }),
  /** Another product is present in the organisation. */
  z.strictObject({ also: z.array(id).min(1) }),
  z.strictObject({ software: z.array(id).min(1) }),
  /** The .NET that the act of this step installs. */
  z.strictObject({ dotnet: z.array(id).min(1) }),
  z.strictObject({ media: z.enum(['public', 'entitled', 'withdrawn', 'unknown', 'in-hand']) }),
  /** The update this act installs came only to subscribers of an ESU period. */
  z.strictObject({ esuUpdate: z.literal(true) }),
  /** The plan brings the code of this update (a name such as Aug22SU): the start lacks it, the end has it. */
  z.strictObject({ gains: updateName }),
  /** The level at the end contains the code of this update. */
  z.strictObject({ contains: updateName }),
  /** The level at the start contained it: what it asked for by hand may still be undone. */
  z.strictObject({ contained: updateName }),
]);

export type ConditionData =
  | z.infer<typeof leaf>
  | { readonly all: readonly ConditionData[] }
  | { readonly any: readonly ConditionData[] }
  | { readonly not: ConditionData };

const condition: z.ZodType<ConditionData> = z.lazy(() =>
  z.union([
    leaf,
    z.strictObject({ all: z.array(condition).min(1) }),
    z.strictObject({ any: z.array(condition).min(1) }),
    z.strictObject({ not: condition }),
  ]),
);

export const PHASES = [
  'before',
  'dependencies',
  'organisation',
  'maintenance-on',
  'prerequisites',
  'update',
  'maintenance-off',
  'after',
  'verify',
] as const;
export const SCOPES = ['server', 'dag', 'domain', 'organisation', 'dependency', 'workstation'] as const;

const per = z.enum([
  'plan',
  'window',
  'install-dotnet',
  'install-software',
  'prepare-ad',
  'install-cu',
  'upgrade-in-place',
  'install-su',
  'migrate',
]);

const step = z.strictObject({
  /** May hold variables, so that repeated steps get their own id: `cu-{release}-install`. */
  id: z.string().regex(/^[a-z0-9][a-z0-9{}.-]*$/i, 'expected a step id'),
  phase: z.enum(PHASES),
  scope: z.enum(SCOPES),
  /**
   * How often: once for the plan, once for every window (a run of acts on one server between going into
   * maintenance and coming back), once for every migration, or once for each act of a kind (or of several).
   */
  per: z.union([per, z.array(per).min(2)]),
  when: condition.optional(),
  title: line,
  why: text,
  commands: z.array(command),
  verify: z.array(check),
  /** What to do when the check does not show the expected value. */
  otherwise: text.optional(),
  caution: text.optional(),
  reboot: z.boolean().optional(),
  /** `true`: can be undone; `how`: it can, in this way or up to this point; a bare text says why it cannot. */
  reversible: z.union([z.boolean(), text, z.strictObject({ how: text })]),
  minutes,
  undoes: text.optional(),
  /** The manual action (its id in this catalogue) that this step carries out. */
  action: id.optional(),
  /** The check that the rest of the DAG carries the load: what a fleet plan asks for before each member goes down. */
  dagLoad: z.literal(true).optional(),
  /**
   * A plan for a fleet does this with its waves, so it is no step of the organisation there: where the inventory holds
   * servers of this role, or where its waves bring servers of this product up to the minimum that others ask for.
   */
  byFleet: z.union([z.strictObject({ role }), z.strictObject({ minimum: id })]).optional(),
  /** A check that later steps on a server lean on: a fleet does it once, and every checklist repeats it. */
  gate: z.literal(true).optional(),
  /** Ids of manual actions that have to be done before this one, where the plan has them. */
  after: z.array(id).optional(),
  links: z.array(namedLink),
  sources,
});

const vulnerabilityId = z
  .string()
  .regex(/^(CVE-\d{4}-\d{4,7}|ADV\d{6,8})$/, 'expected an id such as CVE-2021-26855');

const vulnerability = z.strictObject({
  id: vulnerabilityId,
  /** The name by which people know it. */
  name: line.optional(),
  impact: line,
  /** Base score and its CVSS version; scores of different versions are not comparable. */
  score: z
    .strictObject({ value: z.number().min(0).max(10), version: z.enum(['2.0', '3.0', '3.1', '4.0']) })
    .optional(),
  products: z.array(id).min(1),
  /** Any one of these has the fix: an update by name (and everything that contains it), a release, or something else. */
  fixedBy: z
    .array(
      z.union([
        z.strictObject({ update: updateName }),
        z.strictObject({ release: id }),
        z.strictObject({ outside: text }),
      ]),
    )
    .min(1),
  /** The day it was added to the CISA list of known exploited vulnerabilities. */
  knownExploited: z.union([z.strictObject({ listed: day }), z.literal('no'), z.literal('unknown')]),
  /** Manual actions without which the fix is not in force. */
  needs: z.array(id).optional(),
  /** Manual actions that take off an override which switches the fix off; where there is none, the fix is in force. */
  unless: z.array(id).optional(),
  /** The Windows versions that have the hole, where it is one of Windows; absent: whichever carries the product. */
  windows: z.array(windowsVersion).optional(),
  /** A server on one of these releases, or on a newer one, shows that the actions are done: Setup asks for them. */
  settledFrom: z.array(id).optional(),
  note: text.optional(),
  sources,
});

const knownIssue = z.strictObject({
  id,
  title: line,
  /** What brought it, in words. */
  causedBy: line,
  /**
   * Where it is: builds of one release, from one on up to but without another; or every level of a range of
   * releases from the code of one update (`since`) up to, but without, the code of another (`before`).
   */
  affects: z
    .array(
      z.union([
        z.strictObject({ release: id, from: build, fixedIn: build.optional() }),
        z.strictObject({
          applies: range,
          since: updateName.optional(),
          before: updateName.optional(),
        }),
      ]),
    )
    .min(1),
  /** Where no build cures it, why: nobody knows one, it is meant so, a setting cures it, or something else's update. */
  stays: z.enum(['not-fixed', 'by-design', 'configuration', 'outside']).optional(),
  /** It shows only where this is so; finishes the sentence "Only if ...". */
  onlyIf: line.optional(),
  /** The fact that `onlyIf` puts in words: an answer of no rules the issue out. */
  fact: id.optional(),
  /** It shows on these Windows versions only. */
  windows: z.array(windowsVersion).min(1).optional(),
  /** It shows on machines of these roles only; absent: on all. */
  roles: z.array(role).min(1).optional(),
  workaround: text,
  url: link.optional(),
  /** Manual actions that work around it or clean up after it. */
  actions: z.array(id).optional(),
  note: text.optional(),
  sources,
});

const mitigation = z.strictObject({
  id,
  title: line,
  /** What it is: a rule or stop that Exchange fetches itself, a script that somebody ran, or a setting made by hand. */
  kind: z.enum(['service', 'script', 'setting']),
  /** Releases on which it may have been set. */
  applies: z.array(range).min(1),
  /** The day from which it can have been set. */
  since: day.optional(),
  /** Vulnerabilities it stands in for until the update. */
  covers: z.array(vulnerabilityId),
  /** The updates from which on it is obsolete; absent: it never is. */
  replacedBy: z.array(updateName).optional(),
  /** What it does, and what it disturbs. */
  text,
  /** Does a CU take it off, so that it is missing until it is set again or the SU is in? */
  wipedByCu: z.boolean(),
  /** How it comes off for good. */
  removal: text,
  /** Manual actions: the one that takes it off, and the one that sets it again after a CU. */
  removedBy: id.optional(),
  setAgainBy: id.optional(),
  url: link.optional(),
  sources,
});

/** An answer to a question that comes up while planning; shown by the help of the wizard and by `explain`. */
const topic = z.strictObject({
  id,
  /** As the reader would ask. */
  title: line,
  /** Words by which it is found, lower case. */
  keywords: z.array(line).min(1),
  /** Questions of the wizard (their ids) whose help names it. */
  asked: z.array(id).optional(),
  /** Paragraphs, the answer first. */
  text: z.array(text).min(1),
  related: z.array(id).optional(),
  links: z.array(namedLink),
  sources,
});

const catalogueHeader = z.strictObject({
  schema: z.literal(1),
  /** The day of the newest source: nothing later is known. */
  asOf: day,
  /** Days after `asOf` from which every output says that the data are old. */
  staleAfterDays: z.int().min(1),
  note: text.optional(),
});

/** Every list that a file under `data/` or an overlay may hold; a file holds any of them. */
export const SECTIONS = {
  sources: source,
  products: product,
  legacyProducts: legacyProduct,
  releases: release,
  plannedReleases: plannedRelease,
  updates: update,
  dotnet,
  dotnetRules: dotnetRule,
  windows,
  windowsRules: windowsRule,
  domainControllerRules: domainControllerRule,
  forestLevels: forestLevel,
  forestLevelRules: forestLevelRule,
  mediaRules: mediaRule,
  software,
  coexistenceRules: coexistenceRule,
  transitions: transition,
  risks: risk,
  licences: licence,
  policies: policy,
  restrictions: restriction,
  annotations: annotation,
  facts: fact,
  steps: step,
  vulnerabilities: vulnerability,
  knownIssues: knownIssue,
  mitigations: mitigation,
  topics: topic,
  ...DIAGNOSIS_SECTIONS,
} as const;

export type SectionName = keyof typeof SECTIONS;

export const fileSchema = z.strictObject({
  catalogue: catalogueHeader.optional(),
  sources: z.array(source).optional(),
  products: z.array(product).optional(),
  legacyProducts: z.array(legacyProduct).optional(),
  releases: z.array(release).optional(),
  plannedReleases: z.array(plannedRelease).optional(),
  updates: z.array(update).optional(),
  dotnet: z.array(dotnet).optional(),
  dotnetRules: z.array(dotnetRule).optional(),
  windows: z.array(windows).optional(),
  windowsRules: z.array(windowsRule).optional(),
  domainControllerRules: z.array(domainControllerRule).optional(),
  forestLevels: z.array(forestLevel).optional(),
  forestLevelRules: z.array(forestLevelRule).optional(),
  mediaRules: z.array(mediaRule).optional(),
  software: z.array(software).optional(),
  coexistenceRules: z.array(coexistenceRule).optional(),
  transitions: z.array(transition).optional(),
  risks: z.array(risk).optional(),
  licences: z.array(licence).optional(),
  policies: z.array(policy).optional(),
  restrictions: z.array(restriction).optional(),
  annotations: z.array(annotation).optional(),
  facts: z.array(fact).optional(),
  steps: z.array(step).optional(),
  vulnerabilities: z.array(vulnerability).optional(),
  knownIssues: z.array(knownIssue).optional(),
  mitigations: z.array(mitigation).optional(),
  topics: z.array(topic).optional(),
  logLines: z.array(DIAGNOSIS_SECTIONS.logLines).optional(),
  setupFailures: z.array(DIAGNOSIS_SECTIONS.setupFailures).optional(),
  liveChecks: z.array(DIAGNOSIS_SECTIONS.liveChecks).optional(),
  symptoms: z.array(DIAGNOSIS_SECTIONS.symptoms).optional(),
});

export type Range = z.infer<typeof range>;
export type WindowsId = z.infer<typeof windowsVersion>;
export type Role = z.infer<typeof role>;
export type Shell = z.infer<typeof shell>;
export type Phase = (typeof PHASES)[number];
export type Scope = (typeof SCOPES)[number];
export type SourceData = z.infer<typeof source>;
export type ProductData = z.infer<typeof product>;
export type LegacyProductData = z.infer<typeof legacyProduct>;
export type ReleaseData = z.infer<typeof release>;
export type PlannedReleaseData = z.infer<typeof plannedRelease>;
export type UpdateData = z.infer<typeof update>;
export type AdLevels = z.infer<typeof adLevels>;
export type DotnetData = z.infer<typeof dotnet>;
export type DotnetRule = z.infer<typeof dotnetRule>;
export type WindowsData = z.infer<typeof windows>;
export type WindowsRule = z.infer<typeof windowsRule>;
export type DomainControllerRule = z.infer<typeof domainControllerRule>;
export type ForestLevelRule = z.infer<typeof forestLevelRule>;
export type MediaRule = z.infer<typeof mediaRule>;
export type MediaState = MediaRule['state'];
export type SoftwareData = z.infer<typeof software>;
export type CoexistenceRule = z.infer<typeof coexistenceRule>;
export type TransitionData = z.infer<typeof transition>;
export type RiskData = z.infer<typeof risk>;
export type LicenceData = z.infer<typeof licence>;
export type PolicyData = z.infer<typeof policy>;
export type RestrictionData = z.infer<typeof restriction>;
export type FactData = z.infer<typeof fact>;
export type StepTemplate = z.infer<typeof step>;
export type CommandData = z.infer<typeof command>;
export type CheckData = z.infer<typeof check>;
export type VulnerabilityData = z.infer<typeof vulnerability>;
export type KnownIssueData = z.infer<typeof knownIssue>;
export type MitigationData = z.infer<typeof mitigation>;
export type TopicData = z.infer<typeof topic>;
export type Minutes = z.infer<typeof minutes>;
export type CatalogueHeader = z.infer<typeof catalogueHeader>;
export type FileData = z.infer<typeof fileSchema>;

export type EntryOf<S extends SectionName> = z.infer<(typeof SECTIONS)[S]>;

/** What plans are made of. What diagnoses are made of stands beside it, so that no plan loads it. */
export type CatalogueSection = Exclude<SectionName, DiagnosisSection>;

/** All files merged: every list present, in file order, validated and cross-checked. Plain JSON. */
export type CatalogueData = { readonly catalogue: CatalogueHeader } & {
  readonly [S in CatalogueSection]: ReadonlyArray<EntryOf<S>>;
};
