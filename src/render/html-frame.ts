/**
 * What every page begins with. Its policy lets run the script and the style that belong to it, by their digests,
 * and nothing besides: no network, no font, no picture from elsewhere.
 */
import { createHash } from 'node:crypto';
import { type Html, html } from './html-escape.ts';

/** The parts of a page that are the same for every plan; the build makes them. */
export interface PageParts {
  readonly script: string;
  readonly style: string;
}

/** The digest by which a content security policy knows an inline script or style. */
function digest(text: string): string {
  return `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
}

function policy({ script, style }: Partial<PageParts>): string {
  return [
    "default-src 'none'",
    ...(script === undefined ? [] : [`script-src ${digest(script)}`]),
    ...(style === undefined ? [] : [`style-src ${digest(style)}`]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** Our own script and style go in as they are: their digests are of these very characters. */
export function verbatim(text: string): Html {
  if (/<\/(?:script|style)|<!--/i.test(text)) throw new Error('a part of the page would end its own element');
  return { markup: text };
}

/** The `head` element. @param parts without a script: the page runs none */
export function headElement(title: string, parts: Pick<PageParts, 'style'> & Partial<PageParts>): Html {
  return html`<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(parts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${verbatim(parts.style)}</style>
</head>`;
}
