/**
 * The plan as a document on screen: verdict, route, what to know before, and the steps as folds.
 */
import type { FilledCheck, Plan, Route, Step } from '../checklist/plan.ts';
import { briefLine, citations, conditionLine, groupSteps, stepFlags } from '../render/steps.ts';
import { ledgerCounts } from '../render/vulnerabilities.ts';
import {
  clock,
  counted,
  levelName,
  ROUTE_NAMES,
  SHELL_NAMES,
  sentence,
  spanText,
  staleText,
  verdictText,
} from '../render/words.ts';
import type { Core } from './core.ts';
import { BLANK, commandLines, type Line, lines, type Page } from './document.ts';

/** Is there something to choose between? */
export function hasTwoRoutes(plan: Plan): boolean {
  return plan.routes.length > 1;
}

/** What the plan promises: `Supported. 2 CU installs, 4 reboots, 3:30 h (2:00 to 6:00), no named risk`. */
export function summary(plan: Plan, route: Route | undefined, width: number): string {
  const { word } = verdictText(plan, route);
  if (!route || plan.verdict === 'current') return word;
  const told = (span: string | null) =>
    [
      `${word} ${counted(route.cuInstalls, 'CU install')}`,
      counted(route.reboots, 'reboot'),
      ...(span === null ? [] : [span]),
      route.risks.length === 0 ? 'no named risk' : counted(route.risks.length, 'named risk'),
    ].join(', ');
  const whole = told(spanText(route.minutes));
  return whole.length <= width || route.minutes.typical === 0
    ? whole
    : told(`${clock(route.minutes.typical)} h`);
}

function routeLines(core: Core, plan: Plan, route: Route, page: Page): readonly Line[] {
  const other = plan.routes.find((item) => item.id !== route.id);
  const title = `${route.recommended ? 'Recommended' : 'Not recommended'}: ${ROUTE_NAMES[route.id]}`;
  return [
    ...lines(page, title, { tone: 'heading' }),
    ...lines(page, sentence(route.reason), { tone: 'dim' }),
    ...core.picture(plan, route, page.width).map((text): Line => ({ text, tone: 'plain' })),
    ...lines(page, other && `There is another way, the ${ROUTE_NAMES[other.id]}: press r to see it.`, {
      tone: 'dim',
    }),
    BLANK,
  ];
}

function riskLines(plan: Plan, route: Route | undefined, page: Page): readonly Line[] {
  return (route?.risks ?? []).flatMap((id) => {
    const risk = plan.risks.find((item) => item.id === id);
    return [
      ...lines(page, risk?.title ?? id, { label: 'Risk:', tone: 'bad' }),
      ...lines(page, risk?.text, { indent: 2 }),
      ...lines(page, risk?.url, { indent: 2, tone: 'dim' }),
    ];
  });
}

/** The issues that everybody has by title, the others as a count: they are read behind `w`. */
function issueLines(plan: Plan, page: Page): readonly Line[] {
  const { knownIssues } = plan;
  if (knownIssues.length === 0) return [];
  const everybody = knownIssues.filter((issue) => issue.onlyIf === null);
  const some = knownIssues.length - everybody.length;
  const count = counted(knownIssues.length, 'known issue', 'known issues');
  const under = some === 0 ? '' : `, ${some} of them under a circumstance only`;
  return [
    ...lines(page, `${count} of ${levelName(plan.to)}${under}: press w to read them with their workarounds.`),
    ...everybody.flatMap((issue) => lines(page, issue.title, { label: page.ascii ? '*' : '•', indent: 2 })),
  ];
}

function noteLines(plan: Plan, page: Page): readonly Line[] {
  const stale = staleText(plan);
  const { open, exploited, atTarget } = ledgerCounts(plan);
  const ledger =
    open === 0 && atTarget === 0
      ? null
      : `${counted(open, 'known vulnerability', 'known vulnerabilities')} open now (${exploited} known to be exploited), ${atTarget} still open at the target.`;
  return [
    ...plan.blocks.flatMap((block) =>
      lines(page, `${block.because} (${block.rule})`, { label: 'Blocked:', tone: 'bad' }),
    ),
    ...plan.openings.flatMap((opening) =>
      lines(page, `${opening.change}: ${opening.effect}`, { label: 'Way out:' }),
    ),
    ...lines(page, stale, { label: 'Old data:', tone: 'warn' }),
    ...plan.warnings
      .filter((item) => stale === null || item.id !== 'stale-data')
      .flatMap((item) => lines(page, item.text, { label: 'Warning:', tone: 'warn' })),
    ...lines(page, ledger),
    ...issueLines(plan, page),
    ...lines(
      page,
      plan.assumptions.length === 0
        ? null
        : `${counted(plan.assumptions.length, 'assumption')} made where nothing was answered: press w to read.`,
      { tone: 'dim' },
    ),
  ];
}

