/** Results of the checks before setup as text: what stops setup first, what is good last. */
import type { CheckResult, CheckState } from '../preflight/judge.ts';
import { glyphs } from './glyphs.ts';
import { paragraph, type Style, section } from './layout.ts';
import type { Tone } from './tones.ts';
import { plainActions } from './troubleshoot.ts';

export interface PreflightPage {
  readonly server: string | null;
  readonly time: string | null;
  readonly complete: boolean;
  /** Name of the release that setup is to install. */
  readonly target: string | null;
  readonly results: readonly CheckResult[];
}

const WORDS: Readonly<
  Record<CheckState, { readonly word: string; readonly tone: Tone; readonly title: string }>
> = {
  stops: { word: 'Stops setup:', tone: 'bad', title: 'What stops setup' },
  warns: { word: 'Look at it:', tone: 'warn', title: 'Worth a look before' },
  unreadable: { word: 'Not known:', tone: 'warn', title: 'What could not be read' },
  absent: { word: 'Not known:', tone: 'warn', title: 'What the output does not hold' },
  open: { word: 'Open:', tone: 'warn', title: 'What only the target decides' },
  good: { word: 'Good:', tone: 'good', title: 'What is good' },
};

const ORDER: readonly CheckState[] = ['stops', 'warns', 'unreadable', 'absent', 'open', 'good'];

function resultText(result: CheckResult, style: Style): string[] {
  const { word, tone } = WORDS[result.state];
  const value = result.value === null || result.value === '' ? '' : `: ${result.value}`;
  if (result.state === 'good') {
    const why = result.because === null ? '' : ` (${result.because})`;
    return paragraph(style, `${result.title}${value}${why}`, { label: word, labelTone: tone });
  }
  return [
    '',
    ...paragraph(style, `${result.title} [${result.id}]`, { label: word, labelTone: tone, tone: 'heading' }),
    ...paragraph(style, result.value ?? '', { indent: 2, label: 'Found:' }).filter(
      () => result.value !== null,
    ),
    ...paragraph(style, result.because ?? '', { indent: 2 }),
    ...plainActions(result.actions, style, 2),
    ...result.links.flatMap(({ title, url }) => [
      ...paragraph(style, title, { indent: 2, label: 'See:' }),
      ...paragraph(style, url, { indent: 4, tone: 'dim' }),
    ]),
  ];
}

function summary(results: readonly CheckResult[]): string {
  const count = (state: CheckState) => results.filter((item) => item.state === state).length;
  const unknown = count('unreadable') + count('absent') + count('open');
  const stops = count('stops');
  const word = stops === 1 ? 'finding stops' : 'findings stop';
  return `${stops === 0 ? 'Nothing that was checked stops' : `${stops} ${word}`} setup; ${count('warns')} worth a look, ${unknown} not known, ${count('good')} good.`;
}

/** The whole page, ending in a line feed. */
export function renderPreflight(
  { server, time, complete, target, results }: PreflightPage,
  style: Style,
): string {
  const { rule } = glyphs(style.ascii);
  const stops = results.some(({ state }) => state === 'stops');
  const heading = `Checks before setup${target === null ? '' : ` of ${target}`}${server === null ? '' : ` on ${server}`}`;
  const lines = [
    ...paragraph(style, heading, { tone: 'heading' }),
    ...paragraph(style, time === null ? '' : `as the server was at ${time} (its local time)`, {
      tone: 'dim',
    }),
    '',
    ...paragraph(style, summary(results), { tone: stops ? 'bad' : 'plain' }),
    ...(complete
      ? []
      : paragraph(
          style,
          'The last line of the output is missing: it was cut. Save all of it and read it again.',
          {
            label: '! Warning:',
            labelTone: 'warn',
          },
        )),
    ...ORDER.flatMap((state) => {
      const own = results.filter((item) => item.state === state);
      if (own.length === 0) return [];
      return [
        ...section(style, `${WORDS[state].title} (${own.length})`, rule),
        ...own.flatMap((item) => resultText(item, style)),
      ];
    }),
  ];
  return `${lines.filter((line, index) => line !== '' || lines[index - 1] !== '').join('\n')}\n`;
}
