/** What stands behind the checklist: vulnerabilities, assumptions, rejected ways, risks, sources. */
import type { Plan } from '../checklist/plan.ts';
import { glyphs } from './glyphs.ts';
import { groupUndo, issueText } from './known-issues.ts';
import { paragraph, type Style, section } from './layout.ts';
import { knownRisks } from './risks.ts';
import { groupVulnerabilities, ledgerParts } from './vulnerabilities.ts';
import { counted, levelName, ROUTE_NAMES, sentence } from './words.ts';

/** The sections after the steps; each only where it has something to say. */
export function proofText(plan: Plan, style: Style): string[] {
  return [
    ...vulnerabilities(plan, style),
    ...undo(plan, style),
    ...assumptions(plan, style),
    ...rejected(plan, style),
    ...risks(plan, style),
    ...sources(plan, style),
  ];
}

/** What a brief must not leave out: what to undo, what was assumed, the risks taken, how much is open. */
export function briefProof(plan: Plan, style: Style): string[] {
  return [
    ...titled(
      style,
      'Vulnerabilities',
      ledgerParts(plan).flatMap(({ title }) => paragraph(style, title)),
    ),
    ...undo(plan, style),
    ...assumptions(plan, style),
    ...risks(plan, style),
  ];
}

function titled(style: Style, title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [...section(style, title, glyphs(style.ascii).rule), ...lines, ''];
}

function vulnerabilities(plan: Plan, style: Style): string[] {
  const { bullet } = glyphs(style.ascii);
  return titled(
    style,
    'Vulnerabilities',
    ledgerParts(plan).flatMap(({ title, items }) => [
      ...paragraph(style, title),
      ...groupVulnerabilities(plan, items).flatMap((group) => [
        ...paragraph(style, group.exploited.length > 0 ? '' : group.others.join(', '), {
          indent: 2,
          mark: bullet,
          label: `${group.fate}:`,
          labelTone: 'plain',
        }),
        ...group.exploited.flatMap((name) => paragraph(style, name, { indent: 4, hang: 2 })),
        ...(group.exploited.length > 0 ? paragraph(style, group.others.join(', '), { indent: 4 }) : []),
      ]),
    ]),
  );
}

/** Before the steps, because they may decide whether this is the level to go to. */
export function knownIssuesText(plan: Plan, style: Style, brief = false): string[] {
  const { bullet } = glyphs(style.ascii);
  return titled(
    style,
    `Known issues of ${levelName(plan.to)}`,
    plan.knownIssues.flatMap((issue) => [
      ...paragraph(style, sentence(issue.title), { mark: bullet }),
      ...paragraph(style, issueText(plan, issue), { indent: 2 }),
      ...(issue.url === null || brief ? [] : paragraph(style, issue.url, { indent: 2, tone: 'dim' })),
    ]),
  );
}

function undo(plan: Plan, style: Style): string[] {
  const { bullet } = glyphs(style.ascii);
  return titled(
    style,
    'To set again and to take off',
    groupUndo(plan).flatMap((group) => [
      ...paragraph(style, `${group.title}:`),
      ...group.items.flatMap((item) =>
        paragraph(style, item.text, { indent: 2, mark: bullet, label: `${item.title}:`, labelTone: 'plain' }),
      ),
    ]),
  );
}

function assumptions(plan: Plan, style: Style): string[] {
  const { bullet } = glyphs(style.ascii);
  return titled(
    style,
    'Assumed, because nobody said',
    plan.assumptions.flatMap((item) => paragraph(style, `${item.text} (--${item.about})`, { mark: bullet })),
  );
}

function rejected(plan: Plan, style: Style): string[] {
  const { arrow, bullet } = glyphs(style.ascii);
  return titled(
    style,
    'Why no shorter way is permitted',
    plan.rejected.flatMap((item) => {
      const ways = counted(item.count, 'shorter way');
      const shorter = plan.routes.length > 1 ? `${ways} than the ${ROUTE_NAMES[item.route]}` : ways;
      const example = item.hops.join(` ${arrow} `);
      return [
        ...paragraph(style, `${shorter}${item.count === 1 ? '' : ', such as'}: ${example}`, { mark: bullet }),
        ...paragraph(style, sentence(item.because), { indent: 2, label: 'Not permitted:', hang: 0 }),
        ...paragraph(style, `Rule: ${item.rule}`, { indent: 2, tone: 'dim' }),
      ];
    }),
  );
}

function risks(plan: Plan, style: Style): string[] {
  return titled(
    style,
    'Named risks',
    knownRisks(plan).flatMap((risk) => [
      ...paragraph(style, risk.title === null ? '' : risk.title, { label: `${risk.id}:`, labelTone: 'warn' }),
      ...paragraph(style, risk.text, { indent: 2 }),
      ...(risk.url === null ? [] : paragraph(style, risk.url, { indent: 2, tone: 'dim' })),
    ]),
  );
}

function sources(plan: Plan, style: Style): string[] {
  const digits = String(plan.sources.length).length;
  return titled(
    style,
    'Sources',
    plan.sources.flatMap((source, index) => [
      ...paragraph(style, source.dated === null ? source.title : `${source.title} (${source.dated})`, {
        mark: `${String(index + 1).padStart(digits)} `,
      }),
      ...(source.url === null ? [] : paragraph(style, source.url, { indent: digits + 2, tone: 'dim' })),
    ]),
  );
}
