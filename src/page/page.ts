/**
 * What the HTML checklist does when it is opened: ticks that stay in this browser, progress, copying, and
 * ticks as a file in and out. It runs from a file, without any network, and everything that the browser may
 * refuse (storage, clipboard) is optional.
 */

import { evidenceTexts, noteTexts, statusText } from '../render/records.ts';
import { type Checklist, checklistJson, LIMITS, type StepChange } from '../saved/checklist.ts';
import { logsTogether } from '../saved/merge.ts';
import { nextOpen, progressOf } from '../saved/progress.ts';
import { readChecklist } from '../saved/read.ts';
import { recordOf, recordsOf } from '../saved/state.ts';
import { progressText } from '../saved/words.ts';
import { copyText } from './copy.ts';
import { keepLog, keepName, keptLog, keptName } from './keep.ts';

function part<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found as T;
}

function embedded(): Checklist {
  const reading = readChecklist(part('checklist').textContent ?? '');
  if (!reading.ok) throw new Error(reading.problem);
  return reading.checklist;
}

let checklist = embedded();
const message = part('message');
const who = part<HTMLInputElement>('who');
const items = [...document.querySelectorAll<HTMLElement>('.step')];

function say(text: string): void {
  message.textContent = text;
}

function now(): string {
  return `${new Date().toISOString().slice(0, 19)}Z`;
}

function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function itemOf(inside: Element): HTMLElement | null {
  return inside.closest<HTMLElement>('.step');
}

function showItem(item: HTMLElement): void {
  const record = recordOf(recordsOf(checklist.log), item.dataset.step ?? '');
  item.dataset.status = record.status;
  const box = item.querySelector<HTMLInputElement>('input[type="checkbox"]');
  if (box) {
    box.checked = record.status === 'done';
    box.indeterminate = record.status === 'skipped';
  }
  const state = item.querySelector<HTMLElement>('.state');
  if (state) {
    state.textContent = statusText(record) ?? '';
    state.hidden = state.textContent === '';
  }
  const notes = item.querySelector<HTMLElement>('.notes');
  const texts = [
    ...noteTexts(record),
    ...evidenceTexts(record).map(({ about, text }) => (text === null ? about : `${about}\n${text}`)),
  ];
  notes?.replaceChildren(
    ...texts.map((text) => {
      const line = document.createElement('li');
      line.textContent = text;
      return line;
    }),
  );
  if (notes) notes.hidden = texts.length === 0;
}

function showProgress(): void {
  const records = recordsOf(checklist.log);
  part('progress').textContent = progressText(progressOf(checklist.plan, records, now()));
}

function showAll(): void {
  for (const item of items) showItem(item);
  showProgress();
}

const NOT_KEPT = 'This browser keeps nothing for this page: save the ticks to a file before you close it.';

function record(change: StepChange, item: HTMLElement): void {
  const stamp = { id: newId(), at: now(), by: who.value.trim() || 'unknown', on: null };
  checklist = { ...checklist, log: [...checklist.log, { ...stamp, ...change }] };
  const kept = keepLog(checklist.id, checklist.log);
  showItem(item);
  showProgress();
  say(kept ? '' : NOT_KEPT);
}

function sayOf(item: HTMLElement): HTMLInputElement | null {
  return item.querySelector<HTMLInputElement>('.acts input');
}

function changeOf(action: string | undefined, step: string, text: string): StepChange {
  if (action === 'skip') return { kind: 'skipped', step, reason: text };
  return action === 'fail'
    ? { kind: 'failed', step, remark: text === '' ? null : text }
    : { kind: 'note', step, text };
}

function act(button: HTMLElement): void {
  const item = itemOf(button);
  const step = item?.dataset.step;
  if (!item || step === undefined) return;
  const field = sayOf(item);
  const text = (field?.value ?? '').trim().slice(0, LIMITS.note);
  if (text === '' && button.dataset.act !== 'fail') {
    say(button.dataset.act === 'skip' ? 'Say why the step is skipped.' : 'Write the note first.');
    field?.focus();
    return;
  }
  if (field) field.value = '';
  record(changeOf(button.dataset.act, step, text), item);
}

