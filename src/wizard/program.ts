/** The wizard's view of the rest of the program: the real planner, catalogue and renderers. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import { identify, searchLevels } from '../catalogue/identify.ts';
import { lineState, serviced } from '../catalogue/lifecycle.ts';
import type { Plan, Route } from '../checklist/plan.ts';
import { planUpdate } from '../checklist/plan-update.ts';
import { newChecklist } from '../commands/new-checklist.ts';
import { commandArguments, commandLine, flagsOf, wizardLine } from '../commands/question.ts';
import type { Level, Question } from '../planner/question.ts';
import { resolveTarget } from '../planner/target.ts';
import { renderCsv } from '../render/csv.ts';
import { renderHtml } from '../render/html.ts';
import type { PageParts } from '../render/html-frame.ts';
import { jsonText, renderJson } from '../render/json.ts';
import type { Style } from '../render/layout.ts';
import { renderMarkdown } from '../render/markdown.ts';
import { routePicture, routeRows } from '../render/picture.ts';
import { renderText } from '../render/text.ts';
import { checklistJson } from '../saved/checklist.ts';
import type { Core, LevelSearch } from './core.ts';
import { findOut } from './find-out.ts';

/**
 * What a typed text may mean. Only a pasted build says that no SU is installed; a CU found by its name leaves
 * the SU open, so that it is asked for.
 */
function search(catalogue: Catalogue, text: string, product: string | undefined): LevelSearch {
  const meant = identify(catalogue, text);
  const exact = meant.kind === 'level' && meant.by === 'build' ? meant.level : null;
  const seen = new Set<string>();
  const levels = searchLevels(catalogue, text, { product }).flatMap((level): readonly Level[] => {
    const same = exact !== null && level.release === exact.release && level.update === exact.update;
    const read = same || level.update ? level : { ...level, updateKnown: false };
    const key = `${read.release.id} ${read.update?.id} ${read.updateKnown}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [read];
  });
  const says = meant.kind === 'unknown-build' || (levels.length === 0 && 'message' in meant);
  return { levels, note: says && 'message' in meant ? meant.message : null };
}

export interface ProgramOptions {
  /** ISO day. */
  readonly today: string;
  /** It was given with `--today`, not read from the clock. */
  readonly dayGiven?: boolean | undefined;
  readonly ascii: boolean;
  /** ISO time for saved JSON, such as `2026-11-24T08:00:00Z`. */
  readonly generated: string;
  /** The screen is read aloud: nothing is drawn. */
  readonly spoken?: boolean | undefined;
  /** Overlay folders as they were given, for the command line. */
  readonly data?: readonly string[] | undefined;
  /** What HTML pages carry inside, read when one is saved. */
  readonly page?: (() => PageParts) | undefined;
}

function noPage(): never {
  throw new Error('the parts of HTML pages were not given');
}

/** What the picture says, to be read aloud: the start, then the acts by number. */
function spokenRoute(plan: Plan, route: Route): readonly string[] {
  return routeRows(plan, route, { ascii: true }).map(({ what, why }, index) => {
    const text = [what.replace(/\s+/g, ' ').trim(), why].filter((part) => part !== '').join(', ');
    return index === 0 ? `From ${text}` : `${index}. ${text}`;
  });
}

/** Width of saved text files, in columns. */
const FILE_WIDTH = 80;

/** Wires the core for a loaded catalogue. */
export function programCore(
  catalogue: Catalogue,
  { today, dayGiven = false, ascii, generated, spoken = false, data = [], page = noPage }: ProgramOptions,
): Core {
  const line = (question: Question) => commandLine(question, { catalogue, data });
  const file: Style = { width: FILE_WIDTH, colour: false, ascii };
  return {
    catalogue,
    today,
    dayGiven,
    ascii,
    plan: (question) => planUpdate(catalogue, question, line),
    search: (text, product) => search(catalogue, text, product),
    meaning: (question) => resolveTarget(catalogue, question),
    service: (release) => serviced(catalogue, release, today),
    support: (product) =>
      lineState(product, today, catalogue.products.get(product.successor ?? '')?.name).text,
    commandLine: line,
    wizardLine: (given) => wizardLine({ ...given, today }, { catalogue, data }),
    flags: (given) => flagsOf(given, { catalogue }),
    picture: (plan, route, width) =>
      spoken ? spokenRoute(plan, route) : routePicture(plan, route, { width, ascii }),
    print: (plan, format, route, question) => {
      const chosen = route ? { route: route.id } : {};
      const checklist = () =>
        newChecklist(plan, { generated, arguments: commandArguments(question, { catalogue, data }) });
      switch (format) {
        case 'text':
          return renderText(plan, { ...file, ...chosen });
        case 'markdown':
          return renderMarkdown(plan, chosen);
        case 'html':
          return renderHtml(checklist(), page());
        case 'csv':
          return renderCsv(plan, { ...chosen, mark: true });
        case 'json':
          return renderJson(plan, { generated });
        case 'checklist':
          return jsonText(checklistJson(checklist()));
      }
    },
    findOut: (question) => findOut(catalogue, question),
  };
}
