/** Reads any CliXml file: Health Checker, or objects of PowerShell piped to Export-Clixml. */
import { type Bag, bagKey, dagRecords, isDagList, KNOWN_NAMES, recordOf } from './bag.ts';
import { at, type CliValue, parseCliXml } from './clixml.ts';
import {
  healthCheckerOrganisation,
  healthCheckerRecord,
  isHealthChecker,
  keptOfHealthChecker,
} from './health-checker-xml.ts';
import { type FileNote, type FileReading, type ServerRecord, UnreadableFile } from './record.ts';

const BAG_NAMES = new Set([...KNOWN_NAMES, 'major', 'minor', 'revision', 'objectversion', 'isedgeserver']);
const MAX_TOP = 100_000;

function kept(name: string): boolean {
  return keptOfHealthChecker(name) || BAG_NAMES.has(bagKey(name));
}

function bagOf(value: CliValue): Bag {
  const bag = new Map<string, string>();
  for (const [name, member] of value.members) {
    const key = bagKey(name);
    if (key === 'servers') bag.set(key, member.items.map((item) => item.text ?? '').join(','));
    else bag.set(key, member.text ?? '');
  }
  // An Edge server shows no role in some versions, but this flag.
  if (bag.get('isedgeserver')?.toLowerCase() === 'true' && (bag.get('serverrole') ?? '') === '') {
    bag.set('serverrole', 'Edge');
  }
  return bag;
}

/** Lists of objects come as one list or one by one. */
function topObjects(values: readonly CliValue[]): readonly CliValue[] {
  return values.flatMap((value) =>
    value.members.size === 0 && value.items.length > 0 ? value.items : [value],
  );
}

/** `ms-Exch-Schema-Version-Pt` as a search result: the schema of the forest, no server. */
function schemaOf(value: CliValue): number | undefined {
  const text = at(value, 'properties', 'rangeupper')?.items[0]?.text ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/**
 * Reads a CliXml text.
 * @throws UnreadableFile when it is no CliXml that names a server or the state of Active Directory
 */
export function readCliXml(text: string): FileReading {
  const objects = topObjects(parseCliXml(text, kept)).slice(0, MAX_TOP);
  const checked = objects.find(isHealthChecker);
  if (checked) {
    const record = healthCheckerRecord(checked);
    if (!record) throw new UnreadableFile('recognised as Health Checker XML, but it names no server');
    return {
      format: 'health-checker-xml',
      records: [record],
      organisation: healthCheckerOrganisation(checked),
      notes: [],
    };
  }
  const records: ServerRecord[] = [];
  const notes: FileNote[] = [];
  let schema: number | undefined;
  let unnamed: string | undefined;
  let lost = 0;
  for (const object of objects) {
    const bag = bagOf(object);
    schema ??= schemaOf(object);
    if (isDagList(bag)) {
      const members = dagRecords(bag, null);
      if (members) records.push(...members);
      else notes.push({ line: null, text: `the members of DAG ${bag.get('name') ?? ''} are cut off` });
      continue;
    }
    const record = recordOf(bag, { line: null });
    if (record) records.push(record);
    else {
      const version = bag.get('fileversion') ?? bag.get('productversion') ?? bag.get('admindisplayversion');
      if (version !== undefined) lost++;
      unnamed ??= version;
    }
  }
  if (records.length === 0 && schema === undefined) throw nothingIn(unnamed);
  if (unnamed !== undefined) {
    notes.push({
      line: null,
      text: `a version ${unnamed} stands there without a server name; left out`,
      rows: lost,
    });
  }
  return { format: 'clixml', records, organisation: schema === undefined ? {} : { schema }, notes };
}

function nothingIn(version: string | undefined): UnreadableFile {
  return new UnreadableFile(
    version === undefined
      ? 'recognised as PowerShell XML (Export-Clixml), but no object in it names a server; expected Health Checker, Get-ExchangeServer, Get-MailboxServer or Win32_OperatingSystem'
      : `recognised as PowerShell XML with the version ${version}, but without a server name; expected PSComputerName (run it with Invoke-Command -ComputerName)`,
  );
}
