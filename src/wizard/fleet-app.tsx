/** The screens of an inventory: a table of servers, what is unknown, the plan of the fleet. */
import { Box, useApp, useInput, useStdout } from 'ink';
import { useEffect, useReducer, useState } from 'react';
import type { Question } from '../planner/question.ts';
import { displayWidth, padEnd } from '../render/layout.ts';
import { printable } from '../render/printable.ts';
import type { Tone } from '../render/tones.ts';
import { counted } from '../render/words.ts';
import { App, type AppProps } from './app.tsx';
import { keysText, lines, shorten } from './document.ts';
import { readInput } from './events.ts';
import type { FleetCore, ServerRow } from './fleet-core.ts';
import {
  cursorOf,
  type FleetModel,
  firstFleetModel,
  fleetHelpLines,
  fleetLines,
  listRoom,
  reduceFleet,
  rowCount,
  type TableRow,
  tableRows,
  unknownIn,
  valueRows,
} from './fleet-state.ts';
import { windowAround } from './list.ts';
import type { Kept } from './model.ts';
import { AsciiContext, Pointer, Row, Rows } from './rows.tsx';
import { sizeOf, useResize } from './terminal-size.ts';

interface Shown {
  readonly text: string;
  readonly tone: Tone;
}

interface Widths {
  readonly name: number;
  readonly level: number;
  readonly gap: number;
  readonly exposure: number;
  /** Only the exploited ones are counted there, because not everything fits. */
  readonly brief: boolean;
}

const GAP = 2;
/** Less than this of what is to do says nothing. */
const LEAST_GAP = 8;

const HEAD = {
  name: 'Server',
  level: 'Level',
  gap: 'To go',
  exposure: 'Vulnerabilities',
  attacked: 'Exploited',
} as const;

/** Columns of the table: as wide as the widest cell in sight needs; the last ones go where there is no room. */
function widthsOf(rows: readonly ServerRow[], width: number): Widths {
  const most = (cells: readonly string[], least: number, limit: number) =>
    Math.min(limit, Math.max(least, ...cells.map((cell) => displayWidth(printable(cell)))));
  const name = most(
    rows.map((row) => row.name),
    6,
    Math.max(8, Math.floor(width * 0.3)),
  );
  const level = most(
    rows.map((row) => row.level),
    5,
    Math.max(8, Math.floor(width * 0.35)),
  );
  const gap = most(
    rows.map((row) => row.gap),
    3,
    20,
  );
  const room = width - name - level - 2 * GAP;
  const rest = room - gap - GAP;
  const exposure = most(
    rows.map((row) => row.exposure),
    HEAD.exposure.length,
    width,
  );
  if (rest >= exposure) return { name, level, gap, exposure: rest, brief: false };
  const attacked = most(
    rows.map((row) => row.attacked),
    HEAD.attacked.length,
    width,
  );
  // A number that is cut off would be another number: what is to do gives way to it.
  const left = Math.min(gap, room - attacked - GAP);
  if (left >= Math.min(gap, LEAST_GAP)) return { name, level, gap: left, exposure: attacked, brief: true };
  // Without room for what is to do, the level is shown whole rather than half of each.
  if (room < gap) return { name, level: width - name - GAP, gap: 0, exposure: 0, brief: false };
  return { name, level, gap, exposure: 0, brief: false };
}

function tableLine(
  { name, level, gap, exposure, attacked }: Pick<ServerRow, keyof typeof HEAD>,
  widths: Widths,
  ascii: boolean,
): string {
  const cell = (text: string, width: number) => padEnd(shorten(printable(text), width, ascii), width);
  const between = ' '.repeat(GAP);
  return [
    cell(name, widths.name),
    cell(level, widths.level),
    ...(widths.gap === 0 ? [] : [cell(gap, widths.gap)]),
    ...(widths.exposure === 0 ? [] : [shorten(widths.brief ? attacked : exposure, widths.exposure, ascii)]),
  ]
    .join(between)
    .trimEnd();
}

interface Body {
  readonly head: string | null;
  readonly rows: readonly Shown[];
}

