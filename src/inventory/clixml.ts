/**
 * CliXml (Export-Clixml of PowerShell) as values. Read by events, so that only the properties that somebody asks
 * for are kept, however large the file is; no document type and no entity beyond the five of XML is accepted.
 * Grammar: MS-PSRP 2.2.5, and real captures.
 */
import { SaxesParser } from 'saxes';
import { UnreadableFile } from './record.ts';

/** An object or scalar. A shared object is shared here too, so walk by property, never blindly. */
export interface CliValue {
  /** The text of a scalar, or the ToString of an object; null: Nil, or an object without one. */
  readonly text: string | null;
  /** Properties (of `Props` and `MS` alike) by name in lower case. */
  readonly members: ReadonlyMap<string, CliValue>;
  /** Elements of a list, and the values of a dictionary under their keys in `members`. */
  readonly items: readonly CliValue[];
}

interface Building {
  text: string | null;
  readonly members: Map<string, CliValue>;
  readonly items: CliValue[];
}

type Frame =
  | { readonly kind: 'object'; readonly value: Building }
  | { readonly kind: 'scalar'; readonly value: Building }
  | { readonly kind: 'text'; readonly of: Building }
  | { readonly kind: 'members' | 'items'; readonly of: Building }
  | { readonly kind: 'entry'; readonly of: Building; key: string | null };

const MAX_DEPTH = 200;
/** Characters of one text that are kept; a ToString can be a whole certificate. */
const MAX_TEXT = 2000;
const SLICE = 64 * 1024;

const LISTS = new Set(['LST', 'IE', 'STK', 'QUE']);
/** Type names, binary data, and scripts: nothing here is about a server. */
const SKIPPED = new Set(['TN', 'TNRef', 'BA', 'SB', 'SS']);

/** `_x000D_` and the like stand for a UTF-16 unit; `_x005F_` is the underscore itself. */
export function unescapeCliXml(text: string): string {
  return text.replace(/_x([0-9A-F]{4})_/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** The position inside the text for messages. */
function place(parser: SaxesParser<{ position: true }>): string {
  return `line ${parser.line}, column ${parser.column}`;
}

class Builder {
  readonly top: CliValue[] = [];
  readonly #stack: Frame[] = [];
  readonly #shared = new Map<string, CliValue>();
  /** Depth below the element whose content is skipped; 0: nothing is. */
  #skipping = 0;
  #buffer = '';
  readonly #kept: (name: string) => boolean;

  constructor(kept: (name: string) => boolean) {
    this.#kept = kept;
  }

  open(tag: string, attributes: Readonly<Record<string, string>>): void {
    if (this.#skipping > 0 || SKIPPED.has(tag)) {
      this.#skipping++;
      return;
    }
    this.#buffer = '';
    if (tag === 'Objs') return;
    const parent = this.#stack.at(-1);
    const owner = parent?.kind === 'object' ? parent.value : null;
    if (owner && (tag === 'Props' || tag === 'MS')) this.#stack.push({ kind: 'members', of: owner });
    else if (owner && LISTS.has(tag)) this.#stack.push({ kind: 'items', of: owner });
    else if (owner && tag === 'DCT') this.#stack.push({ kind: 'items', of: owner });
    else if (owner && tag === 'ToString') this.#stack.push({ kind: 'text', of: owner });
    else if (tag === 'En' && parent?.kind === 'items')
      this.#stack.push({ kind: 'entry', of: parent.of, key: null });
    else this.#openValue(tag, attributes, parent);
  }

  #openValue(tag: string, attributes: Readonly<Record<string, string>>, parent: Frame | undefined): void {
    const name = unescapeCliXml(attributes.N ?? '').toLowerCase();
    if (parent?.kind === 'members' && !this.#kept(name)) {
      this.#skipping = 1;
      return;
    }
    if (parent?.kind === 'entry' && name === 'value' && !this.#kept(parent.key ?? '')) {
      this.#skipping = 1;
      return;
    }
    const value: Building = { text: null, members: new Map(), items: [] };
    const reference = tag === 'Ref' ? this.#shared.get(attributes.RefId ?? '') : undefined;
    this.#attach(parent, name, reference ?? value);
    if (tag === 'Obj' && attributes.RefId !== undefined) this.#shared.set(attributes.RefId, value);
    this.#stack.push({ kind: tag === 'Obj' ? 'object' : 'scalar', value });
  }

  #attach(parent: Frame | undefined, name: string, value: CliValue): void {
    if (parent === undefined) this.top.push(value);
    else if (parent.kind === 'members') parent.of.members.set(name, value);
    else if (parent.kind === 'items') parent.of.items.push(value);
    else if (parent.kind === 'entry' && parent.key !== null) parent.of.members.set(parent.key, value);
  }

  text(text: string): void {
    if (this.#skipping > 0 || this.#buffer.length > MAX_TEXT) return;
    this.#buffer += text.slice(0, MAX_TEXT);
  }

  close(tag: string): void {
    if (this.#skipping > 0) {
      this.#skipping--;
      return;
    }
    const frame = this.#stack.pop();
    const text = unescapeCliXml(this.#buffer).slice(0, MAX_TEXT);
    this.#buffer = '';
    if (frame?.kind === 'text') frame.of.text = text;
    if (frame?.kind !== 'scalar') return;
    if (tag !== 'Nil') frame.value.text = text;
    const parent = this.#stack.at(-1);
    if (parent?.kind === 'entry' && parent.key === null) parent.key = text.toLowerCase();
    // An enumeration is its ToString with the number beside it.
    if (parent?.kind === 'object') parent.value.text ??= text;
  }

  get depth(): number {
    return this.#stack.length + this.#skipping;
  }
}

/**
 * The top-level objects of a CliXml text.
 * @param kept which properties (and keys of dictionaries) to keep, by name in lower case
 * @throws UnreadableFile with line and column: a document type, an undefined entity, no well-formed XML, too deep
 */
export function parseCliXml(text: string, kept: (name: string) => boolean): readonly CliValue[] {
  const parser = new SaxesParser({ xmlns: false, position: true });
  const builder = new Builder(kept);
  const refuse = (message: string) => new UnreadableFile(`${place(parser)}: ${message}`);
  parser.on('doctype', () => {
    throw refuse('found a document type (DOCTYPE), which PowerShell never writes; the file is refused');
  });
  parser.on('error', (error) => {
    throw refuse(`not well-formed XML: ${error.message.replace(/^\d+:\d+:\s*/, '')}`);
  });
  parser.on('opentag', (tag) => {
    builder.open(tag.name, tag.attributes);
    if (builder.depth > MAX_DEPTH) throw refuse(`nested more than ${MAX_DEPTH} levels deep`);
  });
  parser.on('text', (piece) => builder.text(piece));
  parser.on('cdata', (piece) => builder.text(piece));
  parser.on('closetag', (tag) => builder.close(tag.name));
  for (let at = 0; at < text.length; at += SLICE) parser.write(text.slice(at, at + SLICE));
  parser.close();
  return builder.top;
}

/** The value at a path of property names; undefined where one of them is missing. */
export function at(value: CliValue | undefined, ...path: readonly string[]): CliValue | undefined {
  let now = value;
  for (const name of path) now = now?.members.get(name.toLowerCase());
  return now;
}

/** The text at a path; undefined where there is none, or Nil. */
export function textAt(value: CliValue | undefined, ...path: readonly string[]): string | undefined {
  return at(value, ...path)?.text ?? undefined;
}
