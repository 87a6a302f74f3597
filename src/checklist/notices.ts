/**
 * What a plan says beside its steps: assumptions for answers nobody gave, and warnings. Pure; what is known
 * about Exchange comes from the catalogue.
 */
import { type DataAge, staleWarning } from '../catalogue/age.ts';
import {
  type Catalogue,
  compareBuilds,
  type Release,
  releaseTitle,
  required,
  ruleFor,
  type Update,
  windowsTitle,
} from '../catalogue/catalogue.ts';
import type { State } from '../planner/acts.ts';
import { actLabel } from '../planner/certificate.ts';
import { forestTooHigh } from '../planner/forest.ts';
import type { Level, Question } from '../planner/question.ts';
import { forestTooHighFor, type PlannedRoute, type RoutePlan, type Variant } from '../planner/routes.ts';
import { isServiced } from '../planner/target.ts';
import { releaseUntilMove } from './context.ts';
import type { Note } from './plan.ts';

interface Assumption {
  readonly about: string;
  readonly text: string;
}

function machineAssumptions(
  catalogue: Catalogue,
  question: Question,
  start: State,
  variants: readonly Variant[],
): readonly Assumption[] {
  const windows = windowsTitle(catalogue, start.windows);
  const differs = variants.map((variant) => {
    const on = [
      question.dotnet === undefined ? `.NET ${variant.dotnet}` : null,
      question.windows === undefined ? windowsTitle(catalogue, variant.windows) : null,
    ].filter((part) => part !== null);
    const path = variant.acts === null ? 'there is no path' : variant.acts.map(actLabel).join(', ');
    return `with ${on.join(' on ')}: ${path}`;
  });
  const otherwise =
    differs.length === 0
      ? 'Any other possible answer gives the same path.'
      : `Otherwise ${differs.join('; ')}.`;
  const found: Assumption[] = [];
  if (question.windows === undefined) {
    const tail = question.dotnet === undefined ? '' : ` ${otherwise}`;
    found.push({
      about: 'windows',
      text: `The Windows of the server was not given; planned for ${windows}.${tail}`,
    });
  }
  if (question.dotnet === undefined) {
    found.push({
      about: 'dotnet',
      text: `The installed .NET was not given; planned for ${start.dotnet}, the lowest that the installed CU supports on ${windows}. ${otherwise}`,
    });
  }
  return found;
}

/** Answers that nobody gave and that the plan depends on, or might. */
export function assumptionsOf(
  catalogue: Catalogue,
  question: Question,
  from: Level,
  start: State,
  routes: RoutePlan,
): readonly Assumption[] {
  const found: Assumption[] = [];
  if (!from.updateKnown) {
    found.push({
      about: 'from',
      text: `The installed security update is unknown: the CU alone was named. Read the exact build first; the plan holds whichever it is, except that an update you already have needs no second installation.`,
    });
  }
  if (question.role === undefined)
    found.push({ about: 'role', text: 'The role was not given; planned for a Mailbox server.' });
  found.push(...machineAssumptions(catalogue, question, start, routes.variants));
  const moves = routes.routes.some((route) => route.hops.some((hop) => hop.act !== 'install-su'));
  if (question.also === undefined && moves) {
    found.push({
      about: 'also',
      text: 'Other Exchange versions in the organisation were not named; planned as if there were none that Setup refuses. A step checks it.',
    });
  }
  if (question.prepared === undefined && question.role !== 'edge' && moves) {
    found.push({
      about: 'prepared',
      text: `How far the forest is prepared was not given; planned for the levels of ${releaseTitle(catalogue, from.release)}. The steps compare the real values first.`,
    });
  }
  if (question.dcWindows === undefined && question.role !== 'edge' && moves) {
    found.push({
      about: 'dc-windows',
      text: 'The Windows versions of the domain controllers were not given; a step checks them.',
    });
  }
  if (question.forestLevel === undefined && question.role !== 'edge' && moves) {
    found.push({
      about: 'forest-level',
      text: 'The forest functional level was not given; a step checks it.',
    });
  }
  const open = question.role === 'edge' || question.role === 'tools' ? [] : ['dag', 'hybrid'];
  for (const fact of catalogue.data.facts.filter((item) => open.includes(item.id))) {
    if (question.facts[fact.id] !== undefined) continue;
    found.push({
      about: fact.id,
      text: `Not answered: ${fact.question} The steps that depend on it are conditional.`,
    });
  }
  const { target } = routes;
  if (question.facts.esu === undefined && target?.esuUpdate) {
    found.push({
      about: 'esu',
      text: `Not answered: whether the organisation has ESU; planned without. With ESU the target would be ${target.esuUpdate.fullId} (${target.esuUpdate.build}).`,
    });
  }
  return found;
}

