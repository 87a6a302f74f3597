/** What the screens of an inventory ask of the rest of the program: rows, unknowns, the plan of the fleet. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import { compareDotnet, productTitle } from '../catalogue/catalogue.ts';
import { openByBuild } from '../checklist/ledger.ts';
import type { FleetPlan, FleetServer } from '../fleet/fleet-plan.ts';
import { isHostName } from '../fleet/marks.ts';
import { planFleet } from '../fleet/plan-fleet.ts';
import { type FleetOptions, productOf } from '../fleet/question.ts';
import type { Inventory, InventoryServer } from '../inventory/inventory.ts';
import type { Question } from '../planner/question.ts';
import { fleetText } from '../render/fleet-text.ts';
import type { Style } from '../render/layout.ts';
import { printable } from '../render/printable.ts';
import { counted, levelName, releaseName } from '../render/words.ts';
import { NO_UPDATE } from './answers.ts';

/** Answers that hold for every server whose files do not say it, by the id of the unknown. */
export type Fills = Readonly<Record<string, string>>;
export type FleetTarget = 'latest' | 'latest-cu';

/** Something that no file says about some servers, and what it can be. */
export interface Unknown {
  readonly id: string;
  readonly title: string;
  readonly servers: readonly string[];
  readonly choices: readonly { readonly value: string; readonly label: string }[];
}

/** A server as the table shows it. */
export interface ServerRow {
  readonly name: string;
  readonly level: string;
  /** What lies between its level and the target. */
  readonly gap: string;
  /** Vulnerabilities that its build leaves open. */
  readonly exposure: string;
  /** How many of them are exploited, alone, for a narrow window: `12`, `up to 12`, `?`. */
  readonly attacked: string;
  readonly exploited: boolean;
  /** Why it cannot be planned; null: it can. */
  readonly reason: string | null;
}

/** An unknown with what was filled in for it, if anything was. */
export interface Asked extends Unknown {
  readonly answer: Unknown['choices'][number] | null;
}

export interface FleetCore {
  readonly ascii: boolean;
  readonly inventory: Inventory;
  /** What no file says, the filled ones with their answer: an answer can be changed, and taken back. */
  unknowns(fills: Fills): readonly Asked[];
  plan(fills: Fills, target: FleetTarget): FleetPlan;
  rows(fills: Fills, target: FleetTarget): readonly ServerRow[];
  /** The question to open the wizard with; null: the level is not known. */
  question(name: string, fills: Fills, target: FleetTarget): Question | null;
  lines(plan: FleetPlan, width: number): readonly string[];
  /** The command line that plans the fleet without the wizard. */
  command(fills: Fills, target: FleetTarget): string;
  /** Answers that no flag of that command line holds, each with where to write it. */
  unwritten(fills: Fills): readonly string[];
}

const SU = 'su ';

/** A security update differs from server to server, so it stands in the inventory and has no flag. */
function unwrittenUpdates(catalogue: Catalogue, { servers }: Inventory, fills: Fills): readonly string[] {
  return updateUnknowns(catalogue, servers).flatMap(({ id, servers: names }) => {
    const value = fills[id];
    if (value === undefined) return [];
    const level = value === NO_UPDATE ? (catalogue.releases.get(id.slice(SU.length))?.build ?? value) : value;
    const named = names.map((name) => printable(name)).join(', ');
    return [
      `No flag holds the security update that was filled in. Write it into the inventory: level ${level} for ${named}.`,
    ];
  });
}

function unknownOf(
  id: string,
  title: string,
  servers: readonly InventoryServer[],
  choices: Unknown['choices'],
): readonly Unknown[] {
  return servers.length === 0
    ? []
    : [
        {
          id,
          title: `${title} of ${counted(servers.length, 'server')}`,
          servers: servers.map(({ name }) => name),
          choices,
        },
      ];
}

function updateUnknowns(catalogue: Catalogue, servers: readonly InventoryServer[]): readonly Unknown[] {
  return [...catalogue.releases.values()].flatMap((release) => {
    const open = servers.filter(
      ({ level }) => level.kind === 'level' && !level.updateKnown && level.release.id === release.id,
    );
    if (release.updates.length === 0) return [];
    const updates = [...release.updates]
      .reverse()
      .map(({ fullId, id, build }) => ({ value: fullId, label: `${id}  ${build}` }));
    return unknownOf(`${SU}${release.id}`, `Security update on ${releaseName(release.id)}`, open, [
      ...updates,
      { value: NO_UPDATE, label: `none  ${release.build}` },
    ]);
  });
}

