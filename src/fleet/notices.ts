/** What a fleet plan says beside its steps: what was assumed about the inventory, and what to look at first. */
import { staleWarning } from '../catalogue/age.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Note } from '../checklist/plan.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { DagKind } from './dag-kinds.ts';
import type { FleetPlan, FleetServer } from './fleet-plan.ts';
import { disputedSites } from './internet-facing.ts';
import { lostFilesText, lostRows, lostRowsText } from './lost-rows.ts';
import type { Surroundings } from './question.ts';
import { aloneForSite } from './waves.ts';

const SHOWN = 5;

/** `EX01, EX02 and 3 more` */
export function someOf(names: readonly string[]): string {
  if (names.length <= SHOWN + 1) return names.join(', ');
  return `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more`;
}

/** Rows that were left out are servers that nobody sees: then the inventory is not the whole organisation. */
function wholeText(lost: number): string {
  if (lost === 0) return 'The inventory is taken as the whole organisation';
  const rows = lost === 1 ? '1 row was' : `${lost} rows were`;
  return `The inventory is not known to be the whole organisation, because ${rows} left out of it (see the warning); planned as if it were`;
}

type Assumption = FleetPlan['assumptions'][number];

interface Unsaid {
  readonly about: string;
  readonly isOpen: (server: FleetServer, index: number) => boolean;
  readonly text: string;
}

/** Assumptions about the inventory as a whole; those of single plans stand in the plans. */
export function fleetAssumptions(
  catalogue: Catalogue,
  inventory: Inventory,
  { options, products }: Surroundings,
  plan: Pick<FleetPlan, 'servers' | 'waves'>,
): readonly Assumption[] {
  const { servers: all } = inventory;
  const found: Assumption[] = [];
  const names = products.map(
    (id) => catalogue.products.get(id)?.name ?? catalogue.legacyProducts.get(id)?.name ?? id,
  );
  found.push({
    about: 'inventory',
    text: `${wholeText(lostRows(inventory))}: ${all.length} servers, ${names.join(', ') || 'no known version'}. A server object that is not in it can still stop Setup; Get-ExchangeServer lists them all.`,
  });
  const { defaults } = options;
  const inWaves = new Set(plan.waves.flatMap(({ servers }) => servers));
  const working = new Map<string, number>();
  const kindOf = ({ role }: FleetServer) => role ?? 'mailbox';
  for (const server of plan.servers)
    if (inWaves.has(server.name)) working.set(kindOf(server), (working.get(kindOf(server)) ?? 0) + 1);
  const open: readonly Unsaid[] = [
    {
      about: 'su',
      isOpen: (_, index) => {
        const level = all[index]?.level;
        return level?.kind === 'level' && !level.updateKnown;
      },
      text: 'The security update is not known (AdminDisplayVersion shows the CU only); an update they already have needs no second installation.',
    },
    {
      about: 'role',
      isOpen: (server) => server.role === null,
      text: 'The role is not known; planned as Mailbox servers.',
    },
    {
      about: 'dag',
      isOpen: (server) =>
        !server.dagKnown && server.role !== 'edge' && server.role !== 'tools' && defaults.noDag !== true,
      text: 'Whether they are in a DAG is not known: each is planned alone in its wave, because two of them could be members of one DAG. Add Get-MailboxServer | Select-Object Name,DatabaseAvailabilityGroup | Export-Csv, or say --no-dag.',
    },
    {
      about: 'dag',
      isOpen: (server) => server.dagDoubtful && server.role !== 'edge' && server.role !== 'tools',
      text: 'The files contradict each other about the DAG: each is planned alone in its wave, because it could be a member of either. Check Get-DatabaseAvailabilityGroup.',
    },
    {
      about: 'dotnet',
      isOpen: (_, index) => all[index]?.dotnet === null && defaults.dotnet === undefined,
      text: 'The .NET is not known; what depends on it is conditional in their plans. Add Health Checker reports, or say --dotnet.',
    },
    {
      about: 'windows',
      isOpen: (_, index) => all[index]?.windows === null && defaults.windows === undefined,
      text: 'The Windows is not known; planned for the newest that the installed CU supports. Say --windows where it is the same everywhere.',
    },
    {
      about: 'site',
      isOpen: (server) =>
        inWaves.has(server.name) &&
        (working.get(kindOf(server)) ?? 0) > 1 &&
        aloneForSite(server, { noDag: defaults.noDag === true }),
      text: 'The site is not known: each is planned alone in its wave, because it could be in the site of any other, and both would be down together. Name the site in the inventory.',
    },
  ];
  for (const { about, isOpen, text } of open) {
    const which = plan.servers
      .filter((server, index) => server.fate !== 'unknown' && isOpen(server, index))
      .map(({ name }) => name);
    if (which.length > 0) found.push({ about, text: `${someOf(which)}: ${text}` });
  }
  const mailbox = plan.waves.some(({ stage }) => stage === 'other-sites');
  if (mailbox && !plan.waves.some(({ stage }) => stage === 'internet-facing')) {
    found.push({
      about: 'internet-site',
      text: 'No site is named as facing the internet; the sites come in no special order. Name it with --internet-site, or internetFacing in the inventory.',
    });
  }
  return found;
}

