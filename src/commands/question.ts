/** Flags of `plan` into the question for the planner; every value is checked before anything is planned. */
import { type Catalogue, compareDotnet, dotnetPossibleOn } from '../catalogue/catalogue.ts';
import type { WindowsId } from '../catalogue/schema.ts';
import type { FleetOptions } from '../fleet/question.ts';
import type { GivenAnswers, Question } from '../planner/question.ts';
import { UsageError } from './failure.ts';
import type { AnswerValues, PlanValues } from './flags.ts';
import { readProduct, readRelease, readStart, readTarget } from './levels.ts';
import {
  listOf,
  readDotnet,
  readForestLevel,
  readHostName,
  readPath,
  readRisks,
  readRole,
  readRoute,
  readWindows,
  yesNo,
} from './values.ts';

export { commandArguments, commandLine, flagsOf, wizardLine } from './command-line.ts';

function optional<T, R>(value: T | undefined, read: (value: T) => R): R | undefined {
  return value === undefined ? undefined : read(value);
}

function required(flag: string, value: string | undefined, expected: string): string {
  if (value === undefined) throw new UsageError(`${flag} is missing: give ${expected}`);
  return value;
}

function factsOf(values: AnswerValues): Question['facts'] {
  if (values.dag !== undefined && values['no-dag'])
    throw new UsageError('--dag and --no-dag exclude each other');
  if (values['in-dag'] && values['no-dag']) throw new UsageError('--in-dag and --no-dag exclude each other');
  const facts = {
    dag: values.dag !== undefined || values['in-dag'] ? true : values['no-dag'] ? false : undefined,
    hybrid: yesNo('hybrid', values.hybrid, values['no-hybrid']),
    esu: yesNo('esu', values.esu, values['no-esu']),
  };
  return Object.fromEntries(
    Object.entries(facts).flatMap(([id, value]) => (value === undefined ? [] : [[id, value]])),
  );
}

/** Only Mailbox servers are members of a DAG. */
function checkDagOfRole({ role, facts }: Pick<GivenAnswers, 'role' | 'facts'>, flag: string): void {
  if (facts.dag !== true || role === undefined || role === 'mailbox') return;
  throw new UsageError(`${flag} and --role ${role} exclude each other: only a Mailbox server is in a DAG`);
}

/** `all` is every release there is; ids come back in the order of the catalogue. */
function mediaOf(catalogue: Catalogue, texts: readonly string[] | undefined): readonly string[] {
  if (texts === undefined) return [];
  const parts = listOf('--media', texts);
  if (parts.some((part) => part.toLowerCase() === 'all')) return [...catalogue.releases.keys()];
  const named = new Set(parts.map((part) => readRelease(catalogue, '--media', part).id));
  return [...catalogue.releases.keys()].filter((id) => named.has(id));
}

/** `none` is the answer that there is no other product. */
function alsoOf(catalogue: Catalogue, texts: readonly string[]): readonly string[] {
  const parts = listOf('--also', texts);
  if (parts.length === 1 && parts[0]?.toLowerCase() === 'none') return [];
  return [...new Set(parts.map((part) => readProduct(catalogue, '--also', part)))];
}

/** A .NET that this Windows cannot have is a mistyped flag, not a state to plan from. */
function checkDotnetOnWindows(catalogue: Catalogue, dotnet: string, windows: WindowsId): void {
  const item = catalogue.windows.get(windows);
  const possible = dotnetPossibleOn(catalogue, windows);
  if (!item || possible.length === 0 || possible.includes(dotnet)) return;
  const preinstalled = item.dotnet?.preinstalled;
  const reason =
    preinstalled !== undefined && compareDotnet(dotnet, preinstalled) < 0
      ? `${item.name} comes with ${preinstalled}, and an older one cannot be there`
      : `it cannot be installed on ${item.name}`;
  throw new UsageError(`--dotnet: found ${dotnet}, expected ${possible.join(', ')}: ${reason}`);
}

/** No domain controller can be older than the level of its forest. */
function checkForestOnWindows(
  catalogue: Catalogue,
  { dcWindows, forestLevel }: Pick<Question, 'dcWindows' | 'forestLevel'>,
): void {
  if (dcWindows === undefined || forestLevel === undefined) return;
  const order = [...catalogue.windows.keys()];
  const oldest = order.find((id) => dcWindows.some((own) => own === id));
  if (oldest === undefined || order.indexOf(oldest) >= order.indexOf(forestLevel)) return;
  const name = catalogue.windows.get(oldest)?.name ?? oldest;
  throw new UsageError(
    `--forest-level: found ${forestLevel} with --dc-windows ${dcWindows.join(',')}, expected a level that ${name} can have: no domain controller is older than the level of its forest`,
  );
}

