/**
 * Old servers that Setup of the newest release refuses have to be gone before it runs anywhere, the preparation of
 * Active Directory included. So a plan with such servers has two parts: what is done while they are there (their own
 * moves too), and what is done once the last of them has left.
 */
import { type Catalogue, highestLevels, type Release, required } from '../catalogue/catalogue.ts';
import type { Hop, Step } from '../checklist/plan.ts';
import type { Question } from '../planner/question.ts';
import type { Placed } from './coexistence.ts';
import type { Departure, SharedPlan } from './fleet-plan.ts';
import { levelsNow, newestOf, onceEach, preparationSteps, templateOf } from './organisation.ts';
import { productOf } from './question.ts';
import { chosenRoute, minutesOf, type Split, withoutSteps } from './shared-plans.ts';
import type { Survey } from './survey.ts';

/** Acts that bring a release onto a machine. */
const INSTALLING: ReadonlySet<string> = new Set(['install-cu', 'upgrade-in-place', 'migrate']);

export function hopsOf({ shared, question }: Split): readonly Hop[] {
  return chosenRoute(shared.plan, question)?.hops ?? [];
}

/** Does Setup of one of these releases refuse one of these products? */
export function isRefused(
  catalogue: Catalogue,
  releases: readonly string[],
  products: ReadonlySet<string>,
): boolean {
  return releases.some((id) =>
    (catalogue.coexistenceRules.get(id) ?? []).some(({ refuses }) =>
      refuses.some((own) => products.has(own)),
    ),
  );
}

/**
 * Products whose servers move to new ones that are then updated to a release which refuses the product they come
 * from: each of them has to be gone before the first of the new servers goes on.
 */
export function leavingByThemselves(catalogue: Catalogue, placed: readonly Placed[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { server, split } of placed) {
    const own = productOf(server);
    const hops = hopsOf(split);
    const move = hops.findIndex(({ act }) => act === 'migrate');
    if (own === null || move < 0 || split.shared.fate === 'no-path') continue;
    const later = hops
      .slice(move)
      .flatMap((hop) => (INSTALLING.has(hop.act) && 'release' in hop ? hop.release : []));
    if (isRefused(catalogue, later, new Set([own]))) found.add(own);
  }
  return found;
}

/** The release to prepare Active Directory with for what these servers install before they move; null: none. */
export function earlyAimOf(catalogue: Catalogue, early: readonly Placed[]): Release | null {
  const found = new Set(
    early
      .filter(({ split: { shared, question } }) => question.role !== 'edge' && shared.fate !== 'no-path')
      .flatMap(({ split }) => split.shared.stops),
  );
  return newestOf([...found].map((id) => required(catalogue.releases, id)));
}

/** Tells by its id whether a step is a gate: done once for all, and checked on every server as well. */
export function gateIn(catalogue: Catalogue): (step: string) => boolean {
  const template = templateOf(catalogue);
  const known = new Map<string, boolean>();
  return (step) => {
    const gate = known.get(step) ?? catalogue.data.steps[template(step)]?.gate === true;
    known.set(step, gate);
    return gate;
  };
}

/** The steps in the plan of a server that leaves which prepare Active Directory with `release`. */
function preparing(split: Split, release: string): readonly Step[] {
  const hops = hopsOf(split);
  return split.shared.plan.steps.filter(({ hop }) => {
    const own = hop === null ? undefined : hops[hop];
    return own?.act === 'prepare-ad' && own.release === release;
  });
}

function isLeaving({ question: { from, role } }: Split, blocking: ReadonlySet<string>): boolean {
  // A machine with only the tools has no server object that anybody waits for.
  return role !== 'tools' && blocking.has(from.kind === 'level' ? from.release.product : from.product.id);
}

/** The others are gone by then: what their removal takes is counted with their moves. */
function withoutRemoval(step: Step): Step {
  return step.reversible ? step : { ...step, minutes: { ...step.minutes, high: step.minutes.typical } };
}

/**
 * Takes out of a plan what is done once when they have left. The gates stay: nothing behind them may begin on a server
 * before they hold.
 */
export function withoutDeparture(
  catalogue: Catalogue,
  departure: Departure | null,
  shared: SharedPlan,
  question: Pick<Question, 'route'>,
): SharedPlan {
  const ids = new Set(departure?.steps.map(({ id }) => id));
  if (!shared.plan.steps.some(({ id }) => ids.has(id))) return shared;
  const isGate = gateIn(catalogue);
  const steps = shared.plan.steps.map((step) =>
    ids.has(step.id) && isGate(step.id) ? withoutRemoval(step) : step,
  );
  const dropped = new Set([...ids].filter((id) => !isGate(id)));
  return withoutSteps({ ...shared, plan: { ...shared.plan, steps } }, question, dropped);
}

/**
 * What is done once when they have left; null: nobody has to.
 * @param splits every plan of the fleet that has a path, once
 * @param lead the plan of a server that stays, for what the texts say; undefined: nobody stays
 */
export function departureOf(
  catalogue: Catalogue,
  { aim, earlyAim, blocking, isBlocking, around, inventory }: Survey,
  splits: readonly Split[],
  lead: Split | undefined,
): Departure | null {
  if (blocking.size === 0) return null;
  const isGate = gateIn(catalogue);
  const own = aim
    ? splits.filter((split) => isLeaving(split, blocking)).map((split) => preparing(split, aim.id))
    : [];
  const now = levelsNow(around.prepared, inventory.organisation);
  // An old server that nobody needs is uninstalled without a move, so its move may not have prepared anything.
  const levels = earlyAim === null ? now : highestLevels(now, earlyAim.ad);
  const others = aim && lead ? preparationSteps(catalogue, levels, aim, lead.question) : [];
  const steps = onceEach(catalogue, [others, ...own]).map((step) =>
    isGate(step.id) ? withoutRemoval(step) : step,
  );
  return {
    servers: inventory.servers.filter(isBlocking).map(({ name }) => name),
    release: aim?.id ?? null,
    prepares: steps.length > 0 ? (aim?.id ?? null) : null,
    steps,
    minutes: minutesOf(steps),
  };
}
