/** Screens that are read or typed into: the plan, "why", help, names, the file to save to. */
import { Box, Text, useIsScreenReaderEnabled } from 'ink';
import type { QuestionId } from './answers.ts';
import { lines } from './document.ts';
import { unquoted } from './events.ts';
import { bodyHeight, pageOf } from './layout.ts';
import { windowAround } from './list.ts';
import type { ScreenProps } from './list-screen.tsx';
import { placeOf, textOf } from './model.ts';
import { wizardQuestion } from './questions.ts';
import { documentOf } from './read-document.ts';
import { fileName } from './reduce-side.ts';
import { Pointer, Row, Rows } from './rows.tsx';

/** The cursor line stands this far down the window. */
const READING = 0.25;

/** A document around its cursor line. */
export function ReadScreen({ core, model }: ScreenProps) {
  const spoken = useIsScreenReaderEnabled();
  const all = documentOf(core, model);
  const cursor = Math.max(0, Math.min(placeOf(model).cursor ?? 0, all.length - 1));
  const { top, bottom } = windowAround(cursor, all.length, bodyHeight(core, model), READING);
  return (
    <Box flexDirection="column" flexShrink={0} aria-role="list">
      {all.slice(top, bottom).map((line, index) => {
        const selected = top + index === cursor;
        const expanded = line.head === true && line.step !== undefined && model.open.includes(line.step);
        if (spoken && line.text === '') return null;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity beyond their place
          <Box key={index} flexShrink={0} aria-state={{ selected, expanded }}>
            <Pointer isSelected={selected} />
            <Row text={line.text} tone={selected && line.tone === 'plain' ? 'heading' : line.tone} />
          </Box>
        );
      })}
    </Box>
  );
}

function Input({ text, empty }: { readonly text: string; readonly empty: string }) {
  return (
    <Box flexShrink={0} aria-role="textbox">
      <Text>{'> '}</Text>
      <Text bold wrap="truncate-start">
        {`${text}_`}
      </Text>
      {text === '' ? <Text dimColor wrap="truncate-end">{` ${empty}`}</Text> : null}
    </Box>
  );
}

/** A name; what is wrong with it is said while it is typed. */
export function TextScreen({ core, model, id }: ScreenProps & { readonly id: QuestionId }) {
  const text = textOf(model, id);
  const item = wizardQuestion(id);
  const refused = model.notice === null && text !== '' ? (item.refuse?.(unquoted(text)) ?? null) : null;
  const page = pageOf(core, model);
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Input text={text} empty="Enter without a name: not sure" />
      <Rows
        lines={
          refused === null
            ? lines(page, item.unsure, { label: 'Not sure:', tone: 'dim' })
            : lines(page, refused, { tone: 'bad' })
        }
      />
    </Box>
  );
}

const FORMATS =
  'The ending decides the format: .md Markdown, .html a page to tick and print, .csv for spreadsheets, NAME.cupath.json to tick off with cupath resume, .json for scripts, anything else text.';

/** The file to save to. */
export function SaveScreen({ core, model }: ScreenProps) {
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Input text={fileName(model)} empty="" />
      <Rows lines={lines(pageOf(core, model), FORMATS, { tone: 'dim' })} />
    </Box>
  );
}
