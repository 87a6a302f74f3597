/**
 * Reads a fleet plan as JSON beside the list of servers it was made for, and says which rules it breaks. Shares no
 * code with the planner of fleets; what is known about Exchange comes from the catalogue's data.
 */
import type { Catalogue } from '../../src/catalogue/catalogue.ts';

export interface Machine {
  readonly name: string;
  readonly level: string;
  readonly role: 'mailbox' | 'edge' | 'tools';
  /** Empty: the file does not say; `none`: no DAG. */
  readonly dag: string;
  readonly site: string;
  readonly dotnet: string;
  readonly windows: string;
}

interface Span {
  readonly low: number;
  readonly typical: number;
  readonly high: number;
}
interface StepJson {
  readonly id: string;
  readonly phase: string;
  readonly scope: string;
  readonly hop: number | null;
  readonly condition: string | null;
  readonly minutes: Span;
  readonly commands: readonly { readonly run: string }[];
}
interface PlanJson {
  readonly verdict: string;
  readonly from: { readonly server: string | null; readonly product: string; readonly role: string | null };
  readonly to: { readonly release: string };
  readonly routes: readonly {
    readonly id: string;
    readonly hops: readonly { readonly act: string; readonly release?: string }[];
  }[];
  readonly steps: readonly StepJson[];
}
export interface FleetJson {
  readonly prepares: string | null;
  readonly organisation: readonly StepJson[];
  readonly organisationMinutes: Span;
  readonly departure: null | {
    readonly servers: readonly string[];
    readonly prepares: string | null;
    readonly steps: readonly StepJson[];
    readonly minutes: Span;
  };
  readonly closing: readonly StepJson[];
  readonly closingMinutes: Span;
  readonly waves: readonly {
    readonly wave: number;
    readonly servers: readonly string[];
    readonly minutes: Span;
    readonly stage: string;
    readonly afterDeparture: boolean;
    readonly checks: readonly {
      readonly server: string;
      readonly dag: string;
      readonly rest: readonly string[];
      readonly step: string | null;
    }[];
  }[];
  readonly migrations: readonly {
    readonly servers: readonly string[];
    readonly first: boolean;
    readonly after?: readonly {
      readonly release: string;
      readonly servers: readonly string[];
      readonly waves: readonly number[];
    }[];
    readonly minutes: Span;
  }[];
  readonly inventory: readonly { readonly name: string; readonly fate: string }[];
  readonly blocks: readonly { readonly blockers: readonly string[]; readonly blocked: readonly string[] }[];
  readonly minimums: readonly { readonly servers: readonly string[] }[];
  readonly bridges: readonly {
    readonly dag: string;
    readonly members: readonly string[];
    readonly ownWindow: { readonly windows: number };
    readonly wholeDag: { readonly windows: number };
  }[];
  readonly total: Span;
  readonly schedule: null | {
    readonly length: number;
    readonly windows: readonly {
      readonly start: string;
      readonly end: string;
      readonly items: readonly {
        readonly what: string;
        readonly name: string;
        readonly start: string;
        readonly end: string;
      }[];
    }[];
    readonly unfit: readonly { readonly name: string }[];
  };
  readonly servers: Readonly<Record<string, PlanJson>>;
}

const UPDATES = ['install-cu', 'upgrade-in-place'];
const WIDE = ['organisation', 'domain', 'dependency', 'workstation'];
/** Checks that every server repeats, though the act behind them is done once. */
const GATE = /^ad-.*-(?:verify|no-exchange-2013)$/;
const OUTSIDE = ['before', 'dependencies', 'organisation', 'after'];

function add(a: Span, b: Span): Span {
  return { low: a.low + b.low, typical: a.typical + b.typical, high: a.high + b.high };
}

function same(a: Span, b: Span): boolean {
  return a.low === b.low && a.typical === b.typical && a.high === b.high;
}

const NO_PLAN: PlanJson = {
  verdict: 'no-path',
  from: { server: null, product: '', role: null },
  to: { release: '' },
  routes: [],
  steps: [],
};
const ZERO: Span = { low: 0, typical: 0, high: 0 };

function hopsOf(plan: PlanJson) {
  return plan.routes[0]?.hops ?? [];
}

