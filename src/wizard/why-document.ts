/**
 * Why the plan is what it is: why this route, which shorter ones fall to which rule, and what was assumed.
 */
import { ageSentence } from '../catalogue/age.ts';
import { type Catalogue, releaseTitle } from '../catalogue/catalogue.ts';
import type { Range } from '../catalogue/schema.ts';
import type { Plan } from '../checklist/plan.ts';
import type { RouteId } from '../planner/question.ts';
import { groupUndo, issueText } from '../render/known-issues.ts';
import { chosenRoute, counted, hopName, levelName, ROUTE_NAMES, sentence } from '../render/words.ts';
import { BLANK, type Line, lines, type Page } from './document.ts';

function section(title: string, body: readonly Line[]): readonly Line[] {
  return body.length === 0 ? [] : [{ text: title, tone: 'heading' }, ...body, BLANK];
}

/** What a rule says, from the data; null where its name has to speak for itself. */
function ruleText(catalogue: Catalogue, id: string): string | null {
  const { policies, coexistenceRules, transitions, dotnetRules } = catalogue.data;
  const told = [...policies, ...coexistenceRules, ...transitions].find((rule) => rule.id === id);
  if (told) return told.text;
  const dotnet = dotnetRules.find((rule) => rule.id === id);
  return dotnet
    ? `${rangeText(catalogue, dotnet.applies)}: .NET ${dotnet.supports.join(', ')} and no other.`
    : null;
}

function rangeText(catalogue: Catalogue, { from, to }: Range): string {
  const first = catalogue.releases.get(from);
  const last = catalogue.releases.get(to ?? from);
  if (!first || !last) return from;
  if (to === undefined) return `${releaseTitle(catalogue, first)} and newer`;
  return first === last
    ? releaseTitle(catalogue, first)
    : `${releaseTitle(catalogue, first)} to ${last.name}`;
}

function rejectedLines(plan: Plan, page: Page): readonly Line[] {
  return plan.rejected.flatMap((item) => [
    ...lines(page, item.hops.join(', then '), { label: page.ascii ? '*' : '•' }),
    ...lines(page, `${item.because} (${item.rule})`, { indent: 2, tone: 'dim' }),
    ...(item.count > 1
      ? lines(page, `The same rule forbids ${counted(item.count - 1, 'other candidate')}.`, {
          indent: 2,
          tone: 'dim',
        })
      : []),
  ]);
}

function forcedLines(
  catalogue: Catalogue,
  plan: Plan,
  shown: RouteId | undefined,
  page: Page,
): readonly Line[] {
  return (chosenRoute(plan, shown)?.hops ?? []).flatMap((hop) => [
    ...lines(page, `${hopName(hop)}: ${hop.rule}`, { label: page.ascii ? '*' : '•' }),
    ...lines(page, ruleText(catalogue, hop.rule), { indent: 2, tone: 'dim' }),
  ]);
}

/** All lines of the screen behind `w`, for the route that is looked at. */
export function whyDocument(
  catalogue: Catalogue,
  plan: Plan,
  shown: RouteId | undefined,
  page: Page,
): readonly Line[] {
  const bullet = page.ascii ? '*' : '•';
  const routes = plan.routes.flatMap((route) =>
    lines(page, `The ${ROUTE_NAMES[route.id]}: ${route.reason}`, { label: bullet }),
  );
  return [
    ...section('Why this route', routes),
    ...section('What forces each act', forcedLines(catalogue, plan, shown, page)),
    ...section('Why nothing shorter', rejectedLines(plan, page)),
    ...section(
      'What blocks',
      plan.blocks.flatMap((block) => lines(page, `${block.because} (${block.rule})`, { label: bullet })),
    ),
    ...section(
      `Known issues of ${levelName(plan.to)}`,
      plan.knownIssues.flatMap((issue) => [
        ...lines(page, sentence(issue.title), { label: bullet }),
        ...lines(page, issueText(plan, issue), { indent: 2, tone: 'dim' }),
        ...lines(page, issue.url, { indent: 2, tone: 'dim' }),
      ]),
    ),
    ...section(
      'To set again and to take off',
      groupUndo(plan).flatMap((group) => [
        ...lines(page, `${group.title}:`),
        ...group.items.flatMap((item) =>
          lines(page, `${item.title}: ${item.text}`, { label: bullet, indent: 2, tone: 'dim' }),
        ),
      ]),
    ),
    ...section(
      'What was assumed',
      plan.assumptions.flatMap((item) => lines(page, `${item.about}: ${item.text}`, { label: bullet })),
    ),
    ...section('Where the facts come from', [
      ...lines(page, ageSentence(plan.catalogue)),
      ...plan.sources.flatMap((source, index) =>
        lines(
          page,
          [source.title, source.dated ?? '', source.url ?? ''].filter((part) => part !== '').join(', '),
          {
            label: `${index + 1}.`,
            tone: 'dim',
          },
        ),
      ),
    ]),
  ];
}
