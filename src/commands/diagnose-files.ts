/** The files of `cupath diagnose`: opened, streamed, and what is no log said in one line each. */
import { createReadStream, statSync } from 'node:fs';
import type { Knowledge } from '../diagnose/knowledge.ts';
import { type NoText, readLines } from '../diagnose/lines.ts';
import { type Reading, startReading } from '../diagnose/reader.ts';
import type { Context } from './context.ts';
import { codeOf, fileReason, quoted, UsageError } from './failure.ts';

export type OpenedFile =
  | { readonly file: string; readonly reading: Reading }
  /** Why the file could not be read. */
  | { readonly file: string; readonly problem: string };

/** More than any log; a file beyond it is something else, or grows while it is read. */
const MOST_BYTES = 1024 * 1024 * 1024;
const EXPECTED = 'expected an ExchangeSetup.log, ldif.err or ServiceControl.log';

function noText(problem: NoText): string {
  return problem === 'empty' ? `the file is empty, ${EXPECTED}` : `this is no text, ${EXPECTED}`;
}

function reasonOf(error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOENT':
      return 'no such file';
    case 'EISDIR':
      return `this is a folder, ${EXPECTED} in it`;
    case 'EACCES':
    case 'EPERM':
      return 'reading it is not permitted';
    case 'EBUSY':
      return 'another program holds it; copy it and read the copy';
    default:
      return fileReason(error, 'it cannot be read');
  }
}

async function* limited(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let count = 0;
  for await (const chunk of chunks) {
    count += chunk.length;
    if (count > MOST_BYTES) throw new Error(`it holds more than ${MOST_BYTES} bytes (1 GiB)`);
    yield chunk;
  }
}

function bytesOf(context: Context, file: string): AsyncIterable<Uint8Array> {
  if (file !== '-') {
    if (statSync(file).isDirectory()) throw Object.assign(new Error('folder'), { code: 'EISDIR' });
    return createReadStream(file);
  }
  if (context.stdinIsTerminal || context.stdin === undefined) {
    throw new UsageError('diagnose: - reads standard input, but nothing is piped into it');
  }
  return context.stdin;
}

/** Reads one file (`-` is standard input) to its end, in bounded memory. */
export async function openLog(context: Context, knowledge: Knowledge, file: string): Promise<OpenedFile> {
  try {
    const reader = startReading(knowledge);
    const problem = await readLines(limited(bytesOf(context, file)), (lines) => reader.take(lines));
    if (problem !== null) return { file, problem: noText(problem) };
    const reading = reader.finish();
    return reading.kind === 'other'
      ? { file, problem: `no line of it looks like one of setup's, ${EXPECTED}` }
      : { file, reading };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return { file, problem: reasonOf(error) };
  }
}

/** `diagnose: "setup.log": no such file` */
export function problemLine({ file, problem }: { readonly file: string; readonly problem: string }): string {
  return `diagnose: ${quoted(file)}: ${problem}`;
}
