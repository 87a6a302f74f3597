/** A plan as Markdown for change tickets and wikis: tick lists of GitHub and Azure DevOps, no HTML. */
import type { Plan, Route } from '../checklist/plan.ts';
import type { RouteId } from '../planner/question.ts';
import type { Records } from '../saved/state.ts';
import { markdownCell, markdownCode, markdownFence, markdownText } from './markdown-escape.ts';
import { markdownBriefProof, markdownKnownIssues, markdownProof } from './markdown-proof.ts';
import { markdownSteps } from './markdown-steps.ts';
import { routePicture } from './picture.ts';
import {
  ageText,
  BRIEF_LEFT_OUT,
  chosenRoute,
  clock,
  journey,
  otherWarnings,
  ROUTE_NAMES,
  releaseName,
  sentence,
  serverFacts,
  staleText,
  verdictText,
} from './words.ts';

const PICTURE_WIDTH = 90;

/**
 * The whole plan as Markdown. Ends in a line feed; names, warnings and commands cannot become markup.
 * @param options.route the route whose steps the plan holds; absent: the recommended one
 * @param options.brief one line per step, cautions, and the commands of the acts alone
 * @param options.records what was done so far; absent: nothing
 */
export function renderMarkdown(
  plan: Plan,
  options: { readonly route?: RouteId; readonly brief?: boolean; readonly records?: Records } = {},
): string {
  const route = chosenRoute(plan, options.route);
  const lines = [
    ...head(plan, route),
    ...(plan.verdict === 'no-path' ? wayOut(plan) : []),
    ...warnings(plan),
    ...ways(plan, route),
    ...markdownKnownIssues(plan),
    ...markdownSteps(plan, route, options.brief === true, options.records),
    ...(options.brief === true ? markdownBriefProof(plan) : markdownProof(plan)),
    ...colophon(plan, options.brief === true),
  ];
  return `${lines
    .filter((line, index) => line !== '' || lines[index - 1] !== '')
    .join('\n')
    .trimEnd()}\n`;
}

function head(plan: Plan, route: Route | undefined): readonly string[] {
  const name = plan.from.server === null ? '' : `${markdownCode(plan.from.server)}: `;
  const verdict = verdictText(plan, route);
  const known = serverFacts(plan).map(markdownText).join(' · ');
  const stale = staleText(plan);
  const { overlays } = plan.catalogue;
  return [
    `# ${name}${markdownText(journey(plan, 'to'))}`,
    '',
    known,
    '',
    `**${verdict.word}** ${markdownText(verdict.sentence)}`,
    '',
    ...(overlays.length === 0
      ? []
      : [`With data of your own: ${overlays.map(markdownCode).join(', ')}.`, '']),
    ...(stale === null ? [] : [`> **Old data:** ${markdownText(stale)}`, '']),
  ];
}

function wayOut(plan: Plan): readonly string[] {
  return [
    '## What stands in the way',
    '',
    ...plan.blocks.map(
      (block) => `- ${markdownText(sentence(block.because))} Rule: ${markdownCode(block.rule)}`,
    ),
    '',
    '## What would open a way',
    '',
    ...(plan.openings.length === 0
      ? ['No single change that cupath knows of opens one.']
      : plan.openings.map(
          ({ change, effect }) => `- **${markdownText(change)}** Then: ${markdownText(sentence(effect))}`,
        )),
    '',
  ];
}

function warnings(plan: Plan): readonly string[] {
  return otherWarnings(plan).flatMap((text) => [`> **Warning:** ${markdownText(text)}`, '']);
}

function ways(plan: Plan, chosen: Route | undefined): readonly string[] {
  if (chosen === undefined || chosen.hops.length === 0) return [];
  const several = plan.routes.length > 1;
  return [
    several ? '## The ways there' : '## The way there',
    '',
    '| Route | CU installs | Reboots | Window low / typical / high (h:mm) | Media missing | Risks taken |',
    '| --- | ---: | ---: | --- | --- | --- |',
    ...plan.routes.map(tableRow),
    '',
    ...plan.routes.flatMap((route) => [
      `### ${routeTitle(route, several && route === chosen)}`,
      '',
      markdownText(sentence(route.reason)),
      '',
      ...markdownFence(
        routePicture(plan, route, { width: PICTURE_WIDTH, ascii: false }).join('\n'),
        'text',
        0,
      ),
      '',
    ]),
    'Window: into maintenance mode, the installations, out of it, verification. In brackets: the rule that forces the stop; read it with `cupath catalogue show RULE`.',
    '',
  ];
}

function routeTitle(route: Route, shown: boolean): string {
  const name = ROUTE_NAMES[route.id];
  const marks = [route.recommended ? 'recommended' : '', shown ? 'steps below' : ''].filter(
    (mark) => mark !== '',
  );
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}${marks.length === 0 ? '' : ` (${marks.join(', ')})`}`;
}

function tableRow(route: Route): string {
  const { low, typical, high } = route.minutes;
  const cells = [
    routeTitle(route, false),
    String(route.cuInstalls),
    String(route.reboots),
    [low, typical, high].map(clock).join(' / '),
    route.missingMedia.map((release) => markdownText(releaseName(release))).join(', ') || 'none',
    route.risks.map(markdownCode).join(', ') || 'none',
  ];
  return `| ${cells.map(markdownCell).join(' | ')} |`;
}

function colophon(plan: Plan, brief: boolean): readonly string[] {
  return [
    '## About this plan',
    '',
    `${markdownText(ageText(plan))} Catalogue ${markdownCode(plan.catalogue.digest)}.`,
    '',
    brief ? BRIEF_LEFT_OUT : 'The same plan again:',
    '',
    ...markdownFence(plan.command, 'text', 0),
  ];
}
