/** `cupath identify TEXT...`: what a build, display version, KB number or name is. */
import { dataAge } from '../catalogue/age.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import {
  buildOf,
  type Identification,
  identify,
  type KnownLevel,
  levelId,
  levelList,
  levelTitle,
} from '../catalogue/identify.ts';
import { lineState, serviced, servicedUntil } from '../catalogue/lifecycle.ts';
import { code, paragraph, type Style } from '../render/layout.ts';
import { printable } from '../render/printable.ts';
import { findOut } from '../wizard/find-out.ts';
import { readArguments } from './arguments.ts';
import { type Context, todayOf, write } from './context.ts';
import { EXIT, quoted, UsageError } from './failure.ts';
import { IDENTIFY_FLAGS } from './flags.ts';
import { formatOf, staleLines, staleNote, styleOf } from './output.ts';

/** What the contract fixes for one level; null where nothing is known. */
interface LevelFacts {
  readonly product: string | null;
  readonly release: string | null;
  readonly update: string | null;
  readonly kind: string | null;
  readonly build: string | null;
  readonly released: string | null;
  readonly kb: string | null;
  readonly serviced: boolean | null;
}

const NOTHING: LevelFacts = {
  product: null,
  release: null,
  update: null,
  kind: null,
  build: null,
  released: null,
  kb: null,
  serviced: null,
};

function factsOf(catalogue: Catalogue, level: KnownLevel, today: string): LevelFacts {
  const { release, update } = level;
  const item = update ?? release;
  return {
    product: release.product,
    release: release.id,
    update: update?.id ?? null,
    kind: item.kind,
    build: item.build,
    released: item.date ?? null,
    kb: item.kb ?? null,
    serviced: serviced(catalogue, release, today) !== 'none',
  };
}

/** The words for everything that is no single level; null for a level. */
function messageOf(found: Identification): string | null {
  switch (found.kind) {
    case 'level':
      return null;
    case 'candidates':
      return `${found.levels.length} levels fit; name one: ${levelList(found.levels)}.`;
    case 'planned':
      return `${found.planned.name} is announced, but not released. ${found.planned.note}`;
    case 'legacy':
      return `${found.product.name} is known, but cupath does not plan its updates. ${found.product.note}`;
    case 'unknown-build':
    case 'not-understood':
      return found.message;
  }
}

function nearestOf(level: KnownLevel | null) {
  return level && { level: levelId(level), build: buildOf(level) };
}

/** One element of the JSON array: the keys of the contract first, then what explains an answer that is no level. */
export function identifyJson(catalogue: Catalogue, input: string, today: string) {
  return { ...answerJson(catalogue, input, today), catalogue: dataAge(catalogue, today) };
}

function answerJson(catalogue: Catalogue, input: string, today: string) {
  const found = identify(catalogue, input);
  if (found.kind === 'level') {
    const facts = factsOf(catalogue, found.level, today);
    return { input, known: true, ...facts, updateKnown: found.level.updateKnown };
  }
  const unknown = { input, known: false, ...NOTHING };
  const message = messageOf(found);
  switch (found.kind) {
    case 'candidates':
      return {
        ...unknown,
        nearest: { below: null, above: null },
        message,
        candidates: found.levels.map((level) => factsOf(catalogue, level, today)),
      };
    case 'planned':
      return {
        ...unknown,
        product: found.planned.product,
        release: found.planned.id,
        nearest: { below: null, above: null },
        message,
      };
    case 'legacy':
      return { ...unknown, product: found.product.id, nearest: { below: null, above: null }, message };
    case 'unknown-build':
      return {
        ...unknown,
        nearest: { below: nearestOf(found.below), above: nearestOf(found.above) },
        message,
      };
    case 'not-understood':
      return { ...unknown, nearest: { below: null, above: null }, message };
  }
}

function serviceText(catalogue: Catalogue, level: KnownLevel, today: string): string {
  const { release } = level;
  const product = catalogue.products.get(release.product);
  const state = product
    ? lineState(product, today, catalogue.products.get(product.successor ?? '')?.name).text
    : '';
  const until = servicedUntil(catalogue, release, today);
  const day = until === null ? '' : ` until ${until}`;
  switch (serviced(catalogue, release, today)) {
    case 'public':
      return `Serviced${day}: Microsoft publishes updates for it. ${state}`;
    case 'esu':
      return `Serviced${day} for ESU subscribers only. ${state}`;
    case 'none':
      return `Not serviced on ${today}: no more updates for this release. ${state}`;
  }
}

