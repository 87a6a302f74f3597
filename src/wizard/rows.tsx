/** The smallest drawn parts: a line in its tone, the pointer, a row of a list. */
import { Box, Text, useIsScreenReaderEnabled } from 'ink';
import { Indicator } from 'ink-select-input';
import { createContext, useContext } from 'react';
import { displayWidth, padEnd } from '../render/layout.ts';
import type { Tone } from '../render/tones.ts';
import { type Line, shorten } from './document.ts';

/** Only ASCII is drawn. */
export const AsciiContext = createContext(false);

interface Look {
  readonly color?: string;
  readonly bold?: boolean;
  readonly dimColor?: boolean;
}

const LOOKS: Readonly<Record<Tone, Look>> = {
  good: { color: 'green' },
  warn: { color: 'yellow' },
  bad: { color: 'red' },
  dim: { dimColor: true },
  heading: { bold: true },
  code: { color: 'cyan' },
  plain: {},
};

/** One row of text; never more, whatever its length. */
export function Row({ text, tone = 'plain' }: { readonly text: string; readonly tone?: Tone }) {
  return (
    <Text {...LOOKS[tone]} wrap="truncate-end">
      {text === '' ? ' ' : text}
    </Text>
  );
}

export function Rows({ lines }: { readonly lines: readonly Line[] }) {
  return (
    <Box flexDirection="column" flexShrink={0}>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity beyond their place
        <Row key={index} text={line.text} tone={line.tone} />
      ))}
    </Box>
  );
}

/** Marks the row of the cursor, two columns wide. A screen reader hears "selected" instead. */
export function Pointer({ isSelected = false }: { readonly isSelected?: boolean }) {
  const ascii = useContext(AsciiContext);
  const spoken = useIsScreenReaderEnabled();
  if (spoken) return null;
  return (
    <Box width={2} flexShrink={0}>
      {ascii ? <Text bold>{isSelected ? '>' : ' '}</Text> : <Indicator isSelected={isSelected} />}
    </Box>
  );
}

export interface ListRowProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly isSelected?: boolean;
  /** Columns for label and hint together. */
  readonly width: number;
  /** Columns of the label, so that hints stand below each other. */
  readonly labelWidth: number;
  readonly checked?: boolean | undefined;
}

/** Label and hint of a row, cut to the width: the hint first, since the label says what is chosen. */
export function ListRow({ label, hint = '', isSelected = false, width, labelWidth, checked }: ListRowProps) {
  const ascii = useContext(AsciiContext);
  const spoken = useIsScreenReaderEnabled();
  const box = checked === undefined || spoken ? '' : checked ? '[x] ' : '[ ] ';
  const own = shorten(box + label, width, ascii);
  const column = Math.max(displayWidth(own), Math.min(labelWidth + box.length, width));
  const room = width - column - 2;
  const shown = room >= 6 && hint !== '' ? shorten(hint, room, ascii) : '';
  const state = { selected: isSelected, ...(checked === undefined ? {} : { checked }) };
  return (
    <Box aria-role="listitem" aria-state={state} flexShrink={0}>
      <Text bold={isSelected} {...(isSelected ? { color: 'cyan' } : {})} wrap="truncate-end">
        {shown === '' ? own : padEnd(own, column)}
      </Text>
      {shown === '' ? null : (
        <Text dimColor wrap="truncate-end">
          {`  ${shown}`}
        </Text>
      )}
    </Box>
  );
}
