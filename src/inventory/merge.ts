/**
 * Records of several files about the same server become one. Names compare without case, a short name equals an
 * FQDN up to its first dot, unless two FQDNs share it. The newest value wins, of the build the most exact; what does
 * not fit is kept as a contradiction.
 */
import type { Catalogue, Release } from '../catalogue/catalogue.ts';
import type { Contradiction, DagMembership, InventoryServer } from './inventory.ts';
import { type LevelReading, resolveLevel } from './level.ts';
import type { FormatId, OrganisationFacts, ServerRecord } from './record.ts';
import { dotnetOf, roleOf, windowsOf } from './values.ts';

export interface FiledRecord {
  readonly record: ServerRecord;
  readonly file: string;
  readonly format: FormatId;
}

/** Formats whose facts were read on the server itself come before lists, hand-written ones last. */
const TRUST: readonly FormatId[] = [
  'health-checker-xml',
  'health-checker-text',
  'health-checker-html',
  'vulnerability-report',
  'clixml',
  'json',
  'csv',
  'format-list',
  'format-table',
  'own-yaml',
  'own-csv',
  'loose-text',
];

/** An IP address has dots, but no domain after the first. */
function shortName(name: string): string {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(name) ? name : (name.split('.')[0] ?? name);
}

function fqdnOf(record: ServerRecord): string | null {
  const full = record.fqdn ?? record.name;
  return shortName(full) === full ? null : full;
}

