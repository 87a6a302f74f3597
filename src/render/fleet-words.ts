/** What the text and the Markdown of a fleet plan both say, in words. */

import type { Plan, Span, Step } from '../checklist/plan.ts';
import type {
  Awaited,
  BridgeComparison,
  Departure,
  Fate,
  FleetPlan,
  FleetServer,
  MaintenanceWindow,
  Migration,
  SharedPlan,
  Stage,
} from '../fleet/fleet-plan.ts';
import { planOf, SERVER_MARK, withNames } from '../fleet/marks.ts';
import { someOf } from '../fleet/notices.ts';
import { clock, counted, releaseName, sentence } from './words.ts';

export const STAGE_NAMES: Readonly<Record<Stage, string>> = {
  minimum: 'up to the level that newer servers demand',
  'internet-facing': 'Mailbox servers, internet-facing sites',
  'other-sites': 'Mailbox servers',
  edge: 'Edge Transport servers',
  tools: 'machines with the management tools only',
};

const FATES: ReadonlyArray<readonly [fate: Fate, one: string, many: string]> = [
  ['leave', 'has to leave first', 'have to leave first'],
  ['update', 'is updated in place', 'are updated in place'],
  ['migrate', 'moves to a new server', 'move to new servers'],
  ['current', 'is up to date', 'are up to date'],
  ['no-path', 'has no permitted path', 'have no permitted path'],
  ['unknown', 'is not planned', 'are not planned'],
];

/** `7 are updated in place`, only the groups that exist. */
export function fateCounts(servers: readonly FleetServer[]): readonly string[] {
  return FATES.flatMap(([fate, one, many]) => {
    const count = servers.filter((server) => server.fate === fate).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  });
}

/** `12:13 h (4:19 to 48:15)`: hours and minutes. */
export function spanWords({ low, typical, high }: Span): string {
  return low === high ? `${clock(typical)} h` : `${clock(typical)} h (${clock(low)} to ${clock(high)})`;
}

/** `EX01 (A)` */
export function namedWithPlan(server: FleetServer | undefined, name: string): string {
  return server?.shared ? `${name} (${server.shared.id})` : name;
}

/** `2019 CU12 Nov22SU`: what is installed. */
function fromTitle({ from: { product, release, update, updateKnown } }: Plan): string {
  if (release === null) return product.toUpperCase();
  if (update !== null) return `${releaseName(release)} ${update}`;
  return `${releaseName(release)}${updateKnown ? '' : ' (SU unknown)'}`;
}

/** `2019 CU12 to SE RTM` with the stops on the way. */
export function planTitle({ plan, stops }: SharedPlan): string {
  const from = fromTitle(plan);
  if (plan.verdict === 'current') return `${from}, nothing to install`;
  const to = `${releaseName(plan.to.release)}${plan.to.update === null ? '' : ` ${plan.to.update}`}`;
  const over = stops.filter((stop) => stop !== plan.to.release).map(releaseName);
  return `${from} to ${to}${over.length === 0 ? '' : ` over ${over.join(', ')}`}`;
}

/** Names that are printed in one place; the JSON has all. */
export const NAMED = 60;

/** `EX01, EX02 ... and 40 more`; each name as the format writes names. */
export function namesText(names: readonly string[], one: (name: string) => string = (name) => name): string {
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return names.slice(0, NAMED).map(one).join(', ') + more;
}

/** What the list of waves begins with. */
export const WAVES_HINT =
  'A wave holds servers that may be down at the same time: one of each DAG, one of each site outside of DAGs. Begin a wave when the one before is verified. In brackets: the checklist.';

/** What the preparation of Active Directory comes to. */
export function preparesText({ prepares, departure }: FleetPlan): string {
  return prepares === null
    ? `no level of Active Directory rises${departure?.prepares ? ' yet' : ''}`
    : `Active Directory with ${releaseName(prepares)}`;
}

/** `wave 1 (M16b at 2016 CU23)` */
export function awaitedText({ release, servers, waves }: Awaited): string {
  const level = `${namesText(servers)} at ${releaseName(release)}`;
  if (waves.length === 0) return level;
  return `${waves.length === 1 ? 'wave' : 'waves'} ${someOf(waves.map(String))} (${level})`;
}

/** `OLD13A, OLD13B`: who has to leave before the rest of the plan. */
function leaversText({ servers }: Departure): string {
  return servers.length === 0 ? 'the old servers' : someOf(servers);
}

