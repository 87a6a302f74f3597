/** Saving a checklist: never over an existing file unasked, and every failure as a sentence. */
import { writeFile } from 'node:fs/promises';
import type { SaveFormat } from './core.ts';
import type { WizardEvent } from './events.ts';

export interface Files {
  /** Resolves to `saved`, `file-exists` or `save-failed`; never rejects. */
  save(path: string, text: string, overwrite: boolean): Promise<WizardEvent>;
}

/** `.md` and `.markdown` are Markdown, `.json` is JSON, everything else text. */
export function formatFor(path: string): SaveFormat {
  const ending = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase();
  if (ending === 'md' || ending === 'markdown') return 'markdown';
  return ending === 'json' ? 'json' : 'text';
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'the folder does not exist',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'this is a folder',
  EACCES: 'access is denied',
  EPERM: 'access is denied',
  EROFS: 'the drive is read-only',
  ENOSPC: 'the drive is full',
  ENAMETOOLONG: 'the name is too long',
};

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

export const diskFiles: Files = {
  async save(path, text, overwrite) {
    try {
      await writeFile(path, text, { flag: overwrite ? 'w' : 'wx', encoding: 'utf8' });
      return { type: 'saved', path };
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EEXIST') return { type: 'file-exists', path };
      const reason = REASONS[code] ?? (error instanceof Error ? error.message : String(error));
      return { type: 'save-failed', message: `Not saved: ${reason}. Choose another name.` };
    }
  },
};
