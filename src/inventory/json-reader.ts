/** JSON: the vulnerability report of Health Checker, what ConvertTo-Json makes of PowerShell objects, own lists. */
import { type Bag, bagKey, dagRecords, isDagList, MEMBERS_LOST, recordOf } from './bag.ts';
import {
  type FileNote,
  type FileReading,
  type ServerRecord,
  said,
  textValue,
  UnreadableFile,
} from './record.ts';

type Json = unknown;
type JsonObject = Readonly<Record<string, Json>>;

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const offset = Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
    const before = text.slice(0, offset).split('\n');
    const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
    throw new UnreadableFile(`${place}: recognised as JSON, but it is not valid (cut off or edited?)`);
  }
}

/** Bits of the numeric server role. Source: real exports; 54 is the old multi-role server. */
const EDGE_ROLE = 64;

function roleText(value: number): string {
  return value === EDGE_ROLE
    ? 'Edge'
    : (value & 2) === 2
      ? 'Mailbox'
      : (value & 4) === 4
        ? 'ClientAccess'
        : String(value);
}

function numbersOf(value: JsonObject, ...names: readonly string[]): readonly number[] | null {
  const found = names.map((name) => value[name]);
  return found.every((item): item is number => typeof item === 'number') ? found : null;
}

/** A value as text: objects by their version numbers, name or own text. Looks two levels deep at most. */
function textOf(value: Json, key: string): string {
  if (typeof value === 'number') return key === 'serverrole' ? roleText(value) : String(value);
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) {
    return value
      .slice(0, 1000)
      .map((item) => (isObject(item) ? textOf(item.Name ?? '', '') : textOf(item, '')))
      .join(',');
  }
  if (!isObject(value)) return '';
  const version = numbersOf(value, 'Major', 'Minor', 'Build', 'Revision');
  if (version) {
    const [major, minor, build, revision] = version;
    return `Version ${major}.${minor} (Build ${build}.${revision})`;
  }
  const inner = value.value ?? value.Value ?? value.Name ?? value.DistinguishedName;
  if (typeof inner !== 'string') return Array.isArray(inner) ? textOf(inner, key) : '';
  return /^CN=([^,]+)/i.exec(inner)?.[1] ?? inner;
}

function bagOf(object: JsonObject): Bag {
  const bag = new Map<string, string>();
  for (const [name, value] of Object.entries(object)) bag.set(bagKey(name), textOf(value, bagKey(name)));
  const parts = numbersOf(object, 'FileMajorPart', 'FileMinorPart', 'FileBuildPart', 'FilePrivatePart');
  if (parts && !bag.get('fileversion')) bag.set('fileversion', parts.join('.'));
  return bag;
}

function vulnerabilityRecord(item: Json): ServerRecord | null {
  if (!isObject(item)) return null;
  const name = textValue(textOf(item.Name, 'name'));
  const build = textValue(textOf(item.BuildVersion, 'buildversion'));
  if (name === undefined) return null;
  // An offline server was not asked: the build is the one of Active Directory, blind to security updates.
  const display = build?.replace(/^(\d+)\.(\d+)\.(\d+)\.(\d+)$/, 'Version $1.$2 (Build $3.$4)');
  const versions =
    build === undefined
      ? []
      : item.Online === true
        ? [{ how: 'vulnerability-report' as const, text: build }]
        : [{ how: 'directory' as const, text: display ?? build }];
  return {
    name,
    line: null,
    at: null,
    versions,
    ...said<Partial<ServerRecord>>({ silent: item.Online === true ? undefined : true }),
  };
}

function vulnerabilityReport(servers: readonly Json[]): FileReading {
  const records = servers.flatMap((item) => vulnerabilityRecord(item) ?? []);
  const offline = records.filter((record) => record.silent).length;
  const notes: readonly FileNote[] =
    offline === 0
      ? []
      : [
          {
            line: null,
            text: `${offline} of its servers were offline: their build is the one in Active Directory, SU unknown`,
          },
        ];
  return { format: 'vulnerability-report', records, organisation: {}, notes };
}

/** Reads a JSON text. @throws UnreadableFile when it is not valid or names no server */
export function readJson(text: string): FileReading {
  const value = parse(text);
  if (isObject(value) && Array.isArray(value.Servers) && 'VersionReport' in value) {
    return vulnerabilityReport(value.Servers);
  }
  const listed = isObject(value) && Array.isArray(value.servers) ? value.servers : value;
  const objects = (Array.isArray(listed) ? listed : [listed]).filter(isObject);
  const records: ServerRecord[] = [];
  const notes: FileNote[] = [];
  let unnamed = 0;
  for (const object of objects) {
    const bag = bagOf(object);
    if (isDagList(bag)) {
      const members = dagRecords(bag, null);
      if (members) records.push(...members);
      else notes.push({ line: null, text: MEMBERS_LOST });
    } else {
      const record = recordOf(bag, { line: null });
      if (record) records.push(record);
      else unnamed++;
    }
  }
  if (records.length === 0) {
    const keys = Object.keys(objects[0] ?? {}).slice(0, 8);
    const seen = keys.length === 0 ? 'no object' : `objects with ${keys.join(', ')}`;
    throw new UnreadableFile(
      `recognised as JSON with ${seen}; expected Name and AdminDisplayVersion (Get-ExchangeServer | ConvertTo-Json), or a vulnerability report`,
    );
  }
  if (unnamed > 0)
    notes.push({ line: null, text: `${unnamed} objects name no server; left out`, rows: unnamed });
  return { format: 'json', records, organisation: {}, notes };
}
