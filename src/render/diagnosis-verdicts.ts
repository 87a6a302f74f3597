/** Verdicts as text: what it is, by which lines, why, and what to do in order. */
import type { EvidenceLine, FilledAction, Verdict } from '../diagnose/diagnosis.ts';
import { displayWidth, paragraph, type Style } from './layout.ts';
import { commandsText } from './text-steps.ts';
import type { Tone } from './tones.ts';

const KIND_WORDS: Readonly<Record<Verdict['kind'], { readonly word: string; readonly tone: Tone }>> = {
  cause: { word: 'Cause', tone: 'bad' },
  hint: { word: 'Hint', tone: 'warn' },
  guess: { word: 'Guess', tone: 'warn' },
  result: { word: 'Result', tone: 'heading' },
};

const STATUS_TEXTS: Readonly<Record<Verdict['status'], string>> = {
  verified: '',
  source: 'As a script or article of Microsoft describes it; no real log with it was at hand.',
  inferred: 'Our own reading, stated nowhere.',
};

/** Lines of a log are shown up to this length: long enough for every message, short enough for a screen. */
const LONGEST_SHOWN = 400;

function shortened(text: string): string {
  const characters = Array.from(text);
  return characters.length > LONGEST_SHOWN ? `${characters.slice(0, LONGEST_SHOWN).join('')}...` : text;
}

/** `line 76  text`, numbers below each other; lines of another file name it. */
export function evidenceText(lines: readonly EvidenceLine[], style: Style, indent: number): string[] {
  const wide = Math.max(0, ...lines.map(({ line }) => displayWidth(String(line))));
  return lines.flatMap(({ line, text, file }) =>
    paragraph(style, file === undefined ? shortened(text) : `${shortened(text)} (${file})`, {
      indent,
      mark: `line ${String(line).padStart(wide)}`,
      tone: 'dim',
    }),
  );
}

/** Numbered actions with their commands. */
export function actionsText(actions: readonly FilledAction[], style: Style, indent: number): string[] {
  const single = actions.length === 1;
  return actions.flatMap(({ text, commands }, index) => {
    const mark = single ? '' : `${index + 1}.`;
    const deeper = single ? indent : indent + mark.length + 1;
    return [
      ...paragraph(style, text, { indent, mark }),
      ...commandsText(commands, style, deeper).filter(isText),
    ];
  });
}

function isText(line: string): boolean {
  return line !== '';
}

/** One verdict, with an empty line before it. */
export function verdictText(verdict: Verdict, style: Style): string[] {
  const { word, tone } = KIND_WORDS[verdict.kind];
  const status = verdict.kind === 'result' ? '' : STATUS_TEXTS[verdict.status];
  return [
    '',
    ...paragraph(style, `${verdict.title} [${verdict.id}]`, {
      label: `${word}:`,
      labelTone: tone,
      tone: 'heading',
    }),
    ...evidenceText(verdict.evidence, style, 2),
    '',
    ...paragraph(style, verdict.cause, { indent: 2, label: 'Why:' }),
    ...(status === '' ? [] : paragraph(style, status, { indent: 2, tone: 'dim' })),
    '',
    ...paragraph(style, verdict.kind === 'result' ? 'Next:' : 'Do this, in order:', {
      indent: 2,
      tone: 'heading',
    }),
    ...actionsText(verdict.actions, style, 2),
    ...(verdict.links.length === 0 ? [] : ['']),
    ...verdict.links.flatMap(({ title, url }) => [
      ...paragraph(style, title, { indent: 2, label: 'See:' }),
      ...paragraph(style, url, { indent: 4, tone: 'dim' }),
    ]),
    ...paragraph(style, `Sources: ${verdict.sources.join(', ')} (cupath catalogue show ID)`, {
      indent: 2,
      tone: 'dim',
    }),
  ];
}

/** Where there is more than one: all of them at a glance, before each in full. */
export function verdictList(verdicts: readonly Verdict[], style: Style): string[] {
  if (verdicts.length < 2) return [];
  return [
    '',
    ...verdicts.flatMap((verdict) => {
      const { word, tone } = KIND_WORDS[verdict.kind];
      return paragraph(style, verdict.title, { indent: 2, label: `${word}:`, labelTone: tone });
    }),
  ];
}
