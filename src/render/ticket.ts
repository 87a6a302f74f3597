/**
 * A plan as the text of a change request: what a change board reads and signs. Plain text, narrow enough for
 * the text fields of ticket systems and for mail; nothing is drawn that a paste could break. Only the command
 * line and addresses may be wider, because they are for copying.
 */
import type { Plan, Route, Step } from '../checklist/plan.ts';
import { isInWindow, plannedSteps, stepMinutes } from '../checklist/window.ts';
import type { RouteId } from '../planner/question.ts';
import { cureText, onlyIfText } from './known-issues.ts';
import { code, codeLines, facts, paragraph, type Style } from './layout.ts';
import { groupSteps, overview, overviewCost, type StepGroup } from './steps.ts';
import { groupVulnerabilities, ledgerCounts } from './vulnerabilities.ts';
import {
  ageText,
  chosenRoute,
  clock,
  counted,
  hopName,
  journey,
  levelName,
  otherWarnings,
  ROUTE_NAMES,
  SHELL_NAMES,
  sentence,
  serverFacts,
  spanText,
  staleText,
  verdictText,
} from './words.ts';

/** Text fields of ticket systems and quoted mail hold this much without breaking a line anew. */
const PAGE: Style = { width: 74, colour: false, ascii: true };

/** So many names stand for a group in which none is known to be exploited. */
const SHOWN = 3;

/** The change request; ends in a line feed. Commands are left out, the checklist has them. */
export function renderTicket(plan: Plan, options: { readonly route?: RouteId | undefined } = {}): string {
  const route = chosenRoute(plan, options.route);
  const groups = groupSteps(plan.steps, route);
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ['SUMMARY', summary(plan, route)],
    ['REASON', reason(plan)],
    ['RISK', risk(plan, route)],
    ['IMPACT AND OUTAGE', impact(plan, route)],
    ['STEPS', steps(groups)],
    ['BACK-OUT', backOut(plan)],
    ['TEST', test(plan)],
    ['WINDOW', window(plan)],
    ['SIGN-OFF', signOff()],
    ['BASIS', basis(plan)],
  ];
  const lines = parts
    .filter(([, body]) => body.length > 0)
    .flatMap(([title, body], index) => [
      ...(index === 0 ? [] : ['']),
      title,
      '-'.repeat(title.length),
      ...body,
    ]);
  return `${lines.join('\n').trimEnd()}\n`;
}

function prose(text: string, indent = 0): readonly string[] {
  return paragraph(PAGE, text, { indent });
}

function item(text: string, label = '', indent = 0): readonly string[] {
  return paragraph(PAGE, text, { mark: '-', label, indent });
}

function summary(plan: Plan, route: Route | undefined): readonly string[] {
  const server = plan.from.server ?? 'Server not named';
  const verdict = verdictText(plan, route);
  return [
    ...prose(`${server}: update ${journey(plan, 'to')}`),
    ...facts({ ...PAGE }, serverFacts(plan)),
    ...prose(`${verdict.word} ${verdict.sentence}`),
    ...(route === undefined || route.hops.length === 0
      ? []
      : [
          ...prose(`Route: ${ROUTE_NAMES[route.id]}. ${sentence(route.reason)}`),
          ...route.hops.flatMap((hop) => item(hopName(hop))),
        ]),
    ...plan.blocks.flatMap((block) => item(`${sentence(block.because)} (${block.rule})`, 'Blocked:')),
    ...plan.openings.flatMap(({ change, effect }) => item(`${change}: ${effect}`, 'Way out:')),
  ];
}

/** Those known to be exploited by name, the others counted: a board reads names it has heard of. */
function named(plan: Plan, heading: string, items: Plan['vulnerabilities']['openNow']): readonly string[] {
  if (items.length === 0) return [];
  const groups = groupVulnerabilities(plan, items);
  return [
    ...prose(heading),
    ...groups.flatMap(({ fate, exploited, others }) => {
      const shown = exploited.length > 0 ? [] : others.slice(0, SHOWN);
      const more = others.length - shown.length;
      return item([...exploited, ...shown, ...(more === 0 ? [] : [`${more} more`])].join('; '), `${fate}:`);
    }),
  ];
}