function shownRow(core: FleetCore, model: FleetModel, item: TableRow, widths: Widths): Shown {
  switch (item.kind) {
    case 'all': {
      const total = counted(core.inventory.servers.length, 'server');
      return { text: `All ${total}: the plan of the fleet`, tone: 'heading' };
    }
    case 'target':
      return { text: `Target: ${model.target} (Enter changes it)`, tone: 'plain' };
    case 'unknowns':
      return item.open > 0
        ? { text: `Fill ${counted(item.open, 'unknown')} once for many servers`, tone: 'warn' }
        : { text: `Change what was filled in (${item.filled})`, tone: 'plain' };
    case 'server':
      return {
        text: tableLine(item.row, widths, core.ascii),
        tone: item.row.exploited ? 'warn' : 'plain',
      };
  }
}

function tableBody(core: FleetCore, model: FleetModel, from: number, end: number): Body {
  const all = tableRows(core, model);
  const seen = all.slice(from, end);
  const width = Math.max(20, model.columns - 3);
  const widths = widthsOf(
    seen.flatMap((item) => (item.kind === 'server' ? [item.row] : [])),
    width,
  );
  return {
    head: tableLine(HEAD, widths, core.ascii),
    rows: seen.map((item) => shownRow(core, model, item, widths)),
  };
}

function valuesIn(core: FleetCore, model: FleetModel): ReturnType<typeof valueRows> {
  const unknown = unknownIn(core, model);
  return unknown ? valueRows(unknown) : [];
}

function bodyOf(core: FleetCore, model: FleetModel, from: number, end: number): Body {
  switch (model.screen) {
    case 'table':
      return tableBody(core, model, from, end);
    case 'unknowns':
      return {
        head: null,
        rows: core
          .unknowns(model.fills)
          .slice(from, end)
          .map(({ title, answer }) => ({ text: `${title}: ${answer?.label ?? '?'}`, tone: 'plain' })),
      };
    case 'values':
      return {
        head: null,
        rows: valuesIn(core, model)
          .slice(from, end)
          .map((choice) => ({ text: choice?.label ?? 'Not sure: leave it open', tone: 'plain' })),
      };
    case 'help':
      return { head: null, rows: fleetHelpLines(core, model).slice(from, end) };
    case 'fleet':
      return {
        head: null,
        rows: fleetLines(core, model)
          .slice(from, end)
          .map((text) => ({ text, tone: 'plain' })),
      };
  }
}

function titleOf(core: FleetCore, model: FleetModel): string {
  switch (model.screen) {
    case 'table':
      return 'Which server?';
    case 'unknowns':
      return 'What no file says: fill it once for all of them';
    case 'values':
      return unknownIn(core, model)?.title ?? '';
    case 'help':
      return 'Help';
    case 'fleet':
      return `The plan of the fleet to ${model.target}`;
  }
}

const KEYS: Readonly<Record<Exclude<FleetModel['screen'], 'table'>, readonly string[]>> = {
  unknowns: ['Enter choose', 'Esc back', '? help', 'Up/Down move', 'Ctrl-C leave'],
  values: ['Enter choose', 'Esc back', '? help', 'Up/Down move', 'Ctrl-C leave'],
  fleet: ['q finish and print', 'Esc back', 'Space next page', '? help', 'Up/Down move', 'Ctrl-C leave'],
  help: ['Esc back', 'Up/Down PgUp/PgDn scroll', 'Ctrl-C leave'],
};

function keysOf({ screen, filter }: FleetModel): readonly string[] {
  if (screen !== 'table') return KEYS[screen];
  const onEscape = filter === '' ? [] : ['Esc clear filter'];
  return ['Enter open', 'type to filter', ...onEscape, '? help', 'Up/Down move', 'Ctrl-C leave'];
}