/** What nobody said about the .NET or the SU: the plan counts on such an act, and on nothing else with a condition. */
const ASSUMED =
  /^Only if (?:Release < \d+ at the beginning \([^)]*\)|the build at the beginning was below [\d.]+)$/;

function isCounted(condition: string | null): boolean {
  return condition === null || ASSUMED.test(condition);
}

/** Window minutes of the steps before the server is replaced. */
function ownMinutes(plan: PlanJson): Span {
  const hops = hopsOf(plan);
  let sum = ZERO;
  for (const step of plan.steps) {
    const early = step.phase === 'before' || step.phase === 'dependencies';
    if (!early && step.hop !== null && hops[step.hop]?.act === 'migrate') break;
    if (OUTSIDE.includes(step.phase)) continue;
    const { low, typical, high } = step.minutes;
    sum = add(sum, isCounted(step.condition) ? { low, typical, high } : { low: 0, typical: 0, high });
  }
  return sum;
}

/** All minutes of the move to a new server, from its first step to the last of the plan. */
function moveMinutes(plan: PlanJson): Span {
  const hops = hopsOf(plan);
  const start = plan.steps.findIndex(
    ({ phase, hop }) =>
      phase !== 'before' && phase !== 'dependencies' && hop !== null && hops[hop]?.act === 'migrate',
  );
  return plan.steps.slice(start < 0 ? plan.steps.length : start).reduce((sum, { minutes, condition }) => {
    const { low, typical, high } = minutes;
    return add(sum, isCounted(condition) ? { low, typical, high } : { low: 0, typical: 0, high });
  }, ZERO);
}

function stopsOf(plan: PlanJson): number {
  let stops = 0;
  for (const hop of hopsOf(plan)) {
    if (hop.act === 'migrate') break;
    if (UPDATES.includes(hop.act)) stops++;
  }
  return stops;
}

