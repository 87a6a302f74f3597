/**
 * Ids of a plan in the words admins use. Names are formed from the id's grammar alone (`2016-cu23` reads
 * `2016 CU23`); nothing about a single product stands here.
 */
import { ageSentence, staleWarning } from '../catalogue/age.ts';
import type { FilledCommand, Hop, Plan, Route, Span, Step } from '../checklist/plan.ts';
import type { RouteId } from '../planner/question.ts';

/** `2016-cu23` as `2016 CU23`. */
export function releaseName(release: string): string {
  return release.replaceAll('-', ' ').toUpperCase();
}

/** `2016-cu23` as `CU23` where the product is clear, else `2016 CU23`. */
export function shortRelease(release: string, product: string): string {
  const prefix = `${product}-`;
  return releaseName(release.startsWith(prefix) ? release.slice(prefix.length) : release);
}

/** `2016 CU23 Oct25SU`; a product without a release is named alone. */
export function levelName(level: {
  readonly product: string;
  readonly release: string | null;
  readonly update: string | null;
}): string {
  const release = releaseName(level.release ?? level.product);
  return level.update === null ? release : `${release} ${level.update}`;
}

/** `2012r2` as `Windows Server 2012 R2`. */
export function windowsName(windows: string): string {
  return `Windows Server ${windows.replace(/r(\d)$/, ' R$1')}`;
}

const ROLES: Readonly<Record<NonNullable<Plan['from']['role']>, string>> = {
  mailbox: 'Mailbox',
  edge: 'Edge Transport',
  tools: 'management tools only',
};

/** What is known of the server, one fact each; facts nobody gave are left out. */
export function serverFacts(plan: Plan): readonly string[] {
  const { from } = plan;
  return [
    from.build === null ? '' : `build ${from.build}`,
    from.release !== null && !from.updateKnown ? 'SU unknown' : '',
    from.dotnet === null ? '' : `.NET ${from.dotnet}`,
    from.windows === null ? '' : windowsName(from.windows),
    from.role === null ? '' : ROLES[from.role],
    from.dag === null ? '' : `DAG ${from.dag}`,
  ].filter((fact) => fact !== '');
}

const PHASE_NAMES: Readonly<Record<Step['phase'], string>> = {
  before: 'Before the window',
  dependencies: 'Dependency servers',
  organisation: 'Organisation',
  'maintenance-on': 'Into maintenance mode',
  prerequisites: 'Prerequisites',
  update: 'Update',
  'maintenance-off': 'Out of maintenance mode',
  after: 'After the update',
  verify: 'Verification',
};

/** The heading of a phase; a machine with only the management tools has no maintenance mode. */
export function phaseName(phase: Step['phase'], role: Plan['from']['role']): string {
  if (role === 'tools' && phase === 'maintenance-on') return 'Begin of the window';
  if (role === 'tools' && phase === 'maintenance-off') return 'End of the window';
  return PHASE_NAMES[phase];
}

/** Where a step is done; null for the server itself, which needs no saying. */
export const SCOPE_NAMES: Readonly<Record<Step['scope'], string | null>> = {
  server: null,
  dag: 'about the whole DAG',
  domain: 'once per domain',
  organisation: 'once per organisation',
  dependency: 'on a dependency server',
  workstation: 'on a workstation',
};

export const SHELL_NAMES: Readonly<Record<FilledCommand['shell'], string>> = {
  powershell: 'PowerShell (elevated)',
  ems: 'Exchange Management Shell',
  cmd: 'Command Prompt (elevated)',
};

export const ROUTE_NAMES: Readonly<Record<RouteId, string>> = {
  supported: 'supported route',
  direct: 'direct route',
};

export const MEDIA_NAMES: Readonly<Record<Extract<Hop, { act: 'install-cu' }>['media'], string>> = {
  public: 'public media',
  entitled: 'media for entitled customers',
  withdrawn: 'media withdrawn',
  unknown: 'media unknown',
  'in-hand': 'media in hand',
};

