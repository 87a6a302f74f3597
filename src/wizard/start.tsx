/**
 * Starts the wizard in the terminal and gives the terminal back. Ink is loaded here and only now: it is slow
 * to load, and it reads colour settings from the environment while it is.
 */
import process from 'node:process';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { GivenAnswers } from '../planner/question.ts';
import { fleetText } from '../render/fleet-text.ts';
import type { PageParts } from '../render/html-frame.ts';
import { paragraph, type Style } from '../render/layout.ts';
import { terminalStyle } from '../render/terminal.ts';
import { renderText } from '../render/text.ts';
import type { Core } from './core.ts';
import { diskFiles } from './files.ts';
import { type FleetCore, type FleetCoreOptions, fleetCore } from './fleet-core.ts';
import { type FleetModel, firstFleetModel } from './fleet-state.ts';
import { givenIn, type Model, plannedQuestion } from './model.ts';
import { programCore } from './program.ts';
import { prepareEnvironment, takeScreen, untilLeft } from './terminal-screen.ts';
import { prepareLayout } from './yoga.ts';

export interface WizardOptions {
  /** ISO day to plan for. */
  readonly today: string;
  /** It was given with `--today`, not read from the clock. */
  readonly dayGiven?: boolean | undefined;
  /** Answers to begin with. */
  readonly resume?: GivenAnswers | undefined;
  /** ASCII only, no colour. */
  readonly plain?: boolean | undefined;
  readonly noColour?: boolean | undefined;
  /** What HTML pages carry inside, read when one is saved. */
  readonly page?: (() => PageParts) | undefined;
  /** Overlay folders as they were given. */
  readonly data?: readonly string[] | undefined;
  /** Opens on the servers of this inventory. */
  readonly inventory?: Inventory | undefined;
  /** The command line that plans the inventory as a fleet. */
  readonly fleetCommand?: FleetCoreOptions['command'] | undefined;
  /** ISO time that saved JSON is stamped with; absent: now. */
  readonly generated?: string | undefined;
}

/** How the wizard was left: from the questions about one server, or from the screens of an inventory. */
type Left =
  | { readonly kind: 'server'; readonly model: Model; readonly code: number }
  | { readonly kind: 'fleet'; readonly model: FleetModel; readonly code: number };

/** Draws until somebody leaves; null when the program was ended from outside. */
async function runScreens(
  core: Core,
  fleet: FleetCore | null,
  resume: GivenAnswers | undefined,
  spoken: boolean,
): Promise<Left | null> {
  await prepareLayout();
  // React is CommonJS: bundled, a dynamic import of it has its exports under `default` only.
  const [{ render }, { App }, { default: react }] = await Promise.all([
    import('ink'),
    import('./app.tsx'),
    import('react'),
  ]);
  const screens = fleet === null ? null : await import('./fleet-app.tsx');
  const giveBack = takeScreen(!spoken && process.env.TERM !== 'dumb');
  const leavings: Left[] = [];
  const onLeave = (model: Model, code: number) => {
    leavings.push({ kind: 'server', model, code });
  };
  const onFleetLeave = (model: FleetModel, code: number) => {
    leavings.push({ kind: 'fleet', model, code });
  };
  const root =
    fleet === null || screens === null
      ? react.createElement(App, { core, files: diskFiles, resume, onLeave })
      : react.createElement(screens.FleetApp, { core, fleet, files: diskFiles, onLeave, onFleetLeave });
  const instance = render(root, {
    exitOnCtrlC: false,
    isScreenReaderEnabled: spoken,
  });
  await untilLeft(instance, giveBack, spoken);
  return leavings[0] ?? null;
}

/** What stays in the window: the checklist, or after Ctrl-C the command lines of the answers so far. */
export function farewell(core: Core, { model, code }: Left & { kind: 'server' }, style: Style): string {
  const question = plannedQuestion(core, model);
  const given = givenIn(core, model);
  if (!question) return code === 130 && core.flags(given) !== '' ? `${core.wizardLine(given)}\n` : '';
  if (code === 130) return `${core.wizardLine(given)}\n${core.commandLine(question)}\n`;
  const route = model.route === undefined ? {} : { route: model.route };
  return renderText(core.plan(question), { ...style, ...route });
}

/** What stays in the window after Ctrl-C on the screens of an inventory; empty where nothing was answered. */
export function fleetFarewell(fleet: FleetCore, { fills, target }: FleetModel, style: Style): string {
  const first = firstFleetModel({ columns: 0, rows: 0 });
  if (Object.keys(fills).length === 0 && target === first.target) return '';
  const unwritten = fleet.unwritten(fills).flatMap((sentence) => paragraph(style, sentence));
  return [fleet.command(fills, target), ...unwritten, ''].join('\n');
}

/**
 * Runs the wizard until somebody leaves it, then prints what stays: the checklist, or after Ctrl-C the
 * command lines that go on with the answers so far.
 * @returns exit code: 0 done, 2 no terminal, 3 the plan has no path, 130 left with Ctrl-C
 */
export async function startWizard(catalogue: Catalogue, options: WizardOptions): Promise<number> {
  const { stdin, stdout, stderr, env, platform } = process;
  if (!stdin.isTTY || !stdout.isTTY) {
    stderr.write(
      'cupath: the wizard needs a terminal; without one use cupath plan --from LEVEL --to LEVEL\n',
    );
    return 2;
  }
  const plain = options.plain === true;
  const noColour = options.noColour === true;
  const terminal = { env, platform, isTerminal: true, plain, noColour };
  const style = terminalStyle({ ...terminal, columns: stdout.columns });
  prepareEnvironment(style.colour);
  const spoken = env.INK_SCREEN_READER === 'true';
  const core = programCore(catalogue, {
    today: options.today,
    dayGiven: options.dayGiven,
    ascii: style.ascii || spoken,
    spoken,
    generated: options.generated ?? new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    data: options.data,
    page: options.page,
  });
  const { inventory, fleetCommand } = options;
  const fleet =
    inventory === undefined
      ? null
      : fleetCore(catalogue, inventory, {
          today: options.today,
          ascii: style.ascii || spoken,
          command: fleetCommand ?? (() => ''),
        });
  const left = await runScreens(core, fleet, options.resume, spoken);
  if (!left) return 130;
  const page = terminalStyle({ ...terminal, columns: stdout.columns });
  if (left.kind === 'fleet') {
    if (!fleet) return left.code;
    const text = left.code === 130 ? fleetFarewell(fleet, left.model, page) : '';
    if (text !== '') stderr.write('To plan the fleet with the answers so far:\n');
    stdout.write(text);
    if (left.code === 130) return left.code;
    const { fills, target } = left.model;
    for (const piece of fleetText(fleet.plan(fills, target), { ...page, checklists: false, brief: false }))
      stdout.write(piece);
    for (const sentence of fleet.unwritten(fills)) stdout.write(`${paragraph(page, sentence).join('\n')}\n`);
    return left.code;
  }
  const text = farewell(core, left, page);
  if (left.code === 130 && text !== '') stderr.write('To resume, the answers so far as a command:\n');
  stdout.write(text);
  return left.code;
}
