/** What is read at a place of the walk: lines with a tone, wrapped to the window. Pure. */
import type { ActionData, RemedyData } from '../catalogue/diagnosis-schema.ts';
import type { CheckData } from '../catalogue/schema.ts';
import { fillVerdict } from '../diagnose/verdict.ts';
import { SHELL_NAMES } from '../render/words.ts';
import { BLANK, commandLines, type Line, lines, type Page } from '../wizard/document.ts';
import type { Topic, Topics } from './topics.ts';
import { questionAt, remedyAt, shownTopics, type WalkModel } from './walk.ts';

function checkLines(page: Page, check: CheckData | undefined, label: string): readonly Line[] {
  if (!check) return [];
  return [
    ...lines(page, `${SHELL_NAMES[check.shell]}:`, { label: `${label},`, tone: 'dim' }),
    ...commandLines(page, check.run, { indent: 2 }),
    ...lines(page, check.expect, { label: 'Expect:' }),
  ];
}

function actionLines(page: Page, actions: readonly ActionData[]): readonly Line[] {
  return actions.flatMap(({ text, commands = [] }, index) => [
    ...lines(page, text, { label: actions.length === 1 ? '' : `${index + 1}.` }),
    ...commands.flatMap(({ shell, run }, position) => [
      ...(commands[position - 1]?.shell === shell
        ? []
        : lines(page, `${SHELL_NAMES[shell]}:`, { indent: 3, tone: 'dim' })),
      ...commandLines(page, run, { indent: 5 }),
    ]),
  ]);
}

function remedyLines(page: Page, remedy: RemedyData): readonly Line[] {
  return [
    ...lines(page, remedy.cause, { label: 'Why:' }),
    ...actionLines(page, remedy.actions),
    ...checkLines(page, remedy.verify, 'Check'),
  ];
}

function failureLines(page: Page, { failure, values }: Topic & { kind: 'failure' }): readonly Line[] {
  const { cause, actions, links } = fillVerdict(failure, [], [values]);
  return [
    ...lines(page, cause, { label: 'Why:' }),
    ...actionLines(
      page,
      actions.map(({ text, commands }) => ({ text, commands: [...commands] })),
    ),
    ...links.flatMap(({ title, url }) => [
      ...lines(page, title, { label: 'See:' }),
      ...lines(page, url, { indent: 2, tone: 'dim' }),
    ]),
    BLANK,
    ...lines(page, 'cupath diagnose fills places such as <SERVER> from the setup log.', { tone: 'dim' }),
  ];
}

function signLines(page: Page, topic: Topic | undefined): readonly Line[] {
  if (topic?.kind === 'symptom')
    return topic.symptom.signs.flatMap((sign) => lines(page, sign, { label: '-', tone: 'dim' }));
  return topic === undefined
    ? []
    : lines(page, fillVerdict(topic.failure, [], [topic.values]).cause, { tone: 'dim' });
}

const NOT_HELPED =
  'cupath knows nothing more here. Give the setup log to cupath diagnose; run SetupAssist and Health Checker on the server, they look at what no log shows. For a support case keep C:\\ExchangeSetupLogs, the event logs and the time of the error.';

/** The text of the present place, without its title. */
export function walkDocument(topics: Topics, model: WalkModel, page: Page): readonly Line[] {
  const { place } = model;
  switch (place.at) {
    case 'topics':
      return signLines(page, shownTopics(topics, model.filter)[model.cursor]);
    case 'question':
      return checkLines(page, questionAt(topics, place)?.check, 'Find out');
    case 'remedy': {
      const remedy = remedyAt(topics, place);
      return remedy ? remedyLines(page, remedy) : [];
    }
    case 'failure': {
      const topic = topics.byId.get(place.topic);
      return topic?.kind === 'failure' ? failureLines(page, topic) : [];
    }
    case 'end':
      return place.helped
        ? lines(
            page,
            'Good. If an update was under way, look where it goes on: cupath diagnose reads the setup log, cupath plan has the steps.',
          )
        : lines(page, NOT_HELPED);
  }
}

/** The title of the present place. */
export function walkTitle(topics: Topics, model: WalkModel): string {
  const { place } = model;
  switch (place.at) {
    case 'topics':
      return 'What do you see?';
    case 'question':
      return questionAt(topics, place)?.ask ?? '';
    case 'remedy':
      return remedyAt(topics, place)?.title ?? '';
    case 'failure':
      return topics.byId.get(place.topic)?.title ?? '';
    case 'end':
      return place.helped ? 'It helped' : 'Nothing more is known here';
  }
}

/** Where the walk is, for the line on top: the topic and what was answered. */
export function walkHeader(topics: Topics, model: WalkModel): string {
  const { place, trail } = model;
  const topic = 'topic' in place ? topics.byId.get(place.topic) : undefined;
  return [
    'cupath troubleshoot',
    ...(topic === undefined ? [] : [topic.id]),
    ...(trail.length > 1 ? [`${trail.length - 1} answered`] : []),
  ].join(' > ');
}
