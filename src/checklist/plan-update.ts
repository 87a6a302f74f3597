/**
 * The one function that the command, the wizard, the fleet and the tests call: a catalogue and a question in,
 * a whole plan out. Pure and deterministic.
 */
import { dataAge } from '../catalogue/age.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Role } from '../catalogue/schema.ts';
import type { State } from '../planner/acts.ts';
import type { Level, Question } from '../planner/question.ts';
import { type PlannedRoute, planRoutes, type RoutePlan } from '../planner/routes.ts';
import { isServiced } from '../planner/target.ts';
import { assemble, type Draft, draftsOf } from './assemble.ts';
import { citedSources } from './citations.ts';
import { type Stages, stagesOf } from './context.ts';
import { type IssueAnswers, knownIssuesAt } from './known-issues.ts';
import { ledgerOf } from './ledger.ts';
import { assumptionsOf, warningsOf } from './notices.ts';
import type { Plan, Route, Span } from './plan.ts';
import { undoOf } from './undo.ts';
import { isInWindow, workMinutes } from './window.ts';

/** Minutes of the window, see `workMinutes`, before the steps are filled. */
function windowMinutes(drafts: readonly Draft[]): Span {
  return workMinutes(
    drafts.map(({ template: { phase, minutes }, planned }) => ({ phase, minutes, sure: planned })),
  );
}

/** Restarts in the window, the one before the first installation included. */
function windowReboots(drafts: readonly Draft[]): number {
  return drafts.filter(({ template, planned }) => planned && template.reboot === true && isInWindow(template))
    .length;
}

interface Drawn {
  readonly route: Route;
  readonly planned: PlannedRoute;
  readonly stages: Stages;
  readonly drafts: readonly Draft[];
}

function draw(
  catalogue: Catalogue,
  question: Question,
  from: Level,
  role: Role,
  start: State,
  planned: PlannedRoute,
): Drawn {
  const stages = stagesOf(catalogue, question, from, role, start, planned.hops);
  const drafts = draftsOf(stages);
  return {
    route: { ...planned, minutes: windowMinutes(drafts), reboots: windowReboots(drafts) },
    planned,
    stages,
    drafts,
  };
}

function verdictOf(chosen: Drawn | null): Plan['verdict'] {
  if (!chosen) return 'no-path';
  if (chosen.route.hops.length === 0) return 'current';
  return chosen.route.risks.length > 0 ? 'risk' : 'supported';
}

function fromOf(question: Question): Plan['from'] {
  const { from } = question;
  const level = from.kind === 'level' ? from : null;
  return {
    server: question.server ?? null,
    product: from.kind === 'level' ? from.release.product : from.product.id,
    release: level?.release.id ?? null,
    update: level?.update?.id ?? null,
    updateKnown: level?.updateKnown ?? false,
    build: level ? (level.update?.build ?? level.release.build) : null,
    dotnet: question.dotnet ?? null,
    windows: question.windows ?? null,
    role: question.role ?? null,
    dag: question.dag ?? null,
  };
}

function toOf(catalogue: Catalogue, question: Question, routes: RoutePlan): Plan['to'] {
  const { target } = routes;
  if (target) {
    const { release, update } = target;
    return {
      product: release.product,
      release: release.id,
      update: update?.id ?? null,
      build: update?.build ?? release.build,
      serviced: isServiced(catalogue, release, question.today, question.facts.esu === true),
    };
  }
  const planned = question.to.kind === 'planned' ? question.to.planned : null;
  return {
    product: planned?.product ?? '',
    release: planned?.id ?? question.to.kind,
    update: null,
    build: null,
    serviced: false,
  };
}

/** What is answered about the server that runs the target: after a move that is a new one. */
function issueAnswers(question: Question, chosen: Drawn | null): IssueAnswers {
  const moves = chosen?.route.hops.some((hop) => hop.act === 'migrate') === true;
  return {
    facts: question.facts,
    role: question.role,
    windows: moves ? question.toWindows : question.windows,
  };
}

/**
 * Plans an update.
 * @param command the command line that asks this question again; callers build it from the question
 * @throws Error only on a bug: every question has an answer, "no path" included
 */
export function planUpdate(
  catalogue: Catalogue,
  question: Question,
  command: (question: Question) => string = () => '',
): Plan {
  const routes = planRoutes(catalogue, question);
  const from = question.from.kind === 'level' ? question.from : null;
  const { start, role } = routes;
  const drawn =
    from && start
      ? routes.routes.map((planned) => draw(catalogue, question, from, role, start, planned))
      : [];
  const chosen = drawn.find((item) => item.route.id === question.route) ?? drawn[0] ?? null;
  const age = dataAge(catalogue, question.today);
  const ledger = chosen && ledgerOf(catalogue, chosen.stages, assemble(chosen.drafts));
  const steps = ledger?.steps ?? [];
  const undo = chosen ? undoOf(catalogue, chosen.stages, steps) : [];
  const knownIssues = routes.target
    ? knownIssuesAt(catalogue, { ...routes.target, updateKnown: true }, issueAnswers(question, chosen))
    : [];
  const taken = new Set(drawn.flatMap((item) => item.route.risks));
  return {
    catalogue: { ...age, digest: catalogue.digest, overlays: catalogue.overlays },
    command: command(question),
    today: question.today,
    from: fromOf(question),
    to: toOf(catalogue, question, routes),
    verdict: verdictOf(chosen),
    routes: drawn.map((item) => item.route),
    rejected: routes.rejected,
    steps,
    vulnerabilities: ledger?.vulnerabilities ?? { openNow: [], openAtTarget: [] },
    knownIssues,
    undo,
    assumptions: from && start && chosen ? assumptionsOf(catalogue, question, from, start, routes) : [],
    warnings: warningsOf(catalogue, question, from, routes, chosen?.planned ?? null, age),
    risks: catalogue.data.risks
      .filter((risk) => taken.has(risk.id))
      .map(({ id, title, text, url }) => ({ id, title, text, url })),
    blocks: routes.blocks,
    openings: routes.openings,
    sources: citedSources(catalogue, routes, [...steps, ...knownIssues, ...undo]),
  };
}
