/** `cupath status LEVEL...`: how levels stand today, for people and for monitoring jobs. */
import { dataAge } from '../catalogue/age.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { type KnownLevel, levelId } from '../catalogue/identify.ts';
import type { InventoryServer } from '../inventory/inventory.ts';
import { renderStatus } from '../render/status.ts';
import { renderStatusJson } from '../render/status-json.ts';
import { renderOverview } from '../render/status-overview.ts';
import { answerHolds, answerTo, type StatusAnswer } from '../status/answer.ts';
import { CONDITIONS, type Condition, type LevelStatus, statusOf } from '../status/status.ts';
import type { StatusOptions } from '../status/support.ts';
import { readArguments } from './arguments.ts';
import { type Context, todayOf, write } from './context.ts';
import { EXIT, quoted, UsageError } from './failure.ts';
import { STATUS_FLAGS } from './flags.ts';
import { formatOf, staleNote, styleOf } from './output.ts';
import { listOf, readWord, yesNo } from './values.ts';

/** For each condition that holds, one line that names whom it holds for. */
function failures(answers: readonly StatusAnswer[], conditions: readonly Condition[]): readonly string[] {
  return conditions.flatMap((condition) => {
    const holding = answers.filter((answer) => answerHolds(answer, condition));
    if (holding.length === 0) return [];
    const names = holding.map((answer) => quoted(answer.server ?? answer.input));
    const shown = names.slice(0, 5).join(', ');
    const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
    const open = holding.every((answer) => answer.kind === 'level') ? '' : ' (or cannot be ruled out)';
    return [`cupath: ${condition}${open}: ${shown}${more}\n`];
  });
}

/**
 * Prints how each level stands.
 * @returns 0; 2 when a text is not understood; 5 when a condition of `--fail-on` holds or cannot be ruled out
 */
export async function statusCommand(context: Context, args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments('status', STATUS_FLAGS, args);
  const format = formatOf(values.format, ['text', 'json']);
  const conditions = listOfConditions(values['fail-on']);
  const options = {
    today: todayOf(context, values.today),
    esu: yesNo('esu', values.esu, values['no-esu']),
    hybrid: yesNo('hybrid', values.hybrid, values['no-hybrid']),
  };
  const files = values.inventory ?? [];
  if (positionals.length === 0 && files.length === 0)
    throw new UsageError('status: found no level, expected builds, names, KB numbers or --inventory FILE');
  const catalogue = await context.openCatalogue(values.data ?? []);
  const named = positionals.map((input) => answerTo(catalogue, input, options));
  const servers = files.length === 0 ? [] : await serverAnswers(context, catalogue, files, options);
  const answers = [...named, ...servers];
  const age = dataAge(catalogue, options.today);
  const style = styleOf(context, values);
  const all = values.all === true;
  const overview = servers.length === 0 ? '' : `${renderOverview(servers, style)}\n`;
  const details = all ? [...named, ...onePerLevel(servers)] : named;
  const text =
    format === 'json' ? renderStatusJson(answers) : overview + renderStatus(details, age, style, { all });
  await write(context.stdout, text);
  const unread = answers.filter((answer) => answer.kind === 'not-understood');
  if (unread.length > 0) {
    const names = unread.map((answer) => quoted(answer.input)).join(', ');
    await write(context.stderr, `cupath: not understood: ${names}; expected builds, names or KB numbers\n`);
    return EXIT.usage;
  }
  const held = failures(answers, conditions);
  const stale = conditions.length > 0 ? staleNote(catalogue, options.today) : '';
  await write(context.stderr, [...held, stale].join(''));
  return held.length > 0 ? EXIT.condition : EXIT.done;
}

/** The servers of the files, each with the status of its level; what a file leaves open stays unknown. */
async function serverAnswers(
  context: Context,
  catalogue: Catalogue,
  files: readonly string[],
  options: StatusOptions,
): Promise<readonly StatusAnswer[]> {
  const { readInventoryFiles } = await import('./inventory-files.ts');
  const { servers, organisation } = await readInventoryFiles(context, '--inventory', files, catalogue);
  const hybrid = options.hybrid ?? organisation.hybrid;
  const known = new Map<string, LevelStatus>();
  const statusFor = (level: KnownLevel) => {
    const key = `${levelId(level)} ${level.updateKnown}`;
    const status = known.get(key) ?? statusOf(catalogue, level, { ...options, hybrid });
    known.set(key, status);
    return status;
  };
  return servers.map((server) => serverAnswer(server, statusFor));
}

function serverAnswer(
  { name, level, levelText }: InventoryServer,
  statusFor: (level: KnownLevel) => LevelStatus,
): StatusAnswer {
  const own = { input: levelText ?? '', server: name };
  switch (level.kind) {
    case 'level':
      return { ...own, kind: 'level', status: statusFor(level) };
    case 'legacy':
      return { ...own, kind: 'legacy', message: `${level.product.name}: ${level.product.note}` };
    case 'unknown':
      return { ...own, kind: 'unknown', message: level.reason };
  }
}

/** One answer for each level, under the names of all its servers. */
function onePerLevel(answers: readonly StatusAnswer[]): readonly StatusAnswer[] {
  const groups = new Map<unknown, StatusAnswer[]>();
  for (const answer of answers) {
    const key = answer.kind === 'level' ? answer.status : answer;
    groups.set(key, [...(groups.get(key) ?? []), answer]);
  }
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [{ ...first, server: [first, ...others].map((each) => each.server).join(', ') }],
  );
}

function listOfConditions(given: readonly string[] | undefined): readonly Condition[] {
  return given === undefined
    ? []
    : listOf('--fail-on', given).map((word) => readWord('--fail-on', word, CONDITIONS));
}