/** Everything that may be filled once for many. */
export function unknownsOf(catalogue: Catalogue, { servers }: Inventory): readonly Unknown[] {
  const dotnet = [...catalogue.dotnet.values()]
    .filter((item) => item.avoid === undefined)
    .sort((a, b) => compareDotnet(b.id, a.id));
  const windows = [...catalogue.windows.values()].filter((item) => item.dotnet !== undefined).reverse();
  const mailbox = (server: InventoryServer) => server.role === 'mailbox' || server.role === null;
  return [
    ...updateUnknowns(catalogue, servers),
    ...unknownOf(
      'role',
      'Role',
      servers.filter(({ role }) => role === null),
      [
        { value: 'mailbox', label: 'Mailbox' },
        { value: 'edge', label: 'Edge Transport' },
        { value: 'tools', label: 'management tools only' },
      ],
    ),
    ...unknownOf(
      'dag',
      'DAG',
      servers.filter((server) => server.dag.kind === 'unknown' && mailbox(server)),
      [{ value: 'none', label: 'None of them is in a DAG' }],
    ),
    ...unknownOf(
      'dotnet',
      '.NET',
      servers.filter((server) => server.dotnet === null),
      dotnet.map(({ id, release }) => ({ value: id, label: `.NET Framework ${id}  Release ${release}` })),
    ),
    ...unknownOf(
      'windows',
      'Windows',
      servers.filter((server) => server.windows === null),
      windows.map(({ id, name }) => ({ value: id, label: name })),
    ),
  ];
}

function filledServer(catalogue: Catalogue, server: InventoryServer, fills: Fills): InventoryServer {
  const { level } = server;
  const named = level.kind === 'level' && !level.updateKnown ? fills[`${SU}${level.release.id}`] : undefined;
  const update =
    level.kind === 'level' ? (level.release.updates.find(({ fullId }) => fullId === named) ?? null) : null;
  const role = (['mailbox', 'edge', 'tools'] as const).find((id) => id === fills.role) ?? null;
  return {
    ...server,
    level: level.kind === 'level' && named !== undefined ? { ...level, update, updateKnown: true } : level,
    role: server.role ?? role,
    dag: server.dag.kind === 'unknown' && fills.dag === 'none' ? { kind: 'none' } : server.dag,
    dotnet: server.dotnet ?? fills.dotnet ?? null,
    windows:
      server.windows ?? [...catalogue.windows.values()].find(({ id }) => id === fills.windows)?.id ?? null,
  };
}

/** The inventory with the answers in it; what a file says stays. */
export function filled(catalogue: Catalogue, inventory: Inventory, fills: Fills): Inventory {
  return { ...inventory, servers: inventory.servers.map((server) => filledServer(catalogue, server, fills)) };
}

function levelText(catalogue: Catalogue, { level }: InventoryServer): string {
  switch (level.kind) {
    case 'level': {
      const { release, update, updateKnown } = level;
      const name = levelName({ product: release.product, release: release.id, update: update?.id ?? null });
      return updateKnown ? name : `${name}, SU ?`;
    }
    case 'legacy':
      return productTitle(catalogue, level.product.id);
    case 'unknown':
      return level.text ?? 'unknown';
  }
}

function gapText({ fate, shared }: FleetServer): string {
  switch (fate) {
    case 'unknown':
      return 'not planned';
    case 'no-path':
      return 'no path';
    case 'current':
      return 'up to date';
    case 'leave':
      return 'must leave first';
    case 'migrate':
      return shared && shared.stops.length > 0
        ? `${counted(shared.stops.length, 'CU')}, new server`
        : 'new server';
    case 'update': {
      const stops = shared?.stops.length ?? 0;
      const su = shared?.plan.to.update ?? null;
      return (
        [stops === 0 ? '' : counted(stops, 'CU'), su ?? ''].filter((part) => part !== '').join(', ') ||
        'update'
      );
    }
  }
}

type Exposure = Pick<ServerRow, 'exposure' | 'attacked' | 'exploited'>;

function exposureOf(catalogue: Catalogue, { level }: InventoryServer): Exposure {
  if (level.kind !== 'level') return { exposure: '?', attacked: '?', exploited: false };
  // What only updates of Windows or .NET fix shows in no build of Exchange; `status` counts alike.
  const open = openByBuild(catalogue, level.release, level.update).filter(
    ({ fixedBy }) => !fixedBy.every((fix) => 'outside' in fix),
  );
  const exploited = open.filter((item) => typeof item.knownExploited !== 'string').length;
  // Without the update the build is the least it can be, and the holes the most.
  const most = level.updateKnown || open.length === 0 ? '' : 'up to ';
  const among = exploited === 0 ? '' : `, ${exploited} exploited`;
  return {
    exposure: `${most}${open.length} open${among}`,
    attacked: exploited === 0 ? '0' : `${most}${exploited}`,
    exploited: exploited > 0,
  };
}

export interface FleetCoreOptions {
  readonly today: string;
  readonly ascii: boolean;
  /** The command line that plans the fleet without the wizard. */
  readonly command: (target: FleetTarget, fills: Fills) => string;
}

