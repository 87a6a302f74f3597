/** What somebody wrote by hand is taken at its word: a value that means nothing is a slip, not "unknown". */
import type { Catalogue } from '../catalogue/catalogue.ts';
import { identify } from '../catalogue/identify.ts';
import type { FormatId, ServerRecord } from './record.ts';
import { dotnetOf, roleOf, windowsOf } from './values.ts';

interface Slip {
  readonly line: number | null;
  /** `role: found "Mailbx", expected ...`; the value as in the file. */
  readonly text: string;
}

const OWN: readonly FormatId[] = ['own-yaml', 'own-csv'];

function slipIn(catalogue: Catalogue, record: ServerRecord): string | null {
  const { role, windows, dotnet } = record;
  const found = (what: string, text: string, expected: string) =>
    `${record.name}: ${what}: found "${text}", expected ${expected}`;
  const open = (text: string | undefined): text is string =>
    text !== undefined && !/^(?:unknown|\?|-)?$/i.test(text.trim());
  if (open(role) && roleOf(role) === null) return found('role', role, 'mailbox, edge or tools');
  if (open(windows) && windowsOf(catalogue, windows) === null) {
    const known = [...catalogue.windows.values()].filter((item) => item.dotnet !== undefined);
    return found('windows', windows, known.map((item) => item.id).join(', '));
  }
  if (open(dotnet) && dotnetOf(catalogue, dotnet) === null)
    return found('dotnet', dotnet, 'a .NET version such as 4.8, or the registry Release value');
  const level = record.versions.find(({ how }) => how === 'written')?.text;
  if (open(level) && identify(catalogue, level).kind === 'not-understood')
    return found('level', level, 'a level as cupath identify reads it');
  return null;
}

/** The first slip in a file that was written by hand; null for other files and good ones. */
export function slipOf(
  catalogue: Catalogue,
  format: FormatId,
  records: readonly ServerRecord[],
): Slip | null {
  if (!OWN.includes(format)) return null;
  for (const record of records) {
    const text = slipIn(catalogue, record);
    if (text !== null) return { line: record.line, text };
  }
  return null;
}
