/** Help for the screens of an inventory, behind `?`. */
import { BLANK, type Line, lines, type Page } from './document.ts';
import type { FleetScreen } from './fleet-state.ts';

const ABOUT: Readonly<Record<Exclude<FleetScreen, 'help'>, readonly string[]>> = {
  table: [
    'One row for each server of the files: what it runs, what lies between that and the target, and how many vulnerabilities its build leaves open. Exploited means that attacks with it are known.',
    'Enter on a server opens its plan, with everything that the files say about it; Esc there leads back here.',
    'Enter on the first row opens the plan of all servers: the waves, in the order to work through them.',
    'Enter on "Target" changes between the newest level that is serviced and the newest CU of each line.',
    'Enter on "unknowns" fills in once what no file says. It never goes over what a file says.',
    'Typing filters by name and level; Esc takes the filter off.',
  ],
  unknowns: [
    'What no file says about some servers. An answer holds for all of them; choose a row again to change it or to take it back.',
  ],
  values: ['The chosen answer holds for every server whose file does not say it.'],
  fleet: [
    'The plan of all servers. q leaves and prints it, so that it stays in the window; cupath plan --inventory writes it into a file.',
  ],
};

const KEYS: readonly (readonly [key: string, does: string])[] = [
  ['Enter', 'open or choose'],
  ['Up/Down', 'move; PgUp and PgDn turn pages; Home and End go to the ends'],
  ['Esc', 'back'],
  ['q', 'in the plan of all servers: finish and print it'],
  ['Ctrl-C', 'leave, and print the command line of the answers so far'],
];

/** All lines of the help for a screen. */
export function fleetHelp(about: Exclude<FleetScreen, 'help'>, page: Page): readonly Line[] {
  return [
    ...ABOUT[about].flatMap((text) => [...lines(page, text), BLANK]),
    ...lines(page, 'Keys', { tone: 'heading' }),
    ...KEYS.flatMap(([key, does]) => lines(page, does, { label: `${key}:`, indent: 2 })),
  ];
}