function optionsOf({ today, command }: FleetCoreOptions, target: FleetTarget, fills: Fills): FleetOptions {
  return {
    to: { kind: target },
    target,
    today,
    base: { facts: {}, media: [], accept: [] },
    defaults: {},
    internetSites: [],
    parallel: 1,
    command: command(target, fills),
  };
}

function askedOf(catalogue: Catalogue, inventory: Inventory, fills: Fills): readonly Asked[] {
  return unknownsOf(catalogue, inventory).flatMap(({ id }) => {
    // As if this one were open: what the other answers say decides whether it is asked, and of which servers.
    const { [id]: value, ...others } = fills;
    const unknown = unknownsOf(catalogue, filled(catalogue, inventory, others)).find(
      (item) => item.id === id,
    );
    if (!unknown) return [];
    return [{ ...unknown, answer: unknown.choices.find((choice) => choice.value === value) ?? null }];
  });
}

/** Wires the core for an inventory. Plans are kept: the table is drawn at every key. */
export function fleetCore(catalogue: Catalogue, inventory: Inventory, options: FleetCoreOptions): FleetCore {
  const plans = new Map<string, FleetPlan>();
  const tables = new Map<string, readonly ServerRow[]>();
  const asked = new Map<string, readonly Asked[]>();
  const keyOf = (fills: Fills, target: FleetTarget) => JSON.stringify([target, Object.entries(fills).sort()]);
  const exposures = new Map<string, Exposure>();
  const exposure = (server: InventoryServer) => {
    const key = levelText(catalogue, server);
    const known = exposures.get(key) ?? exposureOf(catalogue, server);
    exposures.set(key, known);
    return known;
  };
  const plan = (fills: Fills, target: FleetTarget) => {
    const key = keyOf(fills, target);
    const known =
      plans.get(key) ??
      planFleet(catalogue, filled(catalogue, inventory, fills), optionsOf(options, target, fills));
    plans.set(key, known);
    return known;
  };
  const text = new WeakMap<FleetPlan, { readonly width: number; readonly lines: readonly string[] }>();
  return {
    ascii: options.ascii,
    inventory,
    unknowns(fills) {
      const key = keyOf(fills, 'latest');
      const known = asked.get(key) ?? askedOf(catalogue, inventory, fills);
      asked.set(key, known);
      return known;
    },
    plan,
    rows(fills, target) {
      const key = keyOf(fills, target);
      const known = tables.get(key);
      if (known) return known;
      const { servers } = filled(catalogue, inventory, fills);
      const fates = new Map(plan(fills, target).servers.map((server) => [server.name, server]));
      const rows = servers.flatMap((server): ServerRow[] => {
        const fate = fates.get(server.name);
        return fate
          ? [
              {
                name: server.name,
                level: levelText(catalogue, server),
                gap: gapText(fate),
                ...exposure(server),
                reason: fate.fate === 'unknown' ? fate.reason : null,
              },
            ]
          : [];
      });
      tables.set(key, rows);
      return rows;
    },
    question(name, fills, target) {
      const { servers } = filled(catalogue, inventory, fills);
      const server = servers.find((item) => item.name === name);
      if (!server || server.level.kind === 'unknown') return null;
      const own = productOf(server);
      const products = new Set(servers.flatMap((item) => productOf(item) ?? []));
      const others = [...products].filter((id) => id !== own);
      const { dag } = server;
      const dagName = dag.kind === 'member' && isHostName(dag.dag) ? dag.dag : undefined;
      const { hybrid } = inventory.organisation;
      return {
        from: server.level,
        to: { kind: target },
        dotnet: server.dotnet ?? undefined,
        windows: server.windows ?? undefined,
        role: server.role ?? undefined,
        server: isHostName(server.name) ? server.name : undefined,
        dag: dagName,
        prepared: inventory.prepared ?? undefined,
        // Files show what they show: that nothing else is there they cannot say, so it is asked.
        also: others.length > 0 ? others : undefined,
        facts: {
          ...(dag.kind === 'unknown' ? {} : { dag: dag.kind === 'member' }),
          ...(hybrid === undefined ? {} : { hybrid }),
        },
        media: [],
        accept: [],
        today: options.today,
      };
    },
    command: (fills, target) => options.command(target, fills),
    unwritten: (fills) => unwrittenUpdates(catalogue, inventory, fills),
    lines(planned, width) {
      const known = text.get(planned);
      if (known?.width === width) return known.lines;
      const style: Style = { width, colour: false, ascii: options.ascii };
      const made = [...fleetText(planned, { ...style, checklists: false, brief: false })]
        .join('')
        .trimEnd()
        .split('\n');
      text.set(planned, { width, lines: made });
      return made;
    },
  };
}
