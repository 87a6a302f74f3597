/**
 * The root of the wizard's screens: feeds keys and window sizes to the reducer, carries out its requests, and
 * picks the component for the screen. It decides nothing itself.
 */
import { Box, useApp, useInput, useStdout } from 'ink';
import { useEffect, useMemo, useReducer } from 'react';
import type { GivenAnswers } from '../planner/question.ts';
import { chosenRoute } from '../render/words.ts';
import { type Core, remembering } from './core.ts';
import type { WizardEvent } from './events.ts';
import { readInput } from './events.ts';
import { type Files, formatFor } from './files.ts';
import { commandRows, headerText, headLines, isRoomy, keyRows, noticeLines } from './layout.ts';
import { AnswersScreen, ChoiceScreen, ManyScreen, type ScreenProps, SearchScreen } from './list-screen.tsx';
import {
  firstModel,
  isEdited,
  type Kept,
  keptFrom,
  type Model,
  placeOf,
  plannedQuestion,
  planOf,
  type Request,
} from './model.ts';
import { isQuestionId, wizardQuestion } from './questions.ts';
import { ReadScreen, SaveScreen, TextScreen } from './read-screen.tsx';
import { AsciiContext, Row, Rows } from './rows.tsx';
import { reduce } from './state.ts';
import { sizeOf, useResize } from './terminal-size.ts';

export interface AppProps {
  readonly core: Core;
  readonly files: Files;
  readonly resume?: GivenAnswers | undefined;
  /** Esc on the first screen leads here, such as to the list that the server was chosen from. */
  readonly onBack?: ((kept: Kept) => void) | undefined;
  /** What was answered here before, when it was left with `onBack`. */
  readonly kept?: Kept | undefined;
  /** Called once, when somebody leaves, before the screen is given back. */
  readonly onLeave: (model: Model, code: number) => void;
}

function Screen(props: ScreenProps) {
  const { screen } = props.model;
  if (isQuestionId(screen)) {
    switch (wizardQuestion(screen).form) {
      case 'search':
        return <SearchScreen {...props} id={screen} />;
      case 'choice':
        return <ChoiceScreen {...props} id={screen} />;
      case 'many':
        return <ManyScreen {...props} id={screen} />;
      case 'text':
        return <TextScreen {...props} id={screen} />;
    }
  }
  if (screen === 'answers') return <AnswersScreen {...props} />;
  return screen === 'save' ? <SaveScreen {...props} /> : <ReadScreen {...props} />;
}

/** One screenful: answers so far, title, body, notice, keys, and the command line that asks the same. */
export function Frame(props: ScreenProps) {
  const { core, model } = props;
  const notice = noticeLines(core, model);
  const gap = isRoomy(model) ? 1 : 0;
  return (
    <Box flexDirection="column" height={Math.max(1, model.rows - 1)} overflow="hidden">
      <Row text={headerText(core, model)} tone="dim" />
      <Box flexDirection="column" flexShrink={0} marginBottom={gap}>
        <Rows lines={headLines(core, model)} />
      </Box>
      <Box flexDirection="column" flexGrow={1} flexShrink={1} overflow="hidden">
        <Screen {...props} />
      </Box>
      <Box flexDirection="column" flexShrink={0} marginTop={notice.length === 0 ? gap : 0}>
        <Rows lines={notice} />
        <Rows lines={keyRows(core, model).map((text) => ({ text, tone: 'plain' }))} />
        <Rows lines={commandRows(core, model).map((text) => ({ text, tone: 'dim' }))} />
      </Box>
    </Box>
  );
}

/** Writes the file of a save request; what came of it comes back as an event. */
async function save(
  core: Core,
  model: Model,
  request: Request & { kind: 'save' },
  files: Files,
): Promise<WizardEvent> {
  const question = plannedQuestion(core, model);
  const plan = planOf(core, model);
  if (!plan || !question) return { type: 'save-failed', message: 'There is no plan to save yet.' };
  return files.save(
    request.path,
    core.print(plan, formatFor(request.path), chosenRoute(plan, model.route), question),
    request.overwrite,
  );
}

/** Keys that the short list acts on by itself: arrows, Enter, the number of a row, and j and k. */
function readByShortList(event: WizardEvent): boolean {
  if (event.type === 'key') return ['enter', 'up', 'down'].includes(event.key);
  return event.type === 'text' && /^[1-9jk]$/.test(event.text);
}

const NOTHING_GIVEN: GivenAnswers = { facts: {}, media: [], accept: [] };

const FROM_LIST = { bad: false, text: 'Esc leads back to the servers.' } as const;

/** Esc on the first screen, with no filter left to clear. */
function leadsBack(model: Model, event: WizardEvent): boolean {
  const isEscape = event.type === 'key' && event.key === 'escape';
  return isEscape && model.history.length === 0 && !isEdited(model) && (placeOf(model).text ?? '') === '';
}

export function App({ core: bare, files, resume, kept, onBack, onLeave }: AppProps) {
  const core = useMemo(() => remembering(bare), [bare]);
  const { stdout } = useStdout();
  const { exit } = useApp();
  const size = () => sizeOf(stdout);
  const [model, dispatch] = useReducer(
    (state: Model, event: WizardEvent) => reduce(core, state, event),
    null,
    () => {
      const first = firstModel(core, size(), resume, kept);
      // What was known is not asked again on the way back; e changes an answer.
      return onBack ? { ...first, history: [], notice: first.notice ?? FROM_LIST } : first;
    },
  );

  useResize(dispatch);

  const { request } = model;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a request is carried out once, when it is made
  useEffect(() => {
    if (request === null) return;
    if (request.kind === 'save') {
      void save(core, model, request, files).then(dispatch);
      return;
    }
    onLeave(model, request.code);
    exit();
  }, [request]);

  const drawnByComponent = isQuestionId(model.screen) && wizardQuestion(model.screen).form === 'choice';
  useInput((input, key) => {
    const events = readInput(input, key);
    if (onBack && events.some((event) => leadsBack(model, event))) {
      onBack(keptFrom(model, resume ?? NOTHING_GIVEN));
      return;
    }
    for (const event of events) {
      // The short list reads these itself. Handing them on as well would answer the next question too.
      if (!drawnByComponent || !readByShortList(event)) dispatch(event);
    }
  });

  return (
    <AsciiContext.Provider value={core.ascii}>
      <Frame core={core} model={model} dispatch={dispatch} />
    </AsciiContext.Provider>
  );
}
