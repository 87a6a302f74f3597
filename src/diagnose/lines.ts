/** Bytes of a file into lines, a piece at a time: whatever the size of the file, little of it is in memory. */
import { TextDecoder } from 'node:util';

/** Longer lines are cut: the longest line of a real log has some thousand characters. */
export const LONGEST_LINE = 32 * 1024;
/** How much of the beginning decides about the encoding. */
const SAMPLE = 4096;

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** What the file turned out to be instead of text. */
export type NoText = 'empty' | 'binary';

function zeros(sample: Uint8Array, remainder: 0 | 1): number {
  let count = 0;
  for (let index = remainder; index < sample.length; index += 2) if (sample[index] === 0) count++;
  return count / Math.max(1, Math.ceil(sample.length / 2));
}

/**
 * By the byte order mark, or by where zero bytes stand: text of western languages in UTF-16 has one in every
 * pair. Null: so many control bytes that it is no text.
 */
export function encodingOf(bytes: Uint8Array): Encoding | null {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const sample = bytes.subarray(0, SAMPLE);
  const even = zeros(sample, 0);
  const odd = zeros(sample, 1);
  if (odd > 0.4 && even < 0.1) return 'utf-16le';
  if (even > 0.4 && odd < 0.1) return 'utf-16be';
  const control = sample.filter((byte) => byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13).length;
  return control > sample.length * 0.05 ? null : 'utf-8';
}

/** Takes a piece of text, gives the lines that ended in it. `end` closes the last one. */
export interface LineCutter {
  take(text: string): readonly string[];
  end(): readonly string[];
}

/**
 * Cuts at CRLF and LF, or at CR where the first piece has no LF: beside line feeds, a lone CR belongs to a message.
 * A line that is too long loses its end.
 */
export function lineCutter(): LineCutter {
  let rest = '';
  let lineEnd: '\n' | '\r' | null = null;
  const finished = (line: string) => {
    const whole = line.endsWith('\r') ? line.slice(0, -1) : line;
    return whole.length > LONGEST_LINE ? whole.slice(0, LONGEST_LINE) : whole;
  };
  return {
    take(piece) {
      if (lineEnd === null && /[\r\n]/.test(piece)) lineEnd = piece.includes('\n') ? '\n' : '\r';
      const parts = lineEnd === null ? [piece] : piece.split(lineEnd);
      const last = parts.pop() ?? '';
      if (parts.length > 0) {
        parts[0] = rest + parts[0];
        rest = last.slice(0, LONGEST_LINE);
      } else if (rest.length < LONGEST_LINE) rest = (rest + last).slice(0, LONGEST_LINE);
      return parts.map(finished);
    },
    end() {
      const lines = rest === '' ? [] : [finished(rest)];
      rest = '';
      return lines;
    },
  };
}

function decoderFor(bytes: Uint8Array): TextDecoder | null {
  const encoding = encodingOf(bytes);
  return encoding === null ? null : new TextDecoder(encoding);
}

/**
 * Hands the lines of a file on, in pieces.
 * @returns what the file is instead, when it is no text
 */
export async function readLines(
  chunks: AsyncIterable<Uint8Array>,
  take: (lines: readonly string[]) => void,
): Promise<NoText | null> {
  const cutter = lineCutter();
  let decoder: TextDecoder | null = null;
  let start: Uint8Array = new Uint8Array();
  for await (const chunk of chunks) {
    let bytes = chunk;
    if (decoder === null) {
      start = start.length === 0 ? chunk : Buffer.concat([start, chunk]);
      if (start.length < SAMPLE) continue;
      decoder = decoderFor(start);
      if (decoder === null) return 'binary';
      bytes = start;
    }
    take(cutter.take(decoder.decode(bytes, { stream: true })));
  }
  if (decoder === null) {
    if (start.length === 0) return 'empty';
    decoder = decoderFor(start);
    if (decoder === null) return 'binary';
    take(cutter.take(decoder.decode(start, { stream: true })));
  }
  take(cutter.take(decoder.decode()));
  take(cutter.end());
  return null;
}
