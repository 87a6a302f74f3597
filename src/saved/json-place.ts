/** Where a text stops being JSON (RFC 8259), as line and column: `JSON.parse` does not say it in every Node. */

export interface TextPlace {
  /** Both count from 1; columns are UTF-16 units. */
  readonly line: number;
  readonly column: number;
  readonly expected: string;
}

const SPACE = /[ \t\r\n]*/y;
const SCALAR =
  /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

function placeAt(text: string, offset: number, expected: string): TextPlace {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, expected };
}

type Wanted = 'value' | 'first-value' | 'first-key' | 'key' | 'after';

const NAMES: Readonly<Record<Exclude<Wanted, 'after'>, string>> = {
  value: 'a value',
  'first-value': 'a value or ]',
  'first-key': 'a key in double quotes or }',
  key: 'a key in double quotes',
};

/** The first place where the text is no JSON; null: it is JSON. Needs time and memory in proportion to the text. */
export function brokenJsonAt(text: string): TextPlace | null {
  const open: ('{' | '[')[] = [];
  let at = 0;
  let wanted: Wanted = 'value';
  const skip = () => {
    SPACE.lastIndex = at;
    at += SPACE.exec(text)?.[0].length ?? 0;
  };
  const scalar = (): string | null => {
    SCALAR.lastIndex = at;
    return SCALAR.exec(text)?.[0] ?? null;
  };
  for (skip(); ; skip()) {
    const sign = text[at];
    const inner = open.at(-1);
    if (wanted === 'after') {
      if (inner === undefined) return at >= text.length ? null : placeAt(text, at, 'the end of the file');
      const close = inner === '{' ? '}' : ']';
      if (sign === close) open.pop();
      else if (sign === ',') wanted = inner === '{' ? 'key' : 'value';
      else return placeAt(text, at, `, or ${close}`);
      at += 1;
      continue;
    }
    if ((wanted === 'first-value' && sign === ']') || (wanted === 'first-key' && sign === '}')) {
      open.pop();
      at += 1;
      wanted = 'after';
      continue;
    }
    const found = scalar();
    if (wanted === 'key' || wanted === 'first-key') {
      if (found === null || !found.startsWith('"')) return placeAt(text, at, NAMES[wanted]);
      at += found.length;
      skip();
      if (text[at] !== ':') return placeAt(text, at, ':');
      at += 1;
      wanted = 'value';
      continue;
    }
    if (sign === '{' || sign === '[') {
      open.push(sign);
      at += 1;
      wanted = sign === '{' ? 'first-key' : 'first-value';
      continue;
    }
    if (found === null) return placeAt(text, at, NAMES[wanted]);
    at += found.length;
    wanted = 'after';
  }
}
