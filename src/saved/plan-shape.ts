/** `cupath.plan/1` read back into a plan. Keys that later versions add are kept in the file, not read here. */
import type { KnownIssue } from '../checklist/known-issues.ts';
import type {
  FilledCheck,
  Hop,
  Plan,
  PlannedRisk,
  PlannedVulnerability,
  Route,
  Span,
  Step,
  Undo,
} from '../checklist/plan.ts';
import {
  bool,
  type Decoder,
  keysOf,
  list,
  nullable,
  object,
  optional,
  otherwise,
  pattern,
  ShapeError,
  text,
  whole,
  word,
} from './decode.ts';

const name = text(1000);
const prose = text();
const names = list(name);
const minutes = whole(0, 1_000_000);
const span: Decoder<Span> = object({ low: minutes, typical: minutes, high: minutes });
export const day = pattern(/^\d{4}-\d{2}-\d{2}$/, 'a day such as 2026-11-24');
const windows = pattern(/^[0-9a-z.]{1,20}$/, 'a Windows version such as 2016') as Decoder<never>;
const media = word('public', 'entitled', 'withdrawn', 'unknown', 'in-hand');
const shell = word('powershell', 'ems', 'cmd');
const phase = word(
  ...(['before', 'dependencies', 'organisation', 'maintenance-on', 'prerequisites'] as const),
  ...(['update', 'maintenance-off', 'after', 'verify'] as const),
);
const scope = word('server', 'dag', 'domain', 'organisation', 'dependency', 'workstation');

type HopOf<A extends Hop['act']> = Extract<Hop, { act: A }>;

const release = { release: name, build: name, media, rule: name };
const HOPS: { readonly [A in Hop['act']]: Decoder<Hop> } = {
  'install-dotnet': object<HopOf<'install-dotnet'>>({
    ...{ act: word('install-dotnet'), dotnet: name, rule: name },
    risk: optional(name) as Decoder<string>,
  }),
  'install-software': object<HopOf<'install-software'>>({
    ...{ act: word('install-software'), software: name, name, rule: name },
  }),
  'prepare-ad': object<HopOf<'prepare-ad'>>({
    ...{ act: word('prepare-ad'), release: name, rule: name },
    parts: list(word('schema', 'organisation', 'domains')),
  }),
  'install-cu': object<HopOf<'install-cu'>>({ act: word('install-cu'), ...release }),
  'install-su': object<HopOf<'install-su'>>({
    ...{ act: word('install-su'), release: name, update: name, build: name, rule: name },
  }),
  'upgrade-in-place': object<HopOf<'upgrade-in-place'>>({
    ...{ act: word('upgrade-in-place'), ...release, product: name },
  }),
  migrate: object<HopOf<'migrate'>>({
    ...{ act: word('migrate'), ...release, product: name, windows, dotnet: name },
  }),
};

const hop: Decoder<Hop> = (value, path) => {
  const { act } = keysOf(value, path);
  const known = Object.keys(HOPS) as Hop['act'][];
  const found = known.find((each) => each === act);
  if (found === undefined) throw new ShapeError(`${path}.act`, known.map((each) => `"${each}"`).join(', '));
  return HOPS[found](value, path);
};

const routeId = word('supported', 'direct');
const route = object<Route>({
  ...{ id: routeId, recommended: bool, reason: prose, hops: list(hop), risks: names },
  ...{ missingMedia: names, cuInstalls: whole(0, 1000), reboots: whole(0, 1000), minutes: span },
});

const check = object<FilledCheck>({ shell, run: prose, expect: prose });

