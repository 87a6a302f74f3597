/** Colour by meaning, in one place. A tone only underlines what a word or a symbol already says. */

export type Tone = 'good' | 'warn' | 'bad' | 'dim' | 'heading' | 'code' | 'plain';

/** SGR parameters (ECMA-48) that switch a tone on and off again; sixteen-colour codes, so themes apply. */
const SGR: Readonly<Record<Exclude<Tone, 'plain'>, { readonly on: string; readonly off: string }>> = {
  good: { on: '32', off: '39' },
  warn: { on: '33', off: '39' },
  bad: { on: '31', off: '39' },
  dim: { on: '2', off: '22' },
  heading: { on: '1', off: '22' },
  code: { on: '36', off: '39' },
};

/**
 * Text in its tone. Each call closes what it opens, so that a pager may start on any line.
 * @param colour false: the text comes back unchanged
 */
export function paint(text: string, tone: Tone, colour: boolean): string {
  if (!colour || tone === 'plain' || text === '') return text;
  const { on, off } = SGR[tone];
  return `\u001b[${on}m${text}\u001b[${off}m`;
}
