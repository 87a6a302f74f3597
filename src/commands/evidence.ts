/** Evidence from a file or a paste: its text where it is short enough, its digest always. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { type Evidence, LIMITS } from '../saved/checklist.ts';
import { badValue, codeOf, fileReason, UsageError } from './failure.ts';

/** A file that is longer is no output of a check. */
const LONGEST = 1024 * 1024 * 1024;
const BLOCK = 1024 * 1024;

/** Windows PowerShell redirects as UTF-16 with a mark; everything else is read as UTF-8. */
function decoded(bytes: Uint8Array): string | null {
  const sixteen = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    const text = new TextDecoder(sixteen ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
    return text.includes('\u0000') ? null : text;
  } catch {
    return null;
  }
}

function kept(text: string | null): string | null {
  return text === null || text.length > LIMITS.evidence ? null : text;
}

/** What was pasted, as UTF-8. */
export function pastedEvidence(text: string): Evidence {
  const bytes = Buffer.from(text, 'utf8');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { name: 'pasted', bytes: bytes.length, sha256, text: kept(text) };
}

/** Why a file cannot be attached. */
function unread(error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EACCES':
    case 'EPERM':
      return 'reading it is not permitted';
    default:
      return fileReason(error, 'it cannot be read');
  }
}

/**
 * Reads a file once, in blocks. Longer texts and what is no text are kept by digest only.
 * @throws UsageError naming `--evidence`
 */
export function fileEvidence(path: string): Evidence {
  const refuse = (reason: string) => badValue('--evidence', path, `a file to attach: ${reason}`);
  let handle: number;
  try {
    const info = statSync(path);
    if (!info.isFile()) throw refuse('this is no file');
    if (info.size > LONGEST) throw refuse('it is longer than 1 GiB');
    handle = openSync(path, 'r');
  } catch (error) {
    throw error instanceof UsageError ? error : refuse(unread(error));
  }
  const hash = createHash('sha256');
  const blocks: Buffer[] = [];
  let bytes = 0;
  // Four bytes are more than any character of a text that could still be kept takes.
  const worthKeeping = LIMITS.evidence * 4;
  try {
    for (;;) {
      const block = Buffer.alloc(BLOCK);
      const length = readSync(handle, block);
      if (length === 0) break;
      hash.update(block.subarray(0, length));
      if (bytes <= worthKeeping) blocks.push(block.subarray(0, length));
      bytes += length;
    }
  } finally {
    closeSync(handle);
  }
  const text = bytes > worthKeeping ? null : kept(decoded(Buffer.concat(blocks)));
  return { name: basename(path), bytes, sha256: hash.digest('hex'), text };
}
