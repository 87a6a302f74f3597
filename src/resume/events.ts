/**
 * What can happen to a checklist on screen, and the way from a terminal's input to it. Everything pasted
 * arrives as one event, whatever is in it: a paste must never tick a step.
 */
import type { Key } from 'ink';
import type { OpenChecklist } from '../commands/checklist-file.ts';
import type { Entry, Stamp } from '../saved/checklist.ts';
import { EDITING, type KeyName, NAMED } from '../wizard/events.ts';

export type ResumeKey = KeyName | 'keep';

export type ResumeEvent =
  | { readonly type: 'key'; readonly key: ResumeKey; readonly stamp: Stamp }
  /**
   * One typed character. `hasty`: it came together with others, from fast fingers on a slow line or from a
   * paste that the terminal did not mark; it may open an input, but tick nothing.
   */
  | { readonly type: 'letter'; readonly letter: string; readonly stamp: Stamp; readonly hasty?: boolean }
  /** Several characters at once; lines end in a line feed. */
  | { readonly type: 'paste'; readonly text: string }
  | { readonly type: 'resize'; readonly columns: number; readonly rows: number }
  | { readonly type: 'saved'; readonly open: OpenChecklist; readonly theirs: readonly Entry[] }
  | { readonly type: 'conflict'; readonly file: OpenChecklist; readonly theirs: readonly Entry[] }
  | { readonly type: 'save-failed'; readonly message: string }
  /** The file was changed by somebody else. */
  | { readonly type: 'seen'; readonly file: OpenChecklist }
  | { readonly type: 'told'; readonly text: string; readonly bad: boolean };

/** Longer pastes are cut; what is kept of a check's output is shorter still. */
export const LONGEST_PASTE = 1024 * 1024;

const BEGIN = '[200~';
const END = '[201~';

function lineFeeds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/** Longer than what fingers bring together on a slow line. */
const PASTE = 20;

function isPaste(text: string): boolean {
  return text.length > PASTE || text.includes('\n');
}

type Read = (input: string, key: Key, stamp: () => Stamp) => readonly ResumeEvent[];

/** Makes a reader of Ink's input; it remembers an unfinished paste (the bracketed paste mode of terminals). */
export function inputReader(): Read {
  let pasted: string | null = null;
  return (input, key, stamp) => {
    if (key.eventType === 'release') return [];
    if (input === BEGIN) {
      pasted = '';
      return [];
    }
    if (pasted !== null) {
      if (input === END) {
        const text = lineFeeds(pasted);
        pasted = null;
        return text === '' ? [] : [{ type: 'paste', text }];
      }
      const more = key.return ? '\n' : key.tab ? '\t' : input;
      if (pasted.length < LONGEST_PASTE) pasted += more;
      return [];
    }
    return typed(input, key, stamp);
  };
}

const typed: Read = (input, key, stamp) => {
  const press = (name: ResumeKey): readonly ResumeEvent[] => [{ type: 'key', key: name, stamp: stamp() }];
  if (key.ctrl) {
    if (input === 'c') return press('quit');
    if (input === 'd') return press('keep');
    return input === 'u' ? press('clear') : [];
  }
  if (key.tab) return press(key.shift ? 'back-tab' : 'tab');
  const named = NAMED.find(([property]) => key[property] === true);
  if (named) return press(named[1]);
  if (key.meta || key.super || key.hyper || input === '') return [];
  if (input.includes('\u0003')) return press('quit');
  const text = lineFeeds(input);
  const letters = Array.from(text.slice(0, LONGEST_PASTE));
  // A key held down on a slow line: however many come at once, each takes one character back.
  const edits = letters.every((letter) => EDITING[letter] !== undefined);
  if (!edits && isPaste(text)) return [{ type: 'paste', text: text.slice(0, LONGEST_PASTE) }];
  const hasty = letters.some((letter) => letter !== letters[0]);
  return letters.map((letter): ResumeEvent => {
    const key = EDITING[letter];
    if (key !== undefined) return { type: 'key', key, stamp: stamp() };
    return { type: 'letter', letter, stamp: stamp(), hasty };
  });
};
