/** A topic of troubleshooting as text, the whole walk of a symptom on one page, and lists of topics. */
import type { ActionData, RemedyData, SymptomData, SymptomQuestion } from '../catalogue/diagnosis-schema.ts';
import type { CheckData } from '../catalogue/schema.ts';
import { fillVerdict } from '../diagnose/verdict.ts';
import { GROUP_TITLES, GROUPS, type Topic, type Topics } from '../troubleshoot/topics.ts';
import { actionsText, verdictText } from './diagnosis-verdicts.ts';
import { glyphs } from './glyphs.ts';
import { code, displayWidth, padEnd, paragraph, type Style, section } from './layout.ts';
import { SHELL_NAMES } from './words.ts';

/** `Q1`, `Q2` for questions, `A`, `B` for what to do. */
function labelsOf({ questions, remedies }: SymptomData): ReadonlyMap<string, string> {
  return new Map([
    ...questions.map(({ id }, index): [string, string] => [id, `Q${index + 1}`]),
    ...remedies.map(({ id }, index): [string, string] => [id, String.fromCharCode(65 + index)]),
  ]);
}

function whereTo(labels: ReadonlyMap<string, string>, topics: Topics, id: string): string {
  const label = labels.get(id);
  if (label !== undefined) return `go to ${label}`;
  const topic = topics.byId.get(id);
  return `cupath troubleshoot ${id}${topic === undefined ? '' : ` (${topic.title})`}`;
}

/** A read-only command that answers a question, with what it should show. */
export function checkLines(check: CheckData, style: Style, indent: number, label: string): string[] {
  return [
    ...paragraph(style, SHELL_NAMES[check.shell], { indent, label: `${label}:`, tone: 'dim' }),
    ...code(style, check.run, indent + 4),
    ...paragraph(style, check.expect, { indent: indent + 2, label: 'expect:' }),
  ];
}

/** Actions of the data have no variables left to fill. */
export function plainActions(actions: readonly ActionData[], style: Style, indent: number): string[] {
  return actionsText(
    actions.map(({ text, commands }) => ({ text, commands: commands ?? [] })),
    style,
    indent,
  );
}

function questionText(
  question: SymptomQuestion,
  label: string,
  way: (id: string) => string,
  style: Style,
): string[] {
  const { arrow, bullet } = glyphs(style.ascii);
  return [
    '',
    ...paragraph(style, question.ask, { mark: `${label}.`, tone: 'heading' }),
    ...(question.check === undefined ? [] : checkLines(question.check, style, 4, 'Find out')),
    ...question.answers.flatMap(({ say, go }) =>
      paragraph(style, `${say} ${arrow} ${way(go)}`, { indent: 4, mark: bullet }),
    ),
  ];
}

function remedyText(remedy: RemedyData, label: string, way: (id: string) => string, style: Style): string[] {
  return [
    '',
    ...paragraph(style, remedy.title, { mark: `${label}.`, tone: 'heading' }),
    ...(remedy.cause === undefined ? [] : paragraph(style, remedy.cause, { indent: 3, label: 'Why:' })),
    ...plainActions(remedy.actions, style, 3),
    ...(remedy.verify === undefined ? [] : checkLines(remedy.verify, style, 3, 'Check')),
    ...(remedy.otherwise === undefined
      ? []
      : paragraph(style, way(remedy.otherwise), { indent: 3, label: 'It did not help:' })),
  ];
}

function linksText(
  links: readonly { readonly title: string; readonly url: string }[],
  style: Style,
): string[] {
  return [
    ...(links.length === 0 ? [] : ['']),
    ...links.flatMap(({ title, url }) => [
      ...paragraph(style, title, { label: 'See:' }),
      ...paragraph(style, url, { indent: 2, tone: 'dim' }),
    ]),
  ];
}

function symptomText(symptom: SymptomData, topics: Topics, style: Style): string[] {
  const { bullet } = glyphs(style.ascii);
  const labels = labelsOf(symptom);
  const way = (id: string) => whereTo(labels, topics, id);
  const label = (id: string) => labels.get(id) ?? '';
  return [
    ...paragraph(style, `${symptom.title} [${symptom.id}]`, { tone: 'heading' }),
    ...symptom.signs.flatMap((sign) => paragraph(style, sign, { indent: 2, mark: bullet })),
    ...symptom.questions.flatMap((item) => questionText(item, label(item.id), way, style)),
    ...symptom.remedies.flatMap((item) => remedyText(item, label(item.id), way, style)),
    ...linksText(symptom.links, style),
  ];
}

/** One topic as a page, ending in a line feed. A failure has its places left open, as no log fills them. */
export function renderTopic(topic: Topic, topics: Topics, style: Style): string {
  const lines =
    topic.kind === 'symptom'
      ? symptomText(topic.symptom, topics, style)
      : [
          ...verdictText(fillVerdict(topic.failure, [], [topic.values]), style).slice(1),
          '',
          ...paragraph(
            style,
            'Places such as <SERVER> are filled where cupath diagnose reads them out of a setup log.',
            { tone: 'dim' },
          ),
        ];
  return `${lines.filter((line, index) => line !== '' || lines[index - 1] !== '').join('\n')}\n`;
}

function rows(topics: readonly Topic[], style: Style): string[] {
  const wide = Math.max(...topics.map(({ id }) => displayWidth(id)));
  // Where id and title do not fit beside each other, the title goes below.
  const beside = wide + 2 + 24 <= style.width - 2;
  return topics.flatMap(({ id, title }) =>
    beside
      ? paragraph(style, title, { indent: 2, mark: padEnd(id, wide) })
      : [...paragraph(style, id, { indent: 2 }), ...paragraph(style, title, { indent: 4 })],
  );
}

/** All topics under headings. */
export function renderTopicList(topics: Topics, style: Style): string {
  const { rule } = glyphs(style.ascii);
  const symptoms = GROUPS.flatMap((group) => {
    const own = topics.all.filter((topic) => topic.kind === 'symptom' && topic.symptom.group === group);
    return own.length === 0 ? [] : [...section(style, GROUP_TITLES[group], rule), ...rows(own, style)];
  });
  const failures = topics.all.filter((topic) => topic.kind === 'failure');
  const lines = [
    ...symptoms,
    ...section(style, 'Failures that cupath diagnose finds in a setup log', rule),
    ...rows(failures, style),
    '',
    ...paragraph(style, 'cupath troubleshoot ID prints one; words or an error code search in all of them.', {
      tone: 'dim',
    }),
  ];
  return `${lines.slice(1).join('\n')}\n`;
}

/** What a search found. */
export function renderFound(found: readonly Topic[], style: Style): string {
  const lines = [
    ...paragraph(style, `${found.length} topics fit, best first:`),
    ...rows(found, style),
    '',
    ...paragraph(style, 'cupath troubleshoot ID prints one.', { tone: 'dim' }),
  ];
  return `${lines.join('\n')}\n`;
}
