/** Draws the walk and feeds keys and window sizes to its reducer. Decides nothing itself. */
import { Box, Text, useApp, useInput, useStdout } from 'ink';
import { useEffect, useReducer } from 'react';
import { displayWidth } from '../render/layout.ts';
import { readInput, type WizardEvent } from '../wizard/events.ts';
import { AsciiContext, ListRow, Pointer, Row, Rows } from '../wizard/rows.tsx';
import { sizeOf, useResize } from '../wizard/terminal-size.ts';
import type { Topics } from './topics.ts';
import { firstWalk, reduceWalk, type WalkModel } from './walk.ts';
import { type WalkFrame, walkFrame } from './walk-layout.ts';

function Choices({ frame }: { readonly frame: WalkFrame }) {
  const { choices, top, cursor, width, more } = frame;
  const labelWidth = Math.max(0, ...choices.map(({ label }) => displayWidth(label)));
  return (
    <Box flexDirection="column" flexShrink={0} aria-role="list">
      {choices.length === 0 ? <Row text="  Nothing fits." /> : null}
      {choices.map((choice, index) => (
        <Box key={`${choice.label} ${choice.hint ?? ''}`} flexShrink={0}>
          <Pointer isSelected={top + index === cursor} />
          <ListRow
            label={choice.label}
            hint={choice.hint}
            isSelected={top + index === cursor}
            width={width - 2}
            labelWidth={Math.min(labelWidth, Math.floor((width - 2) * 0.7))}
          />
        </Box>
      ))}
      {more > 0 ? <Row text={`  ${more} more below`} tone="dim" /> : null}
    </Box>
  );
}

function counted(lines: number): string {
  return lines === 1 ? '1 line' : `${lines} lines`;
}

function Body({ frame }: { readonly frame: WalkFrame }) {
  const { body, below, above } = frame;
  const beyond = [
    above > 0 ? `${counted(above)} above` : '',
    below > 0 ? `${counted(below)} below, PgDn` : '',
  ];
  const text = beyond.filter((part) => part !== '').join(', ');
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Rows lines={body} />
      {text === '' ? null : <Row text={`  ${text}`} tone="dim" />}
    </Box>
  );
}

/** One screenful. */
export function Frame({ frame }: { readonly frame: WalkFrame }) {
  const { header, title, filter, filterHint, keys, gap, height, listFirst } = frame;
  return (
    <Box flexDirection="column" height={height} overflow="hidden">
      <Row text={header} tone="dim" />
      <Box flexDirection="column" flexShrink={0} marginBottom={gap}>
        <Rows lines={title} />
      </Box>
      {filter === null ? null : filter === '' ? (
        <Row text={filterHint} tone="dim" />
      ) : (
        <Text wrap="truncate-start">{`Filter: ${filter}_`}</Text>
      )}
      {listFirst ? <Choices frame={frame} /> : <Body frame={frame} />}
      <Box flexDirection="column" flexShrink={0} marginTop={gap}>
        {listFirst ? <Body frame={frame} /> : <Choices frame={frame} />}
      </Box>
      <Box flexGrow={1} />
      <Box flexShrink={0}>
        <Row text={keys} />
      </Box>
    </Box>
  );
}

export interface WalkAppProps {
  readonly topics: Topics;
  readonly ascii: boolean;
  /** Called once, when somebody leaves. */
  readonly onLeave: (model: WalkModel) => void;
}

export function WalkApp({ topics, ascii, onLeave }: WalkAppProps) {
  const { stdout } = useStdout();
  const { exit } = useApp();
  const size = () => sizeOf(stdout);
  const [model, dispatch] = useReducer(
    (state: WalkModel, event: WizardEvent) => reduceWalk(topics, state, event),
    null,
    () => firstWalk(size()),
  );

  useResize(dispatch);

  // biome-ignore lint/correctness/useExhaustiveDependencies: somebody leaves once
  useEffect(() => {
    if (model.exit === null) return;
    onLeave(model);
    exit();
  }, [model.exit]);

  useInput((input, key) => {
    for (const event of readInput(input, key)) dispatch(event);
  });

  return (
    <AsciiContext.Provider value={ascii}>
      <Frame frame={walkFrame(topics, model, ascii)} />
    </AsciiContext.Provider>
  );
}
