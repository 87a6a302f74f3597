/** What stands behind the checklist, in Markdown: vulnerabilities, assumptions, rejected ways, risks, sources. */
import type { Plan } from '../checklist/plan.ts';
import { groupUndo, issueText } from './known-issues.ts';
import { markdownCell, markdownCode, markdownLink, markdownText } from './markdown-escape.ts';
import { knownRisks } from './risks.ts';
import { groupVulnerabilities, ledgerParts } from './vulnerabilities.ts';
import { levelName, ROUTE_NAMES, sentence } from './words.ts';

/** The sections after the steps; each only where it has something to say. */
export function markdownProof(plan: Plan): readonly string[] {
  return [
    ...titled('Vulnerabilities', vulnerabilities(plan)),
    ...titled('To set again and to take off', undo(plan)),
    ...titled('Assumed, because nobody said', assumptions(plan)),
    ...titled('Why no shorter way is permitted', rejected(plan)),
    ...titled('Named risks', risks(plan)),
    ...titled('Sources', sources(plan)),
  ];
}

/** What a brief must not leave out: what to undo, what was assumed, the risks taken, how much is open. */
export function markdownBriefProof(plan: Plan): readonly string[] {
  return [
    ...titled(
      'Vulnerabilities',
      ledgerParts(plan).map(({ title }) => `- ${title}`),
    ),
    ...titled('To set again and to take off', undo(plan)),
    ...titled('Assumed, because nobody said', assumptions(plan)),
    ...titled('Named risks', risks(plan)),
  ];
}

function assumptions(plan: Plan): readonly string[] {
  return plan.assumptions.map((item) => `- ${markdownText(item.text)} (${markdownCode(`--${item.about}`)})`);
}

function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`## ${title}`, '', ...lines, ''];
}

function row(...cells: readonly string[]): string {
  return `| ${cells.map(markdownCell).join(' | ')} |`;
}

function vulnerabilities(plan: Plan): readonly string[] {
  return ledgerParts(plan).flatMap(({ title, items }) => [
    title,
    '',
    ...groupVulnerabilities(plan, items).flatMap((group) => [
      `- ${markdownText(group.fate)}:`,
      ...group.exploited.map((name) => `  - ${markdownText(name)}`),
      ...(group.others.length === 0 ? [] : [`  - ${markdownText(group.others.join(', '))}`]),
    ]),
    '',
  ]);
}

/** Before the steps, because they may decide whether this is the level to go to. */
export function markdownKnownIssues(plan: Plan): readonly string[] {
  return titled(
    `Known issues of ${markdownText(levelName(plan.to))}`,
    plan.knownIssues.map((issue) => {
      const link = issue.url === null ? '' : ` ${markdownLink('Read more', issue.url)}`;
      return `- **${markdownText(sentence(issue.title))}** ${markdownText(issueText(plan, issue))}${link}`;
    }),
  );
}

function undo(plan: Plan): readonly string[] {
  return groupUndo(plan).flatMap((group) => [
    `- ${markdownText(group.title)}:`,
    ...group.items.map((item) => `  - **${markdownText(item.title)}:** ${markdownText(item.text)}`),
  ]);
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
