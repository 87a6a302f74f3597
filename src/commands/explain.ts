/** `cupath explain [TOPIC | WORDS]`: answers to what people ask about Exchange updates, from the data. */
import { ageSentence, dataAge } from '../catalogue/age.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { suggestion } from '../catalogue/nearest.ts';
import type { TopicData } from '../catalogue/schema.ts';
import { findTopics } from '../catalogue/topics.ts';
import { jsonText } from '../render/json.ts';
import type { Style } from '../render/layout.ts';
import { topicList, topicText } from '../render/topics.ts';
import { readArguments } from './arguments.ts';
import { type Context, todayOf, write } from './context.ts';
import { EXIT, quoted, UsageError } from './failure.ts';
import { EXPLAIN_FLAGS } from './flags.ts';
import { formatOf, styleOf } from './output.ts';

function topicsFor(catalogue: Catalogue, words: string): readonly TopicData[] {
  if (words === '') return catalogue.data.topics;
  const found = findTopics(catalogue, words);
  if (found.length > 0) return found;
  const ids = catalogue.data.topics.map((topic) => topic.id);
  throw new UsageError(
    `explain: found ${quoted(words)}, expected a topic or words of one${suggestion(words, ids) || '; "cupath explain" lists them'}`,
  );
}

function textOf(catalogue: Catalogue, topics: readonly TopicData[], words: string, style: Style): string {
  const [only, ...more] = topics;
  return words !== '' && only !== undefined && more.length === 0
    ? topicText(catalogue, only, style)
    : topicList(topics, style);
}

/**
 * Prints one answer, or the list of those that fit.
 * @returns 0; 2 when no topic fits
 */
export async function explainCommand(context: Context, args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments('explain', EXPLAIN_FLAGS, args);
  const format = formatOf(values.format, ['text', 'json']);
  const today = todayOf(context, values.today);
  const catalogue = await context.openCatalogue(values.data ?? []);
  const words = positionals.join(' ').trim();
  const topics = topicsFor(catalogue, words);
  if (format === 'json') {
    await write(context.stdout, jsonText(topics.map((topic) => ({ ...topic }))));
    return EXIT.done;
  }
  const style = styleOf(context, values);
  const page = { ...style, width: Math.min(style.width, 80) };
  const text = textOf(catalogue, topics, words, page);
  await write(context.stdout, `${text}\n${ageSentence(dataAge(catalogue, today))}\n`);
  return EXIT.done;
}