function targetWarnings(
  catalogue: Catalogue,
  question: Question,
  from: Level,
  routes: RoutePlan,
): readonly Note[] {
  const { target } = routes;
  if (!target) return [];
  const found: Note[] = [];
  const product = catalogue.products.get(target.release.product);
  const esu = question.facts.esu === true;
  if (product && !isServiced(catalogue, target.release, question.today, esu)) {
    const next = product.successor === undefined ? undefined : catalogue.products.get(product.successor);
    const way = next?.releases.at(-1);
    const ended =
      product.extendedEnd === undefined ? '' : ` Support of ${product.name} ended on ${product.extendedEnd}.`;
    const esuEnd = product.esu.at(-1);
    const esuText =
      esuEnd && question.today > esuEnd.to
        ? ` The last ESU period ended on ${esuEnd.to}, so nobody gets further updates for it.`
        : '';
    const out = way ? ` The way out: ${releaseTitle(catalogue, way)} (plan it with --to ${way.id}).` : '';
    found.push({
      id: 'line-dead',
      text: `${releaseTitle(catalogue, target.release)} is not serviced on ${question.today}.${ended}${esuText}${out}`,
    });
  }
  if (target.update?.esu !== undefined && product) {
    const period = product.esu.find((item) => item.period === target.update?.esu);
    if (period && question.today > period.to) {
      found.push({
        id: 'esu-ended',
        text: `${target.update.fullId} went to subscribers of ESU period ${period.period} only, and that period ended on ${period.to}: you need the package you received then.`,
      });
    }
  }
  const rumoured = target.release.updates.findLast(
    (update) =>
      update.unconfirmed !== undefined &&
      (update.esu === undefined || esu) &&
      (update.date === undefined || update.date <= question.today) &&
      compareBuilds(update.build, (target.update ?? target.release).build) > 0,
  );
  if (rumoured) {
    found.push({
      id: 'newer-unconfirmed',
      text: `Perhaps there is ${rumoured.id} (${rumoured.build}) for it already: ${rumoured.unconfirmed} Look for its announcement before you start.`,
    });
  }
  if (target.update?.unconfirmed !== undefined) {
    found.push({ id: 'unconfirmed-build', text: `${target.update.fullId}: ${target.update.unconfirmed}` });
  }
  if (
    from.update &&
    from.release.id !== target.release.id &&
    target.update?.date &&
    from.update.date &&
    from.update.date > target.update.date
  ) {
    found.push({
      id: 'older-than-installed',
      text: `The target ${target.update.fullId} (${target.update.date}) is older than the installed ${from.update.id} (${from.update.date}): what that update closed is open again at the target.`,
    });
  }
  return found;
}

/** Levels that serve mail for a while on the way, between two moves, though nobody gets updates for them any more. */
function stopsNotServiced(catalogue: Catalogue, question: Question, route: PlannedRoute): readonly Note[] {
  return route.hops.slice(0, -1).flatMap((hop, index): readonly Note[] => {
    if (hop.act !== 'migrate') return [];
    const goesOn = route.hops.slice(index + 1).some(({ act }) => act !== 'install-su');
    const release = required(catalogue.releases, hop.release);
    if (!goesOn || isServiced(catalogue, release, question.today, question.facts.esu === true)) return [];
    return [
      {
        id: 'stop-not-serviced',
        text: `${releaseTitle(catalogue, release)} carries the mailboxes on the way and is not serviced on ${question.today}: go on to the target without a pause.`,
      },
    ];
  });
}

/** Domain controllers that the old servers do not support while they go on running beside the new ones. */
function oldControllers(
  catalogue: Catalogue,
  question: Question,
  from: Level,
  route: PlannedRoute,
): readonly Note[] {
  const { dcWindows } = question;
  if (dcWindows === undefined || !route.hops.some(({ act }) => act === 'migrate')) return [];
  const old = releaseUntilMove(catalogue, from.release, route.hops);
  const { windows } = ruleFor(catalogue.domainControllerRules, old);
  const odd = dcWindows.filter((id) => !windows.includes(id));
  if (odd.length === 0) return [];
  const names = odd.map((id) => windowsTitle(catalogue, id)).join(', ');
  return [
    {
      id: 'controllers-of-the-old',
      text: `${releaseTitle(catalogue, old)}, which runs until the move is done, is not listed with domain controllers on ${names}.`,
    },
  ];
}

function routeWarnings(
  catalogue: Catalogue,
  question: Question,
  from: Level,
  route: PlannedRoute,
): readonly Note[] {
  const found: Note[] = [];
  for (const hop of route.hops) {
    if (hop.act !== 'install-cu' && hop.act !== 'upgrade-in-place') continue;
    const release = catalogue.releases.get(hop.release);
    if (release && from.update?.date && from.update.date > release.date) {
      found.push({
        id: 'back-in-time',
        text: `${releaseTitle(catalogue, release)} (${release.date}) is older than the installed ${from.update.id} (${from.update.date}): until the security update after it, the server has holes again that were closed. Install both in one window and let no client in between.`,
      });
      break;
    }
  }
  found.push(
    ...stopsNotServiced(catalogue, question, route),
    ...oldControllers(catalogue, question, from, route),
  );
  for (const id of route.risks.filter((risk) => !question.accept.includes(risk))) {
    const risk = required(catalogue.risks, id);
    found.push({
      id,
      text: `Risk not yet accepted: ${risk.title}. ${risk.text} (accept it with --accept ${id})`,
    });
  }
  if (route.missingMedia.length > 0) {
    found.push({
      id: 'media-missing',
      text: `Media that Microsoft does not offer to everybody: ${route.missingMedia.join(', ')}. Never take Exchange media from another site; if you hold them, say so with --media.`,
    });
  }
  return found;
}

