/** A saved checklist from the text of its file. The text is foreign: nothing in it is believed unchecked. */
import { CHECKLIST_SCHEMA, type Checklist, type Json } from './checklist.ts';
import { type Decoder, keysOf, list, object, ShapeError, text, whole } from './decode.ts';
import { brokenJsonAt } from './json-place.ts';
import { identifier, logShape, time } from './log-shape.ts';
import { planShape } from './plan-shape.ts';

/** Either the checklist, or what is wrong: `3:14: expected ...` or `plan.steps[2].id: expected ...`. */
export type Reading =
  | { readonly ok: true; readonly checklist: Checklist }
  | { readonly ok: false; readonly problem: string };

/** Keeps a value as it is; `JSON.parse` gives nothing but JSON values. */
const asItIs: Decoder<Json> = (value) => value as Json;

const fields = object<Omit<Checklist, 'plan' | 'planJson'> & { readonly plan: Json }>({
  ...{ id: identifier, revision: whole(0, Number.MAX_SAFE_INTEGER), created: time },
  ...{ arguments: list(text(4000), 500), plan: asItIs, log: logShape },
});

function otherSchema(schema: unknown): string {
  if (typeof schema === 'string' && /^cupath\.checklist\/\d+$/.test(schema))
    return `schema: found "${schema}", which a newer cupath wrote; expected "${CHECKLIST_SCHEMA}"`;
  if (schema === 'cupath.plan/1')
    return 'this is a plan, not a saved checklist; save one with cupath plan ... --output NAME.cupath.json';
  return `schema: expected "${CHECKLIST_SCHEMA}", the mark of a saved checklist`;
}

/** Parses and checks. Never throws for bad input. */
export function readChecklist(source: string): Reading {
  const json = source.charCodeAt(0) === 0xfeff ? source.slice(1) : source;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    const place = brokenJsonAt(json);
    return {
      ok: false,
      problem: place
        ? `${place.line}:${place.column}: no JSON here, expected ${place.expected}`
        : '1:1: expected JSON',
    };
  }
  try {
    const given = keysOf(value, 'the file');
    if (given.schema !== CHECKLIST_SCHEMA) return { ok: false, problem: otherSchema(given.schema) };
    const read = fields(value, '');
    return { ok: true, checklist: { ...read, plan: planShape(read.plan, 'plan'), planJson: read.plan } };
  } catch (error) {
    if (error instanceof ShapeError) return { ok: false, problem: error.message };
    throw error;
  }
}
