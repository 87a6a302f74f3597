/** Lists: the long one with a filter, the short one, and the one with ticks. */
import { Box, Text } from 'ink';
import SelectInput from 'ink-select-input';
import { displayWidth } from '../render/layout.ts';
import type { QuestionId } from './answers.ts';
import { UNSURE } from './answers.ts';
import type { Core } from './core.ts';
import { cutLines, lines, shorten } from './document.ts';
import type { WizardEvent } from './events.ts';
import type { Choice } from './form.ts';
import { bodyHeight, detailGap, detailHeight, detailLines, listHeight, pageOf } from './layout.ts';
import { windowAround } from './list.ts';
import { askedIn, cursorIn, type Model, placeOf, textOf, tickedIn } from './model.ts';
import { manyRows, visibleChoices, wizardQuestion } from './questions.ts';
import { answerRows } from './reduce-side.ts';
import { ListRow, Pointer, Row, Rows } from './rows.tsx';

export interface ScreenProps {
  readonly core: Core;
  readonly model: Model;
  readonly dispatch: (event: WizardEvent) => void;
}

interface RowsOfListProps {
  readonly rows: readonly Choice[];
  readonly cursor: number;
  readonly height: number;
  readonly width: number;
  readonly ticked?: readonly string[];
}

function labelWidthOf(rows: readonly Choice[]): number {
  return rows.reduce((most, row) => (row.hint ? Math.max(most, displayWidth(row.label)) : most), 0);
}

/** The part of a list around the cursor, and how much there is beyond it. */
function RowsOfList({ rows, cursor, height, width, ticked }: RowsOfListProps) {
  const { top, bottom, above, below } = windowAround(cursor, rows.length, height);
  const labelWidth = labelWidthOf(rows.slice(top, bottom));
  const beyond = [above > 0 ? `${above} more above` : '', below > 0 ? `${below} more below` : ''].filter(
    (part) => part !== '',
  );
  return (
    <Box flexDirection="column" flexShrink={0} aria-role="list">
      {rows.slice(top, bottom).map((row, index) => (
        <Box key={row.value} flexShrink={0}>
          <Pointer isSelected={top + index === cursor} />
          <ListRow
            {...row}
            isSelected={top + index === cursor}
            width={width - 2}
            labelWidth={labelWidth}
            checked={
              ticked && row.value !== '' && row.value !== UNSURE ? ticked.includes(row.value) : undefined
            }
          />
        </Box>
      ))}
      {beyond.length > 0 ? <Row text={`  ${beyond.join(', ')}`} tone="dim" /> : null}
    </Box>
  );
}

function Detail({
  core,
  model,
  choices,
  choice,
}: Pick<ScreenProps, 'core' | 'model'> & {
  readonly choices: readonly Choice[];
  readonly choice: Choice | undefined;
}) {
  const height = detailHeight(core, model, choices);
  if (height === 0) return null;
  return (
    <Box marginTop={detailGap(model)} height={height} flexShrink={0} overflow="hidden">
      <Rows lines={cutLines(detailLines(core, model, choice), height, pageOf(core, model))} />
    </Box>
  );
}

/** A long list: typing filters it. */
export function SearchScreen({ core, model, id }: ScreenProps & { readonly id: QuestionId }) {
  const filter = textOf(model, id);
  const { choices, note } = visibleChoices(wizardQuestion(id), askedIn(core, model), filter);
  const cursor = cursorIn(core, model, id);
  const { width } = pageOf(core, model);
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Box aria-role="textbox" flexShrink={0}>
        {filter === '' ? (
          <Row text="Type to filter" tone="dim" />
        ) : (
          <Text wrap="truncate-start">{`Filter: ${filter}_`}</Text>
        )}
      </Box>
      {choices.length === 0 ? <Row text="  Nothing fits." /> : null}
      <RowsOfList rows={choices} cursor={cursor} height={listHeight(core, model)} width={width} />
      {note === null ? null : (
        <Box marginTop={detailGap(model)} flexShrink={0}>
          <Rows lines={lines(pageOf(core, model), note, { tone: 'warn' })} />
        </Box>
      )}
      {note === null ? <Detail core={core} model={model} choices={choices} choice={choices[cursor]} /> : null}
    </Box>
  );
}

/** A few exclusive choices; the numbers 1 to 9 choose at once. */
export function ChoiceScreen({ core, model, dispatch, id }: ScreenProps & { readonly id: QuestionId }) {
  const { choices } = visibleChoices(wizardQuestion(id), askedIn(core, model), '');
  const cursor = cursorIn(core, model, id);
  const width = pageOf(core, model).width - 2;
  const labelWidth = labelWidthOf(choices);
  // React keeps `key` for itself: the component reads it from the item.
  const items = choices.map(({ value, label, hint }) => ({ key: value, value, label, hint }));
  const tell = (type: 'choose' | 'highlight') => (item: { readonly value: string } | undefined) => {
    if (item) dispatch({ type, question: id, value: item.value });
  };
  const hints = new Map(choices.map((choice) => [choice.label, choice.hint]));
  return (
    <Box flexDirection="column" flexShrink={0}>
      <SelectInput
        key={id}
        items={items}
        initialIndex={cursor}
        limit={listHeight(core, model)}
        indicatorComponent={Pointer}
        itemComponent={({ label, isSelected = false }) => (
          <ListRow
            label={label}
            hint={hints.get(label)}
            isSelected={isSelected}
            width={width}
            labelWidth={labelWidth}
          />
        )}
        onSelect={tell('choose')}
        onHighlight={tell('highlight')}
      />
      <Detail core={core} model={model} choices={choices} choice={choices[cursor]} />
    </Box>
  );
}

/** Any number of choices: Space ticks. */
export function ManyScreen({ core, model, id }: ScreenProps & { readonly id: QuestionId }) {
  const { choices } = visibleChoices(wizardQuestion(id), askedIn(core, model), '');
  const ticked = tickedIn(model, id);
  const rows = manyRows(wizardQuestion(id), choices, ticked);
  const cursor = Math.min(cursorIn(core, model, id), rows.length - 1);
  const { width } = pageOf(core, model);
  return (
    <Box flexDirection="column" flexShrink={0}>
      <RowsOfList
        rows={rows}
        cursor={cursor}
        height={listHeight(core, model)}
        width={width}
        ticked={ticked}
      />
      <Detail core={core} model={model} choices={choices} choice={rows[cursor]} />
    </Box>
  );
}

/** Columns of the pointer, and between label and hint. */
const POINTER = 2;
const GAP = 2;

/** The answers given, to change one. */
export function AnswersScreen({ core, model }: ScreenProps) {
  const rows = answerRows(core, model);
  const cursor = Math.min(placeOf(model).cursor ?? 0, rows.length - 1);
  const height = Math.max(1, bodyHeight(core, model) - 1);
  const { width, ascii } = pageOf(core, model);
  // The answers are what is looked for: the questions give way to them, up to half of the width.
  const widest = Math.max(0, ...rows.map(({ hint = '' }) => displayWidth(hint)));
  const room = width - POINTER - GAP - Math.min(widest, Math.floor(width / 2));
  const shown = rows.map((row) => ({ ...row, label: shorten(row.label, room, ascii) }));
  return <RowsOfList rows={shown} cursor={cursor} height={height} width={width} />;
}
