/**
 * The walk through the topics: model and event in, model out. Pure; what has to happen outside leaves as a request.
 */
import type { RemedyData, SymptomData, SymptomQuestion } from '../catalogue/diagnosis-schema.ts';
import type { WizardEvent } from '../wizard/events.ts';
import { moveCursor } from '../wizard/list.ts';
import { searchTopics, type Topic, type Topics } from './topics.ts';

export type Place =
  /** Which symptom is it? Typing filters. */
  | { readonly at: 'topics' }
  | { readonly at: 'question'; readonly topic: string; readonly node: string }
  | { readonly at: 'remedy'; readonly topic: string; readonly node: string }
  /** A failure of the setup log: one piece of advice. */
  | { readonly at: 'failure'; readonly topic: string }
  | { readonly at: 'end'; readonly helped: boolean };

/** What has been answered or tried on the way, for the account at the end. */
export interface TrailStep {
  readonly topic: string;
  readonly text: string;
}

interface Snapshot {
  readonly place: Place;
  /** Among the rows that the filter leaves. */
  readonly cursor: number;
  readonly filter: string;
  readonly trail: readonly TrailStep[];
}

export interface WalkModel extends Snapshot {
  readonly columns: number;
  readonly rows: number;
  /** First line shown of a text that is longer than its window. */
  readonly scroll: number;
  readonly history: readonly Snapshot[];
  /** Set once, when somebody leaves. */
  readonly exit: number | null;
}

export interface Choice {
  readonly label: string;
  readonly hint?: string;
  /** Where it leads. */
  readonly place: Place;
  /** What it adds to the account. */
  readonly told: string | null;
  readonly leaves?: true;
}

export function firstWalk(size: { readonly columns: number; readonly rows: number }): WalkModel {
  return {
    ...size,
    place: { at: 'topics' },
    cursor: 0,
    trail: [],
    filter: '',
    scroll: 0,
    history: [],
    exit: null,
  };
}

/** The topics that the filter leaves; without one, all. */
export function shownTopics(topics: Topics, filter: string): readonly Topic[] {
  return filter.trim() === '' ? topics.all : searchTopics(topics, filter);
}

function beginning({ id, questions, remedies }: SymptomData): Place {
  const [question] = questions;
  if (question) return { at: 'question', topic: id, node: question.id };
  return { at: 'remedy', topic: id, node: remedies[0]?.id ?? '' };
}

function topicPlace(topic: Topic): Place {
  return topic.kind === 'symptom' ? beginning(topic.symptom) : { at: 'failure', topic: topic.id };
}

/** The loader has checked that every way leads to a question, a remedy, or another topic. */
function placeOf(topics: Topics, symptom: SymptomData, id: string): Place {
  if (symptom.questions.some((item) => item.id === id))
    return { at: 'question', topic: symptom.id, node: id };
  if (symptom.remedies.some((item) => item.id === id)) return { at: 'remedy', topic: symptom.id, node: id };
  const topic = topics.byId.get(id);
  return topic ? topicPlace(topic) : { at: 'end', helped: false };
}

export function symptomAt(topics: Topics, place: Place): SymptomData | null {
  if (place.at !== 'question' && place.at !== 'remedy') return null;
  const topic = topics.byId.get(place.topic);
  return topic?.kind === 'symptom' ? topic.symptom : null;
}

export function questionAt(topics: Topics, place: Place): SymptomQuestion | null {
  if (place.at !== 'question') return null;
  return symptomAt(topics, place)?.questions.find((item) => item.id === place.node) ?? null;
}

export function remedyAt(topics: Topics, place: Place): RemedyData | null {
  if (place.at !== 'remedy') return null;
  return symptomAt(topics, place)?.remedies.find((item) => item.id === place.node) ?? null;
}

/** Title of a place that is reached next, for the row that leads there. */
function nextTitle(topics: Topics, place: Place): string {
  switch (place.at) {
    case 'question':
      return questionAt(topics, place)?.ask ?? '';
    case 'remedy':
      return remedyAt(topics, place)?.title ?? '';
    case 'failure':
      return topics.byId.get(place.topic)?.title ?? '';
    case 'topics':
    case 'end':
      return '';
  }
}

function tried(topics: Topics, title: string, otherwise: Place): readonly Choice[] {
  const next = nextTitle(topics, otherwise);
  return [
    { label: 'It helped', place: { at: 'end', helped: true }, told: `${title}: helped` },
    {
      label: 'It did not help',
      ...(next === '' ? {} : { hint: next }),
      place: otherwise,
      told: `${title}: did not help`,
    },
  ];
}

