/** The checklist part of the page: one item per step, with a box to tick and the work behind a fold. */
import type { FilledCheck, FilledCommand, Plan, Route, Step } from '../checklist/plan.ts';
import { isClosed, type Records, recordOf } from '../saved/state.ts';
import { type Child, type Html, html, link } from './html-escape.ts';
import { codeLines } from './layout.ts';
import { evidenceTexts, noteTexts, statusText } from './records.ts';
import { citations, conditionLine, groupSteps, overview, overviewCost, stepFlags } from './steps.ts';
import { SHELL_NAMES } from './words.ts';

/** How steps are shown. */
export interface StepsLook {
  /** Boxes that the script of the page keeps; false: boxes for a pen. */
  readonly ticks: boolean;
  /** In front of ids, where a page holds several checklists. */
  readonly prefix: string;
  /** Level of the headings. */
  readonly level: 'h3' | 'h4';
}

const OF_ONE_PLAN: StepsLook = { ticks: true, prefix: '', level: 'h3' };

/** The steps of the chosen route under a heading per phase and act. */
export function htmlSteps(
  plan: Plan,
  route: Route | undefined,
  records: Records,
  look: StepsLook = OF_ONE_PLAN,
): Html {
  if (plan.steps.length === 0) {
    const words =
      plan.verdict === 'current' ? 'No further step is known for this level.' : 'There are no steps.';
    return html`<p>${words}</p>`;
  }
  const groups = groupSteps(plan.steps, route);
  const rows = overview(groups);
  return html`${groups.map((group, index) => {
    const row = rows[index];
    const cost = row === undefined ? '' : overviewCost(row);
    const first = group.steps[0]?.number ?? 1;
    const heading = html`${group.title}${cost === '' ? null : html` <small>${cost}</small>`}`;
    return html`<section class="group">${look.level === 'h3' ? html`<h3>${heading}</h3>` : html`<h4>${heading}</h4>`}
<ol class="steps" start="${first}">
${group.steps.map(({ step, number }) =>
  look.ticks ? stepItem(plan, step, number, records) : penItem(plan, step, number, look.prefix),
)}</ol></section>
`;
  })}`;
}

function stepItem(plan: Plan, step: Step, number: number, records: Records): Html {
  const record = recordOf(records, step.id);
  const closed = isClosed(record);
  const flags = stepFlags(step);
  const state = statusText(record) ?? '';
  const condition = conditionLine(plan, step);
  return html`<li class="step" id="step-${number}" data-step="${step.id}" data-status="${record.status}">
<div class="line"><input type="checkbox" id="tick-${number}"${record.status === 'done' ? html` checked` : null}> <label for="tick-${number}"><b>${number}.</b> ${step.title}</label></div>
<p class="pen" aria-hidden="true">Time ________ Initials ________</p>
${flags.length === 0 ? null : html`<p class="flags">${flags.join(' · ')}</p>`}${
  condition === null ? null : html`<p class="condition">${condition}</p>`
}<p class="state"${state === '' ? html` hidden` : null}>${state}</p>
<details${closed ? null : html` class="todo"`}><summary>What to do<span class="aside"> in step ${number}</span></summary>
${body(plan, step, number, true)}
<ul class="notes"${records.has(step.id) ? null : html` hidden`}>${remarks(records, step)}</ul>
<div class="acts" hidden><label for="say-${number}">Reason or note for step ${number}</label> <input type="text" id="say-${number}" maxlength="4000" autocomplete="off"> <span class="buttons"><button type="button" data-act="skip">Skip</button> <button type="button" data-act="fail">Failed</button> <button type="button" data-act="note">Add note</button></span></div>
</details></li>
`;
}

/** A step on a page that keeps nothing: a box for a pen, and the work behind a fold. */
function penItem(plan: Plan, step: Step, number: number, prefix: string): Html {
  const flags = stepFlags(step);
  const condition = conditionLine(plan, step);
  return html`<li class="step" id="${prefix}step-${number}">
<div class="line"><span class="box" aria-hidden="true"></span> <span><b>${number}.</b> ${step.title}</span></div>
<p class="pen" aria-hidden="true">Time ________ Initials ________</p>
${flags.length === 0 ? null : html`<p class="flags">${flags.join(' · ')}</p>`}${
  condition === null ? null : html`<p class="condition">${condition}</p>`
}<details><summary>What to do<span class="aside"> in step ${number}</span></summary>
${body(plan, step, number, false)}</details></li>
`;
}

function remarks(records: Records, step: Step): Child {
  const record = recordOf(records, step.id);
  return [
    ...noteTexts(record).map((text) => html`<li>${text}</li>`),
    ...evidenceTexts(record).map(
      ({ about, text }) =>
        html`<li>${about}${text === null ? null : html`<pre><code>${text}</code></pre>`}</li>`,
    ),
  ];
}

/** @param copies with buttons that the script of the page brings to life */
function body(plan: Plan, step: Step, number: number, copies: boolean): Html {
  let count = 0;
  const script = (command: FilledCommand, what: string) => {
    count += 1;
    return code(command, copies ? `${what} ${count} of step ${number}` : null);
  };
  const check = (
    label: string,
    item: FilledCheck,
  ) => html`<div class="check"><p><b>${label}:</b> ${SHELL_NAMES[item.shell]}</p>
${script(item, 'check')}<p><b>Expect:</b> ${item.expect}</p></div>`;
  const cited = citations(plan, step.sources);
  return html`${step.conditionCheck === null ? null : check('Find out', step.conditionCheck)}${paragraphs(step.why)}${labelled(
    'Caution',
    step.caution,
    'caution',
  )}${step.commands.map(
    (command) => html`<p class="shell">${SHELL_NAMES[command.shell]}:</p>
${script(command, 'command')}`,
  )}${step.verify.map((item) => check('Check', item))}${labelled('If not', step.otherwise)}${labelled(
    'Going back',
    step.rollback,
  )}${labelled('Undoes', step.undoes)}${labelled('Closes', step.closes.join(', '))}${
    step.links.length === 0
      ? null
      : html`<p>See: ${step.links.map((item, index) => [index === 0 ? '' : ', ', link(item.title, item.url)])}</p>`
  }${cited === '' ? null : html`<p class="cited">${cited}</p>`}`;
}

/** @param name for the button that copies it; null: there is none */
function code(command: FilledCommand, name: string | null): Html {
  const button =
    name === null
      ? null
      : html`<button type="button" class="copy" aria-label="Copy ${name}" hidden>Copy</button>`;
  return html`<div class="code"><pre><code>${codeLines(command.run).join('\n')}</code></pre>${button}</div>
`;
}

function paragraphs(text: string): Html {
  const list = text.split('\n').filter((line) => line.trim() !== '');
  return html`${list.map((line) => html`<p>${line}</p>`)}`;
}

function labelled(label: string, text: string | null, kind = ''): Html | null {
  if (text === null || text === '') return null;
  return kind === ''
    ? html`<p><b>${label}:</b> ${text}</p>`
    : html`<p class="${kind}"><b>${label}:</b> ${text}</p>`;
}
