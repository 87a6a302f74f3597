/** The few drawn characters of the output, each with a twin for terminals that show ASCII only. */

export interface Glyphs {
  readonly rule: string;
  readonly bar: string;
  readonly down: string;
  readonly arrow: string;
  /** Between facts on one line. */
  readonly between: string;
  readonly bullet: string;
}

const UNICODE: Glyphs = { rule: '─', bar: '│', down: '▼', arrow: '→', between: ' · ', bullet: '•' };
const ASCII: Glyphs = { rule: '-', bar: '|', down: 'v', arrow: '->', between: ', ', bullet: '*' };

/** The drawn characters for a terminal. */
export function glyphs(ascii: boolean): Glyphs {
  return ascii ? ASCII : UNICODE;
}

const TWINS: ReadonlyArray<readonly [RegExp, string]> = [
  [/[\u2010-\u2015\u2212]/g, '-'],
  [/[\u2018\u2019]/g, "'"],
  [/[\u201c\u201d]/g, '"'],
  [/\u2026/g, '...'],
  [/\u2192/g, '->'],
  [/\u2264/g, '<='],
  [/\u2265/g, '>='],
  [/\u00d7/g, 'x'],
  [/\u00a0/g, ' '],
  [/[\u00b7\u2022]/g, '*'],
];

/** Typographic signs as ASCII; letters stay, because a name must stay the name. */
export function asciiSigns(text: string): string {
  return TWINS.reduce((result, [sign, twin]) => result.replace(sign, twin), text);
}
