/**
 * Lines of a given width: wrapping, indents, commands left whole. Widths are terminal columns.
 */
import { asciiSigns, glyphs } from './glyphs.ts';
import { printable } from './printable.ts';
import { paint, type Tone } from './tones.ts';

/** What a terminal (or a file) can show. */
export interface Style {
  /** Columns. */
  readonly width: number;
  readonly colour: boolean;
  /** Only ASCII for everything that is drawn. */
  readonly ascii: boolean;
}

/** Blocks of East Asian Width W and F (Unicode Standard Annex 11), coarse: whole blocks, not single characters. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;
const PRINTS_NOTHING = /^[\p{Mark}\p{Format}]*$/u;
/** ASCII and the few signs that are drawn here: one column each, without a closer look. */
const SIMPLE = /^[\u0020-\u007e\u00b7\u2013\u2022\u2026\u2192\u2500-\u257f\u25bc]*$/;
/** ASCII that prints, with single spaces between words: most texts, and nothing has to be done to them. */
const TIDY = /^[\u0021-\u007e]+(?: [\u0021-\u007e]+)*$/;
/** The same with the signs that are drawn here, one column each. */
const TIDY_DRAWN =
  /^[\u0021-\u007e\u00b7\u2013\u2022\u2026\u2192\u2500-\u257f\u25bc]+(?: [\u0021-\u007e\u00b7\u2013\u2022\u2026\u2192\u2500-\u257f\u25bc]+)*$/;
/** Code without tabs and other lines ends: most commands. */
const TIDY_CODE = /^[\u0020-\u007e\n]*$/;
let segmenter: Intl.Segmenter | undefined;

function characters(text: string): readonly string[] {
  // Built on first use: it costs more than everything else at the start, and most texts never need it.
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), (part) => part.segment);
}

/** Columns that a text takes in a terminal: 2 for wide characters and emoji, 0 for combining marks. */
export function displayWidth(text: string): number {
  if (SIMPLE.test(text)) return text.length;
  return characters(text).reduce(
    (sum, each) => sum + (PRINTS_NOTHING.test(each) ? 0 : WIDE.test(each) ? 2 : 1),
    0,
  );
}

/** Fills with spaces on the right up to `width` columns. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** A text that is safe to print on one line: no control or direction-changing characters, no line ends. */
export function prose(text: string, ascii: boolean): string {
  if (TIDY.test(text)) return text;
  const safe = printable(text.trim().replace(/\s+/g, ' '));
  return ascii ? asciiSigns(safe) : safe;
}

/** Cuts a word that is wider than a line, after a sign in it where there is one far enough to the right. */
function cut(word: string, width: number): readonly string[] {
  const pieces: string[] = [];
  let line = '';
  for (const character of characters(word)) {
    if (line !== '' && displayWidth(line) + displayWidth(character) > width) {
      const sign =
        Math.max(...['-', '/', '\\', ',', '.', '=', '+'].map((each) => line.lastIndexOf(each))) + 1;
      const at = sign > line.length / 2 ? sign : line.length;
      pieces.push(line.slice(0, at));
      line = line.slice(at);
    }
    line += character;
  }
  return line === '' ? pieces : [...pieces, line];
}

export interface Wrapping {
  readonly width: number;
  /** What the first line begins with. */
  readonly first?: string;
  /** What the further lines begin with; absent: as many spaces as `first` is wide. */
  readonly rest?: string;
}

/** What a line begins with, and how wide that is. */
interface Margin {
  readonly text: string;
  readonly columns: number;
}

function marginOf(text: string): Margin {
  return { text, columns: displayWidth(text) };
}

const ADDRESS = /https?:\/\//;

/**
 * Wraps a tidy text: a line ends at the last space that fits, and nobody has to look at single words. Null when
 * a word that may be cut is wider than a line.
 */
function wrapTidy(text: string, width: number, first: Margin, rest: Margin): string[] | null {
  const { length } = text;
  if (length <= width - first.columns) return [first.text + text];
  const lines: string[] = [];
  for (let start = 0, margin = first; ; margin = rest) {
    const room = width - margin.columns;
    if (length - start <= room) {
      lines.push(margin.text + text.slice(start));
      return lines;
    }
    let end = text.lastIndexOf(' ', start + room);
    if (end <= start) {
      end = text.indexOf(' ', start);
      if (end === -1) end = length;
      if (!ADDRESS.test(text.slice(start, end))) return null;
    }
    lines.push(margin.text + text.slice(start, end));
    if (end === length) return lines;
    start = end + 1;
  }
}

/**
 * Wraps one paragraph at spaces. Addresses (http, https) are never cut, other words only when one alone is
 * wider than a line. No line ends in a space.
 */
export function wrap(
  text: string,
  { width, first = '', rest = ' '.repeat(displayWidth(first)) }: Wrapping,
): string[] {
  const tidy = TIDY_DRAWN.test(text) ? wrapTidy(text, width, marginOf(first), marginOf(rest)) : null;
  if (tidy) return tidy;
  const lines: string[] = [];
  const margin = displayWidth(rest);
  const room = Math.max(1, width - margin);
  let line = first;
  let columns = displayWidth(first);
  let empty = true;
  const close = () => {
    lines.push(line.trimEnd());
    line = rest;
    columns = margin;
    empty = true;
  };
  for (const word of text.split(/[ \t\n]+/)) {
    if (word === '') continue;
    const whole = displayWidth(word) <= room || ADDRESS.test(word);
    for (const piece of whole ? [word] : cut(word, room)) {
      const wide = displayWidth(piece);
      if (!empty && columns + 1 + wide > width) close();
      line += empty ? piece : ` ${piece}`;
      columns += empty ? wide : wide + 1;
      empty = false;
    }
  }
  if (!empty || lines.length === 0) close();
  return lines;
}

