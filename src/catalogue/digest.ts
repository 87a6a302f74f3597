/** The fingerprint of a set of data files. In a file of its own: Node's cryptography is slow to load. */
import { createHash } from 'node:crypto';
import type { DataFile } from './files.ts';

/** `sha256:...` over path and content of every file, the same on systems that end lines with CRLF. */
export function digestOf(files: readonly Pick<DataFile, 'path' | 'text'>[]): string {
  const hash = createHash('sha256');
  for (const file of files) {
    const content = file.text.replaceAll('\r\n', '\n');
    hash.update(`${file.path}\0${Buffer.byteLength(content)}\0`).update(content);
  }
  return `sha256:${hash.digest('hex')}`;
}