/** `OLD13A has left`, `the old servers have left`. */
export function haveLeft(departure: Departure): string {
  return `${leaversText(departure)} ${departure.servers.length === 1 ? 'has' : 'have'} left`;
}

/** What waits for a departure, as the name of a release. */
export function waitingRelease({ release }: Departure): string {
  return release === null ? 'the target' : releaseName(release);
}

/** Title of the steps that are done once when the old servers have left. */
export function departureTitle(departure: Departure): string {
  return `Once, when ${haveLeft(departure)}`;
}

/** That the old servers leave now, for the list of waves. */
export function leaveText(departure: Departure): string {
  return departure.servers.length === 0
    ? 'the old servers leave the organisation'
    : `${someOf(departure.servers)} ${departure.servers.length === 1 ? 'leaves' : 'leave'} the organisation, see New servers instead of these`;
}

/** What the steps after a departure come to, for the list of waves; null: there is none. */
export function departureSteps({ departure }: FleetPlan): string | null {
  if (departure === null) return null;
  const { steps, prepares, minutes } = departure;
  const what =
    prepares === null
      ? 'no level of Active Directory rises'
      : `Active Directory with ${releaseName(prepares)}`;
  return `${counted(steps.length, 'step')}, ${what}${minutes.high === 0 ? '' : `; ${spanWords(minutes)}`}`;
}

/** What is done before a departure and what only after it, as sentences; null: nobody has to leave. */
export function departureText({ departure, waves }: FleetPlan): string | null {
  if (departure === null) return null;
  const early = waves.filter(({ afterDeparture }) => !afterDeparture).map(({ wave }) => String(wave));
  const begin = early.length === 0 ? '' : `${early.length === 1 ? 'wave' : 'waves'} ${someOf(early)}, then `;
  const moves =
    departure.servers.length === 0
      ? 'the removal of the old servers'
      : `the moves and the removal of ${someOf(departure.servers)}`;
  const late = waitingRelease(departure);
  const ready = departure.prepares === null ? '' : `Active Directory is prepared with ${late}, and `;
  return `${sentence(`First ${begin}${moves}`)} Only when ${haveLeft(departure)} and Get-ExchangeServer shows none of that version any more, ${ready}${late} is installed on a server.`;
}

/** The work of the organisation in a window. */
export function organisationWork(
  { departure }: FleetPlan,
  { afterDeparture }: { readonly afterDeparture: boolean },
): string {
  return afterDeparture && departure
    ? `steps of the organisation for ${waitingRelease(departure)}`
    : 'steps of the organisation';
}

/** When a move is done, seen from the waves. */
function migrationTime(
  { first, after, servers }: Migration,
  shared: SharedPlan | undefined,
  leading: readonly string[],
  departure: Departure | null,
): string {
  const told = new Set(after.flatMap((awaited) => awaited.servers));
  const ownWave = shared?.hasWindow === true && servers.some((name) => !told.has(name));
  const waits = [
    ...(ownWave ? ['its wave'] : []),
    ...after.map(awaitedText),
    ...(first && leading.length > 0 ? [`what the checklist of ${someOf(leading)} does once for all`] : []),
  ];
  const begin = waits.length === 0 ? '' : `After ${waits.join(' and ')}`;
  if (departure === null) return begin || 'Beside the waves';
  const until = first
    ? `before anything goes to ${waitingRelease(departure)}`
    : `when ${haveLeft(departure)}`;
  if (begin === '') return until.charAt(0).toUpperCase() + until.slice(1);
  return first ? `${begin}, ${until}` : `${begin} and ${until}`;
}

/** What would open a way for a plan without one. */
function openingText({ plan }: SharedPlan): string {
  if (plan.openings.length === 0) return 'No single change that cupath knows of opens a way.';
  const ways = plan.openings.map(({ change, effect }) => `${sentence(change)} ${sentence(effect)}`);
  return `What would open a way: ${ways.join(' Or: ')}`;
}

/** Why a server has no plan, and what would open a way. */
export function reasonText({ fate, reason, shared }: FleetServer): string {
  if (fate === 'unknown' || shared === null) return `not planned: ${reason ?? ''}`;
  return `no permitted path: ${sentence(reason ?? '')} ${openingText(shared)}`;
}

/** What a migration comes to: `before`, the ids of its checklists, `rest`. */
export interface MigrationWords {
  readonly title: string;
  readonly before: string;
  /** None: there is no path, and so nothing to do by. */
  readonly checklists: readonly string[];
  readonly rest: string;
}