/** Ids of steps: they name things in files, pages and command lines. */
export const stepId = pattern(/^[^\s"'<>&,\u0000-\u001f\u007f]{1,200}$/u, 'an id of a step');

const step = object<Step>({
  ...{ id: stepId, phase, scope, hop: nullable(whole(0, 1000)), title: prose, why: prose },
  ...{ commands: list(object({ shell, run: prose })), verify: list(check) },
  ...{ otherwise: nullable(prose), caution: nullable(prose), condition: nullable(prose) },
  ...{ conditionCheck: nullable(check), reboot: bool, reversible: bool, rollback: nullable(prose) },
  ...{ minutes: span, closes: names, undoes: nullable(prose), action: nullable(name) },
  ...{ links: list(object({ title: prose, url: text(4000) })), sources: names },
});

const vulnerability = object<PlannedVulnerability>({
  ...{ id: name, name: nullable(name), impact: prose, score: nullable(name), knownExploited: bool },
  ...{ listed: nullable(name), now: otherwise(word('open', 'needs-action', 'closed'), 'open') },
  ...{
    closedBy: nullable(name),
    alsoNeeds: names,
    unless: otherwise(names, []),
    outside: otherwise(bool, false),
    reopened: bool,
    because: nullable(prose),
  },
});

const knownIssue = object<KnownIssue>({
  ...{ id: name, title: prose, causedBy: prose, onlyIf: nullable(prose), workaround: prose },
  ...{ fixedBy: nullable(name), actions: names, url: nullable(text(4000)), note: nullable(prose) },
  ...{ stays: nullable(word('not-fixed', 'by-design', 'configuration', 'outside')), certain: bool },
  sources: names,
});

const undo = object<Undo>({
  ...{ id: name, what: word('set-again', 'remove', 'keep'), title: prose, text: prose },
  ...{ step: nullable(name), condition: nullable(prose), sources: names },
});

const risk = object<PlannedRisk>({ id: name, title: prose, text: prose, url: text(4000) });

const shape = object<Plan>({
  catalogue: object({
    ...{ asOf: day, digest: name, stale: bool, ageDays: whole(-1_000_000, 1_000_000) },
    overlays: names,
    patchTuesdays: otherwise(whole(0, 100_000), 0),
    nextPatchTuesday: otherwise(day, ''),
  }),
  command: prose,
  today: day,
  from: object<Plan['from']>({
    ...{ server: nullable(name), product: name, release: nullable(name), update: nullable(name) },
    ...{ updateKnown: bool, build: nullable(name), dotnet: nullable(name), windows: nullable(windows) },
    ...{ role: nullable(word('mailbox', 'edge', 'tools')), dag: nullable(name) },
  }),
  to: object<Plan['to']>({
    ...{ product: name, release: name, update: nullable(name), build: nullable(name), serviced: bool },
  }),
  verdict: word('supported', 'risk', 'no-path', 'current'),
  routes: list(route, 10),
  rejected: list(object({ hops: names, rule: name, because: prose, count: whole(0, 1e9), route: routeId })),
  steps: list(step, 2000),
  vulnerabilities: object({ openNow: list(vulnerability), openAtTarget: list(vulnerability) }),
  knownIssues: otherwise(list(knownIssue), []),
  undo: otherwise(list(undo), []),
  assumptions: list(object({ about: name, text: prose })),
  warnings: list(object({ id: name, text: prose })),
  risks: otherwise(list(risk), []),
  blocks: otherwise(list(object({ rule: name, because: prose })), []),
  openings: otherwise(list(object({ change: prose, effect: prose })), []),
  sources: otherwise(
    list(object({ id: name, title: prose, url: nullable(text(4000)), dated: nullable(name) })),
    [],
  ),
});

/** A plan; two steps with one id would share one tick and are refused. */
export const planShape: Decoder<Plan> = (value, path) => {
  const schema = keysOf(value, path).schema;
  if (schema !== 'cupath.plan/1') throw new ShapeError(`${path}.schema`, '"cupath.plan/1"');
  const plan = shape(value, path);
  const seen = new Set<string>();
  plan.steps.forEach(({ id }, index) => {
    if (seen.has(id)) throw new ShapeError(`${path}.steps[${index}].id`, 'an id that no other step has');
    seen.add(id);
  });
  return plan;
};