function reason(plan: Plan): readonly string[] {
  const { openNow, openAtTarget } = plan.vulnerabilities;
  const closed = openNow.filter((each) => each.closedBy !== null);
  const counts = ledgerCounts(plan);
  return [
    ...(plan.verdict === 'current'
      ? prose(`The server already runs ${levelName(plan.to)}.`)
      : openNow.length === 0
        ? prose(`The data of this plan know of no vulnerability in ${levelName(plan.from)}.`)
        : prose(
            [
              `${levelName(plan.from)} has ${counted(counts.open, 'known vulnerability', 'known vulnerabilities')} that the data of this plan know of, ${counts.exploited} of them known to be exploited.`,
              counts.needAction === 0
                ? ''
                : `${counted(counts.needAction, 'fix is', 'fixes are')} in its code already and in force only after a manual action.`,
              counts.outside === 0
                ? ''
                : `${counts.outside} more ${counts.outside === 1 ? 'hangs' : 'hang'} on updates of Windows or .NET, which no build of Exchange shows.`,
              `This change closes ${counts.closed}; ${counts.atTarget} ${counts.atTarget === 1 ? 'is' : 'are'} still open at the target.`,
            ]
              .filter((text) => text !== '')
              .join(' '),
          )),
    ...named(plan, 'Closed by this change:', closed),
    ...named(
      plan,
      'Still open at the target:',
      openAtTarget.filter((each) => !each.outside),
    ),
  ];
}

function risk(plan: Plan, route: Route | undefined): readonly string[] {
  const taken = plan.risks.filter(({ id }) => route?.risks.includes(id) === true);
  const stale = staleText(plan);
  const final = plan.steps.filter((step) => !step.reversible && step.condition === null);
  return [
    ...(taken.length === 0
      ? prose('Takes no named risk.')
      : taken.flatMap((each) => [
          ...item(`${sentence(each.title)} ${each.text}`, `${each.id}:`),
          ...prose(each.url, 2),
        ])),
    ...(stale === null ? [] : item(stale, 'Old data:')),
    ...otherWarnings(plan)
      .filter((text) => !taken.some((each) => text.includes(each.text)))
      .flatMap((text) => item(text, 'Warning:')),
    ...plan.knownIssues.flatMap((issue) =>
      item(
        [sentence(issue.title), onlyIfText(issue), cureText(issue)].filter((part) => part !== '').join(' '),
        'Known issue:',
      ),
    ),
    ...(final.length === 0
      ? []
      : prose(`${counted(final.length, 'step')} cannot be undone: ${numbersOf(plan, final)}.`)),
    ...plan.assumptions.flatMap(({ text }) => item(text, 'Assumed:')),
  ];
}

/** `3, 5-7, 12` */
function numbersOf(plan: Plan, list: readonly Step[]): string {
  const numbers = list.map((step) => plan.steps.indexOf(step) + 1);
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}

/** From the first step that takes the server out of service to the last that brings it back. */
function outage(plan: Plan): readonly Step[] {
  const first = plan.steps.findIndex((step) => step.phase === 'maintenance-on');
  const last = plan.steps.findLastIndex((step) => step.phase === 'maintenance-off');
  return first === -1 || last < first ? [] : plan.steps.slice(first, last + 1);
}

function impact(plan: Plan, route: Route | undefined): readonly string[] {
  const out = outage(plan);
  const time = spanText(stepMinutes(out, plan.steps));
  const [first, last] = [out[0], out.at(-1)];
  const once = plan.steps.filter((step) => step.scope === 'organisation' || step.scope === 'domain');
  return [
    ...(first === undefined || last === undefined
      ? prose('No step takes the server out of service.')
      : prose(
          `${plan.from.server ?? 'The server'} is out of service from step ${plan.steps.indexOf(first) + 1} to step ${plan.steps.indexOf(last) + 1}${time === null ? '' : `: ${time}`}, with ${counted(route?.reboots ?? 0, 'reboot')}.`,
        )),
    ...(plan.from.dag === null ? [] : prose(`It is a member of the DAG ${plan.from.dag}.`)),
    ...(once.length === 0
      ? []
      : prose(`Changes for the whole organisation or domain: steps ${numbersOf(plan, once)}.`)),
  ];
}

