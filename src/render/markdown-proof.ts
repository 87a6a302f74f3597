/** What stands behind the checklist, in Markdown: vulnerabilities, assumptions, rejected ways, risks, sources. */
import type { Plan } from '../checklist/plan.ts';
import { markdownCell, markdownCode, markdownLink, markdownText } from './markdown-escape.ts';
import { knownRisks } from './risks.ts';
import { groupVulnerabilities } from './vulnerabilities.ts';
import { ROUTE_NAMES, sentence } from './words.ts';

/** The sections after the steps; each only where it has something to say. */
export function markdownProof(plan: Plan): readonly string[] {
  return [
    ...titled('Vulnerabilities', vulnerabilities(plan)),
    ...titled(
      'Assumed, because nobody said',
      plan.assumptions.map((item) => `- ${markdownText(item.text)} (${markdownCode(`--${item.about}`)})`),
    ),
    ...titled('Why no shorter way is permitted', rejected(plan)),
    ...titled('Named risks', risks(plan)),
    ...titled('Sources', sources(plan)),
  ];
}

function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`## ${title}`, '', ...lines, ''];
}

function row(...cells: readonly string[]): string {
  return `| ${cells.map(markdownCell).join(' | ')} |`;
}

function vulnerabilities(plan: Plan): readonly string[] {
  const { openNow, openAtTarget } = plan.vulnerabilities;
  const list = (heading: string, items: typeof openNow) =>
    items.length === 0
      ? []
      : [
          `${heading}: ${items.length}`,
          '',
          ...groupVulnerabilities(plan, items).map(
            (group) => `- ${group.fate}: ${markdownText(group.names.join(', '))}`,
          ),
          '',
        ];
  return [...list('Open now', openNow), ...list('Still open at the target', openAtTarget)];
}

function rejected(plan: Plan): readonly string[] {
  if (plan.rejected.length === 0) return [];
  return [
    row('Shorter ways', 'Than the', 'Example', 'Not permitted, because', 'Rule'),
    row('---:', '---', '---', '---', '---'),
    ...plan.rejected.map((item) =>
      row(
        String(item.count),
        ROUTE_NAMES[item.route],
        markdownText(item.hops.join(' → ')),
        markdownText(sentence(item.because)),
        markdownCode(item.rule),
      ),
    ),
  ];
}

function risks(plan: Plan): readonly string[] {
  return knownRisks(plan).map((risk) => {
    const title = risk.title === null ? '' : ` **${markdownText(sentence(risk.title))}**`;
    const link = risk.url === null ? '' : ` ${markdownLink('Read more', risk.url)}`;
    return `- ${markdownCode(risk.id)}:${title} ${markdownText(risk.text)}${link}`;
  });
}

function sources(plan: Plan): readonly string[] {
  if (plan.sources.length === 0) return [];
  return [
    row('No.', 'Source', 'Date'),
    row('---:', '---', '---'),
    ...plan.sources.map((source, index) =>
      row(
        String(index + 1),
        source.url === null ? markdownText(source.title) : markdownLink(source.title, source.url),
        source.dated === null ? '' : markdownText(source.dated),
      ),
    ),
  ];
}