function checkLines(label: string, check: FilledCheck, page: Page, step: string): readonly Line[] {
  return [
    ...lines(page, `${label} in ${SHELL_NAMES[check.shell]}:`, { indent: 4, tone: 'heading', step }),
    ...commandLines(page, check.run, { indent: 6, step }),
    ...lines(page, check.expect, { indent: 6, label: 'expect:', step }),
  ];
}

/** Everything under the head of an unfolded step. */
export function bodyLines(plan: Plan, step: Step, page: Page): readonly Line[] {
  const own = { indent: 4, step: step.id };
  const labelled = (label: string, text: string | null) => lines(page, text, { ...own, label });
  return [
    ...lines(page, conditionLine(plan, step), { ...own, tone: 'warn' }),
    ...(step.conditionCheck ? checkLines('Find out', step.conditionCheck, page, step.id) : []),
    ...labelled('Why:', step.why),
    ...lines(page, step.caution, { ...own, label: 'Caution:', tone: 'warn' }),
    ...step.commands.flatMap((command, index) => [
      ...(step.commands[index - 1]?.shell === command.shell
        ? []
        : lines(page, `Do in ${SHELL_NAMES[command.shell]}:`, { ...own, tone: 'heading' })),
      ...commandLines(page, command.run, { indent: 6, step: step.id }),
    ]),
    ...step.verify.flatMap((check) => checkLines('Check', check, page, step.id)),
    ...labelled('If not:', step.otherwise),
    ...labelled('Note:', stepFlags(step).join(', ')),
    ...labelled('Going back:', step.rollback),
    ...labelled('Undoes:', step.undoes),
    ...labelled('Closes:', step.closes.join(', ')),
    ...step.links.flatMap((link) => labelled('See:', `${link.title} ${link.url}`)),
    ...lines(page, citations(plan, step.sources), { ...own, tone: 'dim' }),
    { ...BLANK, step: step.id },
  ];
}

function stepLines(plan: Plan, step: Step, number: number, open: boolean, page: Page): readonly Line[] {
  const signs = page.ascii ? { open: '-', closed: '+' } : { open: '▾', closed: '▸' };
  const digits = String(plan.steps.length).length;
  const head = lines(page, open ? step.title : briefLine(step), {
    label: `${open ? signs.open : signs.closed} ${String(number).padStart(digits)}`,
    tone: open ? 'heading' : 'plain',
    step: step.id,
    head: true,
  });
  return open ? [...head, ...bodyLines(plan, step, page)] : head;
}

/** What stays in the window when the wizard is left here. */
function printedOf({ steps, verdict }: Plan): string {
  if (steps.length > 0) return 'this checklist';
  return verdict === 'no-path' ? 'why there is no path' : 'this plan';
}

/** All lines of the plan screen, for the route that is looked at. */
export function planLines(
  core: Core,
  plan: Plan,
  route: Route | undefined,
  open: readonly string[],
  page: Page,
): readonly Line[] {
  const verdict = verdictText(plan, route);
  const unfolded = new Set(open);
  const checklist = groupSteps(plan.steps, route, plan.from.role).flatMap((group) => [
    BLANK,
    ...lines(page, group.title, { tone: 'heading' }),
    ...group.steps.flatMap(({ step, number }) => stepLines(plan, step, number, unfolded.has(step.id), page)),
  ]);
  return [
    ...lines(page, verdict.sentence),
    BLANK,
    ...(route && route.hops.length > 0 ? routeLines(core, plan, route, page) : []),
    ...riskLines(plan, route, page),
    ...noteLines(plan, page),
    ...checklist,
    BLANK,
    { text: `Finish: leave and print ${printedOf(plan)}`, tone: 'heading', finish: true },
  ];
}