function goToNext(): void {
  const at = items.findIndex((item) => item.contains(document.activeElement));
  const next = nextOpen(checklist.plan, recordsOf(checklist.log), at + 1);
  const item = next === null ? undefined : items[next];
  if (item === undefined) {
    say('No step is open.');
    return;
  }
  const fold = item.querySelector('details');
  if (fold) fold.open = true;
  item.scrollIntoView({ block: 'start' });
  item.querySelector<HTMLInputElement>('input[type="checkbox"]')?.focus({ preventScroll: true });
}

function unfold(): void {
  const folds = [...document.querySelectorAll('details')];
  const open = folds.some((fold) => !fold.open);
  for (const fold of folds) fold.open = open;
  part('unfold').textContent = open ? 'Fold all' : 'Unfold all';
}

function save(): void {
  const next = { ...checklist, revision: checklist.revision + 1 };
  const blob = new Blob([`${JSON.stringify(checklistJson(next), null, 2)}\n`], { type: 'application/json' });
  const anchor = document.createElement('a');
  anchor.href = URL.createObjectURL(blob);
  anchor.download = `${checklist.plan.from.server ?? 'exchange-update'}.cupath.json`;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
  say('Saved. Put it in place of the old file, or: cupath resume FILE --merge THIS-FILE');
}

/** Takes over the ticks of a saved file. @returns what to tell */
async function load(given: File): Promise<string> {
  if (given.size > LIMITS.fileBytes) return 'Not loaded: the file is too long for a saved checklist.';
  const reading = readChecklist(await given.text());
  if (!reading.ok) return `Not loaded: ${reading.problem}`;
  if (reading.checklist.id !== checklist.id) return 'Not loaded: this file belongs to another checklist.';
  const before = checklist.log.length;
  checklist = { ...checklist, log: logsTogether(checklist.log, reading.checklist.log) };
  keepLog(checklist.id, checklist.log);
  showAll();
  const added = checklist.log.length - before;
  return `Loaded: ${added} new ${added === 1 ? 'entry' : 'entries'}.`;
}

/** Printing shows everything; afterwards the page is as it was. */
function unfoldForPrinting(): void {
  const folded = [...document.querySelectorAll('details:not([open])')] as HTMLDetailsElement[];
  for (const fold of folded) fold.open = true;
  addEventListener(
    'afterprint',
    () => {
      for (const fold of folded) fold.open = false;
    },
    { once: true },
  );
}

document.addEventListener('click', (event) => {
  const button = event.target instanceof Element ? event.target.closest<HTMLElement>('button') : null;
  if (button?.classList.contains('copy')) {
    void copyText(button.parentElement?.querySelector('code') ?? null).then(say);
  } else if (button?.dataset.act !== undefined) act(button);
});
document.addEventListener('change', (event) => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || box.type !== 'checkbox') return;
  const item = itemOf(box);
  const step = item?.dataset.step;
  if (!item || step === undefined) return;
  record({ kind: box.checked ? 'done' : 'reopened', step, remark: null }, item);
});
part('next').addEventListener('click', goToNext);
part('unfold').addEventListener('click', unfold);
part('export').addEventListener('click', save);
const file = part<HTMLInputElement>('file');
part('import').addEventListener('click', () => file.click());
file.addEventListener('change', () => {
  const [given] = file.files ?? [];
  if (given === undefined) return;
  void load(given).then((told) => {
    file.value = '';
    say(told);
  });
});
who.value = keptName();
who.addEventListener('change', () => keepName(who.value.trim()));
addEventListener('beforeprint', unfoldForPrinting);

checklist = { ...checklist, log: logsTogether(checklist.log, keptLog(checklist.id)) };
for (const hidden of document.querySelectorAll<HTMLElement>('.bar, .copy, .acts')) hidden.hidden = false;
showAll();
