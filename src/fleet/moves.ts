/**
 * Servers that move by one plan share more than the plan: its steps for the whole organisation (the hybrid
 * configuration ...) are done with the first of them, and what ends the move with the last; those for a DAG with one
 * of its members. What lies on a server (mailboxes, connectors ...) is moved by each for itself.
 */
import type { Step } from '../checklist/plan.ts';
import type { Question } from '../planner/question.ts';
import type { FleetServer, SharedPlan } from './fleet-plan.ts';
import { letters, withoutSteps } from './shared-plans.ts';

const WIDE: ReadonlySet<Step['scope']> = new Set(['organisation', 'domain', 'dependency']);

/** What is done when the last server has moved. */
const ENDING: ReadonlySet<Step['phase']> = new Set(['after', 'verify']);

/** Tells by its id whether a step is a gate, which every checklist keeps. */
type IsGate = (step: string) => boolean;

/** Marks what a step is once for; null: it is done on every server. */
function onceFor({ id, scope, hop }: Step, { dag }: FleetServer, isGate: IsGate): string | null {
  if (hop === null || isGate(id)) return null;
  if (WIDE.has(scope)) return id;
  return scope === 'dag' && dag !== null ? `${dag.toLowerCase()} ${id}` : null;
}

function moves({ fate }: FleetServer): boolean {
  return fate === 'migrate' || fate === 'leave';
}

/**
 * Name of the server with which each such step is done: the first that has it, what ends the move with the last. Those
 * that the others wait for move first.
 */
function ownersOf(servers: readonly FleetServer[], isGate: IsGate): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  const moving = servers.filter(moves);
  const isAwaited = ({ fate }: FleetServer) => fate === 'leave';
  const inTurn = [...moving.filter(isAwaited), ...moving.filter((server) => !isAwaited(server))];
  for (const server of inTurn) {
    for (const step of server.shared?.plan.steps ?? []) {
      const mark = onceFor(step, server, isGate);
      if (mark !== null && (ENDING.has(step.phase) || !owners.has(mark))) owners.set(mark, server.name);
    }
  }
  return owners;
}

/**
 * The servers, those that move after the first ones with a shorter plan; in the order given.
 * @param count plans there are already, for the letters of the new ones
 * @param question the answers that hold for all servers
 * @param isGate tells by its id whether a step stays in every checklist
 */
export function withSharedMoves(
  servers: readonly FleetServer[],
  count: number,
  question: Pick<Question, 'route'>,
  isGate: IsGate,
): readonly FleetServer[] {
  const owners = ownersOf(servers, isGate);
  const made = new Map<string, SharedPlan>();
  return servers.map((server) => {
    const { shared } = server;
    if (shared === null || !moves(server)) return server;
    const dropped = shared.plan.steps.filter((step) => {
      const mark = onceFor(step, server, isGate);
      return mark !== null && owners.get(mark) !== server.name;
    });
    if (dropped.length === 0) return server;
    const key = `${shared.id} ${dropped.map(({ id }) => id).join(' ')}`;
    const ids = new Set(dropped.map(({ id }) => id));
    const variant = made.get(key) ?? {
      ...withoutSteps(shared, question, ids),
      id: letters(count + made.size),
      base: shared.id,
    };
    made.set(key, variant);
    const begun = dropped.filter(({ phase }) => !ENDING.has(phase));
    const leading = begun.flatMap((step) => owners.get(onceFor(step, server, isGate) ?? '') ?? []);
    return { ...server, shared: variant, movesAfter: [...new Set(leading)] };
  });
}

/** The plans that servers have, each once: in the order in which they were made. */
export function plansOf(servers: readonly FleetServer[]): readonly SharedPlan[] {
  const found = new Map(servers.flatMap(({ shared }) => (shared ? [[shared.id, shared] as const] : [])));
  const rank = ({ id }: SharedPlan) => id.padStart(8);
  return [...found.values()].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** Letters without gaps, servers without a path at the end: they have no checklist. A plan whose base nobody has refers to the first of its kind. */
export function relettered(servers: readonly FleetServer[]): readonly FleetServer[] {
  const renamed = new Map<string, SharedPlan>();
  const first = new Map<string, string>();
  const noPath = ({ fate }: SharedPlan) => Number(fate === 'no-path');
  const inOrder = [...plansOf(servers)].sort((a, b) => noPath(a) - noPath(b));
  for (const [index, shared] of inOrder.entries()) {
    const id = letters(index);
    const kind = shared.base ?? shared.id;
    renamed.set(shared.id, { ...shared, id, base: first.get(kind) ?? null });
    if (!first.has(kind)) first.set(kind, id);
  }
  return servers.map((server) => ({
    ...server,
    shared: renamed.get(server.shared?.id ?? '') ?? server.shared,
  }));
}
