/** The log of a checklist, read from a foreign JSON value. */
import { type Entry, type Evidence, LIMITS, type Stamp } from './checklist.ts';
import {
  type Decoder,
  keysOf,
  list,
  nullable,
  object,
  pattern,
  ShapeError,
  text,
  whole,
  word,
} from './decode.ts';
import { day, stepId } from './plan-shape.ts';

/** Names of accounts and computers. */
const name = text(300);
export const time = pattern(
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?Z$/,
  'a time in UTC such as 2026-11-24T20:15:03Z',
);
export const identifier = pattern(/^[A-Za-z0-9_-]{1,64}$/, 'letters, digits, - and _, at most 64');

const stamp = { id: identifier, at: time, by: name, on: nullable(name) };
const note = text(LIMITS.note);
const evidence = object<Evidence>({
  ...{ name: text(1000), bytes: whole(0, Number.MAX_SAFE_INTEGER) },
  ...{ sha256: pattern(/^[0-9a-f]{64}$/, '64 hexadecimal digits'), text: nullable(text(LIMITS.evidence)) },
});
const mark = object({ asOf: day, digest: name });

type EntryOf<K extends Entry['kind']> = Stamp & Extract<Entry, { kind: K }>;

function plain<K extends 'done' | 'failed' | 'reopened'>(kind: K): Decoder<Entry> {
  return object({ ...stamp, kind: word(kind), step: stepId, remark: nullable(note) }) as Decoder<Entry>;
}

const ENTRIES: { readonly [K in Entry['kind']]: Decoder<Entry> } = {
  done: plain('done'),
  failed: plain('failed'),
  reopened: plain('reopened'),
  skipped: object<EntryOf<'skipped'>>({ ...stamp, kind: word('skipped'), step: stepId, reason: note }),
  note: object<EntryOf<'note'>>({ ...stamp, kind: word('note'), step: stepId, text: note }),
  evidence: object<EntryOf<'evidence'>>({ ...stamp, kind: word('evidence'), step: stepId, evidence }),
  replanned: object<EntryOf<'replanned'>>({
    ...{ ...stamp, kind: word('replanned'), from: mark, to: mark, reopened: list(stepId, 2000) },
  }),
};

const entry: Decoder<Entry> = (value, path) => {
  const { kind } = keysOf(value, path);
  const known = Object.keys(ENTRIES) as Entry['kind'][];
  const found = known.find((each) => each === kind);
  if (found === undefined) throw new ShapeError(`${path}.kind`, known.map((each) => `"${each}"`).join(', '));
  return ENTRIES[found](value, path);
};

/** A log, oldest first; every entry has an id of its own. */
export const logShape: Decoder<readonly Entry[]> = (value, path) => {
  const log = list(entry, LIMITS.entries)(value, path);
  const seen = new Set<string>();
  log.forEach(({ id }, index) => {
    if (seen.has(id)) throw new ShapeError(`${path}[${index}].id`, 'an id that no other entry has');
    seen.add(id);
  });
  return log;
};
