/** Which format a text is in, by what stands in it; the name of the file decides nothing but what to skip. */

import { csvHeader, isKnownHeader, looksLikeCsv } from './csv-header.ts';
import { isList } from './format-list.ts';
import { isTable } from './format-table.ts';
import { isHealthCheckerText } from './health-checker-text.ts';
import { hasVersions } from './loose-text.ts';
import { type FileReading, UnreadableFile } from './record.ts';
import { isPrompt, silentServer } from './remote-error.ts';

const BESIDE = /^HealthChecker-(?:Debug|ExchangeDCCoreRatio)|^SetupAssistResults-/i;

/** By its name a file that Health Checker or SetupAssist writes beside its reports: no servers in it. */
export function isBeside(name: string): boolean {
  return BESIDE.test(name);
}

const EXPECTED =
  'expected a Health Checker report (.xml, .txt, .html, vulnerability .json), Get-ExchangeServer as CSV, JSON, CliXml, Format-List or Format-Table, the file version of ExSetup, or an inventory as "cupath inventory init" writes it';

type Kind =
  | 'clixml'
  | 'xml'
  | 'html'
  | 'json'
  | 'health-checker-text'
  | 'yaml'
  | 'table'
  | 'mixed'
  | 'list'
  | 'csv'
  | 'loose';

function kindOf(text: string): Kind | null {
  const start = text.trimStart();
  if (start.startsWith('<')) {
    const head = start.slice(0, 5000);
    if (/<Objs[\s>]/.test(head)) return 'clixml';
    if (/<(?:!doctype\s+html|html|table|body|style)\b/i.test(head)) return 'html';
    return 'xml';
  }
  if (/^[[{]/.test(start) && !isPrompt(start) && silentServer(start.split('\n', 1)[0] ?? '') === null)
    return 'json';
  if (isHealthCheckerText(text)) return 'health-checker-text';
  if (/^servers:/m.test(text.slice(0, 100_000))) return 'yaml';
  if (isTable(text)) return isList(text) ? 'mixed' : 'table';
  const header = csvHeader(text);
  if (header && isKnownHeader(header)) return 'csv';
  if (isList(text)) return 'list';
  if (hasVersions(text)) return 'loose';
  return looksLikeCsv(text) ? 'csv' : null;
}

/** The first line as a reader would recognise it. */
function firstLine(text: string): string {
  const line =
    text
      .split('\n')
      .find((each) => each.trim() !== '')
      ?.trim() ?? '';
  return line.length > 60 ? `${line.slice(0, 60)}...` : line;
}

/**
 * Reads a text in whatever format it is in.
 * @param name of the file, without folders
 * @param encoding for the message
 * @throws UnreadableFile saying what was recognised and what was expected
 */
export async function readText(name: string, text: string, encoding: string): Promise<FileReading> {
  if (isBeside(name)) {
    throw new UnreadableFile(
      `by its name a file that Health Checker or SetupAssist writes beside its reports; ${EXPECTED}`,
    );
  }
  switch (kindOf(text)) {
    case 'clixml':
      return (await import('./clixml-reader.ts')).readCliXml(text);
    case 'xml': {
      // The parser refuses a document type before anything else is said about the file.
      const { parseCliXml } = await import('./clixml.ts');
      parseCliXml(text, () => false);
      throw new UnreadableFile(`recognised as XML, but not as PowerShell writes it (no <Objs>); ${EXPECTED}`);
    }
    case 'html':
      return (await import('./health-checker-html.ts')).readHealthCheckerHtml(text);
    case 'json':
      return (await import('./json-reader.ts')).readJson(text);
    case 'health-checker-text':
      return (await import('./health-checker-text.ts')).readHealthCheckerText(text);
    case 'yaml':
      return (await import('./own-yaml.ts')).readOwnYaml(text);
    case 'table':
      return (await import('./format-table.ts')).readTables(text);
    case 'mixed':
      return (await import('./format-list.ts')).readTablesAndLists(text);
    case 'list':
      return (await import('./format-list.ts')).readLists(text);
    case 'csv':
      return (await import('./csv-reader.ts')).readCsv(text);
    case 'loose':
      return (await import('./loose-text.ts')).readLooseText(text);
    case null:
      throw new UnreadableFile(`found ${encoding} text that begins "${firstLine(text)}"; ${EXPECTED}`);
  }
}
