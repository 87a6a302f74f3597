/** A plan as text for terminals, pagers and mail: the answer first, then the checklist, then the proof. */
import type { Plan, Route } from '../checklist/plan.ts';
import type { RouteId } from '../planner/question.ts';
import type { Records } from '../saved/state.ts';
import { glyphs } from './glyphs.ts';
import { code, facts, paragraph, prose, type Style, section, stack } from './layout.ts';
import { pictureLines } from './picture.ts';
import { briefProof, knownIssuesText, proofText } from './text-proof.ts';
import { stepsText } from './text-steps.ts';
import { paint, type Tone } from './tones.ts';
import {
  ageText,
  BRIEF_LEFT_OUT,
  chosenRoute,
  clock,
  counted,
  journey,
  otherWarnings,
  ROUTE_NAMES,
  releaseName,
  sentence,
  serverFacts,
  staleText,
  verdictText,
} from './words.ts';

export interface TextOptions extends Style {
  /** The route whose steps the plan holds; absent: the recommended one. */
  readonly route?: RouteId;
  /** One line per step, cautions, and the commands of the acts alone; reasons, checks and sources left out. */
  readonly brief?: boolean;
  /** What was done so far; absent: nothing. */
  readonly records?: Records;
}

const NARROWEST = 24;
/** Lines longer than this tire the eye. */
const WIDEST = 100;

const VERDICT_TONES: Readonly<Record<Plan['verdict'], Tone>> = {
  supported: 'good',
  risk: 'warn',
  'no-path': 'bad',
  current: 'good',
};

/**
 * The whole plan as text. Ends in a line feed; no line ends in a space; no line is wider than `width` but
 * commands and addresses, which are never broken. Control characters in names come out escaped.
 */
export function renderText(plan: Plan, options: TextOptions): string {
  const style: Style = { ...options, width: Math.min(Math.max(options.width, NARROWEST), WIDEST) };
  const route = chosenRoute(plan, options.route);
  const lines = stack(
    head(plan, route, style),
    plan.verdict === 'no-path' ? wayOut(plan, style) : [],
    warnings(plan, style),
    ways(plan, route, style),
    knownIssuesText(plan, style, options.brief === true),
    stepsText(plan, route, style, options.brief === true, options.records),
    options.brief === true ? briefProof(plan, style) : proofText(plan, style),
    colophon(plan, style, options.brief === true),
  );
  // Of empty lines in a row one stays.
  return `${lines.join('\n')}\n`.replace(/^\n+/, '\n').replace(/\n{3,}/g, '\n\n');
}

function head(plan: Plan, route: Route | undefined, style: Style): string[] {
  const { arrow } = glyphs(style.ascii);
  const name = plan.from.server === null ? '' : `${plan.from.server}: `;
  const verdict = verdictText(plan, route);
  const stale = staleText(plan);
  const { overlays } = plan.catalogue;
  return [
    ...paragraph(style, name + journey(plan, arrow), { tone: 'heading', hang: 2 }),
    ...facts(style, serverFacts(plan), { tone: 'dim' }),
    '',
    ...paragraph(style, verdict.sentence, {
      label: verdict.word,
      labelTone: VERDICT_TONES[plan.verdict],
      hang: 0,
    }),
    ...(overlays.length === 0 ? [] : paragraph(style, `With data of your own: ${overlays.join(', ')}.`)),
    '',
    ...(stale === null ? [] : [...paragraph(style, stale, { label: '! Old data:', labelTone: 'warn' }), '']),
  ];
}

function wayOut(plan: Plan, style: Style): string[] {
  const { rule, bullet } = glyphs(style.ascii);
  return [
    ...section(style, 'What stands in the way', rule),
    ...plan.blocks.flatMap((block) => [
      ...paragraph(style, sentence(block.because), { mark: bullet }),
      ...paragraph(style, `Rule: ${block.rule}`, { indent: 2, tone: 'dim' }),
    ]),
    ...section(style, 'What would open a way', rule),
    ...(plan.openings.length === 0
      ? paragraph(style, 'No single change that cupath knows of opens one.')
      : plan.openings.flatMap((opening) => [
          ...paragraph(style, opening.change, { mark: bullet, tone: 'good' }),
          ...paragraph(style, sentence(opening.effect), { indent: 2, label: 'Then:' }),
        ])),
    '',
  ];
}

function warnings(plan: Plan, style: Style): string[] {
  return otherWarnings(plan).flatMap((text) => [
    ...paragraph(style, text, { label: '! Warning:', labelTone: 'warn' }),
    '',
  ]);
}

function ways(plan: Plan, chosen: Route | undefined, style: Style): string[] {
  if (chosen === undefined || chosen.hops.length === 0) return [];
  const { rule } = glyphs(style.ascii);
  return [
    ...section(style, plan.routes.length > 1 ? 'The ways there' : 'The way there', rule),
    ...plan.routes.flatMap((route) => [...way(plan, route, chosen, style), '']),
    ...paragraph(
      style,
      'Window: into maintenance mode, the installations, out of it, verification. In [brackets]: the rule that forces the stop; read it with cupath catalogue show RULE.',
      { tone: 'dim' },
    ),
    '',
  ];
}

function way(plan: Plan, route: Route, chosen: Route, style: Style): string[] {
  const several = plan.routes.length > 1;
  const name = ROUTE_NAMES[route.id];
  const marks = [route.recommended ? 'recommended' : '', several && route === chosen ? 'steps below' : ''];
  const said = marks.filter((mark) => mark !== '').join(', ');
  const { low, typical, high } = route.minutes;
  const cost = [
    counted(route.cuInstalls, 'CU install'),
    counted(route.reboots, 'reboot'),
    `window ${clock(low)} low, ${clock(typical)} typical, ${clock(high)} high (h:mm)`,
  ];
  return [
    ...paragraph(style, said === '' ? '' : `(${said})`, {
      label: name.charAt(0).toUpperCase() + name.slice(1),
      tone: route.recommended ? 'good' : 'plain',
    }),
    ...paragraph(style, sentence(route.reason), { indent: 2 }),
    '',
    ...pictureLines(plan, route, { width: style.width - 1, ascii: style.ascii }).map(
      (line) => ` ${paint(line.text, line.tone, style.colour)}`,
    ),
    '',
    ...facts(style, cost, { indent: 2 }),
    ...(route.missingMedia.length === 0
      ? []
      : paragraph(
          style,
          `${route.missingMedia.map(releaseName).join(', ')}. Microsoft does not offer it to everybody, and no --media names it.`,
          {
            indent: 2,
            label: '! Media missing:',
            labelTone: 'warn',
          },
        )),
    ...(route.risks.length === 0
      ? []
      : paragraph(style, route.risks.join(', '), {
          indent: 2,
          label: '! Takes the risk:',
          labelTone: 'warn',
        })),
  ];
}

function colophon(plan: Plan, style: Style, brief: boolean): string[] {
  const { rule } = glyphs(style.ascii);
  return [
    ...section(style, 'About this plan', rule),
    ...paragraph(
      style,
      `${ageText(plan)} Catalogue ${prose(plan.catalogue.digest, style.ascii).slice(0, 19)}.`,
    ),
    ...paragraph(style, brief ? BRIEF_LEFT_OUT : 'The same plan again:'),
    ...code(style, plan.command, 4),
  ];
}
