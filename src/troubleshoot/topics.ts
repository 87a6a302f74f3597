/** Everything that can be troubleshot, symptoms and failures of setup alike: by id, and by words. Pure. */
import type { DiagnosisData, SetupFailure, SymptomData } from '../catalogue/diagnosis-schema.ts';
import type { FillValues } from '../diagnose/fill.ts';

export type Topic =
  | { readonly kind: 'symptom'; readonly id: string; readonly title: string; readonly symptom: SymptomData }
  | {
      readonly kind: 'failure';
      readonly id: string;
      readonly title: string;
      readonly failure: SetupFailure;
      /** What is known without a log. */
      readonly values: FillValues;
    };

export interface Topics {
  /** Symptoms first, each group in the order of the data. */
  readonly all: readonly Topic[];
  readonly byId: ReadonlyMap<string, Topic>;
}

/**
 * Results are no topics: they say how a log reads, not what to do about a failure.
 * @param values what is filled into the texts of failures
 */
export function topicsOf({ symptoms, setupFailures }: DiagnosisData, values: FillValues): Topics {
  const all: readonly Topic[] = [
    ...symptoms.map((symptom): Topic => ({ kind: 'symptom', id: symptom.id, title: symptom.title, symptom })),
    ...setupFailures
      .filter((failure) => failure.kind !== 'result')
      .map((failure): Topic => ({ kind: 'failure', id: failure.id, title: failure.title, failure, values })),
  ];
  return { all, byId: new Map(all.map((topic) => [topic.id, topic])) };
}

export const GROUPS = ['setup', 'services', 'web', 'mail', 'after'] as const;

export const GROUP_TITLES: Readonly<Record<(typeof GROUPS)[number], string>> = {
  setup: 'Setup, CU or SU does not go through',
  services: 'Services',
  web: 'OWA, EAC and the shell',
  mail: 'Mail flow',
  after: 'Other things after an update',
};

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}

interface Searchable {
  /** What names the topic: id, title, keywords, signs. */
  readonly names: string;
  readonly keywords: readonly string[];
  /** Everything it says, the lines of the log by which it is known included. */
  readonly everything: string;
}

function searchable(topic: Topic): Searchable {
  const { id, title } = topic;
  const content = topic.kind === 'symptom' ? topic.symptom : topic.failure;
  const signs = topic.kind === 'symptom' ? topic.symptom.signs : [];
  const keywords = topic.kind === 'symptom' ? topic.symptom.keywords : [];
  return {
    names: [id.replaceAll('-', ' '), id, title, ...keywords, ...signs].join('\n').toLowerCase(),
    keywords: keywords.map((word) => word.toLowerCase()),
    everything: textsOf(content).join('\n').toLowerCase(),
  };
}

/** Whole words count more than parts of words; what names a topic more than what it says somewhere. */
function scoreOf({ names, keywords, everything }: Searchable, words: readonly string[]): number {
  const phrase = words.join(' ');
  const scores = words.map((word) => {
    if (keywords.includes(word)) return 8;
    if (isWhole(names, word)) return 6;
    if (names.includes(word)) return 3;
    if (isWhole(everything, word)) return 2;
    return everything.includes(word) ? 1 : 0;
  });
  if (scores.some((score) => score === 0)) return 0;
  const whole = words.length > 1 && names.includes(phrase) ? 10 : 0;
  return scores.reduce<number>((sum, score) => sum + score, whole);
}

function isWhole(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + word.length] ?? ' ';
    if (!/[a-z0-9]/.test(before) && !/[a-z0-9]/.test(after)) return true;
  }
  return false;
}

/** Longer questions say nothing more. */
const MOST_WORDS = 12;
/** A single letter is in everything. */
const SHORTEST_WORD = 2;

/** Topics that hold every word, best first; the same score keeps the order of the data. */
export function searchTopics({ all }: Topics, text: string): readonly Topic[] {
  const words = text
    .toLowerCase()
    .split(/[\s,;"]+/)
    .filter((word) => word.length >= SHORTEST_WORD)
    .slice(0, MOST_WORDS);
  if (words.length === 0) return [];
  return all
    .map((topic, order) => ({ topic, order, score: scoreOf(searchable(topic), words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.order - b.order)
    .map(({ topic }) => topic);
}
