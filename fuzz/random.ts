/** Random numbers that a seed decides, so that what was found can be found again. */

export interface Random {
  /** A whole number from 0 up to but without `end`. */
  below(end: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** A text of signs that break things: controls, right-to-left marks, emoji, halves of pairs, quotes. */
  noise(longest: number): string;
}

const ODD = [
  ...' \t\n\r\0\u001b\u0007\u007f\u009b"\'`$%&|<>()[]{}*!#,:;=?~^\\/-+.',
  ...'äß€→日本語\u202e\u200b\u2028\ufeff\u0301',
  '😀',
  '\ud800',
  '\udfff',
  '--',
  '\u001b[2J',
  '\u001b]0;x\u0007',
  '{server}',
  '__proto__',
  'constructor',
  '0'.repeat(40),
  'A'.repeat(300),
];

/** Mulberry32: small, fast and good enough for choosing. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (end: number) => Math.floor(next() * end);
  const pick = <T>(items: readonly T[]): T => {
    const item = items[below(items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  };
  return {
    below,
    chance: (probability) => next() < probability,
    pick,
    noise: (longest) =>
      Array.from({ length: below(longest + 1) }, () =>
        next() < 0.5 ? String.fromCharCode(32 + below(95)) : pick(ODD),
      ).join(''),
  };
}
