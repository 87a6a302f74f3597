/** The spellings of a build in the files that list servers. */

import { withoutDirectoryOffset } from '../catalogue/directory-build.ts';

const DISPLAY = /^Version\s+(\d{1,3})\.(\d{1,3})\s*\(Build\s+(\d{1,7})\.(\d{1,7})\)$/i;

/** `Version 15.2 (Build 1544.4)` without padding and offset; null when the text is no such version. */
export function displayVersion(text: string): string | null {
  const match = DISPLAY.exec(text.replace(/\s+/g, ' ').trim());
  if (!match) return null;
  const [major = 0, minor = 0, build = 0, revision = 0] = match.slice(1, 5).map(Number);
  return `Version ${major}.${minor} (Build ${withoutDirectoryOffset(build)}.${revision})`;
}

/** Four dotted numbers, padded or not. */
export function isBuildText(text: string): boolean {
  return /^\d{1,3}\.\d{1,3}\.\d{1,7}\.\d{1,7}$/.test(text.trim());
}

/** Four numbers without padding from any spelling of a build; null when the text holds none. */
export function plainBuild(text: string): string | null {
  const display = displayVersion(text);
  const numbers =
    display === null ? text.trim() : display.replace(/^Version (\d+\.\d+) \(Build (.*)\)$/, '$1.$2');
  return isBuildText(numbers) ? numbers.split('.').map(Number).join('.') : null;
}
