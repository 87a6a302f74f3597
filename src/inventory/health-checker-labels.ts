/** The labels of Health Checker's reports (text and HTML alike) as a record. Labels are English in every locale. */
import { type ServerRecord, said, textValue, type VersionReading } from './record.ts';

/** Values by label in lower case. `Version` stands in two sections: that of Windows is `windows version` here. */
export type Labels = ReadonlyMap<string, string>;

/** A day and time whose order of day and month is beyond doubt, else null: the report follows the admin's culture. */
export function clearTime(text: string | undefined): string | null {
  const iso = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)/.exec(text ?? '');
  if (iso) return `${iso[1]}T${iso[2]}`;
  const match = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})[ T](\d{1,2}):(\d\d):(\d\d)(?!\d)(?!\s*[AP]M)/i.exec(
    text ?? '',
  );
  if (!match) return null;
  const [, one = '', sign = '', two = '', year = '', hour = '', minute = '', second = ''] = match;
  const dayFirst = sign === '.' || Number(one) > 12;
  if (!dayFirst && Number(two) <= 12) return null;
  const [day, month] = dayFirst ? [one, two] : [two, one];
  const pad = (part: string) => part.padStart(2, '0');
  return `${year}-${pad(month)}-${pad(day)}T${pad(hour)}:${minute}:${second}`;
}

const STANDALONE = /^standalone/i;

/** `4.7.2` of `4.7.2 - Warning Recommended .NET Version is 4.8`. */
function firstToken(text: string | undefined): string | undefined {
  return textValue(text)?.split(/\s/)[0];
}

function versionsOf(labels: Labels): readonly VersionReading[] {
  const build = textValue(labels.get('build number'));
  const name = textValue(labels.get('exchange version') ?? labels.get('version'));
  return [
    ...(build === undefined ? [] : [{ how: 'exsetup-report' as const, text: firstToken(build) ?? build }]),
    ...(name === undefined ? [] : [{ how: 'label' as const, text: name }]),
  ];
}

/**
 * The record of one server's labels; null when its name is missing.
 * @param line where its part of the file begins
 * @param hotfixes titles of the updates it lists as installed
 */
export function labelRecord(
  labels: Labels,
  line: number | null,
  hotfixes: readonly string[] = [],
): ServerRecord | null {
  const name = textValue(labels.get('server name') ?? labels.get('name'));
  if (name === undefined) return null;
  const dag = textValue(labels.get('dag name'));
  const windows = labels.get('product name') ?? labels.get('windows version') ?? labels.get('os version');
  return {
    name,
    line,
    at: clearTime(labels.get('generation time')),
    versions: versionsOf(labels),
    ...said<Partial<ServerRecord>>({
      role: textValue(labels.get('server role')),
      edition: textValue(labels.get('edition')),
      site: textValue(labels.get('ad site')),
      dag: dag === undefined ? undefined : STANDALONE.test(dag) ? null : dag,
      dotnet: firstToken(labels.get('.net framework')),
      windows: textValue(windows),
      hotfixes: hotfixes.length === 0 ? undefined : hotfixes,
    }),
  };
}
