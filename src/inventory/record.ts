/**
 * What one file says about one server: texts as they stand there, nothing looked up, nothing guessed. An absent
 * property means that the file does not say it.
 */

/** Servers read from all files together; more is refused. */
export const MAX_SERVERS = 100_000;
/** Characters of a value that are kept. */
export const MAX_VALUE = 300;

export type FormatId =
  | 'health-checker-xml'
  | 'health-checker-text'
  | 'health-checker-html'
  | 'vulnerability-report'
  | 'clixml'
  | 'json'
  | 'csv'
  | 'format-table'
  | 'format-list'
  | 'loose-text'
  | 'own-yaml'
  | 'own-csv';

/**
 * How a version was read, the most exact first. The file version of ExSetup shows the CU and the SU; what
 * Active Directory holds (AdminDisplayVersion) shows the CU only; a label is a name that somebody or a tool gave.
 */
export const READINGS = [
  'exsetup-report',
  'exsetup',
  'vulnerability-report',
  'written',
  'label',
  'directory',
] as const;
export type Reading = (typeof READINGS)[number];

export interface VersionReading {
  readonly how: Reading;
  /** As in the file: a build in any spelling, or a name. */
  readonly text: string;
}

export interface ServerRecord {
  /** As in the file; short or fully qualified. */
  readonly name: string;
  /** Line in the file, from 1; null where lines mean nothing. */
  readonly line: number | null;
  /** When the server was read, `2026-03-12T09:15:27` without zone; null: the file does not say it clearly. */
  readonly at: string | null;
  readonly versions: readonly VersionReading[];
  readonly fqdn?: string;
  readonly role?: string;
  readonly edition?: string;
  readonly site?: string;
  /** Name of the DAG; null: the file says that the server is in none. */
  readonly dag?: string | null;
  /** A version or the Release value of the registry. */
  readonly dotnet?: string;
  readonly windows?: string;
  readonly internetFacing?: boolean;
  /** Titles of installed updates with their KB numbers, as the report lists them. */
  readonly hotfixes?: readonly string[];
  /** The server did not answer the command that made the file. */
  readonly silent?: true;
}

/** What a file says about the organisation. */
export interface OrganisationFacts {
  readonly name?: string;
  /** rangeUpper of ms-Exch-Schema-Version-Pt. */
  readonly schema?: number;
  /** objectVersion of the organisation. */
  readonly organisation?: number;
  readonly hybrid?: boolean;
}

/** Something the reader should know about a file that was read all the same. */
export interface FileNote {
  readonly line: number | null;
  readonly text: string;
  /** Rows (or objects) that were left out, each of which can stand for a server; absent: none. */
  readonly rows?: number;
}

export interface FileReading {
  readonly format: FormatId;
  readonly records: readonly ServerRecord[];
  readonly organisation: OrganisationFacts;
  readonly notes: readonly FileNote[];
}

/** A file that cannot be used: what it was recognised as, and what was expected instead. One line. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}

/** A value without surrounding blanks (non-breaking ones too), cut to a bounded length; undefined when empty. */
export function textValue(text: string | null | undefined): string | undefined {
  if (text === null || text === undefined) return undefined;
  const trimmed = text.slice(0, MAX_VALUE * 4).trim();
  return trimmed === '' ? undefined : trimmed.slice(0, MAX_VALUE);
}

/** An object without its undefined properties: absent means "not said". */
export function said<T extends object>(
  properties: {
    readonly [K in keyof T]: T[K] | undefined;
  },
): T {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as T;
}
