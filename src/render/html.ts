/**
 * A plan as one page that needs nothing else: no network, no font, no picture from elsewhere. Its policy lets
 * run the one script and the one style that belong to it, by their digests, and nothing besides.
 */
import type { Plan, Route } from '../checklist/plan.ts';
import { askedRoute, type Checklist, checklistJson } from '../saved/checklist.ts';
import { recordsOf } from '../saved/state.ts';
import { type Html, html, jsonForScript } from './html-escape.ts';
import { headElement, type PageParts, verbatim } from './html-frame.ts';
import { htmlPicture } from './html-picture.ts';
import { htmlKnownIssues, htmlProof } from './html-proof.ts';
import { htmlSteps } from './html-steps.ts';
import {
  ageText,
  chosenRoute,
  clock,
  counted,
  journey,
  otherWarnings,
  ROUTE_NAMES,
  releaseName,
  sentence,
  serverFacts,
  staleText,
  verdictText,
} from './words.ts';

/** The page of a checklist: the plan, its ticks, and the checklist itself for handing ticks back. */
export function renderHtml(checklist: Checklist, page: PageParts): string {
  const { plan } = checklist;
  const route = chosenRoute(plan, askedRoute(checklist));
  const name = plan.from.server === null ? '' : `${plan.from.server}: `;
  const title = `${name}${journey(plan, 'to')}`;
  const records = recordsOf(checklist.log);
  const { markup } = html`<!doctype html>
<html lang="en">
${headElement(title, page)}
<body>
<a class="skip" href="#steps">Go to the steps</a>
<header>
<h1>${title}</h1>
${head(plan, route)}
</header>
<div class="bar" role="region" aria-label="Progress" hidden>
<p id="progress"></p>
<p class="buttons"><button type="button" id="next">Next open step</button> <button type="button" id="unfold">Unfold all</button> <button type="button" id="export">Save ticks to a file</button> <button type="button" id="import">Load ticks from a file</button> <input type="file" id="file" accept=".json,application/json" aria-label="File with ticks" hidden> <label>Your name <input type="text" id="who" maxlength="100" autocomplete="off" size="14"></label></p>
<p id="message" role="status"></p>
</div>
<main>
${plan.verdict === 'no-path' ? wayOut(plan) : null}${notices(plan)}${ways(plan, route)}${htmlKnownIssues(plan)}<section id="steps" tabindex="-1"><h2>${plan.verdict === 'current' ? 'Still worth doing' : 'Steps'}</h2>
${htmlSteps(plan, route, records)}</section>
${htmlProof(plan)}</main>
<footer>${colophon(plan)}</footer>
<script type="application/json" id="checklist">${jsonForScript(JSON.stringify(checklistJson(checklist)))}</script>
<script>${verbatim(page.script)}</script>
</body>
</html>
`;
  return markup;
}

function head(plan: Plan, route: Route | undefined): Html {
  const verdict = verdictText(plan, route);
  const { overlays } = plan.catalogue;
  return html`<p class="facts">${serverFacts(plan).join(' · ')}</p>
<p class="verdict" data-verdict="${plan.verdict}"><strong>${verdict.word}</strong> ${verdict.sentence}</p>
${overlays.length === 0 ? null : html`<p>With data of your own: ${overlays.join(', ')}.</p>`}`;
}

function notices(plan: Plan): Html | null {
  const stale = staleText(plan);
  const others = otherWarnings(plan);
  if (stale === null && others.length === 0) return null;
  return html`<section><h2>Read first</h2>
${stale === null ? null : html`<p class="warning"><strong>Old data:</strong> ${stale}</p>`}${others.map(
  (text) => html`<p class="warning"><strong>Warning:</strong> ${text}</p>`,
)}</section>
`;
}

function wayOut(plan: Plan): Html {
  return html`<section><h2>What stands in the way</h2><ul>${plan.blocks.map(
    (block) => html`<li>${sentence(block.because)} Rule: <code>${block.rule}</code></li>`,
  )}</ul>
<h2>What would open a way</h2>${
    plan.openings.length === 0
      ? html`<p>No single change that cupath knows of opens one.</p>`
      : html`<ul>${plan.openings.map(
          ({ change, effect }) => html`<li><strong>${change}</strong> Then: ${sentence(effect)}</li>`,
        )}</ul>`
  }</section>
`;
}

function ways(plan: Plan, chosen: Route | undefined): Html | null {
  if (chosen === undefined || chosen.hops.length === 0) return null;
  const several = plan.routes.length > 1;
  return html`<section><h2>${several ? 'The ways there' : 'The way there'}</h2>
<div class="ways">${plan.routes.map((route) => way(plan, route, several && route === chosen))}</div>
<p class="hint">Window: into maintenance mode, the installations, out of it, verification. In brackets: the rule that forces the stop; read it with <code>cupath catalogue show RULE</code>.</p></section>
`;
}

function way(plan: Plan, route: Route, shown: boolean): Html {
  const name = ROUTE_NAMES[route.id];
  const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const marks = [route.recommended ? 'recommended' : '', shown ? 'steps below' : ''].filter(
    (mark) => mark !== '',
  );
  const { low, typical, high } = route.minutes;
  const cost = [
    counted(route.cuInstalls, 'CU install'),
    counted(route.reboots, 'reboot'),
    `window ${clock(low)} low, ${clock(typical)} typical, ${clock(high)} high (h:mm)`,
  ];
  return html`<article class="way"><h3>${title}${marks.length === 0 ? null : html` <small>${marks.join(', ')}</small>`}</h3>
<p>${sentence(route.reason)}</p>
${htmlPicture(plan, route, { name: title, id: `route-${route.id}` })}
<p class="facts">${cost.join(' · ')}</p>
${
  route.missingMedia.length === 0
    ? null
    : html`<p class="warning"><strong>Media missing:</strong> ${route.missingMedia.map(releaseName).join(', ')}. Microsoft does not offer it to everybody, and no <code>--media</code> names it.</p>`
}${route.risks.length === 0 ? null : html`<p class="warning"><strong>Takes the risk:</strong> ${route.risks.join(', ')}</p>`}</article>`;
}

function colophon(plan: Plan): Html {
  return html`<h2>About this plan</h2>
<p>${ageText(plan)} Catalogue <code>${plan.catalogue.digest}</code>.</p>
<p>The same plan again:</p>
<div class="code"><pre><code>${plan.command}</code></pre><button type="button" class="copy" aria-label="Copy the command line of this plan" hidden>Copy</button></div>`;
}
