/** Saving a checklist: never over an existing file unasked, and every failure as a sentence. */
import { statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { openChecklist } from '../commands/checklist-file.ts';
import { formatOfName, refusedName } from '../commands/file-format.ts';
import { replaceFile } from '../commands/replace-file.ts';
import type { SaveFormat } from './core.ts';
import type { WizardEvent } from './events.ts';

export interface Files {
  /** Resolves to `saved`, `file-exists` or `save-failed`; never rejects. */
  save(path: string, text: string, overwrite: boolean): Promise<WizardEvent>;
}

const FORMATS = ['text', 'markdown', 'html', 'csv', 'json'] as const;

/** Why a plan cannot have this name: it promises another kind of file; null: it can. */
export function refusedFormat(path: string): string | null {
  const expected = refusedName(path, FORMATS);
  return expected === null ? null : `A plan is not written as such a file. Give ${expected}.`;
}

/** By the ending of the name; `NAME.cupath.json` is a saved checklist, what is not known is text. */
export function formatFor(path: string): SaveFormat {
  if (path.toLowerCase().endsWith('.cupath.json')) return 'checklist';
  const format = formatOfName(path);
  return format === undefined || format === 'ics' ? 'text' : format;
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

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Ticks that would be lost; 0 for every other file. */
function ticksIn(path: string): number {
  if (formatFor(path) !== 'checklist') return 0;
  try {
    return openChecklist(path).checklist.log.length;
  } catch {
    return 0;
  }
}

export const diskFiles: Files = {
  async save(path, text, overwrite) {
    try {
      if (overwrite && ticksIn(path) > 0)
        return {
          type: 'save-failed',
          message: 'Not saved: this checklist holds ticks. Choose another name.',
        };
      if (overwrite) replaceFile(path, text);
      else await writeFile(path, text, { flag: 'wx', encoding: 'utf8' });
      return { type: 'saved', path };
    } catch (error) {
      const code = codeOf(error);
      const folder = code === 'EEXIST' && isFolder(path);
      if (code === 'EEXIST' && !folder) return { type: 'file-exists', path };
      const reason =
        REASONS[folder ? 'EISDIR' : code] ?? (error instanceof Error ? error.message : String(error));
      return { type: 'save-failed', message: `Not saved: ${reason}. Choose another name.` };
    }
  },
};
