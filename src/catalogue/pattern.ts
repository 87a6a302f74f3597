/**
 * The language in which the data describe a line of a log: literal text, and places where any text may stand.
 * No regular expressions: a match runs from left to right and never goes back, so that no line of a hostile
 * file can make it slow.
 *
 *   `^` at the beginning   the text begins here        `$` at the end   the text ends here
 *   `{*}`                  any text, also none         `{name}`         at least one character, kept under that name
 *   `{name:word}`          the same without spaces; also `digits`, `build` (four numbers), `guid`
 *
 * Upper and lower case are equal. A place reaches to the nearest following literal text that fits.
 */

/** What may stand in a place of a class, from its first character on. */
const CLASSES = {
  any: /^.+/s,
  word: /^\S+/,
  digits: /^\d{1,20}/,
  build: /^\d{1,3}\.\d{1,3}\.\d{1,5}\.\d{1,5}/,
  guid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/,
} as const;

export type PatternClass = keyof typeof CLASSES;

/** A place before a literal; the last one of a pattern may have the empty literal, which is the end of the text. */
interface Gap {
  /** Null: any text, not kept. */
  readonly name: string | null;
  readonly class: PatternClass;
  /** In lower case. */
  readonly then: string;
}

export interface Pattern {
  readonly source: string;
  readonly fromStart: boolean;
  readonly toEnd: boolean;
  /** The literal before the first place, in lower case. */
  readonly first: string;
  readonly gaps: readonly Gap[];
  /** The kept places, in order. */
  readonly names: readonly string[];
}

/** What the places of a pattern held, by name. */
export type Captures = Readonly<Record<string, string>>;

/** How often a place may reach further before the line counts as not matching. */
const MOST_ATTEMPTS = 64;
const PLACE = /\{([^{}]*)\}/g;
const NAME = /^([a-z][A-Za-z0-9]{0,30})(?::([a-z]+))?$/;

function isClass(word: string): word is PatternClass {
  return Object.hasOwn(CLASSES, word);
}

/** Lower case without a change of length, so that positions stay comparable. */
export function folded(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function placeOf(inside: string): { readonly name: string | null; readonly class: PatternClass } | string {
  if (inside === '*') return { name: null, class: 'any' };
  const [, name, word = 'any'] = NAME.exec(inside) ?? [];
  if (name === undefined) return `{${inside}} is no place: expected {*}, {name} or {name:class}`;
  if (!isClass(word)) return `{${inside}}: expected one of the classes ${Object.keys(CLASSES).join(', ')}`;
  return { name, class: word };
}

/** Reads a pattern; what is wrong with it comes back as a text. */
export function readPattern(source: string): Pattern | string {
  const fromStart = source.startsWith('^');
  const toEnd = source.endsWith('$');
  const body = source.slice(fromStart ? 1 : 0, toEnd ? -1 : undefined);
  const literals = body.split(PLACE).filter((_part, index) => index % 2 === 0);
  const gaps: Gap[] = [];
  for (const [index, found] of [...body.matchAll(PLACE)].entries()) {
    const place = placeOf(found[1] ?? '');
    if (typeof place === 'string') return place;
    const then = folded(literals[index + 1] ?? '');
    const last = index === literals.length - 2;
    if (then === '' && !last) return `${found[0]}: expected text between two places`;
    gaps.push({ ...place, then });
  }
  const names = gaps.flatMap((gap) => gap.name ?? []);
  if (literals.some((literal) => /[{}]/.test(literal))) return 'a brace without its partner';
  if (new Set(names).size < names.length) return 'a name twice';
  // A pattern of nothing but places fits everything; a place of a class says something by itself.
  const isVague = gaps.every((gap) => gap.class === 'any');
  if (isVague && literals.join('').replace(/\s/g, '').length < 3) {
    return 'expected at least three characters of text';
  }
  return { source, fromStart, toEnd, first: folded(literals[0] ?? ''), gaps, names };
}

/**
 * Compiles a pattern of validated data.
 * @throws Error when it is none: the loader refuses such data
 */
export function compilePattern(source: string): Pattern {
  const pattern = readPattern(source);
  if (typeof pattern === 'string') throw new Error(`not a pattern: ${source}: ${pattern}`);
  return pattern;
}

/** The end of the place that begins at `from`, and the end of the literal after it; null: it does not fit. */
function reach(gap: Gap, lower: string, from: number, isEnd: boolean): readonly [number, number] | null {
  const least = from + (gap.name === null ? 0 : 1);
  const fits = (to: number) =>
    gap.class === 'any' || CLASSES[gap.class].exec(lower.slice(from, to))?.[0].length === to - from;
  if (isEnd) {
    const to = lower.length - gap.then.length;
    return to >= least && lower.endsWith(gap.then) && fits(to) ? [to, lower.length] : null;
  }
  if (gap.then === '') {
    // The last place keeps as much as fits its class.
    const kept = CLASSES[gap.class].exec(lower.slice(from))?.[0].length ?? 0;
    return from + kept >= least ? [from + kept, from + kept] : null;
  }
  let at = least;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const to = lower.indexOf(gap.then, at);
    if (to < 0) return null;
    if (fits(to)) return [to, to + gap.then.length];
    at = to + 1;
  }
  return null;
}

function matchFrom(pattern: Pattern, text: string, lower: string, start: number): Captures | null {
  const captures: Record<string, string> = {};
  let at = start + pattern.first.length;
  for (const [index, gap] of pattern.gaps.entries()) {
    const isEnd = pattern.toEnd && index === pattern.gaps.length - 1;
    const reached = reach(gap, lower, at, isEnd);
    if (!reached) return null;
    const [to, next] = reached;
    if (gap.name !== null) captures[gap.name] = text.slice(at, to);
    at = next;
  }
  return pattern.toEnd && at !== text.length ? null : captures;
}

/**
 * What the places of the pattern hold in this text; null: it does not match.
 * @param lower the text through {@link folded}, where the caller has it already
 */
export function matchPattern(pattern: Pattern, text: string, lower = folded(text)): Captures | null {
  if (pattern.fromStart) return lower.startsWith(pattern.first) ? matchFrom(pattern, text, lower, 0) : null;
  let start = lower.indexOf(pattern.first);
  for (let attempt = 0; start >= 0 && attempt < MOST_ATTEMPTS; attempt++) {
    const captures = matchFrom(pattern, text, lower, start);
    if (captures) return captures;
    // A pattern that begins with a place has tried everything at its first position.
    if (pattern.first === '') return null;
    start = lower.indexOf(pattern.first, start + 1);
  }
  return null;
}
