/** The texts of `--help`, made from the table of flags. At most 80 columns. */
import { COMMANDS, COMMON_FLAGS, type CommandEntry, type Flag, type Flags } from './flags.ts';
import { TOPIC_NAMES } from './topics.ts';

const COLUMN = 24;
const WIDTH = 79;

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

/** Names of flags with what they take, as many to a line as fit. */
function flagNames(flags: Flags): readonly string[] {
  const lines: string[] = [];
  for (const shown of Object.entries(flags).map(flagName)) {
    const longer = `${lines.at(-1) ?? ' '} ${lines.length === 0 ? '' : ' '}${shown}`;
    if (lines.length > 0 && longer.length > WIDTH) lines.push(`  ${shown}`);
    else lines[Math.max(0, lines.length - 1)] = longer;
  }
  return lines;
}

/** `cupath --help`: fits a terminal of 80 columns and 24 lines. */
export function generalHelp(): string {
  const lines = [
    'cupath plans the update of an Exchange server, offline; it changes no server.',
    '',
    ...Object.values(COMMANDS).map(commandRow),
    row('cupath --version', 'print the version and the date of the data'),
    '',
    'LEVEL: as you have it at hand: CU or SU name, build, KB number, version text.',
    'Flags of most commands',
    ...flagNames(COMMON_FLAGS),
    '',
    'cupath COMMAND --help  explains its flags',
    `cupath help TOPIC      ${TOPIC_NAMES.join(', ')}`,
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
    ...Object.entries(entry.flags).map(flagRow),
  ];
  return `${lines.join('\n')}\n`;
}
