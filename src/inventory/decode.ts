/**
 * Bytes to text. Windows PowerShell writes UTF-16 with a byte order mark, PowerShell 7 UTF-8 without one, Excel
 * the code page of the country; a file appended to with `>>` can hold two encodings at once.
 */
import { type FileNote, UnreadableFile } from './record.ts';

/** Bytes; a Health Checker XML has two to ten million. */
export const MAX_BYTES = 64 * 1024 * 1024;

/** Why a file is refused that has more bytes than {@link MAX_BYTES}. */
export const TOO_LARGE =
  'the file has more than 64 MiB, which is the most that is read; export fewer servers or properties per file';

export interface Decoded {
  readonly text: string;
  readonly encoding: string;
  readonly notes: readonly FileNote[];
}

const BOMS: ReadonlyArray<readonly [bytes: readonly number[], encoding: string]> = [
  [[0xff, 0xfe, 0x00, 0x00], 'UTF-32'],
  [[0x00, 0x00, 0xfe, 0xff], 'UTF-32'],
  [[0xef, 0xbb, 0xbf], 'UTF-8'],
  [[0xff, 0xfe], 'UTF-16LE'],
  [[0xfe, 0xff], 'UTF-16BE'],
];

/** First bytes of files that hold no text. */
const BINARY: ReadonlyArray<readonly [bytes: readonly number[], what: string]> = [
  [[0x50, 0x4b, 0x03, 0x04], 'a ZIP archive or an Excel or Word file; save it as CSV (UTF-8) first'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an old Excel or Word file; save it as CSV (UTF-8) first'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF file'],
  [[0x1f, 0x8b], 'a gzip archive; unpack it first'],
];

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return bytes.length >= start.length && start.every((byte, index) => bytes[index] === byte);
}

/** UTF-16 without a mark: nearly every second byte of the beginning is 0. */
function unmarkedUtf16(bytes: Uint8Array): string | null {
  const head = bytes.subarray(0, 200);
  const zeros = [0, 0];
  head.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  });
  const half = head.length / 2;
  const [even = 0, odd = 0] = zeros;
  if (half < 2) return null;
  if (odd > half * 0.7 && even === 0) return 'UTF-16LE';
  return even > half * 0.7 && odd === 0 ? 'UTF-16BE' : null;
}

function swapped(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(bytes.length - (bytes.length % 2));
  for (let index = 0; index < copy.length; index += 2) {
    copy[index] = bytes[index + 1] ?? 0;
    copy[index + 1] = bytes[index] ?? 0;
  }
  return copy;
}

function utf16(bytes: Uint8Array, encoding: string): string {
  return new TextDecoder('utf-16le').decode(encoding === 'UTF-16BE' ? swapped(bytes) : bytes);
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function decoded(bytes: Uint8Array): Decoded {
  const bom = BOMS.find(([start]) => startsWith(bytes, start))?.[1];
  if (bom === 'UTF-32') throw new UnreadableFile('the text is UTF-32; save it as UTF-8 or UTF-16');
  const wide = bom === undefined ? unmarkedUtf16(bytes) : bom === 'UTF-8' ? null : bom;
  if (wide !== null) return { text: utf16(bytes, wide), encoding: wide, notes: [] };
  const text = utf8(bytes);
  if (text !== null) return { text, encoding: 'UTF-8', notes: [] };
  return {
    text: new TextDecoder('windows-1252').decode(bytes),
    encoding: 'Windows-1252',
    notes: [
      {
        line: null,
        text: 'not UTF-8; read as Windows-1252, so letters with accents may be wrong (save it as UTF-8)',
      },
    ],
  };
}

/**
 * The text of a file, without its byte order mark, line ends as `\n`.
 * @throws UnreadableFile when it is too large, empty, binary, or in two encodings at once
 */
export function decode(bytes: Uint8Array): Decoded {
  if (bytes.length > MAX_BYTES) throw new UnreadableFile(TOO_LARGE);
  const binary = BINARY.find(([start]) => startsWith(bytes, start));
  if (binary) throw new UnreadableFile(`this is ${binary[1]}`);
  const result = decoded(bytes);
  const text = result.text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  if (text.trim() === '') throw new UnreadableFile('the file is empty');
  const nul = text.indexOf('\0');
  if (nul >= 0) {
    const line = text.slice(0, nul).split('\n').length;
    throw new UnreadableFile(
      `line ${line}: found a NUL character: two encodings in one file (as ">>" of Windows PowerShell makes them), or no text; write it again with Out-File -Encoding utf8`,
    );
  }
  return { ...result, text };
}
