/** The standard streams: Node's own where a terminal listens, the bare file descriptor where it is enough. */
import { fstatSync, writeSync } from 'node:fs';
import type { Output } from './context.ts';

/** Files and pipes; a terminal, and what nobody can tell, is left to Node. */
function takesBytes(fd: number): boolean {
  try {
    const stats = fstatSync(fd);
    return stats.isFile() || stats.isFIFO() || stats.isSocket();
  } catch {
    return false;
  }
}

/** Writes until all is taken or the reader is too slow; gives what is left. */
function writeNow(fd: number, bytes: Uint8Array): Uint8Array {
  let at = 0;
  while (at < bytes.length) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      return bytes.subarray(at);
    }
  }
  return bytes.subarray(at);
}

/**
 * Standard output (1) or error (2). Node's streams for pipes bring its whole network code along, which takes
 * longer to load than most answers take to make; so files and pipes are written to as they are. A pipe that does
 * not wait and is full gets its rest through the stream.
 * @param stream makes Node's stream, called at most once and only when it is needed
 */
export function outputOn(fd: number, stream: () => NodeJS.WriteStream): Output {
  if (!takesBytes(fd)) return stream();
  let slow: NodeJS.WriteStream | undefined;
  return {
    write(text, taken) {
      try {
        const rest = slow ? Buffer.from(text) : writeNow(fd, Buffer.from(text));
        if (rest.length === 0) {
          taken?.();
          return;
        }
        slow ??= stream();
        slow.write(rest, taken);
      } catch (error) {
        if (taken && error instanceof Error) taken(error);
        else throw error;
      }
    },
  };
}
