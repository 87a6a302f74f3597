/** Small inventory files made in the test, and what reading them gives in one line per server. */
import type { Inventory, InventoryServer } from '../../src/inventory/inventory.ts';
import { readInventory } from '../../src/inventory/read.ts';
import { catalogue } from '../whole.ts';

export { catalogue };

export type Content = string | Uint8Array;

function utf16(text: string, big: boolean): Uint8Array {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return big ? bytes.swap16() : bytes;
}

/** A text in every encoding in which admins have such files. */
export const ENCODINGS: Readonly<Record<string, (text: string) => Uint8Array>> = {
  'UTF-8': (text) => Buffer.from(text, 'utf8'),
  'UTF-8 with BOM': (text) => Buffer.from(`\ufeff${text}`, 'utf8'),
  'UTF-16LE with BOM': (text) => utf16(text, false),
  'UTF-16BE with BOM': (text) => utf16(text, true),
  'UTF-16LE without BOM': (text) => utf16(text, false).subarray(2),
  'UTF-8 with CRLF': (text) => Buffer.from(text.replaceAll('\n', '\r\n'), 'utf8'),
};

/** Reads files given by name. */
export function read(files: Readonly<Record<string, Content>>): Promise<Inventory> {
  const list = Object.entries(files).map(([name, content]) => ({
    name,
    bytes: typeof content === 'string' ? Buffer.from(content, 'utf8') : content,
  }));
  return readInventory(list, catalogue);
}

/** `2019-cu14+Oct25SU`, `2019-cu14+?` with the SU unknown, `unknown: text`. */
export function levelText({ level }: InventoryServer): string {
  switch (level.kind) {
    case 'level':
      return `${level.release.id}${level.updateKnown ? (level.update ? `+${level.update.id}` : '') : '+?'}`;
    case 'legacy':
      return level.product.id;
    case 'unknown':
      return `unknown: ${level.text ?? 'nothing'}`;
  }
}

/** Everything known about each server in one line: `EX01 2019-cu14+? mailbox DAG1 Main ws2019 .NET 4.8`. */
export async function lines(files: Readonly<Record<string, Content>>): Promise<readonly string[]> {
  const { servers } = await read(files);
  return servers.map((server) => {
    const { dag } = server;
    const parts = [
      server.name,
      levelText(server),
      server.role ?? '-',
      dag.kind === 'member' ? dag.dag : dag.kind === 'none' ? 'no-dag' : '-',
      server.site ?? '-',
      server.windows === null ? '-' : `ws${server.windows}`,
      server.dotnet ?? '-',
    ];
    return parts.join(' ');
  });
}

/** Why the only file was refused; empty when it was not. */
export async function refusal(content: Content, name = 'servers.txt'): Promise<string> {
  const { files } = await read({ [name]: content });
  const [file] = files;
  return file?.kind === 'refused' ? file.message : '';
}

/** The notes of all files. */
export async function notes(files: Readonly<Record<string, Content>>): Promise<readonly string[]> {
  const inventory = await read(files);
  return inventory.files.flatMap((file) => (file.kind === 'read' ? file.notes.map(({ text }) => text) : []));
}
