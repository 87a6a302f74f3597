/** Finding the answer to a question. Pure. */
import type { Catalogue } from './catalogue.ts';
import type { TopicData } from './schema.ts';

function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}.]+/u)
    .filter((word) => word !== '');
}

/** 3 for a keyword, 2 for a word of the title or id, 1 for one of the text, each word counted at its best. */
function weight(topic: TopicData, words: readonly string[]): number {
  const keywords = topic.keywords.map((each) => each.toLowerCase());
  const title = wordsOf(`${topic.id} ${topic.title}`);
  const text = wordsOf(topic.text.join(' '));
  const weights = words.map((word) => {
    if (keywords.some((each) => each === word || wordsOf(each).includes(word))) return 3;
    if (title.some((each) => each.startsWith(word))) return 2;
    return text.some((each) => each.startsWith(word)) ? 1 : 0;
  });
  return weights.includes(0) ? 0 : weights.reduce<number>((sum, each) => sum + each, 0);
}

/**
 * Topics that a text names: the one of this id or keyword alone, else all that hold every word, best first.
 * @param text at most a few words; more than 20 are not looked at
 */
export function findTopics(catalogue: Catalogue, text: string): readonly TopicData[] {
  const wanted = text.trim().toLowerCase();
  const { topics } = catalogue.data;
  const named = topics.filter((topic) => topic.id === wanted);
  if (named.length > 0) return named;
  const keyed = topics.filter((topic) => topic.keywords.includes(wanted));
  if (keyed.length > 0) return keyed;
  const words = wordsOf(text).slice(0, 20);
  if (words.length === 0) return [];
  return topics
    .map((topic) => ({ topic, weight: weight(topic, words) }))
    .filter((each) => each.weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map((each) => each.topic);
}

/** Topics that belong to a question of the wizard. */
export function topicsOf(catalogue: Catalogue, question: string): readonly TopicData[] {
  return catalogue.data.topics.filter((topic) => topic.asked?.includes(question));
}
