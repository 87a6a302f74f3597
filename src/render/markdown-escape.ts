/**
 * Foreign text in Markdown (CommonMark with GitHub's tables and tick lists, as Azure DevOps reads them too):
 * nothing in a name may become markup, HTML, a mathematical formula or a second table cell.
 */
import { codeLines } from './layout.ts';
import { printable } from './printable.ts';

/** Prose on one line. Underscores inside words stay, because they mark nothing there. */
export function markdownText(text: string): string {
  return printable(text.trim().replace(/\s+/g, ' '))
    .replace(/[\\`*[\]|~$^{}]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/^([-+#=])/, '\\$1')
    .replace(/^(\d+)([.)])/, '$1\\$2');
}

function fence(text: string, least: number, sign = '`'): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  return sign.repeat(Math.max(least, longest + 1));
}

/** A short literal, such as a server's name or a rule's id. */
export function markdownCode(text: string): string {
  const safe = printable(text.replace(/\s+/g, ' '));
  const tick = fence(safe, 1);
  const gap = /^`|`$|^ .* $/.test(safe) ? ' ' : '';
  return `${tick}${gap}${safe}${gap}${tick}`;
}

/** Something already in Markdown as one table cell: pipes end a cell even inside code. */
export function markdownCell(markdown: string): string {
  return markdown.replace(/(?<!\\)\|/g, '\\|').replaceAll('\n', ' ');
}

/** A fenced block, every line at `indent`; the fence is longer than any run of backticks in the text. */
export function markdownFence(text: string, language: string, indent: number): readonly string[] {
  const lines = codeLines(text);
  const ticks = fence(lines.join('\n'), 3);
  const margin = ' '.repeat(indent);
  return [ticks + language, ...lines, ticks].map((line) => (line === '' ? '' : margin + line));
}

/** A link; an address that is not http(s) is shown as code instead. */
export function markdownLink(title: string, url: string): string {
  if (!/^https?:\/\//i.test(url)) return `${markdownText(title)}: ${markdownCode(url)}`;
  const address = printable(url).replace(
    /[\s<>()\\|`"]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
  return `[${markdownText(title)}](${address})`;
}
