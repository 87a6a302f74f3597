/**
 * Named values of one object (a CSV row, a JSON object, a block of Format-List ...) into what they say about a
 * server. One table of names serves all forms, because PowerShell names properties alike in each.
 */
import { displayVersion, isBuildText } from './builds.ts';
import { clearTime } from './health-checker-labels.ts';
import { type Reading, type ServerRecord, said, textValue, type VersionReading } from './record.ts';

/** Values by property name; names in lower case without blanks, dashes, dots and underscores. */
export type Bag = ReadonlyMap<string, string>;

/** A property name as bags hold it. */
export function bagKey(name: string): string {
  return name.toLowerCase().replace(/[\s_.-]/g, '');
}

const NAMES = ['pscomputername', 'servername', 'computername', 'csname', 'server', 'name', 'hostname'];
const ROLE_NAMES = ['serverrole', 'role', 'roles'];
const SITE_NAMES = ['site', 'adsite'];
const DAG_NAMES = ['databaseavailabilitygroup', 'dag', 'dagname'];
const DOTNET_NAMES = ['dotnet', 'net', 'netframework', 'dotnetframework', 'release', 'dotnetrelease'];
const WINDOWS_NAMES = ['windows', 'caption', 'operatingsystem', 'os', 'windowsversion', 'osname'];
const INTERNET_NAMES = ['internetfacing', 'internet'];
const TIME_NAMES = ['generationtime', 'read', 'collected'];

/** Every property that says something here; a bag with none of them is about something else. */
export const KNOWN_NAMES: readonly string[] = [
  ...NAMES,
  ...ROLE_NAMES,
  ...SITE_NAMES,
  ...DAG_NAMES,
  ...DOTNET_NAMES,
  ...WINDOWS_NAMES,
  ...INTERNET_NAMES,
  ...TIME_NAMES,
  'fqdn',
  'domain',
  'edition',
  'admindisplayversion',
  'fileversion',
  'productversion',
  'filename',
  'build',
  'buildnumber',
  'buildversion',
  'level',
  'version',
  'exchangeversion',
  'serialnumber',
  'servers',
  'memberservers',
  'databasecopyautoactivationpolicy',
];

/** Objects of Exchange carry in PSComputerName the server that was asked, which is not the one they describe. */
const DESCRIBED = ['admindisplayversion', 'databaseavailabilitygroup', 'serverrole'];

/** Properties by which the objects of Get-ExchangeServer are known. */
const OF_EXCHANGE_SERVER = ['admindisplayversion', 'serverrole', 'edition', 'site', 'fqdn'];

function first(bag: Bag, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = textValue(bag.get(name));
    if (value !== undefined) return value;
  }
  return undefined;
}

/** ExSetup.exe is asked in place; another file's version is not the server's. */
function isExSetup(bag: Bag): boolean {
  const file = bag.get('filename');
  return file === undefined || /exsetup/i.test(file);
}

/** What Win32_OperatingSystem says: its version and numbers are those of Windows. */
function isWindows(bag: Bag): boolean {
  return bag.has('caption') || bag.has('csname') || bag.has('systemdirectory');
}

/** The name of Windows; the default table of Win32_OperatingSystem shows its build alone. */
function windowsText(bag: Bag): string | undefined {
  return first(bag, WINDOWS_NAMES) ?? (isWindows(bag) ? first(bag, ['version']) : undefined);
}

