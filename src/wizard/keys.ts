/** The keys that work on each screen, in the order of their worth: the footer shows as many as fit. */
import type { Plan } from '../checklist/plan.ts';
import { type QuestionId, UNSURE } from './answers.ts';
import type { Core } from './core.ts';
import { askedIn, cursorIn, isEdited, type Model, mayStop, planOf, tickedIn } from './model.ts';
import { hasTwoRoutes } from './plan-document.ts';
import { isQuestionId, manyRows, visibleChoices, wizardQuestion } from './questions.ts';

export interface KeyHint {
  readonly key: string;
  readonly does: string;
}

const LEAVE: KeyHint = { key: 'Ctrl-C', does: 'leave' };
const HELP: KeyHint = { key: '?', does: 'help' };
const MOVE: KeyHint = { key: 'Up/Down', does: 'move' };

function back(model: Model): readonly KeyHint[] {
  if (isEdited(model)) return [{ key: 'Esc', does: 'back to the plan' }];
  return model.history.length > 0 ? [{ key: 'Esc', does: 'back' }] : [];
}

function planKeys(plan: Plan | null, model: Model): readonly KeyHint[] {
  const onSteps = (key: string, does: string) => (plan && plan.steps.length > 0 ? [{ key, does }] : []);
  return [
    ...onSteps('Enter', 'open, close'),
    { key: 'q', does: 'finish' },
    { key: 's', does: 'save' },
    { key: 'w', does: 'why' },
    ...(plan && hasTwoRoutes(plan) ? [{ key: 'r', does: 'other route' }] : []),
    HELP,
    ...onSteps('a', 'open all'),
    { key: 'e', does: 'edit answers' },
    ...back(model),
    ...onSteps('Tab', 'next step'),
    LEAVE,
  ];
}

/** What Enter does on a list with ticks: without any tick nobody has said anything, except on "none of these". */
function onEnterOfMany(core: Core, model: Model, id: QuestionId): string {
  const item = wizardQuestion(id);
  const ticked = tickedIn(model, id);
  const { choices } = visibleChoices(item, askedIn(core, model), '');
  const row = manyRows(item, choices, ticked)[cursorIn(core, model, id)];
  if (row?.value === UNSURE) return 'not sure';
  if (ticked.length > 0) return `confirm ${ticked.length} ticked`;
  return row?.value === '' ? 'confirm none' : 'not sure';
}

/** The keys of the present screen. */
export function keysOf(core: Core, model: Model): readonly KeyHint[] {
  const [first, ...others] = ownKeys(core, model);
  const stop = mayStop(core, model) && !isEdited(model) ? [{ key: 'Tab', does: 'plan now' }] : [];
  return first ? [first, ...stop, ...others] : stop;
}

function ownKeys(core: Core, model: Model): readonly KeyHint[] {
  const { screen } = model;
  if (isQuestionId(screen)) {
    switch (wizardQuestion(screen).form) {
      case 'search': {
        const typed = (model.places[screen]?.text ?? '') !== '';
        const onEscape = typed ? [{ key: 'Esc', does: 'clear filter' }] : back(model);
        return [
          { key: 'Enter', does: 'choose' },
          { key: 'type', does: 'to filter' },
          ...onEscape,
          HELP,
          MOVE,
          LEAVE,
        ];
      }
      case 'choice':
        return [{ key: 'Enter', does: 'choose' }, MOVE, ...back(model), HELP, LEAVE];
      case 'many':
        return [
          { key: 'Space', does: 'tick' },
          { key: 'Enter', does: onEnterOfMany(core, model, screen) },
          ...back(model),
          HELP,
          MOVE,
          LEAVE,
        ];
      case 'text':
        return [{ key: 'Enter', does: 'confirm; empty: not sure' }, ...back(model), LEAVE];
    }
  }
  switch (screen) {
    case 'plan':
      return planKeys(planOf(core, model), model);
    case 'save':
      return model.overwrite === null
        ? [{ key: 'Enter', does: 'save' }, { key: 'Esc', does: 'back' }, LEAVE]
        : [{ key: 'y', does: 'overwrite' }, { key: 'n', does: 'keep the file' }, LEAVE];
    case 'answers':
      return [{ key: 'Enter', does: 'change' }, MOVE, { key: 'Esc', does: 'back' }, LEAVE];
    case 'why':
    case 'help':
      return [{ key: 'Esc', does: 'back' }, { key: 'Up/Down PgUp/PgDn', does: 'scroll' }, LEAVE];
  }
}