function steps(groups: readonly StepGroup[]): readonly string[] {
  const rows = overview(groups);
  return groups.flatMap((group, index) => {
    const row = rows[index];
    const cost = row === undefined ? '' : overviewCost(row);
    return [
      ...(index === 0 ? [] : ['']),
      ...prose(cost === '' ? group.title : `${group.title} (${cost})`),
      ...group.steps.flatMap(({ step, number }) =>
        paragraph(PAGE, step.condition === null ? step.title : `${step.title} (if its condition holds)`, {
          mark: `${String(number).padStart(4)}.`,
        }),
      ),
    ];
  });
}

function backOut(plan: Plan): readonly string[] {
  const told = plan.steps.filter((step) => step.rollback !== null);
  const silent = plan.steps.filter((step) => !step.reversible && step.rollback === null);
  return [
    ...told.flatMap((step) => item(step.rollback ?? '', `Step ${plan.steps.indexOf(step) + 1}:`)),
    ...(silent.length === 0
      ? []
      : item(`Cannot be undone, and the data name no way back: steps ${numbersOf(plan, silent)}.`)),
    ...(told.length + silent.length === 0 && plan.steps.length > 0 ? prose('Every step can be undone.') : []),
  ];
}

/** The checks of the last phase, with what they have to show; where it has none, those of all other steps. */
function test(plan: Plan): readonly string[] {
  const last = plan.steps.filter((step) => step.phase === 'verify');
  return (last.length === 0 ? plan.steps : last).flatMap((step) => [
    ...(step.verify.length === 0 ? [] : item(step.title, `Step ${plan.steps.indexOf(step) + 1}:`)),
    ...step.verify.flatMap(({ shell, run, expect }) => {
      const [first, ...more] = codeLines(run);
      return more.length > 0 || first === undefined || first.length > 60
        ? prose(`Expect: ${expect}`, 4)
        : [...prose(`${SHELL_NAMES[shell]}: ${first}`, 4), ...prose(`Expect: ${expect}`, 4)];
    }),
  ]);
}

function window(plan: Plan): readonly string[] {
  if (plan.steps.length === 0) return [];
  const { low, typical, high } = stepMinutes(plan.steps);
  const planned = plannedSteps(plan.steps);
  const outside = (after: boolean) =>
    plan.steps
      .filter((step) => !isInWindow(step) && (step.phase === 'after') === after && planned.has(step))
      .reduce((sum, step) => sum + step.minutes.typical, 0);
  return [
    ...prose(`Window: ${clock(typical)} h typical, ${clock(low)} h low, ${clock(high)} h high (h:mm).`),
    ...prose(
      `Work ahead of the window: ${clock(outside(false))} h typical; after it: ${clock(outside(true))} h.`,
    ),
    'Begin  (date, time): ______________________________',
    'End    (date, time): ______________________________',
    'Stop and go back if not done by: __________________',
  ];
}

function signOff(): readonly string[] {
  return [
    'Requested by',
    'Technical approval',
    'Business approval',
    'Carried out by',
    'Result checked by',
  ].map((role) => `${role.padEnd(20)} ____________________  date ______________`);
}

function basis(plan: Plan): readonly string[] {
  const { overlays, digest } = plan.catalogue;
  return [
    ...prose(`${ageText(plan)} Catalogue ${digest.slice(0, 19)}.`),
    ...(overlays.length === 0 ? [] : prose(`With data of your own: ${overlays.join(', ')}.`)),
    ...prose('The same plan again:'),
    ...code(PAGE, plan.command, 2),
  ];
}