/** `0.1 (8.0.535.0)`: the version of the directory object, not of the server. */
const OBJECT_VERSION = /^\d+\.\d+ \(\d/;

function versionsOf(bag: Bag, written: boolean): readonly VersionReading[] {
  const found: VersionReading[] = [];
  const add = (how: Reading, text: string | undefined) => {
    if (text !== undefined) found.push({ how, text });
  };
  const directory = textValue(bag.get('admindisplayversion'));
  if (directory !== undefined) add('directory', displayVersion(directory) ?? directory);
  // The serial number of a server object is its version; of Windows it is a licence.
  else add('directory', displayVersion((bag.get('serialnumber') ?? '').replace(/^\{|\}$/g, '')) ?? undefined);
  if (isExSetup(bag)) {
    add(
      'exsetup',
      textValue(bag.get('fileversion')) ?? (bag.has('filename') ? first(bag, ['productversion']) : undefined),
    );
  }
  if (isWindows(bag)) return found;
  for (const name of ['level', 'build', 'buildnumber', 'buildversion', 'exchangeversion', 'version']) {
    const text = textValue(bag.get(name));
    if (text === undefined || OBJECT_VERSION.test(text)) continue;
    const display = displayVersion(text);
    if (display !== null) add('directory', display);
    else add(written || isBuildText(text) ? 'written' : 'label', text);
  }
  return found;
}

/** `true`, `yes`, `1` and their opposites; undefined for anything else. */
export function yesNoOf(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  if (/^(?:true|yes|y|1)$/i.test(text)) return true;
  return /^(?:false|no|n|0)$/i.test(text) ? false : undefined;
}

/** What Export-Csv writes for a list: the name of its type, such as `System.String[]`. */
const TYPE_NAME = /^(?:Microsoft|System)\.[\w.]+(?:`\d+)?\[/;

/** `{EX01, EX02}` and the like as names; null: the list was cut off, or the name of its type stands there. */
export function listOf(text: string): readonly string[] | null {
  const inner = text.trim().replace(/^\{/, '').replace(/\}$/, '');
  if (/(?:\.\.\.|\u2026)\s*$/.test(inner) || TYPE_NAME.test(inner)) return null;
  return inner
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Where members stand: the property, and the column of the default table. */
const MEMBER_NAMES = ['servers', 'memberservers'] as const;

/** A DAG with its members, as Get-DatabaseAvailabilityGroup lists them, rather than a server. */
export function isDagList(bag: Bag): boolean {
  const named = MEMBER_NAMES.some((name) => bag.has(name));
  return named && bag.has('name') && !bag.has('admindisplayversion') && !bag.has('level');
}

/** Of a DAG whose members cannot be read. */
export const MEMBERS_LOST =
  "the members of this DAG are cut off, or a type name stands in their place; left out. Print them with Get-DatabaseAvailabilityGroup | Select-Object Name,@{n='Servers';e={$_.Servers -join ','}} | Export-Csv";

const NO_DAG = /^(?:none|no|-|standalone(?: server)?)$/i;

/** What a DAG cell says: a name, null for "none"; an empty cell of a column that exists is "none" too. */
function dagOf(bag: Bag, emptyMeansNone: boolean): string | null | undefined {
  const text = first(bag, DAG_NAMES);
  if (text !== undefined) return NO_DAG.test(text) ? null : (text.split('/').at(-1) ?? text);
  return emptyMeansNone && DAG_NAMES.some((name) => bag.has(name)) ? null : undefined;
}

/** When the row was read; a day alone counts as its begin. Null where day and month cannot be told apart. */
function timeOf(bag: Bag): string | null {
  const text = first(bag, TIME_NAMES);
  if (text === undefined) return null;
  return clearTime(text) ?? clearTime(`${text} 00:00:00`);
}

export interface BagOptions {
  readonly line: number | null;
  /** The file was written by hand for cupath: its level is what somebody says, an empty cell says nothing. */
  readonly written?: boolean;
  readonly at?: string | null;
}

/** The record of a bag; null when it names no server. */
export function recordOf(bag: Bag, { line, written = false, at = null }: BagOptions): ServerRecord | null {
  const fqdn = first(bag, ['fqdn']);
  const described = DESCRIBED.some((key) => bag.has(key)) ? first(bag, ['name']) : undefined;
  const name = described ?? first(bag, NAMES) ?? fqdn;
  // Up to its first dot it is the short name, by which servers are told apart.
  if (name === undefined || name.startsWith('.')) return null;
  // Only Get-MailboxServer knows the DAG; beside what Get-ExchangeServer gives the column is empty for everybody.
  const fromExchange =
    bag.has('databaseavailabilitygroup') &&
    (bag.has('databasecopyautoactivationpolicy') || !OF_EXCHANGE_SERVER.some((key) => bag.has(key)));
  return {
    name,
    line,
    at: at ?? timeOf(bag),
    versions: versionsOf(bag, written),
    ...said<Partial<ServerRecord>>({
      fqdn,
      role: first(bag, ROLE_NAMES),
      edition: first(bag, ['edition']),
      site: first(bag, SITE_NAMES)?.split('/').at(-1),
      dag: dagOf(bag, fromExchange && !written),
      dotnet: first(bag, DOTNET_NAMES),
      windows: windowsText(bag),
      internetFacing: yesNoOf(first(bag, INTERNET_NAMES)),
    }),
  };
}

/** One record per member of a DAG; a list that was cut off gives none. */
export function dagRecords(bag: Bag, line: number | null): readonly ServerRecord[] | null {
  const dag = textValue(bag.get('name'));
  const members = listOf(bag.get('servers') ?? bag.get('memberservers') ?? '');
  if (dag === undefined || members === null) return null;
  return members.map((name) => ({ name, line, at: null, versions: [], dag }));
}
