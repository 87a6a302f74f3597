/** Help for the screen from which `?` was pressed. */

import { topicsOf } from '../catalogue/topics.ts';
import { SHELL_NAMES } from '../render/words.ts';
import type { Core } from './core.ts';
import { BLANK, commandLines, type Line, lines, type Page } from './document.ts';
import { keysOf } from './keys.ts';
import { askedIn, type Model, type Screen } from './model.ts';
import { isQuestionId, wizardQuestion } from './questions.ts';

function questionHelp(core: Core, model: Model, screen: Screen, page: Page): readonly Line[] {
  if (!isQuestionId(screen)) return [];
  const state = askedIn(core, model);
  const item = wizardQuestion(screen);
  const check = item.findOut(state);
  return [
    ...lines(page, item.title(state), { tone: 'heading' }),
    ...lines(page, item.help(state)),
    BLANK,
    ...(check
      ? [
          ...lines(page, `How to find out, in ${SHELL_NAMES[check.shell]} (it only reads):`, {
            tone: 'heading',
          }),
          ...commandLines(page, check.run, { indent: 2 }),
          ...lines(page, check.expect, { indent: 2 }),
          BLANK,
        ]
      : []),
    ...(item.unsure === null ? [] : [...lines(page, item.unsure, { label: 'Not sure:' }), BLANK]),
  ];
}

/** What people ask where this question comes up. */
function topicLines(core: Core, screen: Screen, page: Page): readonly Line[] {
  return topicsOf(core.catalogue, screen).flatMap((topic) => [
    ...lines(page, topic.title, { tone: 'heading' }),
    ...topic.text.flatMap((text) => lines(page, text)),
    ...topic.links.flatMap((link) =>
      lines(page, `${link.title} ${link.url}`, { label: 'See:', tone: 'dim' }),
    ),
    BLANK,
  ]);
}

const PLAN_HELP = [
  'The plan: the verdict, the route with the rule behind each stop, risks and warnings, then the steps in the order to do them.',
  'Enter or Space on a step unfolds it: why it is there, the commands, how to check that it worked, and what to do if it did not.',
  'A conditional step names the check that decides whether you need it.',
  'q leaves the wizard and prints the whole checklist, so that it stays in the window. s saves it: .md as Markdown, .html as a page, NAME.cupath.json to tick off with cupath resume, .json for scripts, anything else as text.',
];

const KEYS = [
  'Arrows, j and k move; PgUp and PgDn turn pages; Home and End go to the ends; Tab and Shift-Tab go from step to step.',
  'On a list with ticks Space ticks and Enter confirms what is ticked; Enter without any tick means "not sure".',
  'Esc goes back and keeps every answer. Ctrl-C leaves at any time and prints the command line of the answers so far.',
];

/** All lines of the help behind `?`. */
export function helpDocument(core: Core, model: Model, page: Page): readonly Line[] {
  const about = model.history.at(-1) ?? 'plan';
  const keys = keysOf(core, { ...model, screen: about, history: model.history.slice(0, -1) });
  return [
    ...questionHelp(core, model, about, page),
    ...(about === 'plan' ? PLAN_HELP.flatMap((text) => [...lines(page, text), BLANK]) : []),
    ...topicLines(core, about, page),
    ...lines(page, 'Keys', { tone: 'heading' }),
    ...keys.flatMap((item) => lines(page, item.does, { label: `${item.key}:`, indent: 2 })),
    BLANK,
    ...(about === 'plan' ? KEYS : KEYS.slice(1)).flatMap((text) => lines(page, text)),
  ];
}
