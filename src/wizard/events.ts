/**
 * Everything that can happen to the wizard, as a closed union, and the way from a terminal's input to it.
 */
import type { Key } from 'ink';
import type { QuestionId } from './answers.ts';

export type KeyName =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'page-up'
  | 'page-down'
  | 'home'
  | 'end'
  | 'enter'
  | 'escape'
  | 'tab'
  | 'back-tab'
  | 'backspace'
  | 'clear'
  | 'quit';

export type WizardEvent =
  | { readonly type: 'key'; readonly key: KeyName }
  /** Typed or pasted: printable characters of one line, at most `LONGEST_PASTE`. */
  | { readonly type: 'text'; readonly text: string }
  /** A row of a short list was chosen, or is now highlighted. */
  | { readonly type: 'choose' | 'highlight'; readonly question: QuestionId; readonly value: string }
  | { readonly type: 'resize'; readonly columns: number; readonly rows: number }
  | { readonly type: 'saved'; readonly path: string }
  | { readonly type: 'save-failed'; readonly message: string }
  | { readonly type: 'file-exists'; readonly path: string };

export const LONGEST_PASTE = 1000;

/** Control characters, and characters that change the direction of what follows or print nothing. */
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** One line of printable text: line ends inside become spaces; those at the ends go, so that pasting confirms nothing. */
export function cleanText(text: string): string {
  return text
    .slice(0, LONGEST_PASTE)
    .replace(/^[\r\n]+|[\r\n]+$/g, '')
    .replace(/[\r\n\t]+/g, ' ')
    .replace(UNPRINTABLE, '');
}

const PAIRS: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\u201c': '\u201d',
  '\u201e': '\u201c',
};

/** A name without the quotes that "Copy as path", or dragging a file here, puts around it. */
export function unquoted(text: string): string {
  const bare = text.trim();
  const paired = bare.length > 1 && PAIRS[bare.charAt(0)] === bare.at(-1);
  return paired ? bare.slice(1, -1).trim() : bare;
}

export const NAMED: ReadonlyArray<readonly [keyof Key, KeyName]> = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'page-up'],
  ['pageDown', 'page-down'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  ['backspace', 'backspace'],
  // Terminals send the same byte for Backspace that Ink reads as Delete.
  ['delete', 'backspace'],
];

/** Longer than what key repeat, or fingers on a slow line, bring in one read: a paste, of which no key acts. */
const LONGEST_BURST = 40;

/** Keys that only edit a text: they act where they stand, even between letters. */
export const EDITING: Readonly<Record<string, KeyName>> = {
  '\u007f': 'backspace',
  '\b': 'backspace',
  '\u0015': 'clear',
};

/** One key held down that moves or ticks: each press counts. As text that is typed, the pieces are the same. */
const HELD = /^(?:j+|k+| +|\t+)$/;

function textEvents(input: string): readonly WizardEvent[] {
  const text = cleanText(input);
  return text === '' ? [] : [{ type: 'text', text }];
}

/**
 * What arrived in one read although it was several presses: `abc`, Backspace, Backspace. Line ends never act,
 * so that pasting confirms nothing; in a long text, or one of several lines, nothing acts.
 */
function burst(input: string): readonly WizardEvent[] {
  if (input.length > LONGEST_BURST || /[\r\n]/.test(input)) return textEvents(input);
  if (HELD.test(input))
    return [...input].map((letter) =>
      letter === '\t' ? { type: 'key', key: 'tab' } : { type: 'text', text: letter },
    );
  return input.split(/([\u007f\b\u0015])/).flatMap((part): readonly WizardEvent[] => {
    const key = EDITING[part];
    return key === undefined ? textEvents(part) : [{ type: 'key', key }];
  });
}

/** Reads one input of Ink as the events in it, in order; none for keys that mean nothing here. */
export function readInput(input: string, key: Key): readonly WizardEvent[] {
  if (key.eventType === 'release') return [];
  if (key.ctrl) {
    if (input === 'c') return [{ type: 'key', key: 'quit' }];
    return input === 'u' ? [{ type: 'key', key: 'clear' }] : [];
  }
  if (key.tab) return [{ type: 'key', key: key.shift ? 'back-tab' : 'tab' }];
  const named = NAMED.find(([property]) => key[property] === true);
  if (named) return [{ type: 'key', key: named[1] }];
  if (key.meta || key.super || key.hyper) return [];
  // A terminal in raw mode sends these bytes when Ctrl-C, or Enter, arrives glued to other input.
  if (input.includes('\u0003')) return [{ type: 'key', key: 'quit' }];
  return burst(input);
}
