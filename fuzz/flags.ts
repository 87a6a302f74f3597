/** Random command lines: known flags with good, odd and hostile values, in any order. */
import { COMMANDS, type Flag } from '../src/commands/flags.ts';
import type { Fuzzer } from './fuzzer.ts';
import { catalogue, expectDecent, runProgram } from './program.ts';
import type { Random } from './random.ts';

const LEVELS = [
  ...catalogue.releases.keys(),
  ...catalogue.updates.keys(),
  'latest',
  'latest-cu',
  'Exchange 2016 CU12',
  'Version 15.2 (Build 1544.4)',
  '15.01.1713.005',
  'KB5066368',
  '2010 SP3',
  'se cu2',
];

const WORDS: Readonly<Record<string, readonly string[]>> = {
  from: LEVELS,
  to: LEVELS,
  prepared: LEVELS,
  media: [...LEVELS, 'all', '2016-cu14,2016-cu18'],
  also: ['2013', '2010', 'none', '2016,2013', '2019-cu14'],
  dotnet: ['4.7.2', '4.8', '4.8.1', '461814', '528040', '4.5'],
  windows: ['2012', '2012r2', '2016', '2019', '2022', '2025', 'Windows Server 2019'],
  'to-windows': ['2019', '2022', '2025'],
  'dc-windows': ['2008r2,2016', '2019', '2025'],
  'forest-level': ['2008', '2012r2', '2016', '2025'],
  role: ['mailbox', 'edge', 'tools'],
  route: ['supported', 'direct'],
  format: ['text', 'markdown', 'json', 'html', 'csv', 'mermaid', 'dot', 'svg'],
  server: ['EX01', 'ex01.contoso.com'],
  dag: ['DAG1'],
  accept: ['none', 'dotnet-order'],
  today: ['2026-11-24', '2020-02-29', '2019-02-29', '9999-12-31', '0000-00-00'],
  iso: ['D:\\', '\\\\fs01\\iso\\x.iso'],
};

function valueFor(random: Random, name: string): string {
  const words = WORDS[name];
  return words && random.chance(0.8) ? random.pick(words) : random.noise(12);
}

/** Flags that would write, or read what is not there for everybody, are given names that do neither. */
function isOffLimits(name: string): boolean {
  return ['output', 'data', 'inventory', 'help', 'version'].includes(name);
}

function flagWords(random: Random, name: string, flag: Flag): readonly string[] {
  if (flag.type === 'boolean') return random.chance(0.02) ? [`--${name}=x`] : [`--${name}`];
  if (random.chance(0.02)) return [`--${name}`];
  const value = valueFor(random, name);
  return random.chance(0.3) ? [`--${name}=${value}`] : [`--${name}`, value];
}

function commandLine(random: Random): readonly string[] {
  const command = random.pick(Object.values(COMMANDS));
  const flags = Object.entries(command.flags as Readonly<Record<string, Flag>>).filter(
    ([name]) => !isOffLimits(name),
  );
  const args: string[] = command.name === '' || random.chance(0.02) ? [] : [command.name];
  const words = 'words' in command ? command.words : [];
  if (words.length > 0 && random.chance(0.8)) args.push(random.pick(words));
  if (command.name === 'plan' && random.chance(0.9)) {
    args.push('--from', random.pick(LEVELS), '--to', random.pick(LEVELS));
  }
  for (let count = random.below(6); count > 0 && flags.length > 0; count--) {
    const [name, flag] = random.pick(flags);
    if (name !== 'from' && name !== 'to') args.push(...flagWords(random, name, flag));
  }
  if (command.name !== 'plan' && random.chance(0.7)) args.push(random.pick(LEVELS));
  if (random.chance(0.15)) args.splice(random.below(args.length + 1), 0, random.noise(10));
  // No system hands a program an argument with this sign in it.
  return args.map((arg) => arg.replaceAll('\0', ''));
}

/** Command words after which files are read: their own fuzzers do that. */
const READS_FILES = ['inventory', 'diagnose', 'resume', 'preflight', 'check'];

export const flagsFuzzer: Fuzzer = {
  name: 'flags',
  what: 'command lines from the table of flags with good, odd and hostile values, run in one process',
  share: 2,
  patience: 5_000,
  least: 300,
  async attempt(random, note) {
    const args = commandLine(random);
    note(`cupath ${args.map((arg) => JSON.stringify(arg)).join(' ')}`);
    if (args.some((arg) => READS_FILES.includes(arg))) return;
    expectDecent(await runProgram(args));
  },
};
