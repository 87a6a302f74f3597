/** `cupath status LEVEL...`: how levels stand today, for people and for monitoring jobs. */
import { dataAge } from '../catalogue/age.ts';
import { renderStatus } from '../render/status.ts';
import { renderStatusJson } from '../render/status-json.ts';
import { answerHolds, answerTo, type StatusAnswer } from '../status/answer.ts';
import { CONDITIONS, type Condition } from '../status/status.ts';
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
  if (positionals.length === 0)
    throw new UsageError('status: found no level, expected builds, names or KB numbers');
  const catalogue = await context.openCatalogue(values.data ?? []);
  const answers = positionals.map((input) => answerTo(catalogue, input, options));
  const age = dataAge(catalogue, options.today);
  const text =
    format === 'json'
      ? renderStatusJson(answers)
      : renderStatus(answers, age, styleOf(context, values), { all: values.all === true });
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

function listOfConditions(given: readonly string[] | undefined): readonly Condition[] {
  return given === undefined
    ? []
    : listOf('--fail-on', given).map((word) => readWord('--fail-on', word, CONDITIONS));
}
