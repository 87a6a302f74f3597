/** A question back into the command line that asks it. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { GivenAnswers, Question, Start, Target } from '../planner/question.ts';
import type { PLAN_FLAGS } from './flags.ts';

type FlagName = keyof typeof PLAN_FLAGS;
/** `true`: a flag without a value; undefined: left out. */
type Part = readonly [FlagName, string | true | undefined];

/**
 * Quotes for POSIX shells and PowerShell alike. Plain words stay bare; commas count as special because
 * PowerShell makes lists of them. Double quotes serve unless the text holds something that one of the shells
 * expands inside them (`$`, backtick, `!`, a doubled or final backslash); then single quotes. A text with both
 * a single quote and one of those keeps its meaning in PowerShell only.
 */
export function quoteArgument(text: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._:/+=-]*$/.test(text)) return text;
  if (!/[$`!"]|\\\\|\\$/.test(text)) return `"${text}"`;
  return `'${text.replaceAll("'", "''")}'`;
}

/** A start without update is named by its build when it is known that there is none. */
function startText(from: Start): string {
  if (from.kind === 'legacy') return from.product.id;
  if (from.update) return from.update.fullId;
  return from.updateKnown ? from.release.build : from.release.id;
}

function targetText(to: Target): string {
  switch (to.kind) {
    case 'latest':
    case 'latest-cu':
      return to.kind;
    case 'release':
      return to.release.id;
    case 'update':
      return to.update.fullId;
    case 'planned':
      return to.planned.id;
  }
}

function listText(items: readonly string[] | undefined): string | undefined {
  return items === undefined || items.length === 0 ? undefined : items.join(',');
}

function mediaText(media: readonly string[], catalogue: Catalogue | undefined): string | undefined {
  const all =
    catalogue !== undefined &&
    media.length > 1 &&
    [...catalogue.releases.keys()].every((id) => media.includes(id));
  return all ? 'all' : listText(media);
}

function yes(fact: boolean | undefined): true | undefined {
  return fact === true ? true : undefined;
}

function no(fact: boolean | undefined): true | undefined {
  return fact === false ? true : undefined;
}

type Dated = GivenAnswers & Pick<Question, 'today'>;
type MaybeDated = GivenAnswers & Partial<Pick<Question, 'today'>>;

export interface CommandLineOptions {
  /** With it, media of every release are written as `all`. */
  readonly catalogue?: Catalogue;
  /** Overlay folders as they were given. */
  readonly data?: readonly string[];
}

/**
 * `cupath plan ...` that asks this question again, the day included, in a fixed order. Reading it with
 * `questionOf` gives an equal question as long as its facts are `dag`, `hybrid` and `esu`, its media are in
 * the order of the catalogue, and its lists hold each value once.
 */
export function commandLine(question: Question, options: CommandLineOptions = {}): string {
  return ['cupath plan', ...spelled(question, options)].join(' ');
}

/** `cupath ...` that opens the wizard on these answers; it asks for the rest. */
export function wizardLine(given: Dated, options: CommandLineOptions = {}): string {
  return ['cupath', ...spelled(given, options)].join(' ');
}

/** The flags of these answers alone, without the day; empty where nothing is answered. */
export function flagsOf(given: GivenAnswers, options: CommandLineOptions = {}): string {
  return spelled(given, options).join(' ');
}

function spelled(given: MaybeDated, options: CommandLineOptions): readonly string[] {
  return wordsOf(given, options).map(([name, value]) =>
    value === true ? `--${name}` : `--${name} ${quoteArgument(value)}`,
  );
}

/** The same command line as the arguments that the program is started with, after `plan`. */
export function commandArguments(question: Question, options: CommandLineOptions = {}): readonly string[] {
  return wordsOf(question, options).flatMap(([name, value]) =>
    value === true ? [`--${name}`] : [`--${name}`, value],
  );
}

function wordsOf(
  question: MaybeDated,
  { catalogue, data = [] }: CommandLineOptions,
): readonly (readonly [FlagName, string | true])[] {
  const { facts } = question;
  const parts: readonly Part[] = [
    ['from', question.from && startText(question.from)],
    ['dotnet', question.dotnet],
    ['windows', question.windows],
    ['role', question.role],
    ['server', question.server],
    ['dag', question.dag],
    ['in-dag', question.dag === undefined ? yes(facts.dag) : undefined],
    ['no-dag', no(facts.dag)],
    ['dc-windows', listText(question.dcWindows)],
    ['forest-level', question.forestLevel],
    ['prepared', question.prepared?.id],
    ['also', question.also?.length === 0 ? 'none' : listText(question.also)],
    ['hybrid', yes(facts.hybrid)],
    ['no-hybrid', no(facts.hybrid)],
    ['esu', yes(facts.esu)],
    ['no-esu', no(facts.esu)],
    ['media', mediaText(question.media, catalogue)],
    ['to', question.to && targetText(question.to)],
    ['to-windows', question.toWindows],
    ['route', question.route],
    ['accept', listText(question.accept)],
    ['iso', question.iso],
    ['today', question.today],
    ...data.map((dir): Part => ['data', dir]),
  ];
  return parts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}
