/** Reads the arguments of a command by its table of flags. */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isDirectory } from '../catalogue/files.ts';
import { suggestion } from '../catalogue/nearest.ts';
import { badValue, quoted, UsageError } from './failure.ts';
import { type Flags, PLAN_FLAGS, type Values } from './flags.ts';

export interface Arguments<F extends Flags> {
  readonly values: Values<F>;
  readonly positionals: readonly string[];
}

interface Option {
  readonly name: string;
  readonly raw: string;
  readonly value: string | undefined;
  readonly inline: boolean;
}

function optionsOf(flags: Flags): Record<string, { type: 'string' | 'boolean'; multiple: boolean }> {
  const all = Object.entries(flags);
  return Object.fromEntries(
    all.map(([name, { type, multiple }]) => [name, { type, multiple: multiple === true }]),
  );
}

interface Read {
  readonly options: readonly Option[];
  readonly positionals: readonly string[];
}

function read(flags: Flags, args: readonly string[]): Read {
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options: optionsOf(flags),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const options = tokens.flatMap((token) =>
    token.kind === 'option'
      ? [{ name: token.name, raw: token.rawName, value: token.value, inline: token.inlineValue === true }]
      : [],
  );
  return { options, positionals };
}

/** The values by name: a list where the flag may be given more than once, `true` for a flag without a value. */
function valuesOf(flags: Flags, options: readonly Option[]): Record<string, string | true | string[]> {
  const values: Record<string, string | true | string[]> = {};
  for (const { name, value } of options) {
    const list = values[name];
    if (value === undefined) values[name] = true;
    else if (flags[name]?.multiple !== true) values[name] = value;
    else if (Array.isArray(list)) list.push(value);
    else values[name] = [value];
  }
  return values;
}

function unknownFlag(command: string, flags: Flags, option: Option): UsageError {
  const name = command === '' ? 'cupath' : `cupath ${command}`;
  if (command === '' && Object.hasOwn(PLAN_FLAGS, option.name)) {
    return new UsageError(`--${option.name} belongs to "cupath plan"`);
  }
  const known = Object.keys(command === '' ? { ...flags, ...PLAN_FLAGS } : flags);
  const hint = suggestion(
    option.raw,
    known.map((each) => `--${each}`),
  );
  return new UsageError(`${quoted(option.raw)} is no flag of ${name}${hint || `; see ${name} --help`}`);
}

/** The first thing wrong with the flags, as the reader typed them; null when the table accepts them. */
function problem(command: string, flags: Flags, options: readonly Option[]): UsageError | null {
  const seen = new Set<string>();
  for (const option of options) {
    const flag = Object.hasOwn(flags, option.name) ? flags[option.name] : undefined;
    if (!flag || !option.raw.startsWith('--')) return unknownFlag(command, flags, option);
    const value = flag.value ?? 'a value';
    const missing =
      option.value === undefined ||
      (!option.inline && option.value.length > 1 && option.value.startsWith('-'));
    if (flag.type === 'string' && missing)
      return new UsageError(`--${option.name}: found no value, expected ${value}`);
    if (flag.type === 'boolean' && option.value !== undefined) {
      return new UsageError(`--${option.name}: found ${quoted(option.value)}, expected no value`);
    }
    if (seen.has(option.name) && flag.type === 'string' && !flag.multiple) {
      return new UsageError(`--${option.name}: found twice, expected once`);
    }
    seen.add(option.name);
  }
  return null;
}

/** An overlay that is not there is a slip of the command line, not of the data in it. */
function checkFolders(folders: unknown): void {
  if (!Array.isArray(folders)) return;
  for (const folder of folders) {
    if (typeof folder !== 'string' || isDirectory(folder)) continue;
    throw noDataFolder('--data', folder);
  }
}

/** A folder of data was asked for, and this is none. */
export function noDataFolder(flag: string, path: string): UsageError {
  const found = existsSync(path) ? 'this is a file' : 'there is no such folder';
  return badValue(flag, path, `a folder with *.yaml files; ${found}`);
}

/**
 * Parses strictly: an unknown flag, a missing value, a value too many, or a flag given twice that may be given
 * once is a `UsageError` with a suggestion where a near flag exists.
 * @param command name for messages; empty for the wizard
 */
export function readArguments<F extends Flags>(
  command: string,
  flags: F,
  args: readonly string[],
): Arguments<F> {
  const { options, positionals } = read(flags, args);
  const wrong = problem(command, flags, options);
  if (wrong) throw wrong;
  const values = valuesOf(flags, options);
  checkFolders(values.data);
  // The table decides each value's type, and every option has just been checked against it.
  return { values: values as Values<F>, positionals };
}

/** `--help` anywhere before `--` asks for help, whatever else is wrong with the line. */
export function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end === -1 ? args : args.slice(0, end)).some((arg) => arg === '--help' || arg === '-h');
}
