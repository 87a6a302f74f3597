/** `cupath troubleshoot [ID | WORDS...]`: one topic, a search, the list, or in a terminal the walk through them. */
import { licenceSwitch } from '../catalogue/catalogue.ts';
import { suggestion } from '../catalogue/nearest.ts';
import { type Json, jsonText } from '../render/json.ts';
import type { Style } from '../render/layout.ts';
import { renderFound, renderTopic, renderTopicList } from '../render/troubleshoot.ts';
import { searchTopics, type Topic, type Topics, topicsOf } from '../troubleshoot/topics.ts';
import { readArguments } from './arguments.ts';
import { type Context, todayOf, write } from './context.ts';
import { diagnosisData } from './diagnosis-data.ts';
import { EXIT, quoted, UsageError } from './failure.ts';
import { type Flags, TROUBLESHOOT_FLAGS } from './flags.ts';
import { formatForOutput, styleOf, writeWhole } from './output.ts';

const FILE_WIDTH = 80;
const WIDEST = 100;

function nothingFound(topics: Topics, text: string): UsageError {
  const hint = suggestion(text.trim().toLowerCase(), topics.byId.keys());
  return new UsageError(
    `troubleshoot: found ${quoted(text)}, expected the id of a topic, or words or an error code that one holds${hint || '; see cupath troubleshoot --list'}`,
  );
}

/** Error codes are negative numbers, and look like flags to a parser: they go behind the `--` that ends those. */
function codesLast(args: readonly string[]): readonly string[] {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const isCode = (arg: string, index: number) =>
    index < end && /^-\d+$/.test(arg) && !takesValue(args[index - 1]);
  const codes = args.filter(isCode);
  if (codes.length === 0) return args;
  const others = args.slice(0, end).filter((arg, index) => !isCode(arg, index));
  return [...others, '--', ...codes, ...args.slice(end + 1)];
}

function takesValue(arg: string | undefined): boolean {
  const flags: Flags = TROUBLESHOOT_FLAGS;
  return arg?.startsWith('--') === true && flags[arg.slice(2)]?.type === 'string';
}

/** The topic of that id, or all that hold the words. */
function topicsFor(topics: Topics, text: string): readonly Topic[] {
  const exact = topics.byId.get(text.trim().toLowerCase());
  const found = exact ? [exact] : searchTopics(topics, text);
  if (found.length === 0) throw nothingFound(topics, text);
  return found;
}

function topicJson(topic: Topic): unknown {
  return topic.kind === 'symptom'
    ? { kind: topic.kind, ...topic.symptom }
    : { ...topic.failure, kind: 'failure' };
}

function printed(topics: Topics, text: string | undefined, format: 'text' | 'json', style: Style): string {
  const found = text === undefined ? topics.all : topicsFor(topics, text);
  if (format === 'json') return jsonText(found.map(topicJson) as unknown as Json);
  if (text === undefined) return renderTopicList(topics, style);
  const [first] = found;
  return first && found.length === 1 ? renderTopic(first, topics, style) : renderFound(found, style);
}

/**
 * Prints, or walks through the topics in a terminal.
 * @returns 0; 130 when the walk was left with Ctrl-C
 */
export async function troubleshootCommand(context: Context, args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments('troubleshoot', TROUBLESHOOT_FLAGS, codesLast(args));
  const format = formatForOutput(values, ['text', 'json']);
  todayOf(context, values.today);
  const text = positionals.length === 0 ? undefined : positionals.join(' ');
  if (values.list && text !== undefined) {
    throw new UsageError(`--list: found ${quoted(text)} beside it, expected nothing more`);
  }
  const overlays = values.data ?? [];
  const catalogue = await context.openCatalogue(overlays);
  const topics = topicsOf(await diagnosisData(context, catalogue, overlays), {
    licence: licenceSwitch(catalogue, null),
  });
  const onPaper = values.list || values.format !== undefined || values.output !== undefined;
  if (text === undefined && !onPaper && context.stdinIsTerminal && context.stdout.isTTY === true) {
    const { startTroubleshooting } = await import('../troubleshoot/start.tsx');
    return startTroubleshooting(topics, { plain: values.plain, noColour: values['no-color'] });
  }
  const style = styleOf(context, values);
  const page = values.output === undefined ? style : { ...style, width: FILE_WIDTH, colour: false };
  const output = printed(topics, text, format, { ...page, width: Math.min(page.width, WIDEST) });
  if (values.output === undefined) await write(context.stdout, output);
  else writeWhole(values.output, output, { overlays });
  return EXIT.done;
}
