/**
 * Conditions of steps that are done once for all servers. A single plan says "only if the server ..."; for the
 * organisation that has to name the servers, each with what is asked of it: the build of one CU says nothing about another.
 */
import type { Step } from '../checklist/plan.ts';
import { someOf } from './notices.ts';

/** A step as the plan of one kind of servers has it, and who they are. */
export interface Version {
  readonly step: Step;
  readonly servers: readonly string[];
  /** What they run, such as `Exchange Server 2019 CU12`. */
  readonly level: string;
}

interface Alternative {
  readonly text: string;
  readonly servers: string[];
  readonly levels: Set<string>;
  readonly checks: NonNullable<Step['conditionCheck']>[];
}

const ONLY_IF = /^Only if /;
/** What a single server had or runs; all other facts are those of the organisation, or of any server. */
const ABOUT_SERVER = /\bat the beginning\b|\bthe server (?:had|did not have|runs|does not run)\b/i;

/** Does `a` ask for all that `b` asks, and more? Parts that are joined by another word stand in brackets. */
function isNarrower(a: string, b: string): boolean {
  return [b, `(${b})`].some((part) => a.endsWith(` and ${part}`) || a.startsWith(`${part} and `));
}

function alternativesOf(versions: readonly Version[]): readonly Alternative[] {
  const found = new Map<string, Alternative>();
  for (const { step, servers, level } of versions) {
    const text = (step.condition ?? '').replace(ONLY_IF, '');
    const known = found.get(text) ?? { text, servers: [], levels: new Set(), checks: [] };
    found.set(text, known);
    known.servers.push(...servers);
    known.levels.add(level);
    if (step.conditionCheck !== null) known.checks.push(step.conditionCheck);
  }
  const all = [...found.values()];
  const wide = all.filter(({ text }) => !ABOUT_SERVER.test(text));
  return all.filter(({ text }) => !wide.some((other) => isNarrower(text, other.text)));
}

/** What is asked of whom; of many servers their level says who they are. */
function alternativeText({ text, servers, levels }: Alternative): string {
  if (!ABOUT_SERVER.test(text)) return text;
  const any = servers.length === 1 ? '' : 'any of ';
  return `for ${any}${someOf(servers)} (${[...levels].join(', ')}): ${text}`;
}

/** Unlike checks one after the other; those of different shells cannot be, and then the first stands. */
function checkOf(alternatives: readonly Alternative[]): Step['conditionCheck'] {
  const checks = alternatives.flatMap((alternative) => alternative.checks);
  const [first] = checks;
  if (!first) return null;
  const powershell = checks.filter(({ shell }) => (shell === 'cmd') === (first.shell === 'cmd'));
  const lines = (pick: 'run' | 'expect', mark: string) =>
    [...new Set(powershell.flatMap((check) => check[pick].split(mark)))].join(mark);
  const shell = powershell.some((check) => check.shell === 'ems') ? 'ems' : first.shell;
  return { shell, run: lines('run', '\n'), expect: lines('expect', '; and: ') };
}

/** The condition under which a step is done once; no condition where one kind of servers always needs it. */
export function joinedCondition(versions: readonly Version[]): Pick<Step, 'condition' | 'conditionCheck'> {
  if (versions.some(({ step }) => step.condition === null)) return { condition: null, conditionCheck: null };
  const alternatives = alternativesOf(versions);
  const texts = alternatives.map(alternativeText);
  const [only = ''] = texts;
  const condition =
    texts.length === 1
      ? `Only if ${only.startsWith('for ') ? `this holds ${only}` : only}`
      : `Only if at least one of these holds, each server looked at by itself: ${texts.join('; or ')}`;
  return { condition, conditionCheck: checkOf(alternatives) };
}
