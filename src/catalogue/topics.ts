/** Finding the answer to a question. Pure. */
import type { Catalogue } from './catalogue.ts';
import type { TopicData } from './schema.ts';

/** Words of which a question is made whatever it asks for: they tell no topic from another. */
const FILLERS: ReadonlySet<string> = new Set(
  `a about all also am an and any are as at be been by can could did do does doing for from get got had has
  have having how i if in into is it its just me must my need needed needs of on or our shall should so than
  that the their them then there these they this those to was we were what when where whether which who whom
  will with would you your`.split(/\s+/),
);

function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}.]+/u)
    .map((word) => word.replace(/\.+$/, ''))
    .filter((word) => word !== '');
}

/** From this length on, the beginning of a word stands for it. */
const BEGINNING = 4;
/** What another form of a word has more than the word itself: `restarts`, `installed`. */
const LONGEST_ENDING = 2;

/** Is this the word that was meant: itself, its beginning, or another form of it? */
function fits(word: string, wanted: string): boolean {
  if (word === wanted) return true;
  if (wanted.length < BEGINNING || word.length < BEGINNING) return false;
  return (
    word.startsWith(wanted) || (wanted.startsWith(word) && wanted.length - word.length <= LONGEST_ENDING)
  );
}

/** Where a topic holds a word: 3 for a keyword, 2 for its title or id, 1 for its text, 0 for nowhere. */
function weight(topic: TopicData, wanted: string): number {
  const holds = (text: string) => wordsOf(text).some((word) => fits(word, wanted));
  if (holds(topic.keywords.join(' '))) return 3;
  if (holds(`${topic.id} ${topic.title}`)) return 2;
  return holds(topic.text.join(' ')) ? 1 : 0;
}

/** How well each topic fits the words. A word that many topics hold tells them apart less than one that few hold. */
function scores(topics: readonly TopicData[], words: readonly string[]): readonly number[] {
  const rows = words.map((word) => topics.map((topic) => weight(topic, word)));
  return topics.map((_, index) =>
    rows.reduce((sum, row) => {
      const holding = row.filter((each) => each > 0).length;
      return holding === 0 ? sum : sum + (row[index] ?? 0) / holding;
    }, 0),
  );
}

/**
 * Topics that a text names: the one of this id or keyword alone, else those that hold its words best, best first.
 * @param text at most a few words; more than 20 are not looked at
 */
export function findTopics(catalogue: Catalogue, text: string): readonly TopicData[] {
  const { topics } = catalogue.data;
  const words = wordsOf(text)
    .filter((word) => !FILLERS.has(word))
    .slice(0, 20);
  const names = [text.trim().toLowerCase(), words.join(' ')];
  const named = topics.filter((topic) => names.includes(topic.id));
  if (named.length > 0) return named;
  const keyed = topics.filter((topic) => topic.keywords.some((keyword) => names.includes(keyword)));
  if (keyed.length > 0) return keyed;
  const found = scores(topics, words);
  const best = Math.max(0, ...found);
  if (best === 0) return [];
  return topics
    .map((topic, index) => ({ topic, score: found[index] ?? 0 }))
    .filter(({ score }) => score >= best / 2)
    .sort((a, b) => b.score - a.score)
    .map(({ topic }) => topic);
}

/** Topics that belong to a question of the wizard. */
export function topicsOf(catalogue: Catalogue, question: string): readonly TopicData[] {
  return catalogue.data.topics.filter((topic) => topic.asked?.includes(question));
}
