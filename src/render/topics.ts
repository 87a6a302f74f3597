/** Answers about updates as text. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { TopicData } from '../catalogue/schema.ts';
import { glyphs } from './glyphs.ts';
import { paragraph, type Style } from './layout.ts';

/** One answer with what is related to it, its links and sources. */
export function topicText(catalogue: Catalogue, topic: TopicData, style: Style): string {
  const { bullet } = glyphs(style.ascii);
  const sources = topic.sources.flatMap((id) => {
    const source = catalogue.sources.get(id);
    return source ? [source.dated === undefined ? source.title : `${source.title} (${source.dated})`] : [];
  });
  const related = catalogue.data.topics.filter((item) => topic.related?.includes(item.id));
  const lines = [
    ...paragraph(style, topic.title, { tone: 'heading' }),
    '',
    ...topic.text.flatMap((text) => [...paragraph(style, text), '']),
    ...topic.links.flatMap((link) =>
      paragraph(style, `${link.title} ${link.url}`, { label: 'See:', tone: 'dim' }),
    ),
    ...paragraph(style, sources.join('; '), { label: 'Sources:', tone: 'dim' }),
    ...(related.length === 0 ? [] : ['', ...paragraph(style, 'Related:', { tone: 'heading' })]),
    ...related.flatMap((item) =>
      paragraph(style, `cupath explain ${item.id}: ${item.title}`, { mark: bullet }),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** The list to choose from. */
export function topicList(topics: readonly TopicData[], style: Style): string {
  const width = Math.max(...topics.map((topic) => topic.id.length));
  const lines = [
    ...paragraph(style, 'Read one with: cupath explain TOPIC'),
    '',
    ...topics.flatMap((topic) => paragraph(style, topic.title, { mark: topic.id.padEnd(width), indent: 2 })),
  ];
  return `${lines.join('\n')}\n`;
}