/** The rows that can be chosen here. */
export function choicesOf(
  topics: Topics,
  { place, filter }: Pick<WalkModel, 'place' | 'filter'>,
): readonly Choice[] {
  switch (place.at) {
    case 'topics':
      return shownTopics(topics, filter).map((topic) => ({
        label: topic.title,
        hint: topic.id,
        place: topicPlace(topic),
        told: topic.title,
      }));
    case 'question': {
      const symptom = symptomAt(topics, place);
      const question = questionAt(topics, place);
      if (!symptom || !question) return [];
      return question.answers.map(({ say, go }) => ({
        label: say,
        place: placeOf(topics, symptom, go),
        told: `${question.ask} ${say}`,
      }));
    }
    case 'remedy': {
      const symptom = symptomAt(topics, place);
      const remedy = remedyAt(topics, place);
      if (!symptom || !remedy) return [];
      const { otherwise } = remedy;
      const next: Place =
        otherwise === undefined ? { at: 'end', helped: false } : placeOf(topics, symptom, otherwise);
      return tried(topics, remedy.title, next);
    }
    case 'failure':
      return tried(topics, topics.byId.get(place.topic)?.title ?? '', { at: 'end', helped: false });
    case 'end':
      return [
        { label: 'Leave', place, told: null, leaves: true },
        { label: 'Look at another symptom', place: { at: 'topics' }, told: null },
      ];
  }
}

function topicOf(place: Place): string {
  return 'topic' in place ? place.topic : '';
}

function choose(model: WalkModel, choice: Choice | undefined): WalkModel {
  if (!choice) return model;
  if (choice.leaves) return { ...model, exit: 0 };
  const { place, cursor, filter, trail } = model;
  const topic = topicOf(place) === '' ? topicOf(choice.place) : topicOf(place);
  return {
    ...model,
    place: choice.place,
    cursor: 0,
    scroll: 0,
    filter: '',
    history: [...model.history, { place, cursor, filter, trail }],
    trail: choice.told === null ? trail : [...trail, { topic, text: choice.told }],
  };
}

function back(model: WalkModel): WalkModel {
  if (model.filter !== '') return { ...model, filter: '', cursor: 0, scroll: 0 };
  const before = model.history.at(-1);
  return before ? { ...model, ...before, history: model.history.slice(0, -1), scroll: 0 } : model;
}

function typed(topics: Topics, model: WalkModel, text: string): WalkModel {
  if (model.place.at === 'topics') {
    return { ...model, filter: (model.filter + text).slice(0, 100), cursor: 0, scroll: 0 };
  }
  if (text === 'q') return { ...model, exit: 0 };
  return /^[1-9]$/.test(text) ? choose(model, choicesOf(topics, model)[Number(text) - 1]) : model;
}

/** Rows that one page moves, in lists and in texts. */
export function pageRows({ rows }: Pick<WalkModel, 'rows'>): number {
  return Math.max(1, Math.floor(rows / 2));
}

function pressed(topics: Topics, model: WalkModel, event: WizardEvent & { type: 'key' }): WalkModel {
  const choices = choicesOf(topics, model);
  const inTopics = model.place.at === 'topics';
  switch (event.key) {
    case 'quit':
      return { ...model, exit: 130 };
    case 'escape':
    case 'left':
      return event.key === 'left' && inTopics ? model : back(model);
    case 'enter':
    case 'right':
      return event.key === 'right' && inTopics ? model : choose(model, choices[model.cursor]);
    case 'backspace':
      return inTopics ? { ...model, filter: model.filter.slice(0, -1), cursor: 0 } : model;
    case 'clear':
      return inTopics ? { ...model, filter: '', cursor: 0 } : model;
    case 'up':
    case 'down':
      return { ...model, cursor: moveCursor(model.cursor, event.key, choices.length, pageRows(model)) };
    case 'page-up':
    case 'page-down':
    case 'home':
    case 'end':
      if (inTopics) {
        return { ...model, cursor: moveCursor(model.cursor, event.key, choices.length, pageRows(model)) };
      }
      return { ...model, scroll: scrolled(model, event.key) };
    case 'tab':
    case 'back-tab':
      return model;
  }
}

/** Unbounded below; drawing holds it to the length of the text. */
function scrolled(model: WalkModel, key: 'page-up' | 'page-down' | 'home' | 'end'): number {
  if (key === 'home') return 0;
  if (key === 'end') return Number.MAX_SAFE_INTEGER;
  const step = pageRows(model);
  return key === 'page-down' ? model.scroll + step : Math.max(0, model.scroll - step);
}

/** One step of the walk. Unknown keys change nothing. */
export function reduceWalk(topics: Topics, model: WalkModel, event: WizardEvent): WalkModel {
  switch (event.type) {
    case 'resize':
      return { ...model, columns: event.columns, rows: event.rows };
    case 'text':
      return typed(topics, model, event.text);
    case 'key':
      return pressed(topics, model, event);
    default:
      return model;
  }
}
