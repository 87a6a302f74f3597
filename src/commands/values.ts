/** Single values from flags, each checked by itself; a wrong one is a `UsageError` of one line. */
import { type Catalogue, compareDotnet } from '../catalogue/catalogue.ts';
import { suggestion } from '../catalogue/nearest.ts';
import type { Role, WindowsId } from '../catalogue/schema.ts';
import { isHostName } from '../fleet/marks.ts';
import type { RouteId } from '../planner/question.ts';
import { printable } from '../render/printable.ts';
import { badValue, UsageError } from './failure.ts';

/** The parts of comma lists, in order, each once; the flag may have been given several times. */
export function listOf(flag: string, texts: readonly string[]): readonly string[] {
  const parts = texts.flatMap((text) => text.split(',')).map((part) => part.trim());
  if (parts.length === 0 || parts.includes('')) throw badValue(flag, texts.join(','), 'a list such as a,b');
  return [...new Set(parts)];
}

/** A pair of flags for yes and no; neither: nobody said. */
export function yesNo(name: string, yes: boolean | undefined, no: boolean | undefined): boolean | undefined {
  if (yes && no) throw new UsageError(`--${name} and --no-${name} exclude each other`);
  if (yes) return true;
  return no ? false : undefined;
}

/** One word of a closed set, whatever its case. */
export function readWord<T extends string>(flag: string, text: string, words: readonly T[]): T {
  const wanted = text.trim().toLowerCase();
  const found = words.find((word) => word.toLowerCase() === wanted);
  if (found === undefined) throw badValue(flag, text, words.join(', '), suggestion(wanted, words));
  return found;
}

const ROLES: readonly Role[] = ['mailbox', 'edge', 'tools'];
const ROUTES: readonly RouteId[] = ['supported', 'direct'];

export function readRole(text: string): Role {
  return readWord('--role', text, ROLES);
}

export function readRoute(text: string): RouteId {
  return readWord('--route', text, ROUTES);
}

function windowsKey(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\s._-]+/g, '')
    .replace(/^(?:microsoft)?(?:windows|win|ws|w2k(?=\d{4}))?(?:server)?/, '')
    .replace(/sp\d$/, '');
}

/** A slip of the fingers gets a suggestion; a version that is written well but does not exist would get a wrong one. */
function versionHint(wanted: string, ids: readonly string[]): string {
  return /^\d+(?:\.\d+)*(?:r2)?$/.test(wanted) ? '' : suggestion(wanted, ids);
}

/**
 * A Windows version: id (`2012r2`), short (`WS2016`) or full name.
 * @param forServer only versions that a server with Exchange can run, not those of domain controllers alone
 */
export function readWindows(catalogue: Catalogue, flag: string, text: string, forServer: boolean): WindowsId {
  const usable = [...catalogue.windows.values()].filter((item) => !forServer || item.dotnet !== undefined);
  const wanted = windowsKey(text);
  const found = usable.find((item) => item.id === wanted || windowsKey(item.name) === wanted);
  if (found) return found.id;
  const ids = usable.map((item) => item.id);
  throw badValue(flag, text, ids.join(', '), versionHint(wanted, ids));
}

/** A .NET version, or the registry's Release number: the version in whose range it lies. */
export function readDotnet(catalogue: Catalogue, flag: string, text: string): string {
  const versions = [...catalogue.dotnet.values()].sort((a, b) => compareDotnet(a.id, b.id));
  const wanted = text
    .toLowerCase()
    .replace(/\s+/g, '')
    .replace(/^(?:microsoft)?\.?(?:net)?(?:framework)?v?/, '');
  const expected = 'a .NET version such as 4.8, or the registry Release value';
  if (/^\d{5,7}$/.test(wanted)) {
    const version = versions.findLast((item) => item.release <= Number(wanted));
    if (version) return version.id;
    throw badValue(flag, text, `${expected} (${versions[0]?.release ?? 'none'} or higher)`);
  }
  const version = versions.find((item) => item.id === wanted);
  if (version) return version.id;
  const ids = versions.map((item) => item.id);
  throw badValue(flag, text, `${expected}; known are ${ids.join(', ')}`, versionHint(wanted, ids));
}

/** A forest functional level: its id, or its name as Active Directory shows it. */
export function readForestLevel(catalogue: Catalogue, text: string): string {
  const levels = catalogue.data.forestLevels;
  const key = (value: string) => windowsKey(value).replace(/forest$/, '');
  const wanted = key(text);
  const found = levels.find((item) => item.id === wanted || key(item.name) === wanted);
  if (found) return found.id;
  const ids = levels.map((item) => item.id);
  throw badValue('--forest-level', text, ids.join(', '), versionHint(wanted, ids));
}

/** A host or DAG name: it goes into commands, so nothing but letters, digits, dots, dashes and underscores. */
export function readHostName(flag: string, text: string): string {
  const name = text.trim();
  if (isHostName(name)) return name;
  throw badValue(
    flag,
    text,
    'a name of letters, digits, dots, dashes and underscores, at most 255 characters',
  );
}

/** Signs that no Windows file name holds, and every quotation mark that PowerShell ends a string at. */
const NOT_IN_PATHS = /[<>|?*"\u2018-\u201f]/;

/** A path that goes into commands. */
export function readPath(flag: string, text: string): string {
  const bad = text.trim() === '' || text.length > 1000 || text.startsWith('-');
  if (bad || NOT_IN_PATHS.test(text) || printable(text) !== text) {
    throw badValue(flag, text, 'a path without control characters, double or curly quotes, and < > | ? *');
  }
  return text;
}

/** Ids of named risks. */
export function readRisks(catalogue: Catalogue, texts: readonly string[]): readonly string[] {
  const known = [...catalogue.risks.keys()];
  return listOf('--accept', texts).map((text) => {
    const id = text.toLowerCase();
    if (catalogue.risks.has(id)) return id;
    throw badValue('--accept', text, `ids of risks (${known.join(', ')})`, suggestion(id, known));
  });
}

/** A length such as `4h`, `4h30m`, `4:30` or `240m`, in minutes: at most a day. */
export function readLength(flag: string, text: string): number {
  const match =
    /^(?:(\d{1,2})h)?(?:(\d{1,4})m(?:in)?)?$/.exec(text.toLowerCase().replace(/\s+/g, '')) ??
    /^(\d{1,2}):(\d{2})$/.exec(text.trim());
  const minutes = match ? Number(match[1] ?? 0) * 60 + Number(match[2] ?? 0) : 0;
  if (minutes >= 1 && minutes <= 24 * 60) return minutes;
  throw badValue(flag, text, 'a length of at most a day, such as 4h, 4h30m or 240m');
}

/** A wall-clock time such as `2026-12-05 22:00`, as `2026-12-05T22:00`. */
export function readMoment(flag: string, text: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})[ T](\d{1,2}):(\d{2})$/.exec(text.trim());
  const moment = match ? `${match[1]}T${(match[2] ?? '').padStart(2, '0')}:${match[3]}` : '';
  const date = new Date(`${moment}:00Z`);
  if (!Number.isNaN(date.getTime()) && date.toISOString().slice(0, 16) === moment) return moment;
  throw badValue(flag, text, 'a day and time such as "2026-12-05 22:00"');
}
