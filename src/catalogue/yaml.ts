/** YAML text -> plain value plus positions. Only the plain part of YAML: no anchors, aliases, tags, merges. */
import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  Parser,
  visit,
} from 'yaml';
import type { CatalogueProblem, Place } from './problem.ts';

export type Path = readonly (string | number)[];

/** Finds a value (or the key that names it) again; for what is absent, the nearest thing around it. */
export type Locate = (path: Path, what?: 'value' | 'key') => Place;

export type YamlText =
  | { readonly ok: true; readonly value: unknown; readonly locate: Locate }
  | { readonly ok: false; readonly problems: readonly CatalogueProblem[] };

/** Open brackets, lists and mappings (each counts as one or two) at one place; the data need about 20. */
const MAX_NESTING = 64;
const MAX_SYNTAX_PROBLEMS = 20;
/** Keys of one mapping: looking for doubles compares each with all others. */
const MAX_KEYS = 1000;

/** The offset of a mapping with too many keys; undefined: there is none. The tokens are not nested deep, see above. */
function tooManyKeys(token: CST.Token | null | undefined): number | undefined {
  if (!token) return undefined;
  if (token.type === 'document') return tooManyKeys(token.value);
  if (!('items' in token)) return undefined;
  if (token.type !== 'block-seq' && token.items.length > MAX_KEYS && isMapping(token)) return token.offset;
  for (const item of token.items) {
    const found = tooManyKeys(item.key) ?? tooManyKeys(item.value);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isMapping(token: CST.BlockMap | CST.FlowCollection): boolean {
  return token.type === 'block-map' || token.start.source === '{';
}

/** The syntax tokens, or the offset at which the text is nested too deep: found before anything recursive runs. */
function tokensOf(text: string): readonly CST.Token[] | number {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > MAX_NESTING) return parser.offset;
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

function childOf(
  node: unknown,
  key: string | number,
): { readonly key: unknown; readonly value: unknown } | undefined {
  if (isSeq(node))
    return typeof key === 'number' ? { key: node.items[key], value: node.items[key] } : undefined;
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
  return pair && { key: pair.key, value: pair.value };
}

function offsetOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

function locator(file: string, document: Document.Parsed, lines: LineCounter): Locate {
  return (path, what = 'value') => {
    let node: unknown = document.contents;
    let offset = offsetOf(node) ?? 0;
    for (const [index, key] of path.entries()) {
      const child = childOf(node, key);
      if (!child) break;
      const last = index === path.length - 1;
      offset = offsetOf(last && what === 'key' ? child.key : child.value) ?? offsetOf(child.key) ?? offset;
      node = child.value;
    }
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
}

function forbidden(document: Document.Parsed): { readonly offset: number; readonly message: string }[] {
  const found: { offset: number; message: string }[] = [];
  visit(document, {
    Node(_key, node) {
      const offset = offsetOf(node) ?? 0;
      if (isAlias(node))
        found.push({ offset, message: 'aliases (*name) are not allowed; write the value out' });
      else if (node.anchor)
        found.push({ offset, message: 'anchors (&name) are not allowed; write the value out' });
      else if (node.tag)
        found.push({ offset, message: 'tags (!name) are not allowed; quote the value instead' });
      return found.length >= MAX_SYNTAX_PROBLEMS ? visit.BREAK : undefined;
    },
  });
  return found;
}

/** Parses one file. Never throws: everything wrong with the text comes back with its position. */
export function parseYaml(file: string, text: string): YamlText {
  const lines = new LineCounter();
  const at = (offset: number, message: string): CatalogueProblem => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col), message };
  };
  lines.addNewLine(0);
  for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1))
    lines.addNewLine(index + 1);
  const tokens = tokensOf(text);
  if (typeof tokens === 'number')
    return { ok: false, problems: [at(tokens, 'nested too deep for a data file')] };

  for (const token of tokens) {
    const offset = tooManyKeys(token);
    if (offset !== undefined)
      return { ok: false, problems: [at(offset, `a mapping with more than ${MAX_KEYS} keys`)] };
  }

  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    strict: true,
    stringKeys: true,
    uniqueKeys: true,
    merge: false,
  });
  const [document, second] = [...composer.compose(tokens, true, text.length)];
  if (!document) return { ok: false, problems: [at(0, 'not valid YAML')] };
  if (second)
    return { ok: false, problems: [at(second.range[0], 'a second document; a data file holds one')] };
  // One problem for each place.
  const noted = new Map<number, Error>();
  for (const error of [...document.errors, ...document.warnings]) {
    if (!noted.has(error.pos[0])) noted.set(error.pos[0], error);
  }
  const problems = Array.from(noted)
    .slice(0, MAX_SYNTAX_PROBLEMS)
    .map(([offset, error]) => at(offset, `not valid YAML: ${error.message}`));
  problems.push(...forbidden(document).map(({ offset, message }) => at(offset, message)));
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, value: document.toJS({ maxAliasCount: 0 }), locate: locator(file, document, lines) };
}
