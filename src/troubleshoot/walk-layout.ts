/** How the window of the walk is divided, in rows. A frame is at most `rows - 1` high: see the wizard's layout. */
import { keysText, type Line, lines, type Page, shorten } from '../wizard/document.ts';
import { windowAround } from '../wizard/list.ts';
import type { Topics } from './topics.ts';
import { type Choice, choicesOf, type WalkModel } from './walk.ts';
import { walkDocument, walkHeader, walkTitle } from './walk-document.ts';

export interface WalkFrame {
  readonly width: number;
  readonly height: number;
  readonly header: string;
  readonly title: readonly Line[];
  /** The line typed into; null where typing filters nothing. */
  readonly filter: string | null;
  /** What stands there as long as nothing is typed. */
  readonly filterHint: string;
  readonly body: readonly Line[];
  /** How many lines of the text lie below, and above, the window. */
  readonly below: number;
  readonly above: number;
  readonly choices: readonly Choice[];
  /** Index of the first row shown, among all choices. */
  readonly top: number;
  readonly cursor: number;
  readonly more: number;
  readonly keys: string;
  readonly gap: 0 | 1;
  /** The list comes before the text: what is read is about the row of the cursor. */
  readonly listFirst: boolean;
}

/** From this height on there are empty rows between the parts. */
const ROOMY = 18;
/** Rows for what the topic under the cursor says. */
const DETAIL = 4;

function keysOf({ place, filter, history }: WalkModel, scrolls: boolean, width: number): string {
  const parts =
    place.at === 'topics'
      ? ['Enter choose', 'type to filter', filter === '' ? '' : 'Esc clear', 'Up/Down move', 'Ctrl-C leave']
      : [
          'Enter choose',
          'Up/Down move',
          scrolls ? 'PgUp/PgDn read' : '',
          history.length > 0 ? 'Esc back' : '',
          'q leave',
        ];
  return keysText(
    parts.filter((part) => part !== ''),
    width,
  );
}

/** Everything that is drawn, cut to the window. */
export function walkFrame(topics: Topics, model: WalkModel, ascii: boolean): WalkFrame {
  const page: Page = { width: Math.max(10, model.columns - 1), ascii };
  const height = Math.max(1, model.rows - 1);
  const gap = model.rows >= ROOMY ? 1 : 0;
  const inTopics = model.place.at === 'topics';
  const title = lines(page, walkTitle(topics, model), { tone: 'heading' }).slice(0, model.rows < 12 ? 2 : 4);
  const text = walkDocument(topics, model, page);
  const choices = choicesOf(topics, model);
  // Header, keys, and the filter or the row that says how long the text is; the row that says how long the list is.
  const fixed = 1 + title.length + 1 + 1 + 1 + 3 * gap;
  const rest = Math.max(2, height - fixed);
  const listHeight = inTopics
    ? Math.max(1, rest - Math.min(DETAIL, Math.floor(rest / 3)))
    : Math.min(choices.length, Math.max(1, Math.floor(rest / 2)));
  const bodyHeight = Math.max(0, rest - Math.min(listHeight, Math.max(1, choices.length)));
  const scroll = inTopics ? 0 : Math.min(model.scroll, Math.max(0, text.length - bodyHeight));
  const shown = inTopics ? Math.min(DETAIL, bodyHeight) : bodyHeight;
  const cursor = Math.min(model.cursor, Math.max(0, choices.length - 1));
  const { top, bottom, below } = windowAround(cursor, choices.length, listHeight);
  return {
    width: page.width,
    height,
    header: shorten(walkHeader(topics, model), page.width, ascii),
    title,
    filter: inTopics ? model.filter : null,
    filterHint: shorten('Type words, an error code or an event number to filter', page.width, ascii),
    body: text.slice(scroll, scroll + shown),
    below: inTopics ? 0 : Math.max(0, text.length - scroll - shown),
    above: scroll,
    choices: choices.slice(top, bottom),
    top,
    cursor,
    more: below,
    keys: shorten(keysOf(model, text.length > bodyHeight && !inTopics, page.width), page.width, ascii),
    gap,
    listFirst: inTopics,
  };
}