/** Everything that is wrong; empty for a good plan made with one server at a time. */
export function violations(
  catalogue: Catalogue,
  machines: readonly Machine[],
  internetSites: readonly string[],
  fleet: FleetJson,
): readonly string[] {
  const wrong: string[] = [];
  const say = (condition: boolean, text: string) => {
    if (!condition) wrong.push(text);
  };
  const machine = new Map(machines.map((item) => [item.name, item]));
  const fate = new Map(fleet.inventory.map((item) => [item.name, item.fate]));
  const waveOf = new Map<string, number>();
  for (const { wave, servers } of fleet.waves) {
    for (const name of servers) {
      say(!waveOf.has(name), `${name} is in two waves`);
      waveOf.set(name, wave);
    }
  }
  say(
    machines.every(({ name }) => fate.has(name)) && fate.size === machines.length,
    'the servers are not those of the inventory',
  );

  for (const { name, role } of machines) {
    const kind = fate.get(name);
    const plan = fleet.servers[name];
    say((kind === 'unknown') === (plan === undefined), `${name}: ${kind} with${plan ? '' : 'out'} a plan`);
    if (!plan) continue;
    const work = stopsOf(plan) > 0 || kind === 'update';
    if (kind === 'update') say(waveOf.has(name), `${role} ${name} is updated, but in no wave`);
    if (kind === 'migrate' && work)
      say(waveOf.has(name), `${name} needs an update before its move, but is in no wave`);
    if (kind === 'current' || kind === 'no-path') say(!waveOf.has(name), `${kind} ${name} is in a wave`);
    if (kind === 'leave') {
      const wave = fleet.waves[(waveOf.get(name) ?? 0) - 1];
      say(
        (wave !== undefined) === stopsOf(plan) > 0,
        `${name} leaves, ${stopsOf(plan)} CUs first, no such wave`,
      );
      say(wave?.afterDeparture !== true, `${name} has its turn after it has left`);
    }
    const moves = hopsOf(plan).some(({ act }) => act === 'migrate');
    const listed = fleet.migrations.filter(({ servers }) => servers.includes(name));
    if (kind !== 'leave')
      say(
        (listed.length === 1) === moves,
        `${name}: ${moves ? 'moves' : 'stays'}, listed ${listed.length} times`,
      );
    else
      say(
        listed.length === 1 && listed[0]?.first === true,
        `${name} has to leave, but is not among the first`,
      );
    say(plan.from.server === name, `the plan of ${name} is named ${plan.from.server}`);
    say(!JSON.stringify(plan).includes('cupath-mark'), `the plan of ${name} holds a mark`);
  }

  // Once and first.
  for (const list of [fleet.organisation, fleet.closing]) {
    const ids = list.map(({ id }) => id);
    say(new Set(ids).size === ids.length, 'a step of the organisation stands there twice');
  }
  const once = new Set([...fleet.organisation, ...fleet.closing].map(({ id }) => id));
  const between = new Set(fleet.departure?.steps.map(({ id }) => id));
  const targets = new Set<string>();
  for (const [name, plan] of Object.entries(fleet.servers)) {
    for (const step of plan.steps) {
      say(
        !(
          WIDE.includes(step.scope) &&
          (step.hop === null || step.phase === 'before') &&
          ['before', 'dependencies', 'organisation', 'after', 'verify'].includes(step.phase)
        ),
        `${name} repeats the step ${step.id} of the organisation`,
      );
      say(!once.has(step.id), `${name} repeats ${step.id}`);
      say(!between.has(step.id) || GATE.test(step.id), `${name} repeats ${step.id} of the departure`);
    }
    if (fate.get(name) === 'leave') continue;
    say(!hopsOf(plan).some(({ act }) => act === 'prepare-ad'), `${name} prepares Active Directory itself`);
    if (machine.get(name)?.role !== 'edge' && (fate.get(name) === 'update' || fate.get(name) === 'migrate'))
      targets.add(plan.to.release);
  }
  const last = fleet.departure ? fleet.departure.prepares : fleet.prepares;
  if (last !== null) {
    const level = (id: string) => catalogue.releases.get(id)?.ad.organisation ?? 0;
    say(
      [...targets].every((id) => level(id) <= level(last)),
      `prepared with ${last}, but a target is higher`,
    );
  }
  if (fleet.prepares !== null) {
    const made = fleet.organisation.filter(({ id }) => /^ad-.*-(?:schema|organisation|domains)$/.test(id));
    say(
      made.length > 0 && made.every(({ id }) => id.startsWith(`ad-${fleet.prepares}-`)),
      'Active Directory is prepared with something else',
    );
  }

  // What a move does for many is done with the first of them.
  const moved = new Map<string, string>();
  for (const { name } of fleet.inventory) {
    const plan = fleet.servers[name];
    if (!plan || (fate.get(name) !== 'migrate' && fate.get(name) !== 'leave')) continue;
    for (const { id, scope, hop } of plan.steps) {
      if (hop === null || !['organisation', 'domain', 'dag'].includes(scope)) continue;
      const dag = machine.get(name)?.dag ?? '';
      if (GATE.test(id) || (scope === 'dag' && (dag === '' || dag === 'none'))) continue;
      const once = scope === 'dag' ? `${id} of ${dag}` : id;
      say(!moved.has(once), `${name} repeats ${once}, which ${moved.get(once)} does`);
      moved.set(once, name);
    }
  }

  // What lies on a server is moved from there before its databases go and it is uninstalled.
  for (const [name, plan] of Object.entries(fleet.servers)) {
    const at = (pattern: RegExp) =>
      plan.steps.findIndex(({ commands }) =>
        commands.some(({ run }) => pattern.test(run) && run.includes(`'${name}'`)),
      );
    const removal = at(/Remove-MailboxDatabase\b/);
    if (removal >= 0) {
      for (const move of [/-Arbitration -Server/, /Get-Mailbox -Server/, /-PublicFolder -Server/])
        say(at(move) >= 0 && at(move) < removal, `${name} loses its databases, but nobody does ${move}`);
    }
    const edge = plan.steps.some(({ id }) => /^verify-move-.*-edge$/.test(id));
    if (edge) say(at(/Remove-EdgeSubscription/) >= 0, `Edge ${name} goes, and its subscription stays`);
    for (const other of machines) {
      if (other.name === name) continue;
      const step = plan.steps.find(({ commands }) =>
        commands.some(({ run }) => run.includes(`'${other.name}'`)),
      );
      say(step === undefined, `${name} works on ${other.name} in ${step?.id}`);
    }
  }

  // Order.
  const mailboxWaves = (test: (item: Machine) => boolean) =>
    machines
      .filter((item) => item.role === 'mailbox' && test(item))
      .flatMap(({ name }) => waveOf.get(name) ?? []);
  const belowMinimum = new Set(fleet.minimums.flatMap(({ servers }) => servers));
  for (const { name, role, site } of machines) {
    const wave = waveOf.get(name);
    if (wave === undefined) continue;
    // Below the level that a newer version asks for, an Edge server goes first; any other waits for its site.
    const first = role === 'edge' && belowMinimum.has(name);
    if (first) say(fleet.waves[wave - 1]?.stage === 'minimum', `Edge ${name} has to go with the minimum`);
    if (role === 'edge' && !first) {
      say(
        mailboxWaves((item) => site === '' || item.site === site).every((other) => other < wave),
        `Edge ${name} goes before a Mailbox server of its site`,
      );
    }
    const minimum = fleet.waves[wave - 1]?.stage === 'minimum';
    if (role === 'mailbox' && !minimum && !internetSites.includes(site)) {
      say(
        mailboxWaves((item) => internetSites.includes(item.site)).every((other) => other < wave),
        `${name} goes before an internet-facing site is done`,
      );
    }
  }
  // 2019 and SE share a DAG while one becomes the other; 2013 and 2016 share it with nobody.
  const generation = ({ level }: Machine) => /^201[36]/.exec(level)?.[0] ?? 'later';
  const carries = (other: Machine, name: string) => {
    const own = machine.get(name);
    if (!own) return false;
    const sameWindows = own.windows === '' || other.windows === '' || own.windows === other.windows;
    return sameWindows && generation(own) === generation(other);
  };
  for (const { wave, servers, checks } of fleet.waves) {
    const mailbox = servers
      .flatMap((name) => machine.get(name) ?? [])
      .filter(({ role }) => role === 'mailbox');
    const dags = mailbox.filter(({ dag }) => dag !== '' && dag !== 'none').map(({ dag }) => dag);
    say(new Set(dags).size === dags.length, `wave ${wave} takes two members of a DAG down`);
    const open = mailbox.filter(({ dag }) => dag === '');
    say(
      open.length === 0 || mailbox.length === 1,
      `wave ${wave}: ${open[0]?.name} may be a member of any DAG and goes with others`,
    );
    const edge = servers.flatMap((name) => machine.get(name) ?? []).filter(({ role }) => role === 'edge');
    const nowhere = [...edge, ...mailbox.filter(({ dag }) => dag === 'none')].find(({ site }) => site === '');
    say(
      nowhere === undefined || servers.length === 1,
      `wave ${wave}: ${nowhere?.name} may be in the site of any other and goes with others`,
    );
    for (const { name, dag } of mailbox) {
      if (dag === '' || dag === 'none') continue;
      const check = checks.find((item) => item.server === name);
      const rest = machines
        .filter((item) => item.dag === dag && item.name !== name && carries(item, name))
        .map((item) => item.name)
        .sort();
      say(
        check !== undefined && check.dag === dag && [...check.rest].sort().join() === rest.join(),
        `wave ${wave}: nobody checks who carries the load of ${name}`,
      );
      say(
        fleet.servers[name]?.steps.some(({ id }) => id === check?.step) === true,
        `the check for ${name} is no step of its plan`,
      );
    }
  }

  // A step once per DAG stands with the last member only.
  for (const dag of new Set(
    machines.map((item) => item.dag).filter((name) => name !== '' && name !== 'none'),
  )) {
    const members = machines
      .filter((item) => item.dag === dag && waveOf.has(item.name))
      .map(({ name }) => name);
    const rebalanced = members.filter((name) =>
      fleet.servers[name]?.steps.some(({ id }) => id === 'dag-rebalance'),
    );
    const last = Math.max(...members.map((name) => waveOf.get(name) ?? 0));
    say(
      rebalanced.length <= 1 && rebalanced.every((name) => waveOf.get(name) === last),
      `${dag} is rebalanced by ${rebalanced.join(', ')}`,
    );
    const stops = members.map((name) => fleet.servers[name]).map((plan) => (plan ? stopsOf(plan) : 0));
    const bridge = fleet.bridges.find((item) => item.dag === dag);
    if (bridge) {
      say(
        bridge.ownWindow.windows === members.length,
        `${dag}: ${bridge.ownWindow.windows} windows of its own`,
      );
      say(
        bridge.wholeDag.windows === stops.reduce((sum, count) => sum + Math.max(1, count), 0),
        `${dag}: ${bridge.wholeDag.windows} windows as a whole`,
      );
    } else
      say(
        stops.every((count) => count < 2),
        `${dag} needs a bridge, but nothing is compared`,
      );
  }

  // What may not be there when a release is installed.
  const present = new Map<string, string[]>();
  for (const { name, role } of machines) {
    const product = role === 'tools' ? undefined : fleet.servers[name]?.from.product;
    if (product !== undefined) present.set(product, [...(present.get(product) ?? []), name]);
  }
  for (const [name, plan] of Object.entries(fleet.servers)) {
    if (fate.get(name) !== 'update' && fate.get(name) !== 'migrate') continue;
    for (const hop of hopsOf(plan)) {
      if (![...UPDATES, 'migrate'].includes(hop.act)) continue;
      const refused = (catalogue.coexistenceRules.get(hop.release ?? '') ?? []).flatMap(
        (rule) => rule.refuses,
      );
      for (const product of refused.filter((id) => id !== plan.from.product)) {
        for (const other of present.get(product) ?? []) {
          say(
            fleet.blocks.some(({ blockers, blocked }) => blockers.includes(other) && blocked.includes(name)),
            `${other} stops ${name}, and nobody says so`,
          );
        }
      }
    }
  }

  // Who is refused has left before the release that refuses it is prepared for, or is installed anywhere.
  const refusedBy = (id: string) =>
    (catalogue.coexistenceRules.get(id) ?? []).flatMap(({ refuses }) => refuses);
  const leaving = new Set(
    [...fate].flatMap(([name, kind]) => (kind === 'leave' ? (fleet.servers[name]?.from.product ?? []) : [])),
  );
  const isRefused = (id: string) => refusedBy(id).some((product) => leaving.has(product));
  const preparedWith = ({ id }: StepJson) =>
    /^ad-(.+)-(?:schema|organisation|domains)$/.exec(id)?.slice(1) ?? [];
  say((fleet.departure === null) === (leaving.size === 0), 'servers leave, and the plan does not say when');
  for (const id of fleet.organisation.flatMap(preparedWith))
    say(!isRefused(id), `Active Directory is prepared with ${id} before the others have left`);
  for (const { wave, servers, afterDeparture } of fleet.waves) {
    for (const name of afterDeparture ? [] : servers) {
      const hops = hopsOf(fleet.servers[name] ?? NO_PLAN);
      const move = hops.findIndex(({ act }) => act === 'migrate');
      const own = hops.slice(0, move < 0 ? hops.length : move).flatMap(({ release }) => release ?? []);
      say(!own.some(isRefused), `${name} is refused in wave ${wave}, before the others have left`);
    }
  }
  for (const [name, plan] of Object.entries(fleet.servers)) {
    const hops = hopsOf(plan);
    for (const id of plan.steps.flatMap(preparedWith))
      say(!isRefused(id), `${name} prepares Active Directory with ${id}, the others may still be there`);
    const move = hops.findIndex(({ act }) => act === 'migrate');
    const later = hops
      .slice(move)
      .findIndex(({ act, release }) => UPDATES.includes(act) && isRefused(release ?? ''));
    if (fate.get(name) !== 'leave') {
      const own = hops.slice(Math.max(move, 0)).flatMap(({ release }) => (move < 0 ? [] : (release ?? [])));
      say(
        // A machine with only the tools has no server object that Setup could find.
        plan.from.role === 'tools' || !own.some((id) => refusedBy(id).includes(plan.from.product)),
        `${name} stops its own successor, and does not leave`,
      );
    } else if (
      move >= 0 &&
      later >= 0 &&
      machine.get(name)?.role !== 'edge' &&
      plan.from.product === '2013' &&
      (fleet.departure?.prepares ?? null) !== null
    ) {
      const gate = plan.steps.findIndex(({ id }) => id.endsWith('-no-exchange-2013'));
      const install = plan.steps.findIndex(({ hop, phase }) => hop === move + later && phase === 'update');
      const gone = plan.steps.findIndex(({ id }) => /^retire-.*-uninstall$/.test(id));
      say(gone < gate && gate < install, `${name} goes on without a look at the other servers`);
    }
  }

  // A new server waits for what its release asks of the servers beside it.
  const releaseAt = (level: string) =>
    catalogue.releases.get(level.split('+')[0] ?? '') ??
    [...catalogue.releases.values()].find(
      ({ build }) => build.split('.').slice(0, 3).join('.') === level.split('.').slice(0, 3).join('.'),
    );
  for (const { servers, after = [] } of fleet.migrations) {
    const hops = hopsOf(fleet.servers[servers[0] ?? ''] ?? NO_PLAN);
    const move = hops.findIndex(({ act }) => act === 'migrate');
    const arriving = hops.slice(move < 0 ? hops.length : move).flatMap(({ release }) => release ?? []);
    const asked = new Map(
      arriving
        .flatMap((id) => catalogue.coexistenceRules.get(id) ?? [])
        .flatMap(({ minimum }) => minimum.map(({ product, release }) => [release, product] as const)),
    );
    for (const [release, product] of asked) {
      const wanted = catalogue.releases.get(release);
      for (const { name, level, role } of machines) {
        // A machine with only the management tools has no server object that Setup could look at.
        if (role === 'tools') continue;
        const has = releaseAt(level);
        if (has?.product !== product || !wanted || has.order >= wanted.order) continue;
        const awaited = after.find((item) => item.release === release && item.servers.includes(name));
        const wave = waveOf.get(name);
        say(
          awaited !== undefined && (wave === undefined || awaited.waves.includes(wave)),
          `new servers for ${servers.join(', ')} do not wait for ${name} at ${release}`,
        );
      }
    }
  }

  // Times.
  let total = add(fleet.organisationMinutes, fleet.closingMinutes);
  if (fleet.departure) {
    const { steps, minutes } = fleet.departure;
    const sum = steps.map(({ minutes: each }) => each).reduce(add, ZERO);
    say(minutes.high === sum.high, `the departure takes ${minutes.high} minutes, its steps ${sum.high}`);
    total = add(total, minutes);
  }
  for (const { wave, servers, minutes } of fleet.waves) {
    const sum = servers
      .map((name) => fleet.servers[name])
      .reduce((all, plan) => (plan ? add(all, ownMinutes(plan)) : all), ZERO);
    say(
      same(sum, minutes),
      `wave ${wave} takes ${JSON.stringify(minutes)}, its servers ${JSON.stringify(sum)}`,
    );
    total = add(total, minutes);
  }
  say(same(total, fleet.total), 'the total is not the sum');
  for (const { servers, minutes } of fleet.migrations) {
    const plans = servers.flatMap((name) => fleet.servers[name] ?? []);
    const sum = plans.map(moveMinutes).reduce(add, ZERO);
    say(
      same(sum, minutes),
      `the move of ${servers.join(', ')} takes ${JSON.stringify(minutes)}, its steps ${JSON.stringify(sum)}`,
    );
  }

  const { schedule } = fleet;
  if (schedule) {
    const planned = new Map<string, { start: string; end: string }>();
    let before = '';
    for (const window of schedule.windows) {
      say(
        Date.parse(`${window.end}Z`) - Date.parse(`${window.start}Z`) === schedule.length * 60_000,
        `a window is not ${schedule.length} minutes long`,
      );
      for (const item of window.items) {
        say(item.start >= window.start && item.end <= window.end, `${item.name} does not lie in its window`);
        say(item.start >= before, `${item.name} begins before the one before it has ended`);
        before = item.end;
        if (item.what === 'server') planned.set(item.name, item);
      }
    }
    for (const [name] of waveOf) {
      const unfit = schedule.unfit.some((item) => item.name === name);
      say(
        planned.has(name) !== unfit,
        `${name} is in ${planned.has(name) ? 'a window and unfit' : 'no window'}`,
      );
    }
    const order = [...planned.keys()].map((name) => waveOf.get(name) ?? 0);
    say(
      order.every((wave, index) => index === 0 || wave >= (order[index - 1] ?? 0)),
      'the windows leave the order of the waves',
    );
  }
  return wrong;
}
