/**
 * A fleet plan as one page that needs nothing else, in pieces: to read, to hand round, to print. It runs no script and
 * keeps no ticks; those belong to the saved checklist of each server.
 */
import type { FleetPlan, FleetServer, Wave } from '../fleet/fleet-plan.ts';
import { POLICIES } from '../fleet/plan-fleet.ts';
import {
  asText,
  bridgeGroups,
  type Checklist,
  checklistPlan,
  checklists,
  departureSteps,
  departureText,
  departureTitle,
  fateCounts,
  heldUpSentence,
  leaveText,
  migrationWords,
  NAMED,
  namesText,
  oncePlan,
  organisationWork,
  ownWarnings,
  planTitle,
  preparesText,
  reasonText,
  STAGE_NAMES,
  spanWords,
  timeSourceTitles,
  totalText,
  WAVES_HINT,
} from './fleet-words.ts';
import { type Child, type Html, html, link } from './html-escape.ts';
import { headElement } from './html-frame.ts';
import { htmlPicture } from './html-picture.ts';
import { htmlSteps } from './html-steps.ts';
import { NO_RECORDS } from './records.ts';
import { groupSteps, overview, overviewCost } from './steps.ts';
import { chosenRoute, clock, counted, releaseName, sentence } from './words.ts';

export interface FleetPage {
  /** Every checklist in full; false: an outline of each. */
  readonly checklists: boolean;
  /** The style sheet that the build made. */
  readonly style: string;
}

/** The page, in pieces. */
export function* fleetHtml(plan: FleetPlan, page: FleetPage): Generator<string> {
  const title = `${counted(plan.servers.length, 'server')} to ${plan.target}`;
  const names = new Map(plan.servers.map((server) => [server.name, server]));
  yield html`<!doctype html>
<html lang="en">
${headElement(title, { style: page.style })}
<body>
<header>
<h1>${title}</h1>
${head(plan)}</header>
<main>
`.markup;
  const sections: readonly (Html | null)[] = [
    blocks(plan),
    order(plan, names),
    newServers(plan, names),
    times(plan),
    windows(plan),
    bridges(plan),
    leftOut(plan),
    once(plan, 'Once, before the first server', 'once-', plan.organisation),
    plan.departure && once(plan, departureTitle(plan.departure), 'departure-', plan.departure.steps),
  ];
  for (const part of sections) if (part) yield part.markup;
  for (const checklist of checklists(plan)) yield checklistSection(plan, checklist, page.checklists).markup;
  yield once(plan, 'Once, after the last server', 'closing-', plan.closing)?.markup ?? '';
  yield html`</main>
<footer>${colophon(plan)}</footer>
</body>
</html>
`.markup;
}

function section(title: string, ...content: readonly Child[]): Html {
  return html`<section><h2>${title}</h2>
${content}</section>
`;
}