const SORTER = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Natural order of names: EX2 before EX10. */
export function compareNames(a: string, b: string): number {
  return SORTER.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

interface Group {
  readonly records: FiledRecord[];
  readonly note: Contradiction | null;
}

/** Records by server. A short name that two FQDNs share cannot be put to either: it stays a server of its own. */
function grouped(all: readonly FiledRecord[]): readonly Group[] {
  const byShort = new Map<string, FiledRecord[]>();
  for (const item of all) {
    const key = shortName(item.record.name).toLowerCase();
    const list = byShort.get(key);
    if (list) list.push(item);
    else byShort.set(key, [item]);
  }
  const groups: Group[] = [];
  for (const records of byShort.values()) {
    const full = new Set(records.flatMap(({ record }) => fqdnOf(record)?.toLowerCase() ?? []));
    if (full.size < 2) {
      groups.push({ records, note: null });
      continue;
    }
    for (const name of full) {
      groups.push({
        records: records.filter(({ record }) => fqdnOf(record)?.toLowerCase() === name),
        note: null,
      });
    }
    const short = records.filter(({ record }) => fqdnOf(record) === null);
    if (short.length > 0) {
      const text = `the short name is shared by ${[...full].slice(0, 3).join(', ')}; which one is meant is not clear, so it is kept apart`;
      groups.push({ records: short, note: { about: 'name', text } });
    }
  }
  return groups;
}

/** The record of the more exact format first, of equals the newest; the order of the files plays no part. */
function byTrust(a: FiledRecord, b: FiledRecord): number {
  return (
    TRUST.indexOf(a.format) - TRUST.indexOf(b.format) ||
    (b.record.at ?? '').localeCompare(a.record.at ?? '') ||
    compareNames(a.file, b.file)
  );
}

/**
 * The records whose values are believed first: of those with a time the newest, whatever their format, because a
 * server changes. One without a time comes before them where its format is more exact than that of the newest.
 */
function newestFirst(records: readonly FiledRecord[]): readonly FiledRecord[] {
  const dated = records
    .filter(({ record }) => record.at !== null)
    .sort((a, b) => (b.record.at ?? '').localeCompare(a.record.at ?? '') || byTrust(a, b));
  const undated = records.filter(({ record }) => record.at === null).sort(byTrust);
  const [newest] = dated;
  const [surest] = undated;
  if (!newest || !surest) return [...dated, ...undated];
  return byTrust(surest, newest) < 0 ? [...undated, ...dated] : [...dated, ...undated];
}

interface Taken<T> {
  readonly value: T | null;
  readonly contradictions: readonly Contradiction[];
}

/** The first value that can be read, and the later ones that differ from it. */
function take<T>(
  about: Contradiction['about'],
  records: readonly FiledRecord[],
  read: (record: ServerRecord) => T | null | undefined,
  show: (value: T) => string,
): Taken<T> {
  const found = records.flatMap(({ record, file }) => {
    const value = read(record);
    return value === null || value === undefined ? [] : [{ value, file }];
  });
  const [first, ...others] = found;
  if (!first) return { value: null, contradictions: [] };
  const key = (value: T) => show(value).toLowerCase();
  const different = new Map(
    others.filter(({ value }) => key(value) !== key(first.value)).map((item) => [key(item.value), item]),
  );
  const contradictions = [...different.values()].map(({ value, file }) => ({
    about,
    text: `${about}: ${file} says ${show(value)}, ${first.file} says ${show(first.value)}; taken: ${show(first.value)}`,
  }));
  return { value: first.value, contradictions };
}

const same = (text: string) => text;

function membership(record: ServerRecord): DagMembership | null {
  if (record.dag === undefined) return null;
  return record.dag === null ? { kind: 'none' } : { kind: 'member', dag: record.dag };
}

function dagText(dag: DagMembership): string {
  return dag.kind === 'member' ? dag.dag : dag.kind === 'none' ? 'no DAG' : 'unknown';
}

function serverOf(catalogue: Catalogue, { records: raw, note }: Group, fullName: boolean): InventoryServer {
  const records = newestFirst(raw);
  const exact = [...raw].sort(byTrust);
  const readings = records.flatMap(({ record, file }): LevelReading[] =>
    record.versions.map(({ how, text }) => ({ how, text, file, at: record.at })),
  );
  const hotfixes = records.flatMap(({ record, file }) =>
    (record.hotfixes ?? []).map((title) => ({ title, file })),
  );
  const level = resolveLevel(catalogue, readings, hotfixes);
  const text = <T>(value: string | undefined, read: (value: string) => T | null) =>
    value === undefined ? null : read(value);
  const role = take('role', records, (record) => text(record.role, roleOf), same);
  const windows = take(
    'windows',
    records,
    (record) => text(record.windows, (value) => windowsOf(catalogue, value)),
    same,
  );
  const dotnet = take(
    'dotnet',
    records,
    (record) => text(record.dotnet, (value) => dotnetOf(catalogue, value)),
    same,
  );
  const site = take('site', records, (record) => record.site, same);
  const dag = take('dag', records, membership, dagText);
  const internet = take('internet-facing', records, (record) => record.internetFacing, String);
  const fqdn = exact.flatMap(({ record }) => fqdnOf(record) ?? [])[0] ?? null;
  const [first] = exact;
  const name = first?.record.name ?? '';
  return {
    name: fullName ? (fqdn ?? name) : shortName(name),
    fqdn,
    level: level.level,
    levelText: level.text,
    role: role.value,
    dag: dag.value ?? { kind: 'unknown' },
    site: site.value,
    edition: records.find(({ record }) => record.edition !== undefined)?.record.edition ?? null,
    windows: windows.value,
    dotnet: dotnet.value,
    internetFacing: internet.value,
    files: [...new Set(raw.map(({ file }) => file))],
    contradictions: [
      ...level.contradictions,
      ...[role, windows, dotnet, site, dag, internet].flatMap(({ contradictions }) => contradictions),
      ...(note === null ? [] : [note]),
    ],
  };
}

/** One server per name, sorted. */
export function mergeRecords(catalogue: Catalogue, all: readonly FiledRecord[]): readonly InventoryServer[] {
  const groups = grouped(all);
  const times = new Map<string, number>();
  const shortOf = (group: Group) => shortName(group.records[0]?.record.name ?? '').toLowerCase();
  for (const group of groups) times.set(shortOf(group), (times.get(shortOf(group)) ?? 0) + 1);
  return groups
    .map((group) => serverOf(catalogue, group, (times.get(shortOf(group)) ?? 0) > 1))
    .sort((a, b) => compareNames(a.name, b.name));
}

/** The highest of what the files say about Active Directory; hybrid when any says so. */
export function mergeOrganisation(all: readonly OrganisationFacts[]): OrganisationFacts {
  const numbers = (key: 'schema' | 'organisation') => {
    const found = all.flatMap((facts) => facts[key] ?? []);
    return found.length === 0 ? {} : { [key]: Math.max(...found) };
  };
  const hybrid = all.flatMap((facts) => (facts.hybrid === undefined ? [] : [facts.hybrid]));
  const name = all.find((facts) => facts.name !== undefined)?.name;
  return {
    ...numbers('schema'),
    ...numbers('organisation'),
    ...(hybrid.length === 0 ? {} : { hybrid: hybrid.includes(true) }),
    ...(name === undefined ? {} : { name }),
  };
}

/** The newest release whose schema and organisation levels the forest has; null where a file tells only one, or none. */
export function preparedFor(
  catalogue: Catalogue,
  { schema, organisation }: OrganisationFacts,
): Release | null {
  if (schema === undefined || organisation === undefined) return null;
  const fitting = [...catalogue.releases.values()].filter(
    ({ ad }) => ad.schema <= schema && ad.organisation <= organisation,
  );
  return fitting.sort((a, b) => a.date.localeCompare(b.date)).at(-1) ?? null;
}
