/** The way into this room: files in, inventory out. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import { decode } from './decode.ts';
import { readText } from './detect.ts';
import type { Inventory, ReadFile, RefusedFile } from './inventory.ts';
import { type FiledRecord, mergeOrganisation, mergeRecords, preparedFor } from './merge.ts';
import { type FileReading, MAX_SERVERS, type OrganisationFacts, UnreadableFile } from './record.ts';

import { slipOf } from './written.ts';

export type { Contradiction, Inventory, InventoryServer, ServerLevel } from './inventory.ts';

/** A file as it lies on the disk; `name` is shown, so without the folders that every file shares. */
export interface InventoryFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A file that cannot be opened, and why. */
export interface UnopenedFile {
  readonly name: string;
  readonly problem: string;
}

/** `HealthChecker-EX01-20260312091527.xml`: when the report was made, where the file itself does not say it. */
function stampOf(name: string): string | null {
  const match = /-(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\.[a-z]+$/i.exec(name);
  return match ? `${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}` : null;
}

function baseName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

async function readOne(file: InventoryFile | UnopenedFile): Promise<FileReading | RefusedFile> {
  if ('problem' in file) return { kind: 'refused', name: file.name, message: file.problem };
  try {
    const { text, encoding, notes } = decode(file.bytes);
    const reading = await readText(baseName(file.name), text, encoding);
    return { ...reading, notes: [...notes, ...reading.notes] };
  } catch (error) {
    if (error instanceof UnreadableFile) return { kind: 'refused', name: file.name, message: error.message };
    throw error;
  }
}

/**
 * Reads every file and merges what they say. Never throws for bad files: a file that is not understood comes
 * back as refused, with the reason; the callers decide whether that ends the run.
 * @param files read one after the other, so an iterator that opens them late keeps memory small
 */
export async function readInventory(
  files: Iterable<InventoryFile | UnopenedFile> | AsyncIterable<InventoryFile | UnopenedFile>,
  catalogue: Catalogue,
): Promise<Inventory> {
  const outcomes: (ReadFile | RefusedFile)[] = [];
  const records: FiledRecord[] = [];
  const organisation: OrganisationFacts[] = [];
  for await (const file of files) {
    const reading = await readOne(file);
    if ('kind' in reading) {
      outcomes.push(reading);
      continue;
    }
    if (records.length + reading.records.length > MAX_SERVERS) {
      outcomes.push({
        kind: 'refused',
        name: file.name,
        message: `more than ${MAX_SERVERS} entries in all files together`,
      });
      continue;
    }
    const { format, notes } = reading;
    const slip = slipOf(catalogue, format, reading.records);
    if (slip) {
      const line = slip.line === null ? '' : `line ${slip.line}: `;
      outcomes.push({ kind: 'refused', name: file.name, message: `${line}${slip.text}` });
      continue;
    }
    const stamp = stampOf(file.name);
    for (const record of reading.records) {
      records.push({ record: { ...record, at: record.at ?? stamp }, file: baseName(file.name), format });
    }
    organisation.push(reading.organisation);
    const servers = new Set(reading.records.map(({ name }) => name.toLowerCase())).size;
    outcomes.push({ kind: 'read', name: file.name, format, servers, notes });
  }
  const facts = mergeOrganisation(organisation);
  return {
    servers: mergeRecords(catalogue, records),
    files: outcomes,
    organisation: facts,
    prepared: preparedFor(catalogue, facts),
  };
}