/** Warnings, the gravest first. */
export function fleetWarnings(
  inventory: Inventory,
  plan: Pick<FleetPlan, 'catalogue' | 'servers' | 'waves' | 'plans' | 'minimums' | 'blocks'>,
  dags: ReadonlyMap<string, readonly FleetServer[]>,
  mixed: { readonly kinds: ReadonlyMap<string, DagKind>; readonly rule: string },
): readonly Note[] {
  const found: Note[] = [];
  const { catalogue: age, servers } = plan;
  const stale = staleWarning(age);
  if (stale !== null) found.push({ id: 'stale-data', text: `Old data: ${stale}` });
  const lost = lostRowsText(inventory);
  if (lost !== null) found.push({ id: 'rows-left-out', text: lost });
  const files = lostFilesText(inventory);
  if (files !== null) found.push({ id: 'files-left-out', text: files });
  const unknown = servers.filter(({ fate }) => fate === 'unknown').map(({ name }) => name);
  if (unknown.length > 0) {
    found.push({
      id: 'not-planned',
      text: `Not planned, because what they run is not known: ${someOf(unknown)}. They can be members of a DAG or hold others back; find out their build first.`,
    });
  }
  const unlike = [...dags.values()].filter((members) => {
    const kinds = members.flatMap(({ name }) => mixed.kinds.get(name) ?? []);
    const differ = (key: keyof DagKind) => new Set(kinds.flatMap((kind) => kind[key] ?? [])).size > 1;
    return differ('family') || differ('windows');
  });
  if (unlike.length > 0) {
    const which = unlike.map((members) => {
      const names = someOf(members.map(({ name }) => name));
      return `${members[0]?.dag ?? ''} (${names})`;
    });
    found.push({
      id: 'dag-mixed',
      text: `The members of ${someOf(which)} differ in product or Windows. ${mixed.rule} Either the inventory is wrong, or the DAG is in a state that nobody supports: settle that before anything is updated. Until then only members alike count as carrying the load.`,
    });
  }
  const lone = [...dags.values()].filter(
    (members) => members.length === 1 && members[0]?.shared?.hasWindow === true,
  );
  if (lone.length > 0) {
    found.push({
      id: 'dag-alone',
      text: `Nobody in the inventory carries the load of ${someOf(lone.flatMap((members) => members[0]?.name ?? []))}: the only known member of its DAG. Check Get-DatabaseAvailabilityGroup before it goes down.`,
    });
  }
  const edges = servers.filter(
    ({ role, name }) => role === 'edge' && plan.minimums.some((item) => item.servers.includes(name)),
  );
  if (edges.length > 0) {
    found.push({
      id: 'edge-minimum',
      text: `${someOf(edges.map(({ name }) => name))}: below the level that a newer version asks of every server beside it, Edge included; so they come before the Mailbox servers that are newer.`,
    });
  }
  const odd = inventory.servers
    .filter(({ contradictions }) => contradictions.length > 0)
    .map(({ name }) => name);
  if (odd.length > 0)
    found.push({
      id: 'contradictions',
      text: `The files contradict each other about ${someOf(odd)}; see what was taken.`,
    });
  for (const { site, yes, no } of disputedSites(inventory.servers))
    found.push({
      id: 'internet-facing',
      text: `The inventory contradicts itself about site ${site}: ${someOf(yes)} ${yes.length === 1 ? 'says' : 'say'} that it faces the internet, ${someOf(no)} that it does not. Taken: it does, so all its servers go first. Correct internetFacing in the inventory.`,
    });
  const unfit = servers.filter(({ nameInCommands }) => !nameInCommands).length;
  if (unfit > 0)
    found.push({
      id: 'name-unfit',
      text: `${unfit} names hold characters that no host name has; the commands show a placeholder instead.`,
    });
  const own = new Map<string, { text: string; plans: string[] }>();
  for (const { id: planId, plan: single } of plan.plans) {
    for (const { id, text } of single.warnings) {
      if (id === 'stale-data') continue;
      const known = own.get(text);
      if (known) known.plans.push(planId);
      else own.set(text, { text, plans: [planId] });
    }
  }
  for (const { text, plans } of own.values())
    found.push({ id: 'plan', text: `Plan ${someOf(plans)}: ${text}` });
  return found;
}