/** What all renderers say about servers that are replaced. */
export function migrationWords(
  migration: Migration,
  names: ReadonlyMap<string, FleetServer>,
  departure: Departure | null,
): MigrationWords {
  const { servers, first, minutes } = migration;
  const here = new Set(servers);
  const leading = (names.get(servers[0] ?? '')?.movesAfter ?? []).filter((name) => !here.has(name));
  const plans = servers.flatMap((name) => names.get(name)?.shared ?? []);
  const [shared] = plans;
  if (!shared || shared.fate === 'no-path') {
    const title = shared ? `${fromTitle(shared.plan)}, no permitted path` : '';
    return { title, before: shared ? openingText(shared) : '', checklists: [], rest: '' };
  }
  const checklists = [...new Set(plans.map(({ id }) => id))];
  const spared = first
    ? `; a server that is not needed any more is only uninstalled. What its checklist has behind the removal waits until all of them have left`
    : '';
  return {
    title: planTitle(shared),
    before: `${migrationTime(migration, shared, leading, departure)}, by ${checklists.length === 1 ? 'checklist' : 'checklists'} `,
    checklists,
    rest: `: new servers beside them, moves, then removal. The ${servers.length === 1 ? 'move takes' : 'moves take'} ${spanWords(minutes)}${spared}.`,
  };
}

/** What all renderers say about the times: what is in the total, and what is not. */
export function totalText({ total, parallel }: FleetPlan): string {
  const hands = parallel === 1 ? 'one server after the other' : `${parallel} servers at a time`;
  return `${spanWords(total)}, ${hands}; typical, and in brackets the best and the worst case. What is done on a server before and after its window, and moves to new servers, are not in it.`;
}

/** Titles of the sources of the times. */
export function timeSourceTitles({ timeSources, sources }: FleetPlan): readonly string[] {
  return timeSources.map((id) => sources.find((source) => source.id === id)?.title ?? id);
}

/** The warnings of one shared plan; what holds for the whole fleet stands at its head. */
export function ownWarnings({ plan }: SharedPlan): readonly string[] {
  return plan.warnings
    .filter(({ id }) => id !== 'stale-data')
    .map(({ text }) => sentence(withNames(text, { name: '', dag: null, nameInCommands: false })));
}

/** Steps that belong to no single plan, as one for the renderers of plans; null: there are none. */
export function oncePlan(fleet: FleetPlan, steps: readonly Step[]): Plan | null {
  const [any] = fleet.plans;
  if (!any || steps.length === 0) return null;
  return { ...any.plan, verdict: 'supported', steps, sources: fleet.sources };
}

/** DAGs with the same figures together. */
export function bridgeGroups({
  bridges,
}: FleetPlan): readonly { readonly sentences: readonly string[]; readonly dags: readonly string[] }[] {
  const groups = new Map<string, { sentences: readonly string[]; dags: string[] }>();
  for (const bridge of bridges) {
    const sentences = bridgeSentences(bridge);
    const key = sentences.join('\n');
    const known = groups.get(key);
    if (known) known.dags.push(bridge.dag);
    else groups.set(key, { sentences, dags: [bridge.dag] });
  }
  return [...groups.values()];
}

/** The difference between the two ways over a bridge, as sentences. */
export function bridgeSentences({
  members,
  stopping,
  allStop,
  together,
  over,
  ownWindow,
  wholeDag,
}: BridgeComparison): readonly string[] {
  const stops = over.map(releaseName).join(', ');
  const wayText = (name: string, way: BridgeComparison['ownWindow']) =>
    `${name}: ${counted(way.windows, 'window')}, ${spanWords(way.minutes)} of work, different CUs in the DAG for ${counted(way.mixedWindows, 'window')} or ${spanWords(way.mixed)} back to back.`;
  const first = allStop
    ? 'The whole DAG goes'
    : `${someOf(stopping)} ${stopping.length === 1 ? 'goes' : 'go'}`;
  const more = wholeDag.windows - ownWindow.windows;
  const longer = wholeDag.minutes.typical - ownWindow.minutes.typical;
  const difference = `${longer >= 0 ? '+' : '-'}${clock(Math.abs(longer))} h typical`;
  return [
    `${counted(members.length, 'member')}, stop at ${stops}.`,
    wayText('Each member makes all stops in its own window (as in the waves)', ownWindow),
    wayText(`${first} to ${releaseName(over[0] ?? '')} first`, wholeDag),
    `Difference of the second: ${more >= 0 ? '+' : ''}${counted(more, 'window')}, ${difference}; ${together ? 'no member runs a CU far from the others, but ' : ''}${allStop ? 'each goes' : `${someOf(stopping)} ${stopping.length === 1 ? 'goes' : 'go'}`} down more often.`,
  ];
}

