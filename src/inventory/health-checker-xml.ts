/**
 * A Health Checker XML as a record. Where a value lies has changed over the years, so each is looked for in its
 * places from the newest to the oldest. Source: the data objects of Health Checker, and its own tests.
 */
import { at, type CliValue, textAt } from './clixml.ts';
import { type OrganisationFacts, type ServerRecord, said, textValue, type VersionReading } from './record.ts';

const ROOT = 'healthcheckerexchangeserver';

/** Names of properties on the paths below, in lower case. */
const KEPT = new Set([
  ROOT,
  ...[
    'servername',
    'generationtime',
    'healthcheckerversion',
    'organizationinformation',
    'getorganizationconfig',
  ],
  ...['objectversion', 'adschemainformation', 'msexchschemaversionpt', 'properties', 'rangeupper'],
  ...[
    'gethybridconfiguration',
    'osinformation',
    'osversion',
    'buildinformation',
    'majorversion',
    'friendlyname',
  ],
  ...['operatingsystem', 'caption', 'netframework', 'registryvalue', 'netversion', 'netmajorversion'],
  ...[
    'exchangeinformation',
    'getexchangeserver',
    'getmailboxserver',
    'databaseavailabilitygroup',
    'name',
    'fqdn',
  ],
  ...['edition', 'site', 'admindisplayversion', 'exchangesetup', 'fileversion', 'failedgetexsetup'],
  ...['versioninformation', 'buildversion', 'buildnumber', 'serverrole', 'isedgeserver'],
  ...['htmlservervalues', 'overviewvalues', 'detailvalue', 'serverdetails'],
]);

/** Is the property needed for a Health Checker record? */
export function keptOfHealthChecker(name: string): boolean {
  return KEPT.has(name);
}

/** Is this the object that Health Checker writes? */
export function isHealthChecker(value: CliValue): boolean {
  return value.members.has(ROOT);
}

/** `2026-03-12T09:15:27` of a time with offset; null for anything else. */
function timeOf(text: string | undefined): string | null {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)/.exec(text ?? '');
  return match?.[1] ?? null;
}

/** Values of the report inside the file: there since 2018, and the last resort. */
function shownValues(top: CliValue): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const list of ['serverdetails', 'overviewvalues']) {
    for (const item of at(top, 'htmlservervalues', list)?.items ?? []) {
      const name = textValue(textAt(item, 'name'));
      const value = textValue(textAt(item, 'detailvalue'));
      if (name !== undefined && value !== undefined && !found.has(name.toLowerCase())) {
        found.set(name.toLowerCase(), value);
      }
    }
  }
  return found;
}

function versionsOf(
  build: CliValue | undefined,
  server: CliValue | undefined,
  shown: ReadonlyMap<string, string>,
): readonly VersionReading[] {
  const found: VersionReading[] = [];
  const setup = textValue(textAt(build, 'exchangesetup', 'fileversion'));
  const failed = textAt(build, 'exchangesetup', 'failedgetexsetup')?.toLowerCase() === 'true';
  const label = textValue(
    textAt(build, 'versioninformation', 'friendlyname') ?? textAt(build, 'friendlyname'),
  );
  const shownBuild = shown.get('build number');
  if (setup !== undefined) found.push({ how: 'exsetup-report', text: setup });
  else if (shownBuild !== undefined && !failed) found.push({ how: 'exsetup-report', text: shownBuild });
  const directory = textValue(textAt(server, 'admindisplayversion') ?? textAt(build, 'buildnumber'));
  if (directory !== undefined) found.push({ how: 'directory', text: directory });
  const name = label ?? shown.get('exchange version');
  if (name !== undefined) found.push({ how: 'label', text: name });
  return found;
}

function dagOf(mailbox: CliValue | undefined, shown: ReadonlyMap<string, string>): string | null | undefined {
  const value = at(mailbox, 'databaseavailabilitygroup');
  if (value !== undefined) return textValue(value.text)?.split('/').at(-1) ?? null;
  const text = shown.get('dag name');
  if (text === undefined) return undefined;
  return /^standalone/i.test(text) ? null : text;
}

/** The server of a Health Checker XML; null when the file names none. */
export function healthCheckerRecord(top: CliValue): ServerRecord | null {
  const root = at(top, ROOT);
  const exchange = at(root, 'exchangeinformation');
  const build = at(exchange, 'buildinformation') ?? at(root, 'exchangeinformation');
  const server = at(exchange, 'getexchangeserver');
  const os = at(root, 'osinformation') ?? at(root, 'osversion');
  const shown = shownValues(top);
  const name =
    textValue(textAt(root, 'servername')) ?? textValue(textAt(server, 'name')) ?? shown.get('server name');
  if (name === undefined) return null;
  return {
    name,
    line: null,
    at: timeOf(textAt(root, 'generationtime')),
    versions: versionsOf(build, server, shown),
    ...said<Partial<ServerRecord>>({
      fqdn: textValue(textAt(server, 'fqdn')),
      role: textValue(textAt(build, 'serverrole')) ?? shown.get('server role'),
      edition: textValue(textAt(server, 'edition')),
      site: textValue(textAt(server, 'site'))?.split('/').at(-1) ?? shown.get('ad site'),
      dag: dagOf(at(exchange, 'getmailboxserver'), shown),
      dotnet:
        textValue(textAt(os, 'netframework', 'registryvalue')) ??
        textValue(textAt(os, 'netframework', 'friendlyname')) ??
        shown.get('.net framework'),
      windows:
        textValue(textAt(os, 'buildinformation', 'friendlyname')) ??
        textValue(textAt(os, 'buildinformation', 'majorversion')) ??
        textValue(textAt(os, 'operatingsystem', 'caption')) ??
        shown.get('product name') ??
        shown.get('os version'),
    }),
  };
}

function numberOf(text: string | undefined | null): number | undefined {
  return /^\d{1,9}$/.test(text ?? '') ? Number(text) : undefined;
}

/** The levels of Active Directory and whether the organisation is hybrid, as far as the file says. */
export function healthCheckerOrganisation(top: CliValue): OrganisationFacts {
  const information = at(top, ROOT, 'organizationinformation');
  const schema = at(information, 'adschemainformation', 'msexchschemaversionpt', 'properties', 'rangeupper');
  const hybrid = at(information, 'gethybridconfiguration');
  return said<OrganisationFacts>({
    name: textValue(textAt(information, 'getorganizationconfig', 'name')),
    schema: numberOf(schema?.items[0]?.text),
    organisation: numberOf(textAt(information, 'getorganizationconfig', 'objectversion')),
    hybrid: hybrid === undefined ? undefined : hybrid.text !== null || hybrid.members.size > 0,
  });
}
