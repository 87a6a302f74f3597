/** Reads files whose size is not known before: devices and pipes say 0 and go on for as long as they like. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const LEAST = 64 * 1024;

function larger(buffer: Buffer, most: number): Buffer<ArrayBuffer> {
  const next = Buffer.allocUnsafe(Math.min(buffer.length * 2, most + 1));
  buffer.copy(next);
  return next;
}

/**
 * The bytes of a file, read in pieces.
 * @returns null when there are more than `most`; no more than that were held
 * @throws what the file system throws
 */
export function readAtMost(path: string, most: number): Uint8Array | null {
  const handle = openSync(path, 'r');
  try {
    const expected = fstatSync(handle).size;
    let buffer = Buffer.allocUnsafe(Math.min(Math.max(expected + 1, LEAST), most + 1));
    let held = 0;
    for (;;) {
      const length = readSync(handle, buffer, held, buffer.length - held, null);
      if (length === 0) return buffer.subarray(0, held);
      held += length;
      if (held > most) return null;
      if (held === buffer.length) buffer = larger(buffer, most);
    }
  } finally {
    closeSync(handle);
  }
}