/** Which checklist a plan shows: its own, or that of an earlier plan and what it adds. */
export interface Checklist {
  readonly shared: SharedPlan;
  readonly servers: readonly FleetServer[];
  /** Id of the plan whose steps it has as well, or all but a few of them; null: it shows all of its own. */
  readonly as: string | null;
  /** Titles of the steps of that plan which it does not have. */
  readonly without: readonly string[];
  readonly steps: readonly Step[];
}

function withoutOwnStep(shared: SharedPlan): ReadonlyMap<string, string> {
  return new Map(shared.plan.steps.map((step) => [step.id, JSON.stringify({ ...step, hop: null })]));
}

/** One checklist per plan; of two that differ by steps added (as for the last member of a DAG) the second is short. */
export function checklists(plan: FleetPlan): readonly Checklist[] {
  const byPlan = new Map<string, FleetServer[]>();
  for (const server of plan.servers) {
    if (!server.shared) continue;
    const list = byPlan.get(server.shared.id);
    if (list) list.push(server);
    else byPlan.set(server.shared.id, [server]);
  }
  const seen: { readonly shared: SharedPlan; readonly texts: ReadonlyMap<string, string> }[] = [];
  return plan.plans.map((shared): Checklist => {
    const texts = withoutOwnStep(shared);
    const base = seen.find(
      (item) =>
        item.texts.size > 0 &&
        item.shared.plan.from.release === shared.plan.from.release &&
        [...item.texts].every(([id, text]) => texts.get(id) === text),
    );
    const relative = shared.base === null ? base : seen.find((item) => item.shared.id === shared.base);
    const without = (relative?.shared.plan.steps ?? [])
      .filter(({ id }) => !texts.has(id))
      .map(({ title }) => withNames(title, { name: '', dag: null, nameInCommands: false }));
    const steps = shared.plan.steps.filter(({ id }) => !relative?.texts.has(id));
    if (!relative) seen.push({ shared, texts });
    const as = relative?.shared.id ?? null;
    return { shared, servers: byPlan.get(shared.id) ?? [], as, without, steps };
  });
}

/** How a checklist refers to the one it shares its steps with; null: it shows its own. */
export function asText({ as, without, steps }: Checklist): string | null {
  if (as === null) return null;
  const spared = without.length === 0 ? '' : `, without what is done once for all: ${without.join('; ')}`;
  const more =
    steps.length === 0 ? '.' : `${spared === '' ? ', and' : '. And'} at its place in the same phase also:`;
  return `As checklist ${as}${spared}${more}`;
}

/**
 * The plan of a checklist for the renderers of single plans: named when it is one server's, else with placeholders.
 * @param sources of the fleet, by whose numbers the steps cite
 */
export function checklistPlan({ shared, servers, steps }: Checklist, sources: Plan['sources']): Plan {
  const [only, ...others] = servers;
  const nobody = { name: '', dag: null, nameInCommands: false };
  const plan =
    only && others.length === 0
      ? (planOf(only) ?? shared.plan)
      : (JSON.parse(withNames(JSON.stringify(shared.plan), nobody)) as Plan);
  const ids = new Set(steps.map(({ id }) => id.replaceAll(SERVER_MARK, '')));
  return { ...plan, sources, steps: plan.steps.filter(({ id }) => ids.has(id)) };
}

/**
 * What holds up work that stands in these windows: dates are only worth something once those servers are gone. Null
 * when nothing does.
 */
export function heldUpSentence(
  { departure, blocks }: FleetPlan,
  windows: readonly MaintenanceWindow[],
): string | null {
  if (departure === null) return null;
  const late = windows.flatMap(({ items }) => items).filter(({ afterDeparture }) => afterDeparture);
  const blocked = new Set(blocks.flatMap((block) => block.blocked));
  const held = late
    .filter(({ what, name }) => what === 'server' && blocked.has(name))
    .map(({ name }) => name);
  const directory = late.some(({ what }) => what === 'organisation')
    ? `Active Directory cannot be prepared with ${waitingRelease(departure)} until then`
    : null;
  const servers = held.length === 0 ? null : `${someOf(held)} cannot be updated until then`;
  const what = [servers, directory].flatMap((part) => part ?? []);
  if (what.length === 0) return null;
  return `Not before ${haveLeft(departure)} the organisation: ${what.join(', and ')}. The dates hold only if that is done.`;
}
