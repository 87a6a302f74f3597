/** The root of the screens: feeds keys to the reducer, carries out its requests, draws its lines. */
import { Box, useApp, useInput, useStdout } from 'ink';
import { useEffect, useMemo, useReducer } from 'react';
import type { OpenChecklist, Saving } from '../commands/checklist-file.ts';
import { codeLines } from '../render/layout.ts';
import type { Checklist, Stamp } from '../saved/checklist.ts';
import type { Line } from '../wizard/document.ts';
import { AsciiContext, Pointer, Row, Rows } from '../wizard/rows.tsx';
import { sizeOf, useResize } from '../wizard/terminal-size.ts';
import type { Copied } from './clipboard.ts';
import { inputReader, type ResumeEvent } from './events.ts';
import {
  conflictLines,
  detailLines,
  headLines,
  inputLines,
  isRoomy,
  keyLines,
  listLines,
  noticeLines,
  shownHelpLines,
  shownStepLines,
  type View,
} from './layout.ts';
import { firstModel, type Model } from './model.ts';
import { reduce } from './reduce.ts';

/** What the screens may touch of the world outside. */
export interface World {
  readonly ascii: boolean;
  now(): string;
  stamp(): Stamp;
  /** Throws with a sentence where it cannot be written. */
  save(open: OpenChecklist, changed: Checklist, keep: boolean): Saving;
  /** The file, if somebody else changed it. */
  look(open: OpenChecklist): OpenChecklist | null;
  copy(run: string, name: string): Copied;
}

export interface AppProps {
  readonly world: World;
  readonly open: OpenChecklist;
  /** What to say first, such as that the data differ. */
  readonly warning: string | null;
  /** Called once, when somebody leaves. */
  readonly onLeave: (model: Model, code: number) => void;
}

/** How often the file is looked at for what others did, in milliseconds. */
const LOOK = 2000;

function List({ model, view }: { readonly model: Model; readonly view: View }) {
  const { ascii } = view;
  return (
    <Box flexDirection="column" flexShrink={0} aria-role="list">
      {listLines(model, ascii).map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity beyond their place
        <Box key={index} flexShrink={0} aria-state={{ selected: line.selected }}>
          <Pointer isSelected={line.selected} />
          <Row text={line.text} tone={line.selected ? 'heading' : line.tone} />
        </Box>
      ))}
      <Rows lines={detailLines(model, ascii)} />
    </Box>
  );
}

function bodyOf(model: Model, ascii: boolean): readonly Line[] {
  const { screen } = model;
  switch (screen.kind) {
    case 'step':
      return shownStepLines(model, screen.top, ascii);
    case 'input':
      return inputLines(model, screen, ascii);
    case 'conflict':
      return conflictLines(model, screen, ascii);
    case 'plain':
      return codeLines(screen.run).map((text) => ({ text, tone: 'plain' }));
    case 'help':
      return shownHelpLines(model, screen.top, ascii);
    case 'list':
      return [];
  }
}

/** One screenful. A command shown for marking stands alone, so that nothing else is marked with it. */
export function Frame({ model, view }: { readonly model: Model; readonly view: View }) {
  const notice = noticeLines(model, view.ascii);
  const gap = isRoomy(model) ? 1 : 0;
  const alone = model.screen.kind === 'plain';
  return (
    <Box flexDirection="column" height={Math.max(1, model.rows - 1)} overflow="hidden">
      {alone ? null : <Rows lines={headLines(model, view)} />}
      <Box flexDirection="column" flexGrow={1} flexShrink={1} overflow="hidden" marginTop={alone ? 0 : gap}>
        {model.screen.kind === 'list' ? (
          <List model={model} view={view} />
        ) : (
          <Rows lines={bodyOf(model, view.ascii)} />
        )}
      </Box>
      <Box flexDirection="column" flexShrink={0} marginTop={notice.length === 0 ? gap : 0}>
        <Rows lines={notice} />
        <Rows lines={keyLines(model)} />
      </Box>
    </Box>
  );
}

function save(world: World, model: Model, keep: boolean): ResumeEvent {
  try {
    const saving = world.save(model.open, model.checklist, keep);
    return saving.kind === 'saved'
      ? { type: 'saved', open: saving.open, theirs: saving.theirs }
      : { type: 'conflict', file: saving.file, theirs: saving.theirs };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { type: 'save-failed', message: `NOT SAVED: ${error.message}. w tries again.` };
  }
}

export function App({ world, open, warning, onLeave }: AppProps) {
  const { stdout } = useStdout();
  const { exit } = useApp();
  const size = () => sizeOf(stdout);
  const [model, dispatch] = useReducer(reduce, null, () => firstModel(open, size(), warning));
  const read = useMemo(inputReader, []);

  useResize(dispatch);

  useEffect(() => {
    const timer = setInterval(() => {
      const file = world.look(model.open);
      if (file) dispatch({ type: 'seen', file });
    }, LOOK);
    return () => clearInterval(timer);
  }, [world, model.open]);

  const { request, saving } = model;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a save is made once for each time it is asked for
  useEffect(() => {
    if (saving !== null) dispatch(save(world, model, saving.keep));
  }, [saving]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a request is carried out once, when it is made
  useEffect(() => {
    if (request === null) return;
    switch (request.kind) {
      case 'copy':
        dispatch({ type: 'told', ...world.copy(request.run, request.name) });
        return;
      case 'exit':
        onLeave(model, request.code);
        exit();
    }
  }, [request]);

  useInput((input, key) => {
    for (const event of read(input, key, () => world.stamp())) dispatch(event);
  });

  return (
    <AsciiContext.Provider value={world.ascii}>
      <Frame model={model} view={{ ascii: world.ascii, now: world.now() }} />
    </AsciiContext.Provider>
  );
}
