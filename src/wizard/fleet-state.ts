/** The screens of an inventory as one pure reducer: the table, the unknowns, the plan of the fleet. */
import type { Question } from '../planner/question.ts';
import { type Line, lines } from './document.ts';
import type { KeyName, WizardEvent } from './events.ts';
import type { Asked, Fills, FleetCore, FleetTarget, ServerRow, Unknown } from './fleet-core.ts';
import { fleetHelp } from './fleet-help.ts';
import { moveCursor } from './list.ts';

export type FleetScreen = 'table' | 'unknowns' | 'values' | 'fleet' | 'help';

export type FleetRequest =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'open'; readonly server: string; readonly question: Question };

export interface FleetModel {
  readonly screen: FleetScreen;
  /** By screen. */
  readonly cursors: Readonly<Partial<Record<FleetScreen, number>>>;
  readonly filter: string;
  readonly fills: Fills;
  readonly target: FleetTarget;
  /** Id of the unknown whose values are shown. */
  readonly unknown: string | null;
  /** The screen that the help was opened from. */
  readonly helped: Exclude<FleetScreen, 'help'>;
  readonly notice: string | null;
  readonly columns: number;
  readonly rows: number;
  readonly request: FleetRequest | null;
}

/** The rows above the servers, and the servers that fit the filter. */
export type TableRow =
  | { readonly kind: 'all' }
  | { readonly kind: 'target' }
  | { readonly kind: 'unknowns'; readonly open: number; readonly filled: number }
  | { readonly kind: 'server'; readonly row: ServerRow };

export function firstFleetModel(size: Pick<FleetModel, 'columns' | 'rows'>): FleetModel {
  return {
    screen: 'table',
    cursors: {},
    filter: '',
    fills: {},
    target: 'latest',
    unknown: null,
    helped: 'table',
    notice: null,
    request: null,
    ...size,
  };
}

/** What the table lists. With a filter only servers. */
export function tableRows(core: FleetCore, { fills, target, filter }: FleetModel): readonly TableRow[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const servers = core
    .rows(fills, target)
    .filter((row) => words.every((word) => `${row.name} ${row.level}`.toLowerCase().includes(word)))
    .map((row): TableRow => ({ kind: 'server', row }));
  if (words.length > 0) return servers;
  const asked = core.unknowns(fills);
  const open = openOnes(asked);
  const unknowns: readonly TableRow[] =
    asked.length === 0 ? [] : [{ kind: 'unknowns', open, filled: asked.length - open }];
  return [{ kind: 'all' }, { kind: 'target' }, ...unknowns, ...servers];
}

function openOnes(asked: readonly Asked[]): number {
  return asked.filter(({ answer }) => answer === null).length;
}

/** The unknown whose values are shown. */
export function unknownIn(core: FleetCore, model: FleetModel): Asked | null {
  return core.unknowns(model.fills).find(({ id }) => id === model.unknown) ?? null;
}

/** A row of the values: one of the choices, or first of all that nobody knows, so that Enter alone states nothing. */
export function valueRows(unknown: Unknown): readonly (Unknown['choices'][number] | null)[] {
  return [null, ...unknown.choices];
}

/** Rows of the present screen. */
export function rowCount(core: FleetCore, model: FleetModel): number {
  switch (model.screen) {
    case 'table':
      return tableRows(core, model).length;
    case 'unknowns':
      return core.unknowns(model.fills).length;
    case 'values': {
      const unknown = unknownIn(core, model);
      return unknown ? valueRows(unknown).length : 0;
    }
    case 'fleet':
      return fleetLines(core, model).length;
    case 'help':
      return fleetHelpLines(core, model).length;
  }
}

/** The text of the fleet plan in the width of the window. */
export function fleetLines(core: FleetCore, model: FleetModel): readonly string[] {
  const width = Math.max(24, model.columns - 3);
  const plan = core.lines(core.plan(model.fills, model.target), width);
  const unwritten = core.unwritten(model.fills).flatMap((text) => lines({ width, ascii: core.ascii }, text));
  return unwritten.length === 0 ? plan : [...plan, '', ...unwritten.map((line) => line.text)];
}

/** The help in the width of the window. */
export function fleetHelpLines({ ascii }: FleetCore, { helped, columns }: FleetModel): readonly Line[] {
  return fleetHelp(helped, { width: Math.max(24, columns - 3), ascii });
}

/** The highlighted row, within bounds. */
export function cursorOf(core: FleetCore, model: FleetModel): number {
  return Math.max(0, Math.min(model.cursors[model.screen] ?? 0, rowCount(core, model) - 1));
}

/** Rows for the list between title (in the table with filter and heads) and notice, count and keys. */
export function listRoom({ screen, notice, rows }: Pick<FleetModel, 'screen' | 'notice' | 'rows'>): number {
  const head = screen === 'table' ? 3 : 1;
  const foot = notice === null ? 2 : 4;
  return Math.max(1, rows - 1 - head - foot);
}

function to(model: FleetModel, screen: FleetScreen, changes: Partial<FleetModel> = {}): FleetModel {
  const cursors = screen === 'table' ? model.cursors : { ...model.cursors, [screen]: 0 };
  return { ...model, screen, cursors, notice: null, ...changes };
}

