/**
 * HTML made of text that is escaped unless it was made here: a template tag that escapes every value put into
 * it. A name from an inventory is a string, so it can become neither an element nor an attribute.
 */
import { printable } from './printable.ts';

/** Markup that is safe to put into a page. Only `html` makes it. */
export interface Html {
  readonly markup: string;
}

export type Child = Html | string | number | null | readonly Child[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Text for element content and quoted attributes; characters that do not print are shown as escapes. */
export function escapeHtml(text: string): string {
  return text
    .split('\n')
    .map((line) => printable(line).replace(/[&<>"'`]/g, (sign) => ENTITIES[sign] ?? ''))
    .join('\n');
}

function markupOf(child: Child): string {
  if (child === null) return '';
  if (typeof child === 'string') return escapeHtml(child);
  if (typeof child === 'number') return String(child);
  return 'markup' in child ? child.markup : child.map(markupOf).join('');
}

/** A piece of a page: the literal parts as they stand, every value escaped. Attribute values need their quotes. */
export function html(literals: TemplateStringsArray, ...values: readonly Child[]): Html {
  return {
    markup: literals.map((literal, index) => literal + markupOf(values[index] ?? null)).join(''),
  };
}

/** A link to the web; an address of any other kind is shown as text. */
export function link(title: string, url: string): Html {
  return /^https?:\/\/[^\s"'<>`\\]+$/i.test(url) && printable(url) === url
    ? html`<a href="${url}" rel="noopener noreferrer">${title}</a>`
    : html`${title}: <code>${url}</code>`;
}

/** A JSON text inside a `script` element that is data: no sign in it can end the element. */
export function jsonForScript(json: string): Html {
  return { markup: json.trim().replaceAll('<', '\\u003c').replaceAll('>', '\\u003e') };
}