/**
 * The question that these flags ask.
 * @param today ISO day, from `--today` or the clock
 * @throws UsageError naming the flag, what was found and what was expected
 */
export function questionOf(catalogue: Catalogue, values: PlanValues, today: string): Question {
  required('--from', values.from, 'what runs now: a name, a build, a KB number or the pasted version');
  required('--to', values.to, 'a level, latest (recommended) or latest-cu');
  const { from, to, ...answers } = answersOf(catalogue, values);
  if (from === undefined || to === undefined) throw new Error('a level that is there was not read');
  return { from, to, ...answers, today };
}

/**
 * The answers that these flags give; nothing is required.
 * @throws UsageError as `questionOf`
 */
export function answersOf(catalogue: Catalogue, values: AnswerValues): GivenAnswers {
  const from = optional(values.from, (text) => readStart(catalogue, '--from', text));
  const to = optional(values.to, (text) => readTarget(catalogue, '--to', text));
  const dotnet = optional(values.dotnet, (text) => readDotnet(catalogue, '--dotnet', text));
  const windows = optional(values.windows, (text) => readWindows(catalogue, '--windows', text, true));
  if (dotnet !== undefined && windows !== undefined) checkDotnetOnWindows(catalogue, dotnet, windows);
  const role = optional(values.role, readRole);
  const facts = factsOf(values);
  checkDagOfRole({ role, facts }, values.dag === undefined ? '--in-dag' : '--dag');
  return {
    from,
    to,
    dotnet,
    windows,
    role,
    server: optional(values.server, (text) => readHostName('--server', text)),
    dag: optional(values.dag, (text) => readHostName('--dag', text)),
    facts,
    ...sharedAnswers(catalogue, values),
  };
}

type Shared =
  | 'toWindows'
  | 'dcWindows'
  | 'forestLevel'
  | 'prepared'
  | 'also'
  | 'media'
  | 'route'
  | 'accept'
  | 'iso';

/** The answers about the organisation, the media and the way: the same for one server and for many. */
function sharedAnswers(catalogue: Catalogue, values: PlanValues): Pick<Question, Shared> {
  const forest = {
    dcWindows: optional(values['dc-windows'], (texts) => [
      ...new Set(
        listOf('--dc-windows', texts).map((text) => readWindows(catalogue, '--dc-windows', text, false)),
      ),
    ]),
    forestLevel: optional(values['forest-level'], (text) => readForestLevel(catalogue, text)),
  };
  checkForestOnWindows(catalogue, forest);
  return {
    toWindows: optional(values['to-windows'], (text) => readWindows(catalogue, '--to-windows', text, true)),
    ...forest,
    prepared: optional(values.prepared, (text) => readRelease(catalogue, '--prepared', text)),
    also: optional(values.also, (texts) => alsoOf(catalogue, texts)),
    media: mediaOf(catalogue, values.media),
    route: optional(values.route, readRoute),
    accept: values.accept === undefined ? [] : readRisks(catalogue, values.accept),
    iso: optional(values.iso, (text) => readPath('--iso', text)),
  };
}

/**
 * The answers that hold for all servers of an inventory; those about a single machine only fill what its files
 * do not say.
 * @throws UsageError as `questionOf`
 */
export function fleetAnswers(
  catalogue: Catalogue,
  values: PlanValues,
): Pick<FleetOptions, 'to' | 'base' | 'defaults'> {
  const to = readTarget(
    catalogue,
    '--to',
    required('--to', values.to, 'a level, latest (recommended) or latest-cu'),
  );
  const { dag: _, ...facts } = factsOf(values);
  return {
    to,
    base: { ...sharedAnswers(catalogue, values), facts },
    defaults: {
      role: optional(values.role, readRole),
      dotnet: optional(values.dotnet, (text) => readDotnet(catalogue, '--dotnet', text)),
      windows: optional(values.windows, (text) => readWindows(catalogue, '--windows', text, true)),
      noDag: values['no-dag'] === true,
    },
  };
}