function levelLines(
  catalogue: Catalogue,
  style: Style,
  { level, by }: Extract<Identification, { kind: 'level' }>,
  today: string,
): readonly string[] {
  const item = level.update ?? level.release;
  const facts = [
    `build ${item.build}`,
    item.date === undefined ? 'release date not known' : `released ${item.date}`,
    item.kb ?? '',
    `id ${levelId(level)}`,
  ].filter((fact) => fact !== '');
  const special = [
    level.update?.esu === undefined ? '' : `Only for subscribers of ESU period ${level.update.esu}.`,
    level.update?.withdrawn === undefined ? '' : `Withdrawn by Microsoft: ${level.update.withdrawn}`,
    level.update?.unconfirmed ?? '',
    item.note ?? '',
  ].filter((text) => text !== '');
  return [
    ...paragraph(style, levelTitle(catalogue, level), { indent: 2, tone: 'heading' }),
    ...paragraph(style, facts.join(', '), { indent: 2 }),
    ...paragraph(style, serviceText(catalogue, level, today), { indent: 2 }),
    ...special.flatMap((text) => paragraph(style, text, { indent: 2 })),
    ...(level.updateKnown && by !== 'display-version' ? [] : updateHint(catalogue, style, level)),
  ];
}

/** How to read the full build, where the data holds a command for it. */
function updateHint(catalogue: Catalogue, style: Style, level: KnownLevel): readonly string[] {
  if (level.release.updates.length === 0) return [];
  const check = findOut(catalogue, 'level');
  const said = level.updateKnown
    ? 'A display version stays as it is when a later SU is installed: there may be a newer one.'
    : 'This names the release only: which SU is installed on it is not known.';
  if (!check) return paragraph(style, said, { indent: 2 });
  return [
    ...paragraph(style, `${said} The full build tells it; on the server:`, { indent: 2 }),
    ...code(style, check.run, 4),
  ];
}

/** One answer for people. */
export function identifyText(catalogue: Catalogue, input: string, today: string, style: Style): string {
  const found = identify(catalogue, input);
  const shown = Array.from(input).length > 70 ? `${Array.from(input).slice(0, 70).join('')}...` : input;
  const heading = printable(shown);
  const body =
    found.kind === 'level'
      ? levelLines(catalogue, style, found, today)
      : paragraph(style, messageOf(found) ?? '', { indent: 2 });
  return `${[heading, ...body].join('\n')}\n`;
}

/**
 * Prints one answer per text.
 * @returns 0; 2 when a text could not be read at all (a build that is not in the data can be read)
 */
export async function identifyCommand(context: Context, args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments('identify', IDENTIFY_FLAGS, args);
  const format = formatOf(values.format, ['text', 'json']);
  const today = todayOf(context, values.today);
  if (positionals.length === 0)
    throw new UsageError('identify: found no text, expected a build, a name or a KB number');
  const catalogue = await context.openCatalogue(values.data ?? []);
  if (format === 'json') {
    const answers = positionals.map((input) => identifyJson(catalogue, input, today));
    await write(context.stdout, `${JSON.stringify(answers, null, 2)}\n`);
  } else {
    const style = { ...styleOf(context, values) };
    const width = Math.min(style.width, 80);
    const answers = positionals.map((input) => identifyText(catalogue, input, today, { ...style, width }));
    await write(context.stdout, staleLines(catalogue, today, { ...style, width }) + answers.join('\n'));
  }
  // On a terminal both streams are one screen, and the text has said it.
  if (format === 'json' || context.stdout.isTTY !== true)
    await write(context.stderr, staleNote(catalogue, today));
  const unread = positionals.filter((input) => identify(catalogue, input).kind === 'not-understood');
  const [first, ...others] = unread;
  if (first === undefined) return EXIT.done;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  await write(
    context.stderr,
    `cupath: identify: found ${quoted(first)}${more}, expected a build, a name or a KB number\n`,
  );
  return EXIT.usage;
}
