/** The document of a reading screen, and moving in it. */
import { chosenRoute } from '../render/words.ts';
import type { Core } from './core.ts';
import type { Line } from './document.ts';
import type { KeyName } from './events.ts';
import { helpDocument } from './help-document.ts';
import { pageOf } from './layout.ts';
import { moveCursor } from './list.ts';
import { type Model, planOf } from './model.ts';
import { planLines } from './plan-document.ts';
import { whyDocument } from './why-document.ts';

/** Two columns are kept for the pointer. */
const POINTER = 2;

/** The lines of the present screen; empty on screens that are not read. */
export function documentOf(core: Core, model: Model): readonly Line[] {
  const page = pageOf(core, model);
  const inner = { ...page, width: page.width - POINTER };
  if (model.screen === 'help') return helpDocument(core, model, inner);
  const plan = planOf(core, model);
  if (!plan) return [];
  if (model.screen === 'why') return whyDocument(core.catalogue, plan, model.route, inner);
  return model.screen === 'plan'
    ? planLines(core, plan, chosenRoute(plan, model.route), model.open, inner)
    : [];
}

/** The line after a key. Unlike in a list, the ends hold; Tab goes to the head of the next step. */
export function moveInDocument(all: readonly Line[], cursor: number, key: KeyName, page: number): number {
  if (key === 'up') return Math.max(0, cursor - 1);
  if (key === 'down') return Math.max(0, Math.min(all.length - 1, cursor + 1));
  if (key === 'tab') {
    const next = all.findIndex((line, index) => index > cursor && (line.head || line.finish));
    return next === -1 ? cursor : next;
  }
  if (key === 'back-tab') {
    const before = all.findLastIndex((line, index) => index < cursor && line.head);
    return before === -1 ? cursor : before;
  }
  return moveCursor(cursor, key, all.length, page);
}

function stretch(
  all: readonly Line[],
  step: string | undefined,
): { readonly from: number; readonly length: number } {
  if (step === undefined) return { from: 0, length: all.length };
  const from = all.findIndex((line) => line.step === step);
  return { from: Math.max(0, from), length: all.filter((line) => line.step === step).length };
}

/** Where a line of one wrapping stands in another: in the same step, about as far into it. */
export function samePlace(before: readonly Line[], after: readonly Line[], cursor: number): number {
  const step = before[cursor]?.step;
  const old = stretch(before, step);
  const now = stretch(after, step);
  const share = old.length <= 1 ? 0 : (cursor - old.from) / old.length;
  return Math.max(0, Math.min(after.length - 1, now.from + Math.round(share * now.length)));
}