/** One screenful: title, list, notice, keys. */
export function FleetFrame({ core, model }: { readonly core: FleetCore; readonly model: FleetModel }) {
  const count = rowCount(core, model);
  const cursor = cursorOf(core, model);
  const { top, bottom, above, below } = windowAround(
    cursor,
    count,
    listRoom(model),
    model.screen === 'fleet' || model.screen === 'help' ? 0.25 : 0.5,
  );
  const { head, rows } = bodyOf(core, model, top, bottom);
  const page = { width: Math.max(10, model.columns - 1), ascii: core.ascii };
  const beyond = [above > 0 ? `${above} above` : '', below > 0 ? `${below} below` : ''].filter(
    (part) => part !== '',
  );
  const notice = model.notice === null ? [] : lines(page, model.notice, { tone: 'warn' }).slice(0, 2);
  return (
    <Box flexDirection="column" height={Math.max(1, model.rows - 1)} overflow="hidden">
      <Row text={titleOf(core, model)} tone="heading" />
      {model.screen === 'table' ? (
        <Row text={model.filter === '' ? 'Type to filter' : `Filter: ${model.filter}_`} tone="dim" />
      ) : null}
      {head === null ? null : <Row text={`  ${head}`} tone="dim" />}
      <Box flexDirection="column" flexGrow={1} flexShrink={1} overflow="hidden" aria-role="list">
        {count === 0 ? <Row text="  Nothing fits." /> : null}
        {rows.map((row, index) => (
          <Box
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity beyond their place
            key={index}
            flexShrink={0}
            aria-role="listitem"
            aria-state={{ selected: top + index === cursor }}
          >
            <Pointer isSelected={top + index === cursor} />
            <Row
              text={row.text}
              tone={top + index === cursor && row.tone === 'plain' ? 'heading' : row.tone}
            />
          </Box>
        ))}
        {beyond.length === 0 ? null : <Row text={`  ${beyond.join(', ')}`} tone="dim" />}
      </Box>
      <Box flexDirection="column" flexShrink={0}>
        <Rows lines={notice} />
        <Row text={shorten(keysText(keysOf(model), page.width), page.width, core.ascii)} />
      </Box>
    </Box>
  );
}

/** The server that is open, and what is known about it. */
interface Opened {
  readonly server: string;
  readonly question: Question;
}

export interface FleetChooserProps {
  readonly core: FleetCore;
  /** Where somebody was in the table before a server was opened; null: the beginning. */
  readonly before: FleetModel | null;
  readonly onOpen: (opened: Opened, model: FleetModel) => void;
  /** Called once, when somebody leaves without opening a server. */
  readonly onLeave: (model: FleetModel, code: number) => void;
}

function FleetChooser({ core, before, onOpen, onLeave }: FleetChooserProps) {
  const { stdout } = useStdout();
  const { exit } = useApp();
  const size = () => sizeOf(stdout);
  const [model, dispatch] = useReducer(
    (state: FleetModel, event: Parameters<typeof reduceFleet>[2]) => reduceFleet(core, state, event),
    null,
    () => ({ ...(before ?? firstFleetModel(size())), ...size(), request: null }),
  );
  useResize(dispatch);
  const { request } = model;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a request is carried out once, when it is made
  useEffect(() => {
    if (request === null) return;
    if (request.kind === 'open') {
      onOpen(request, model);
      return;
    }
    onLeave(model, request.code);
    exit();
  }, [request]);
  useInput((input, key) => {
    for (const event of readInput(input, key)) dispatch(event);
  });
  return (
    <AsciiContext.Provider value={core.ascii}>
      <FleetFrame core={core} model={model} />
    </AsciiContext.Provider>
  );
}

export interface FleetAppProps extends Omit<AppProps, 'resume'> {
  readonly fleet: FleetCore;
  readonly onFleetLeave: (model: FleetModel, code: number) => void;
}

/**
 * The table first; a server that is opened goes into the wizard with everything that is known about it, and with
 * what was answered there before.
 */
export function FleetApp({ fleet, onFleetLeave, ...app }: FleetAppProps) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const [before, setBefore] = useState<FleetModel | null>(null);
  const [kept, setKept] = useState<Readonly<Record<string, Kept>>>({});
  if (opened !== null) {
    const { server, question } = opened;
    const back = (answers: Kept) => {
      setKept({ ...kept, [server]: answers });
      setOpened(null);
    };
    return <App {...app} resume={question} kept={kept[server]} onBack={back} />;
  }
  const open = (request: Opened, model: FleetModel) => {
    setBefore(model);
    setOpened(request);
  };
  return <FleetChooser core={fleet} before={before} onOpen={open} onLeave={onFleetLeave} />;
}