/** Annotations of overlays on levels, rules and updates that this plan touches. */
function annotationWarnings(catalogue: Catalogue, routes: RoutePlan): readonly Note[] {
  const touched = new Set<string>();
  if (routes.target) {
    touched.add(routes.target.release.id);
    if (routes.target.update) touched.add(routes.target.update.fullId);
  }
  for (const route of routes.routes) {
    for (const hop of route.hops) {
      touched.add(hop.rule);
      if ('release' in hop) touched.add(hop.release);
    }
  }
  return catalogue.data.annotations
    .filter((note) => touched.has(note.id))
    .map((note) => ({ id: `note-${note.id}`, text: note.note }));
}

interface Dated {
  readonly name: string;
  readonly date: string;
}

function datedLevel(catalogue: Catalogue, release: Release, update: Update | null): readonly Dated[] {
  const name = releaseTitle(catalogue, release);
  const own = { name, date: release.date };
  return update?.date === undefined ? [own] : [own, { name: `${name} ${update.id}`, date: update.date }];
}

/** Levels that came out after the day of the plan; null: none. */
function notYetReleased(levels: readonly Dated[], today: string): string | null {
  const late = new Map(levels.filter(({ date }) => date > today).map(({ name, date }) => [name, date]));
  if (late.size === 0) return null;
  const dates = [...late].map(([name, date]) => `${name} was released on ${date}`);
  return `${dates.join(', ')}, after the day of this plan (${today})`;
}

/** A clock that is wrong, or a day before the release: what the plan says about support and updates is off. */
function dayWarnings(
  catalogue: Catalogue,
  { today }: Question,
  from: Level | null,
  { target }: RoutePlan,
  chosen: PlannedRoute | null,
): readonly Note[] {
  const found: Note[] = [];
  const start = notYetReleased(from ? datedLevel(catalogue, from.release, from.update) : [], today);
  if (start !== null) {
    found.push({
      id: 'start-after-day',
      text: `The installed level cannot be there yet: ${start}. Is the clock of this machine (or --today) right?`,
    });
  }
  const way = (chosen?.hops ?? []).flatMap((hop) => {
    const release = 'release' in hop ? catalogue.releases.get(hop.release) : undefined;
    return release ? datedLevel(catalogue, release, null) : [];
  });
  const end = target ? datedLevel(catalogue, target.release, target.update) : [];
  const installed = from ? datedLevel(catalogue, from.release, from.update).map(({ name }) => name) : [];
  const planned = notYetReleased(
    [...way, ...end].filter(({ name }) => !installed.includes(name)),
    today,
  );
  if (planned !== null) {
    found.push({
      id: 'target-after-day',
      text: `Not out yet on the day of this plan: ${planned}. Is the clock of this machine (or --today) right?`,
    });
  }
  return found;
}

/** Warnings about the start, the target, the chosen route and the age of the data; the gravest first. */
export function warningsOf(
  catalogue: Catalogue,
  question: Question,
  from: Level | null,
  routes: RoutePlan,
  chosen: PlannedRoute | null,
  age: DataAge,
): readonly Note[] {
  const found: Note[] = [];
  const stale = staleWarning(age);
  if (stale !== null) found.push({ id: 'stale-data', text: `Old data: ${stale}` });
  found.push(...dayWarnings(catalogue, question, from, routes, chosen));
  for (const violation of routes.startViolations) {
    found.push({
      id: 'start-unsupported',
      text: `The server is in an unsupported state now (${violation.because}); do not leave it there.`,
    });
  }
  if (from) found.push(...targetWarnings(catalogue, question, from, routes));
  const forest = routes.target && forestTooHighFor(catalogue, question, routes.role, routes.target);
  if (routes.target && typeof forest === 'string' && routes.routes.length > 0) {
    found.push({
      id: 'forest-level-too-high',
      text: `${forestTooHigh(catalogue, routes.target.release, forest)}. Ask Microsoft support about it.`,
    });
  }
  for (const { rule, because } of routes.houseRules) {
    found.push({
      id: rule,
      text: `Your own rule ${rule} changes the way; without it another one would be recommended. ${because}`,
    });
  }
  if (from && chosen) found.push(...routeWarnings(catalogue, question, from, chosen));
  if (from?.update?.withdrawn !== undefined) {
    found.push({
      id: 'update-withdrawn',
      text: `The installed ${from.update.id} was withdrawn: ${from.update.withdrawn}`,
    });
  }
  return [...found, ...annotationWarnings(catalogue, routes)];
}
