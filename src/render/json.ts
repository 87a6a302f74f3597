/** A plan as JSON: the contract `cupath.plan/1`, whose schema is `plan.schema.json` beside this file. */
import type { KnownIssue } from '../checklist/known-issues.ts';
import type { Hop, Plan, Route, Span, Step } from '../checklist/plan.ts';
import type { Json } from '../saved/checklist.ts';

export type { Json } from '../saved/checklist.ts';

export const PLAN_SCHEMA = 'cupath.plan/1';

/** Minutes. */
export function span({ low, typical, high }: Span): Json {
  return { low, typical, high };
}

function hopJson(hop: Hop): Json {
  switch (hop.act) {
    case 'install-dotnet': {
      const { act, dotnet, rule, risk } = hop;
      return risk === undefined ? { act, dotnet, rule } : { act, dotnet, rule, risk };
    }
    case 'install-software':
      return { act: hop.act, software: hop.software, name: hop.name, rule: hop.rule };
    case 'prepare-ad':
      return { act: hop.act, release: hop.release, parts: hop.parts, rule: hop.rule };
    case 'install-cu':
      return { act: hop.act, release: hop.release, build: hop.build, media: hop.media, rule: hop.rule };
    case 'install-su':
      return { act: hop.act, release: hop.release, update: hop.update, build: hop.build, rule: hop.rule };
    case 'upgrade-in-place': {
      const { act, product, release, build, media, rule } = hop;
      return { act, product, release, build, media, rule };
    }
    case 'migrate': {
      const { act, product, release, build, media, rule, windows, dotnet } = hop;
      return { act, product, release, build, media, rule, windows, dotnet };
    }
  }
}

function routeJson(route: Route): Json {
  const { id, recommended, risks, reboots, minutes, reason, missingMedia, cuInstalls } = route;
  return {
    ...{ id, recommended, hops: route.hops.map(hopJson), risks, reboots, minutes: span(minutes) },
    ...{ reason, missingMedia, cuInstalls },
  };
}

/** One step with the keys of the contract. */
export function stepJson(step: Step): Json {
  const { id, phase, scope, hop, title, why, condition, reboot, reversible, closes, undoes, sources } = step;
  const check = ({ shell, run, expect }: Step['verify'][number]): Json => ({ shell, run, expect });
  return {
    ...{ id, phase, scope, hop, title, why },
    commands: step.commands.map(({ shell, run }) => ({ shell, run })),
    verify: step.verify.map(check),
    ...{ condition, reboot, reversible, minutes: span(step.minutes), closes, undoes },
    links: step.links.map(({ title: name, url }) => ({ title: name, url })),
    sources,
    conditionCheck: step.conditionCheck === null ? null : check(step.conditionCheck),
    ...{ otherwise: step.otherwise, caution: step.caution, rollback: step.rollback, action: step.action },
  };
}

function vulnerabilityJson(item: Plan['vulnerabilities']['openNow'][number]): Json {
  const { id, knownExploited, closedBy, alsoNeeds, unless } = item;
  const { name, impact, score, listed, reopened, because, now, outside } = item;
  return {
    ...{ id, knownExploited, closedBy, alsoNeeds, unless },
    ...{ name, impact, score, listed, reopened, because, now, outside },
  };
}

/** One known issue; `status --format json` writes the same keys. */
export function issueJson(issue: KnownIssue): Json {
  const { id, title, causedBy, onlyIf, workaround, fixedBy, stays, actions, url, note, sources } = issue;
  const { certain } = issue;
  return { id, title, causedBy, onlyIf, workaround, fixedBy, stays, actions, url, note, sources, certain };
}

/**
 * The plan as a value in the key order of the contract; keys that the contract does not name come last.
 * @param options.generated ISO time in UTC, such as `2026-11-24T08:00:00Z`
 */
export function planJson(plan: Plan, { generated }: { readonly generated: string }): Json {
  const { catalogue, from, to, vulnerabilities } = plan;
  return {
    schema: PLAN_SCHEMA,
    generated,
    catalogue: {
      ...{
        asOf: catalogue.asOf,
        digest: catalogue.digest,
        stale: catalogue.stale,
        overlays: catalogue.overlays,
      },
      ageDays: catalogue.ageDays,
      patchTuesdays: catalogue.patchTuesdays,
      nextPatchTuesday: catalogue.nextPatchTuesday,
    },
    command: plan.command,
    from: {
      ...{
        server: from.server,
        product: from.product,
        release: from.release,
        update: from.update,
        build: from.build,
      },
      ...{ dotnet: from.dotnet, windows: from.windows, role: from.role, dag: from.dag },
      updateKnown: from.updateKnown,
    },
    to: {
      product: to.product,
      release: to.release,
      update: to.update,
      build: to.build,
      serviced: to.serviced,
    },
    verdict: plan.verdict,
    routes: plan.routes.map(routeJson),
    rejected: plan.rejected.map(({ hops, rule, because, count, route }) => ({
      hops,
      rule,
      because,
      count,
      route,
    })),
    steps: plan.steps.map(stepJson),
    vulnerabilities: {
      openNow: vulnerabilities.openNow.map(vulnerabilityJson),
      openAtTarget: vulnerabilities.openAtTarget.map(vulnerabilityJson),
    },
    assumptions: plan.assumptions.map(({ about, text }) => ({ about, text })),
    warnings: plan.warnings.map(({ id, text }) => ({ id, text })),
    today: plan.today,
    risks: plan.risks.map(({ id, title, text, url }) => ({ id, title, text, url })),
    blocks: plan.blocks.map(({ rule, because }) => ({ rule, because })),
    openings: plan.openings.map(({ change, effect }) => ({ change, effect })),
    knownIssues: plan.knownIssues.map(issueJson),
    undo: plan.undo.map(({ id, what, title, text, step, condition, sources }) => ({
      ...{ id, what, title, text, step, condition, sources },
    })),
    sources: plan.sources.map(({ id, title, url, dated }) => ({ id, title, url, dated })),
  };
}

/** What JSON lets through but a terminal should not see: DEL, C1, separators, direction and format characters. */
const UNSEEN = /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** Any JSON value as text, two spaces deep, ending in a line feed; unprintable characters as `\u` escapes. */
export function jsonText(value: Json): string {
  return `${escaped(JSON.stringify(value, null, 2))}\n`;
}

/** The same on one line, without its line feed. */
export function jsonLine(value: Json): string {
  return escaped(JSON.stringify(value));
}

function escaped(json: string): string {
  return json.replace(UNSEEN, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The plan as the text that `cupath plan --format json` writes. */
export function renderJson(plan: Plan, options: { readonly generated: string }): string {
  return jsonText(planJson(plan, options));
}