/** What an act installs or does, short: `.NET 4.8`, `2016 CU23`, `AD with 2016 CU23`. */
export function hopName(hop: Hop): string {
  switch (hop.act) {
    case 'install-dotnet':
      return `.NET ${hop.dotnet}`;
    case 'install-software':
      return hop.name;
    case 'prepare-ad':
      return `AD with ${releaseName(hop.release)}`;
    case 'install-su':
      return `${releaseName(hop.release)} ${hop.update}`;
    case 'install-cu':
    case 'upgrade-in-place':
    case 'migrate':
      return releaseName(hop.release);
  }
}

/** Minutes as h:mm. */
export function clock(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** `0:45 h (0:30 to 1:30)`; null where no time is known. */
export function spanText(span: Span): string | null {
  if (span.high === 0 && span.typical === 0) return null;
  if (span.low === span.high) return `${clock(span.typical)} h`;
  return `${clock(span.typical)} h (${clock(span.low)} to ${clock(span.high)})`;
}

/** `1 reboot`, `2 reboots`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Ends a brief, before the command line. */
export const BRIEF_LEFT_OUT =
  'A brief: reasons, checks, what to do when a check fails, links and sources are left out. The whole plan:';

/** The sentence that a condition makes; planners may give it with or without its opening words. */
export function conditionText(condition: string): string {
  return /^only\b/i.test(condition) ? condition : `Only if ${condition}`;
}

/** The route whose steps the plan holds: the one asked for, else the recommended one. */
export function chosenRoute(plan: Plan, route?: RouteId): Route | undefined {
  return (
    plan.routes.find((each) => each.id === route) ??
    plan.routes.find((each) => each.recommended) ??
    plan.routes[0]
  );
}

/** `Exchange 2016 CU12 to 2016 CU23 Oct25SU`, with the sign or word that stands between. */
export function journey(plan: Plan, between: string): string {
  const from = levelName(plan.from);
  return plan.verdict === 'current'
    ? `Exchange ${from}`
    : `Exchange ${from} ${between} ${levelName(plan.to)}`;
}

/** Warnings with which a way that breaks no rule of Setup is more than Microsoft supports. */
const ONLY_PERMITTED: ReadonlySet<string> = new Set(['stop-not-serviced', 'controllers-of-the-old']);

/** The verdict as a word and a sentence. */
export function verdictText(
  plan: Plan,
  route: Route | undefined,
): { readonly word: string; readonly sentence: string } {
  switch (plan.verdict) {
    case 'supported':
      return {
        word: plan.blocks.length > 0 ? 'Supported, but not yet.' : 'Supported.',
        sentence: plan.warnings.some(({ id }) => ONLY_PERMITTED.has(id))
          ? 'Setup permits every state on the way, but not each of them is serviced or listed any more: see the warnings.'
          : 'Every state on the way is a supported one.',
      };
    case 'risk':
      return {
        word: plan.blocks.length > 0 ? 'At your own risk, and not yet.' : 'At your own risk.',
        sentence: `The way below takes ${counted(route?.risks.length ?? 0, 'named risk')}; read it before you start.`,
      };
    case 'no-path':
      return {
        word: 'No permitted path.',
        sentence: 'Do not start: at least one rule forbids every way to this target.',
      };
    case 'current':
      return { word: 'Nothing to install.', sentence: `The server already runs ${levelName(plan.to)}.` };
  }
}

/** How old the data are, in one sentence. */
export function ageText(plan: Plan): string {
  return ageSentence(plan.catalogue);
}

/** The warnings but the one about old data, which `staleText` says before all others. */
export function otherWarnings(plan: Plan): readonly string[] {
  return plan.warnings
    .filter(({ id }) => id !== 'stale-data' || !plan.catalogue.stale)
    .map(({ text }) => sentence(text));
}

/** The warning for old data; null while they are fresh. */
export function staleText(plan: Plan): string | null {
  return staleWarning(plan.catalogue);
}

/** A fragment as a sentence: a capital where it begins with a plain word, a full stop at its end. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  const capital = /^[a-z]+(?=[\s,:;]|$)/.test(trimmed)
    ? trimmed.charAt(0).toUpperCase() + trimmed.slice(1)
    : trimmed;
  return /[.!?:)]$/.test(capital) ? capital : `${capital}.`;
}
