/**
 * Red text of PowerShell between rows: a server did not answer. The words are those of the language of Windows;
 * the server in brackets, and what PowerShell adds below, are the same in each.
 */
import type { FileNote, ServerRecord } from './record.ts';

/** `PS C:\>`, `[PS] C:\>` and, in a session on another machine, `[EX01]: PS C:\>`. */
export function isPrompt(line: string): boolean {
  return /^\s*(?:\[[^\]\s]{1,255}\]:\s*)?(?:\[PS\]|PS)\s+\S*>/.test(line);
}

/** Words in brackets at the begin of a line that name no server. */
const NO_SERVER = /^(?:PS|info|warn|warning|error|debug|verbose|\d+)$/i;
const START = /^\s*(?:[A-Za-z][\w-]{0,80}\s?:\s+)?\[([A-Za-z0-9](?:[A-Za-z0-9._-]{0,254}))\]\s+\S/;

/** The server that an error of Invoke-Command names as not answering; null for any other line. */
export function silentServer(line: string): string | null {
  if (isPrompt(line)) return null;
  const name = START.exec(line)?.[1];
  return name === undefined || NO_SERVER.test(name) ? null : name;
}

/** `+ CategoryInfo : ...` and the like, which stand below an error in every language. */
export function isErrorDetail(line: string): boolean {
  return /^\s*\+\s+(?:CategoryInfo|FullyQualifiedErrorId|PSComputerName)\s*:/.test(line);
}

/** The servers that did not answer, each once, with a note. */
export function silentServers(lines: readonly string[]): {
  readonly records: readonly ServerRecord[];
  readonly notes: readonly FileNote[];
} {
  const found = new Map<string, { readonly name: string; readonly line: number }>();
  lines.forEach((text, index) => {
    const name = silentServer(text);
    if (name !== null && !found.has(name.toLowerCase()))
      found.set(name.toLowerCase(), { name, line: index + 1 });
  });
  const all = [...found.values()];
  return {
    records: all.map(({ name, line }) => ({ name, line, at: null, versions: [], silent: true })),
    notes: all.map(({ name, line }) => ({ line, text: `${name} did not answer` })),
  };
}