function list(items: readonly Child[]): Html {
  return html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>
`;
}

/** A table that scrolls by itself where the window is narrow; `label` is for readers who do not see it. */
function table(label: string, headings: readonly string[], rows: readonly (readonly Child[])[]): Html {
  return html`<div class="wide" role="region" tabindex="0" aria-label="${label}"><table><thead><tr>${headings.map(
    (heading) => html`<th scope="col">${heading}</th>`,
  )}</tr></thead><tbody>
${rows.map(
  (cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`,
)}</tbody></table></div>
`;
}

function warning(label: string, text: string): Html {
  return html`<p class="warning"><strong>${label}:</strong> ${text}</p>
`;
}

function head(plan: FleetPlan): Html {
  const { overlays } = plan.catalogue;
  return html`<p class="facts">${fateCounts(plan.servers).join(' · ')}</p>
${overlays.length === 0 ? null : html`<p>With data of your own: ${overlays.join(', ')}.</p>`}${plan.warnings
  .filter(({ id }) => id !== 'plan')
  .map(({ text }) => warning('Warning', sentence(text)))}`;
}

function blocks(plan: FleetPlan): Html | null {
  const text = departureText(plan);
  if (text === null && plan.minimums.length === 0) return null;
  return section(
    'What stands in the way',
    list([
      ...plan.blocks.map(
        ({ rule, because, blockers, blocked }) =>
          html`<strong>${namesText(blockers) || 'A version that was named, but no server in the inventory,'} must leave the organisation</strong> before ${counted(blocked.length, 'server')} can go on: ${namesText(blocked)}. ${sentence(because)} Rule: <code>${rule}</code>`,
      ),
      ...plan.minimums.map(
        ({ servers, release, rule }) =>
          html`${namesText(servers)}: ${releaseName(release)} at least, before the first newer server is set up. Rule: <code>${rule}</code>`,
      ),
    ]),
    text === null
      ? null
      : html`<p class="warning">${text}</p>
`,
  );
}

function loadChecks({ checks }: Wave): Child {
  return checks.map(({ server, dag, rest, restCount }) => {
    const more = restCount > rest.length ? ` and ${restCount - rest.length} more` : '';
    return restCount === 0
      ? html`<p><b>${dag}:</b> no other member that could carry the load is in the inventory; find out who does before ${server} goes down.</p>`
      : html`<p><b>${dag}:</b> before ${server} goes down, check that ${rest.join(', ')}${more} can carry the load.</p>`;
  });
}

/** A name that leads to its checklist. */
function linked(name: string, server: FleetServer | undefined): Html {
  const id = server?.shared?.id;
  return id === undefined ? html`${name}` : html`${name} (<a href="#checklist-${id}">${id}</a>)`;
}

function order(plan: FleetPlan, names: ReadonlyMap<string, FleetServer>): Html | null {
  const { departure } = plan;
  if (plan.waves.length === 0 && departure === null) return null;
  const box = html`<span class="box" aria-hidden="true"></span>`;
  const organisation = (steps: number, more: string, minutes: FleetPlan['total']) => [
    html`${box} once`,
    'the organisation',
    `${counted(steps, 'step')}${more}`,
    minutes.high === 0 ? '' : spanWords(minutes),
    '',
  ];
  const waves = (late: boolean) =>
    plan.waves
      .filter(({ afterDeparture }) => afterDeparture === late)
      .map((wave) => [
        html`${box} ${wave.wave}`,
        wave.servers.map((name, index) => [index === 0 ? '' : ', ', linked(name, names.get(name))]),
        STAGE_NAMES[wave.stage],
        spanWords(wave.minutes),
        loadChecks(wave),
      ]);
  return section(
    'The order',
    html`<p class="hint">${WAVES_HINT}</p>
`,
    table(
      'The order',
      ['Wave', 'Servers', 'What', 'Time (lowest to highest, h:mm)', 'Check first'],
      [
        organisation(plan.organisation.length, `, ${preparesText(plan)}`, plan.organisationMinutes),
        ...waves(false),
        ...(departure === null
          ? []
          : [
              [html`${box} departure`, namesText(departure.servers), leaveText(departure), '', ''],
              [
                html`${box} once`,
                'the organisation',
                `${departureTitle(departure)}: ${departureSteps(plan)}`,
                '',
                '',
              ],
            ]),
        ...waves(true),
        ...(plan.closing.length === 0
          ? []
          : [organisation(plan.closing.length, ' after the last server', plan.closingMinutes)]),
      ],
    ),
  );
}

function newServers(plan: FleetPlan, names: ReadonlyMap<string, FleetServer>): Html | null {
  if (plan.migrations.length === 0) return null;
  return section(
    'New servers instead of these',
    list(
      plan.migrations.map((migration) => {
        const { servers, dag, site } = migration;
        const where = dag === null ? (site === null ? '' : ` (site ${site})`) : ` (DAG ${dag})`;
        const { title, before, checklists: ids, rest } = migrationWords(migration, names, plan.departure);
        const links = ids.map(
          (id, index) => html`${index === 0 ? '' : ', '}<a href="#checklist-${id}">${id}</a>`,
        );
        return html`<strong>${namesText(servers)}</strong>${where}: ${title}. ${before}${links}${rest}`;
      }),
    ),
  );
}

function times(plan: FleetPlan): Html | null {
  if (plan.waves.length === 0) return null;
  return section(
    'Times',
    html`<p><strong>In total:</strong> ${totalText(plan)}</p>
<p>Times from: ${timeSourceTitles(plan).join('; ')}.</p>
`,
  );
}

function windows(plan: FleetPlan): Html | null {
  const { schedule } = plan;
  if (schedule === null) return null;
  const heldUp = heldUpSentence(plan, schedule.windows);
  const day = (time: string) => time.replace('T', ' ');
  return section(
    `Maintenance windows of ${clock(schedule.length)} h, every night`,
    heldUp === null ? null : warning('Dates', heldUp),
    table(
      'Maintenance windows',
      ['Window', 'From', 'To', 'Work (typical times)'],
      schedule.windows.map((window) => [
        html`<span class="box" aria-hidden="true"></span> ${window.window}`,
        day(window.start),
        day(window.end),
        html`${window.items.map(
          (item) =>
            html`<p>${item.start.slice(11)} to ${item.end.slice(11)} ${item.what === 'organisation' ? organisationWork(plan, item) : `${item.name}, wave ${item.wave}`}</p>`,
        )}${window.mayOverrun ? html`<p><b>May take longer than the window.</b></p>` : null}`,
      ]),
    ),
    schedule.unfit.length === 0
      ? null
      : html`<p class="warning"><strong>Fits into no window:</strong></p>
${list(schedule.unfit.map(({ name, minutes, reason }) => `${name}: ${spanWords(minutes)}, ${reason}.`))}`,
  );
}

function bridges(plan: FleetPlan): Html | null {
  if (plan.bridges.length === 0) return null;
  return section(
    'DAGs that need more than one CU',
    bridgeGroups(plan).map(
      ({ sentences, dags }) => html`<p><strong>${namesText(dags)}:</strong> ${sentences[0] ?? ''}</p>
${list(sentences.slice(1))}`,
    ),
  );
}

function leftOut(plan: FleetPlan): Html | null {
  const odd = plan.servers.filter(({ contradictions }) => contradictions.length > 0);
  const none = plan.servers.filter(({ fate }) => fate === 'unknown' || fate === 'no-path');
  const current = plan.servers.filter(({ fate }) => fate === 'current').map(({ name }) => name);
  if (odd.length + none.length + current.length === 0) return null;
  const more = (count: number, what: string) =>
    count > NAMED ? [`... and ${count - NAMED} more ${what}.`] : [];
  return section(
    'Servers without work, and doubts',
    list([
      ...(current.length === 0 ? [] : [html`<strong>Up to date:</strong> ${namesText(current)}.`]),
      ...none.slice(0, NAMED).map((server) => html`<strong>${server.name}:</strong> ${reasonText(server)}`),
      ...more(none.length, 'without a plan'),
      ...odd
        .slice(0, NAMED)
        .flatMap(({ name, contradictions }) =>
          contradictions.map(
            (text) => html`<strong>${name}:</strong> the files contradict each other: ${text}.`,
          ),
        ),
      ...more(odd.length, 'with contradictions'),
    ]),
  );
}

function once(fleet: FleetPlan, title: string, prefix: string, steps: FleetPlan['closing']): Html | null {
  const plan = oncePlan(fleet, steps);
  return (
    plan && section(title, htmlSteps(plan, undefined, NO_RECORDS, { ticks: false, prefix, level: 'h3' }))
  );
}

function checklistSection(fleet: FleetPlan, checklist: Checklist, full: boolean): Html {
  const { shared, servers, as } = checklist;
  if (shared.fate === 'no-path') return html``;
  const plan = checklistPlan(checklist, fleet.sources);
  const route = chosenRoute(plan);
  const { id } = shared;
  const steps = { ...plan, verdict: 'supported' } as const;
  const picture =
    route && as === null && route.hops.length > 0
      ? htmlPicture(plan, route, { name: `Route of checklist ${id}`, id: `route-${id}` })
      : null;
  const shown =
    full || as !== null
      ? htmlSteps(steps, route, NO_RECORDS, { ticks: false, prefix: `${id}-`, level: 'h3' })
      : outline(checklist, route, plan);
  return html`<section id="checklist-${id}"><h2>Checklist ${id}: ${planTitle(shared)}</h2>
<p>For ${namesText(servers.map(({ name }) => name))}. ${spanWords(shared.minutes)} in the window, ${counted(shared.reboots, 'reboot')}.</p>
${ownWarnings(shared).map((text) => warning('Warning', text))}${picture}
${as === null ? null : html`<p>${asText(checklist)}</p>`}${steps.steps.length === 0 && as !== null ? null : shown}</section>
`;
}

/** What a checklist holds at a glance, and how to see its steps. */
function outline(
  { shared, servers }: Checklist,
  route: Parameters<typeof groupSteps>[1],
  plan: Parameters<typeof htmlSteps>[0],
): Html {
  return html`${table(
    `Checklist ${shared.id}`,
    ['Steps', 'What', 'Typical'],
    overview(groupSteps(plan.steps, route, plan.from.role)).map((row) => [
      row.numbers,
      row.title,
      overviewCost(row),
    ]),
  )}<p>Its steps: the same command with <code>--checklists</code> for all, with <code>--server ${servers[0]?.name ?? ''}</code> for one server.</p>
`;
}

function colophon(plan: FleetPlan): Html {
  return html`<h2>About this plan</h2>
${list([
  ...plan.assumptions.map(({ text }) => text),
  html`Rules of the order: ${POLICIES.map((rule, index) => [index === 0 ? '' : ', ', html`<code>${rule}</code>`])}; read them with <code>cupath catalogue show RULE</code>.`,
  html`Data as of ${plan.catalogue.asOf}. Catalogue <code>${plan.catalogue.digest}</code>.`,
])}<p>Sources, by the numbers at the steps:</p>
<ol>${plan.sources.map(({ title, url }) => html`<li>${url === null ? title : link(title, url)}</li>`)}</ol>
<p>The same plan again:</p>
<div class="code"><pre><code>${plan.command}</code></pre></div>`;
}
