/** What goes wrong, and with which exit code the program says so. */
import { printable } from '../render/printable.ts';

export const EXIT = { done: 0, bug: 1, usage: 2, noPath: 3, catalogue: 4, condition: 5 } as const;

/** Bad usage or bad input: one line that names the flag, what was found and what was expected. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What somebody typed, safe to print: at most 60 characters, in double quotes, control characters escaped. */
export function quoted(text: string): string {
  const characters = Array.from(text);
  const shown = characters.length > 60 ? `${characters.slice(0, 60).join('')}...` : text;
  return `"${printable(shown)}"`;
}

/** `--flag: found "x", expected y` with an optional `; did you mean "z"?`. */
export function badValue(flag: string, found: string, expected: string, hint = ''): UsageError {
  return new UsageError(`${flag}: found ${quoted(found)}, expected ${expected}${hint}`);
}

/** The code of an error of the system, such as `ENOENT`. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** What the file system says about a path, whatever was to be done with it, for a sentence about the path. */
export function fileReason(error: unknown, otherwise: string): string {
  switch (codeOf(error)) {
    case 'ELOOP':
      return 'it is a link that leads back to itself';
    case 'ENAMETOOLONG':
      return 'the name is too long';
    case 'ENOTDIR':
      return 'a part of the path is a file, not a folder';
    default:
      return error instanceof Error ? printable(error.message) : otherwise;
  }
}

/** True for the reader of a pipe having gone (`| head`), which is no failure. */
export function isBrokenPipe(error: unknown): boolean {
  return codeOf(error) === 'EPIPE';
}

export interface Failure {
  readonly exitCode: number;
  /** For stderr, ends in a line feed. */
  readonly message: string;
}

/** The exit code and the words for whatever was thrown. A stack is shown only with `CUPATH_DEBUG=1`. */
export function failureOf(error: unknown, env: Readonly<Record<string, string | undefined>>): Failure {
  if (error instanceof UsageError) return { exitCode: EXIT.usage, message: `cupath: ${error.message}\n` };
  // By name: the class lives beside the loader, which the compiled catalogue never needs.
  if (error instanceof Error && error.name === 'CatalogueError') {
    const summary = 'summary' in error ? String(error.summary) : 'the catalogue is invalid';
    return { exitCode: EXIT.catalogue, message: `${error.message}\ncupath: ${summary}\n` };
  }
  // The disk behind a redirection is full, or the device is gone: nobody's bug.
  if (error instanceof Error && 'syscall' in error && error.syscall === 'write')
    return {
      exitCode: EXIT.usage,
      message: `cupath: the output cannot be written: ${printable(error.message)}\n`,
    };
  const text = error instanceof Error ? error.message : String(error);
  const stack = env.CUPATH_DEBUG === '1' && error instanceof Error ? `${error.stack ?? ''}\n` : '';
  const hint = stack === '' ? ' Run again with CUPATH_DEBUG=1 and report what it prints.' : '';
  return {
    exitCode: EXIT.bug,
    message: `cupath: this is a bug in cupath: ${printable(text)}.${hint}\n${stack}`,
  };
}
