/** Damage as it happens to files: cut off, doubled, swapped, mistyped, filled with rubbish. */
import type { Random } from './random.ts';

type Mutation = (random: Random, lines: string[], others: readonly string[]) => void;

function anywhere(random: Random, lines: readonly string[]): number {
  return random.below(Math.max(1, lines.length));
}

const MUTATIONS: readonly Mutation[] = [
  (random, lines) => void lines.splice(anywhere(random, lines), 1 + random.below(5)),
  (random, lines) => void lines.splice(anywhere(random, lines), 0, lines[anywhere(random, lines)] ?? ''),
  (random, lines, others) => void lines.splice(anywhere(random, lines), 0, random.pick(others)),
  (random, lines) => void lines.splice(anywhere(random, lines), 0, random.noise(60)),
  (random, lines) => {
    const at = anywhere(random, lines);
    lines[at] = (lines[at] ?? '').replace(/\d+/, () => String(random.pick([0, -1, 7, 99999, 1e21])));
  },
  (random, lines) => {
    const at = anywhere(random, lines);
    const line = lines[at] ?? '';
    const cut = random.below(line.length + 1);
    lines[at] = line.slice(0, cut) + random.noise(6) + line.slice(cut + random.below(4));
  },
  (random, lines) => {
    const at = anywhere(random, lines);
    lines[at] = `${' '.repeat(random.below(7))}${(lines[at] ?? '').trimStart()}`;
  },
  (random, lines) => {
    const [a, b] = [anywhere(random, lines), anywhere(random, lines)];
    [lines[a], lines[b]] = [lines[b] ?? '', lines[a] ?? ''];
  },
  (random, lines) => {
    const at = anywhere(random, lines);
    const words = random.pick([
      'null',
      '~',
      '[]',
      '{}',
      '[[[[[[',
      '{a: {b: {c: ',
      'true',
      '1e999',
      '&a',
      '*a',
      '!!x y',
      '|',
      '>-',
      '""',
    ]);
    lines[at] = (lines[at] ?? '').replace(/:.*$/, () => `: ${words}`);
  },
  (random, lines) => void lines.splice(anywhere(random, lines)),
  (random, lines) => {
    const at = anywhere(random, lines);
    lines[at] = (lines[at] ?? '').replace(/[\w-]{3,}/, () => random.pick(others(lines)));
  },
];

function others(lines: readonly string[]): readonly string[] {
  return lines.join(' ').match(/[\w-]{3,}/g) ?? ['word'];
}

/**
 * The text with one to four damages.
 * @param donor lines of this text may find their way in
 */
export function mutated(random: Random, text: string, donor = text): string {
  const lines = text.split('\n');
  const foreign = donor.split('\n');
  for (let times = 1 + random.below(4); times > 0; times--) random.pick(MUTATIONS)(random, lines, foreign);
  return lines.join(random.chance(0.1) ? '\r\n' : '\n');
}

/** The same for bytes: flipped, cut, doubled. */
export function mutatedBytes(random: Random, bytes: Uint8Array): Uint8Array {
  const copy = Buffer.from(bytes);
  for (let times = random.below(20); times > 0 && copy.length > 0; times--) {
    copy[random.below(copy.length)] = random.below(256);
  }
  const end = random.chance(0.3) ? random.below(copy.length + 1) : copy.length;
  return copy.subarray(0, end);
}
