/** What stands behind the checklist, as sections of the page: vulnerabilities, assumptions, risks, sources. */
import type { Plan } from '../checklist/plan.ts';
import { type Child, type Html, html, link } from './html-escape.ts';
import { groupUndo, issueText } from './known-issues.ts';
import { knownRisks } from './risks.ts';
import { groupVulnerabilities, ledgerParts } from './vulnerabilities.ts';
import { counted, levelName, ROUTE_NAMES, sentence } from './words.ts';

/** Folded sections; each only where it has something to say. */
export function htmlProof(plan: Plan): Html {
  const { openNow, openAtTarget } = plan.vulnerabilities;
  return html`${fold('Vulnerabilities', openNow.length + openAtTarget.length, vulnerabilities(plan))}${fold(
    'To set again and to take off',
    plan.undo.length,
    undo(plan),
  )}${fold(
    'Assumed, because nobody said',
    plan.assumptions.length,
    html`<ul>${plan.assumptions.map((item) => html`<li>${item.text} (<code>--${item.about}</code>)</li>`)}</ul>`,
  )}${fold('Why no shorter way is permitted', plan.rejected.length, rejected(plan))}${fold(
    'Named risks',
    knownRisks(plan).length,
    risks(plan),
  )}${fold('Sources', plan.sources.length, sources(plan))}`;
}

/** Before the steps, because they may decide whether this is the level to go to. */
export function htmlKnownIssues(plan: Plan): Html | null {
  return fold(
    `Known issues of ${levelName(plan.to)}`,
    plan.knownIssues.length,
    html`<ul>${plan.knownIssues.map((issue) => {
      const more = issue.url === null ? null : html` ${link('Read more', issue.url)}`;
      return html`<li><b>${sentence(issue.title)}</b> ${issueText(plan, issue)}${more}</li>`;
    })}</ul>`,
  );
}

function fold(title: string, count: number, content: Child): Html | null {
  if (count === 0) return null;
  return html`<section><details class="proof"><summary><h2>${title}</h2> <small>${count}</small></summary>
${content}</details></section>
`;
}

function vulnerabilities(plan: Plan): Html {
  return html`${ledgerParts(plan).map(
    ({ title, items }) =>
      html`<h3>${title}</h3><ul>${groupVulnerabilities(plan, items).map(
        (group) =>
          html`<li>${group.fate}:<ul>${group.exploited.map((name) => html`<li>${name}</li>`)}${
            group.others.length === 0 ? null : html`<li>${group.others.join(', ')}</li>`
          }</ul></li>`,
      )}</ul>`,
  )}`;
}

function undo(plan: Plan): Html {
  return html`<ul>${groupUndo(plan).map(
    (group) =>
      html`<li>${group.title}:<ul>${group.items.map(
        (item) => html`<li><b>${item.title}:</b> ${item.text}</li>`,
      )}</ul></li>`,
  )}</ul>`;
}

function rejected(plan: Plan): Html {
  return html`<ul>${plan.rejected.map((item) => {
    const ways = `${counted(item.count, 'shorter way')} than the ${ROUTE_NAMES[item.route]}`;
    const such = item.count === 1 ? '' : ', such as';
    return html`<li>${ways}${such}: ${item.hops.join(' → ')}<br>Not permitted: ${sentence(item.because)} Rule: <code>${item.rule}</code></li>`;
  })}</ul>`;
}

function risks(plan: Plan): Html {
  return html`<dl>${knownRisks(plan).map(
    (risk) =>
      html`<dt><code>${risk.id}</code>${risk.title === null ? null : html`: ${risk.title}`}</dt><dd>${risk.text}${
        risk.url === null ? null : html` ${link('Read more', risk.url)}`
      }</dd>`,
  )}</dl>`;
}

function sources(plan: Plan): Html {
  return html`<ol>${plan.sources.map(
    (source) =>
      html`<li>${source.url === null ? source.title : link(source.title, source.url)}${
        source.dated === null ? null : ` (${source.dated})`
      }</li>`,
  )}</ol>`;
}
