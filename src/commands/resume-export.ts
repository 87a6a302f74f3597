/** A checklist with its ticks in every format that a plan has. */
import type { Plan } from '../checklist/plan.ts';
import type { RouteId } from '../planner/question.ts';
import { renderJson } from '../render/json.ts';
import { renderMarkdown } from '../render/markdown.ts';
import { renderText } from '../render/text.ts';
import { askedRoute, type Checklist } from '../saved/checklist.ts';
import { recordsOf } from '../saved/state.ts';
import { type Context, stampText } from './context.ts';
import { formatForName } from './file-format.ts';
import { formatOf } from './output.ts';

export const EXPORT_FORMATS = ['text', 'markdown', 'html', 'csv', 'ticket', 'json'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The format of a file: `--format` where it was given, else the one that its name promises, else text. */
export function exportFormat(path: string, given: string | undefined): ExportFormat {
  if (given !== undefined) return formatOf(given, EXPORT_FORMATS);
  return formatForName('--export', path, EXPORT_FORMATS) ?? 'text';
}

/** The text to write; a ticket and the plan as JSON have no place for ticks. */
export async function exported(
  context: Context,
  checklist: Checklist,
  format: ExportFormat,
): Promise<string> {
  const { plan, log } = checklist;
  const records = recordsOf(log);
  const route = askedRoute(checklist);
  const chosen: { readonly route?: RouteId } = route === undefined ? {} : { route };
  switch (format) {
    case 'text':
      return renderText(plan, { width: 80, colour: false, ascii: false, ...chosen, records });
    case 'markdown':
      return renderMarkdown(plan, { ...chosen, records });
    case 'html': {
      const { renderHtml } = await import('../render/html.ts');
      const { pageParts } = await import('./page-parts.ts');
      return renderHtml(checklist, pageParts(context.own));
    }
    case 'csv':
      return (await import('../render/csv.ts')).renderCsv(plan, { ...chosen, records, mark: true });
    case 'ticket':
      return (await import('../render/ticket.ts')).renderTicket(plan, chosen);
    case 'json':
      return renderJson(plan satisfies Plan, { generated: stampText(context) });
  }
}