function chosenInTable(core: FleetCore, model: FleetModel): FleetModel {
  const row = tableRows(core, model)[cursorOf(core, model)];
  switch (row?.kind) {
    case undefined:
      return model;
    case 'all':
      return to(model, 'fleet');
    case 'target':
      return { ...model, target: model.target === 'latest' ? 'latest-cu' : 'latest', notice: null };
    case 'unknowns':
      return to(model, 'unknowns');
    case 'server': {
      const question = core.question(row.row.name, model.fills, model.target);
      if (question) return { ...model, request: { kind: 'open', server: row.row.name, question } };
      return { ...model, notice: row.row.reason ?? 'What this server runs is not known.' };
    }
  }
}

function chosen(core: FleetCore, model: FleetModel): FleetModel {
  const cursor = cursorOf(core, model);
  switch (model.screen) {
    case 'table':
      return chosenInTable(core, model);
    case 'unknowns': {
      const unknown = core.unknowns(model.fills)[cursor];
      if (!unknown) return model;
      const at = valueRows(unknown).findIndex((choice) => choice?.value === unknown.answer?.value);
      const cursors = { ...model.cursors, values: Math.max(0, at) };
      return { ...model, screen: 'values', unknown: unknown.id, cursors, notice: null };
    }
    case 'values': {
      const unknown = unknownIn(core, model);
      if (!unknown) return model;
      const choice = valueRows(unknown)[cursor] ?? null;
      const { [unknown.id]: _, ...others } = model.fills;
      const fills = choice === null ? others : { ...others, [unknown.id]: choice.value };
      const done = openOnes(core.unknowns(fills)) === 0;
      return {
        ...model,
        screen: done ? 'table' : 'unknowns',
        fills,
        unknown: null,
        notice: `${unknown.title}: ${choice?.label ?? 'left open'}`,
      };
    }
    case 'fleet':
      return model;
    case 'help':
      return back(model);
  }
}

function back(model: FleetModel): FleetModel {
  if (model.screen === 'help') return { ...model, screen: model.helped, notice: null };
  if (model.screen === 'values') return { ...model, screen: 'unknowns', unknown: null, notice: null };
  if (model.screen !== 'table') return to(model, 'table');
  if (model.filter !== '') return { ...model, filter: '', cursors: {}, notice: null };
  return { ...model, notice: 'This is the first screen. Ctrl-C leaves.' };
}

/** 3 when a server is blocked or has no path, as the command `plan --inventory` ends. */
export function exitCode(core: FleetCore, { fills, target }: FleetModel): number {
  const plan = core.plan(fills, target);
  return plan.blocks.length > 0 || plan.servers.some(({ fate }) => fate === 'no-path') ? 3 : 0;
}

function typed(core: FleetCore, model: FleetModel, text: string): FleetModel {
  if (model.screen === 'help') {
    if (text === ' ') return moved(core, model, 'page-down');
    return text === 'q' || text === '?' ? back(model) : model;
  }
  if (text === '?') return to({ ...model, helped: model.screen }, 'help');
  if (model.screen === 'table')
    return { ...model, filter: (model.filter + text).slice(0, 100), cursors: {}, notice: null };
  if (model.screen === 'fleet' && text === 'q')
    return { ...model, request: { kind: 'exit', code: exitCode(core, model) } };
  if (model.screen === 'fleet' && text === ' ') return moved(core, model, 'page-down');
  return model;
}

function moved(core: FleetCore, model: FleetModel, key: KeyName): FleetModel {
  const cursor = cursorOf(core, model);
  const count = rowCount(core, model);
  const page = listRoom(model);
  // Reading does not wrap around at the ends, choosing does.
  const next =
    (model.screen === 'fleet' || model.screen === 'help') && (key === 'up' || key === 'down')
      ? Math.max(0, Math.min(count - 1, cursor + (key === 'up' ? -1 : 1)))
      : moveCursor(cursor, key, count, page);
  return { ...model, cursors: { ...model.cursors, [model.screen]: next }, notice: null };
}

/** One step. A request is handed out once, with the model that carries it. */
export function reduceFleet(core: FleetCore, previous: FleetModel, event: WizardEvent): FleetModel {
  const model: FleetModel = previous.request === null ? previous : { ...previous, request: null };
  if (event.type === 'resize') return { ...model, columns: event.columns, rows: event.rows };
  if (event.type === 'text') return typed(core, model, event.text);
  if (event.type !== 'key') return model;
  switch (event.key) {
    case 'quit':
      return { ...model, request: { kind: 'exit', code: 130 } };
    case 'enter':
      return chosen(core, model);
    case 'escape':
      return back(model);
    case 'backspace':
      return model.screen === 'table'
        ? { ...model, filter: model.filter.slice(0, -1), cursors: {}, notice: null }
        : model;
    case 'clear':
      return model.screen === 'table' ? { ...model, filter: '', cursors: {}, notice: null } : model;
    default:
      return moved(core, model, event.key);
  }
}