/** Blocks of lines one after the other. Native code does it: a plan has thousands of lines, each in several blocks. */
export function stack(...blocks: readonly (readonly string[])[]): string[] {
  return ([] as string[]).concat(...blocks);
}

export interface Paragraph {
  readonly indent?: number;
  /** A sign before the first line, such as a bullet or a number; the text hangs to its right. */
  readonly mark?: string;
  /** Further indent of the lines after the first; absent: as far as the mark, 2 with a label, else 0. */
  readonly hang?: number;
  /** A word before the text, such as `Check:`; it carries the meaning that the tone underlines. */
  readonly label?: string;
  readonly labelTone?: Tone;
  readonly tone?: Tone;
}

const blanks: Margin[] = [];

function blank(columns: number): Margin {
  blanks[columns] ??= { text: ' '.repeat(columns), columns };
  return blanks[columns];
}

/** Before the first line of a paragraph. */
function beginOf({ indent = 0, mark }: Paragraph): Margin {
  return mark === undefined || mark === '' ? blank(indent) : marginOf(`${' '.repeat(indent)}${mark} `);
}

/** Before its other lines. */
function restOf({ indent = 0, hang, label }: Paragraph, begin: Margin): Margin {
  if (hang !== undefined) return blank(indent + hang);
  return label === undefined || label === '' ? blank(begin.columns) : blank(begin.columns + 2);
}

/** Most paragraphs, with as little work as can be: there are thousands in a plan, and each runs once. */
function tidyParagraph({ width, ascii }: Style, text: string, options: Paragraph): string[] | null {
  const { label } = options;
  const words = label === undefined || label === '' ? text : `${label} ${text}`;
  if (!(ascii ? TIDY : TIDY_DRAWN).test(words)) return null;
  const begin = beginOf(options);
  return wrapTidy(words, width, begin, restOf(options, begin));
}

/** Prose, wrapped; each line end in the text starts a new line. An empty text gives no line, or the label alone. */
export function paragraph(style: Style, text: string, options: Paragraph = {}): string[] {
  const tidy = style.colour ? null : tidyParagraph(style, text, options);
  return tidy ?? anyParagraph(style, text, options);
}

function anyParagraph(style: Style, text: string, options: Paragraph): string[] {
  const { label = '', labelTone = 'heading', tone = 'plain' } = options;
  if (text === '' && label === '') return [];
  const { width, colour, ascii } = style;
  const begin = beginOf(options);
  const rest = restOf(options, begin).text;
  const sentences = text.includes('\n')
    ? text.split('\n').filter((each) => each.trim() !== '')
    : text.trim() === ''
      ? []
      : [text];
  if (sentences.length === 0) {
    if (label === '') return [];
    const alone = wrap(label, { width, first: begin.text, rest });
    return alone.map((line, index) => {
      const margin = index === 0 ? begin.text : rest;
      return margin + paint(line.slice(margin.length), labelTone, colour);
    });
  }
  return sentences.flatMap((sentence, position) => {
    const labelled = position === 0 && label !== '';
    const first = position === 0 ? begin.text : rest;
    const words = prose(labelled ? `${label} ${sentence}` : sentence, ascii);
    const lines = wrap(words, { width, first, rest });
    if (!colour) return lines;
    return lines.map((line, index) => {
      const margin = index === 0 ? first : rest;
      const body = line.slice(margin.length);
      if (index > 0 || !labelled || !body.startsWith(label)) return margin + paint(body, tone, colour);
      return margin + paint(label, labelTone, colour) + paint(body.slice(label.length), tone, colour);
    });
  });
}

/** Short facts side by side, as many on a line as fit; none is broken unless it alone is wider than the line. */
export function facts(
  style: Style,
  list: readonly string[],
  options: Omit<Paragraph, 'label' | 'mark'> = {},
): string[] {
  const { between } = glyphs(style.ascii);
  const room = style.width - (options.indent ?? 0);
  const lines: string[] = [];
  for (const fact of list.map((each) => prose(each, style.ascii))) {
    const longer = `${lines.at(-1) ?? ''}${between}${fact}`;
    if (lines.length > 0 && displayWidth(longer) <= room) lines[lines.length - 1] = longer;
    else lines.push(fact);
  }
  return lines.flatMap((line) => paragraph(style, line, options));
}

/** A command or script for copying: every line whole, at `indent`, however wide it is. */
export function code(style: Style, text: string, indent: number): string[] {
  const margin = blank(indent).text;
  return codeLines(text).map((line) => (line === '' ? '' : margin + paint(line, 'code', style.colour)));
}

/** The lines of a command: nothing in them but what prints, tabs as four spaces. */
export function codeLines(text: string): readonly string[] {
  if (TIDY_CODE.test(text))
    return text
      .trimEnd()
      .split('\n')
      .map((line) => (line.endsWith(' ') ? line.trimEnd() : line));
  return text
    .replace(/\s+$/, '')
    .split(/\r?\n/)
    .map((line) => printable(line.replaceAll('\t', '    ')).trimEnd());
}

/** A heading over a rule as wide as the page. */
export function section(style: Style, title: string, rule: string): string[] {
  return [
    '',
    ...paragraph(style, title, { tone: 'heading' }),
    paint(rule.repeat(style.width), 'dim', style.colour),
  ];
}
