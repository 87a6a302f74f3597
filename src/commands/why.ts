/** `cupath why FROM..TO`: what an organisation risks by staying, fit to paste into a change request. */
import { type Catalogue, compareBuilds } from '../catalogue/catalogue.ts';
import { buildOf, identify, levelTitle } from '../catalogue/identify.ts';
import { type Level, openQuestion } from '../planner/question.ts';
import { resolveTarget } from '../planner/target.ts';
import { renderStakes, renderStakesJson, renderStakesMarkdown } from '../render/stakes.ts';
import { stakesOf } from '../status/stakes.ts';
import { esuFact, type StatusOptions } from '../status/support.ts';
import { readArguments } from './arguments.ts';
import { type Context, todayOf, write } from './context.ts';
import { badValue, EXIT, quoted, UsageError } from './failure.ts';
import { WHY_FLAGS } from './flags.ts';
import { readStart, readTarget } from './levels.ts';
import { formatOf, styleOf } from './output.ts';
import { yesNo } from './values.ts';

interface Span {
  readonly from: string;
  readonly to: string;
}

/** `FROM..TO`, `FROM` (to the latest), or two words that are each a level. */
function spanOf(catalogue: Catalogue, words: readonly string[]): Span {
  const text = words.join(' ');
  if (text.trim() === '') throw new UsageError('why: found no level, expected LEVEL or LEVEL..LEVEL');
  const parts = text.split('..');
  if (parts.length > 2) throw new UsageError(`why: found ${quoted(text)}, expected LEVEL..LEVEL`);
  const [first = '', second] = parts;
  if (second !== undefined) {
    if (first.trim() === '' || second.trim() === '')
      throw new UsageError(`why: found ${quoted(text)}, expected a level on both sides of ".."`);
    return { from: first, to: second };
  }
  const [one = '', two] = words;
  const isLevel = (word: string) => word.startsWith('latest') || identify(catalogue, word).kind === 'level';
  if (words.length === 2 && two !== undefined && isLevel(one) && isLevel(two)) return { from: one, to: two };
  return { from: text, to: 'latest' };
}

type Side = Pick<Level, 'release' | 'update'>;

/** Is the one level older than the other: an older product, or a lower build of the same? */
function isBelow(catalogue: Catalogue, one: Side, other: Side): boolean {
  const order = ({ release }: Side) => catalogue.products.get(release.product)?.order ?? 0;
  return order(one) === order(other)
    ? compareBuilds(buildOf(one), buildOf(other)) < 0
    : order(one) < order(other);
}

function startOf(catalogue: Catalogue, text: string): Level {
  const start = readStart(catalogue, 'why', text);
  if (start.kind === 'level') return start;
  throw badValue('why', text, `a level whose updates cupath plans; ${start.product.note}`);
}

/**
 * Prints the case for an update.
 * @returns 0
 */
export async function whyCommand(context: Context, args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments('why', WHY_FLAGS, args);
  const format = formatOf(values.format, ['text', 'markdown', 'json']);
  const options: StatusOptions = {
    today: todayOf(context, values.today),
    esu: yesNo('esu', values.esu, values['no-esu']),
    hybrid: yesNo('hybrid', values.hybrid, values['no-hybrid']),
  };
  const catalogue = await context.openCatalogue(values.data ?? []);
  const span = spanOf(catalogue, positionals);
  const from = startOf(catalogue, span.from);
  const question = openQuestion(from, readTarget(catalogue, 'why', span.to), options.today);
  const to = resolveTarget(catalogue, { ...question, facts: esuFact(options.esu) });
  if (to === null) throw badValue('why', span.to, 'a level that is released');
  const [block] = to.blocks;
  if (block)
    throw badValue('why', span.to, `another level than ${levelTitle(catalogue, to)}: ${block.because}`);
  if (isBelow(catalogue, to, from))
    throw badValue(
      'why',
      span.to,
      `a level that is not older than ${levelTitle(catalogue, from)}: no update leads back`,
    );
  const stakes = stakesOf(catalogue, from, to, options);
  const text = {
    text: () => renderStakes(stakes, styleOf(context, values)),
    markdown: () => renderStakesMarkdown(stakes),
    json: () => renderStakesJson(stakes),
  }[format]();
  await write(context.stdout, text);
  return EXIT.done;
}
