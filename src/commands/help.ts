/** The texts of `--help`, made from the table of flags. At most 80 columns. */
import { COMMANDS, type CommandEntry, type Flag } from './flags.ts';

const COLUMN = 24;

function row(left: string, right: string): string {
  return `  ${left.padEnd(COLUMN)}${left.length >= COLUMN ? ' ' : ''}${right}`.trimEnd();
}

function flagRow([name, flag]: readonly [string, Flag]): string {
  return row(flagName([name, flag]), flag.help);
}

function commandRow(entry: CommandEntry): string {
  return row(entry.name === '' ? 'cupath' : `cupath ${entry.name}`, entry.summary);
}

/** `--data DIR`, as the usage line of a flag shows it. */
function flagName([name, flag]: readonly [string, Flag]): string {
  return flag.value === undefined ? `--${name}` : `--${name} ${flag.value}`;
}

/** `cupath --help`: fits a terminal of 80 columns and 24 lines. */
export function generalHelp(): string {
  const lines = [
    'cupath plans the update of an Exchange server: path, reasons, checklist.',
    'It uses no network and changes no server.',
    '',
    ...Object.values(COMMANDS).map(commandRow),
    '',
    'LEVEL: as you have it at hand: CU or SU name, build, KB number, version text.',
    `Wizard flags: ${Object.entries(COMMANDS.wizard.flags).map(flagName).join(', ')}`,
    'cupath COMMAND --help lists the flags of a command.',
    'Exit codes: 0 done, 1 bug, 2 bad input, 3 no path, 4 bad data, 5 --fail-on holds',
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

/** `cupath COMMAND --help`. */
export function commandHelp(entry: CommandEntry): string {
  const lines = [
    `cupath ${entry.name}: ${entry.summary}`,
    '',
    `  cupath ${entry.name} ${entry.usage}`.trimEnd(),
    ...entry.examples.map((example) => `  ${example}`),
    '',
    'Flags',
    ...Object.entries(entry.flags)
      .filter(([, flag]) => flag.later !== true)
      .map(flagRow),
  ];
  return `${lines.join('\n')}\n`;
}
