/**
 * A route as a drawing: levels are stations, acts stand on the line between them. What needs care has a
 * triangle, a dashed line and a word, never a colour alone. One unit is one pixel, so it is readable on a
 * phone as it is.
 */
import type { Plan, Route } from '../checklist/plan.ts';
import { type Html, html } from './html-escape.ts';
import { wrap } from './layout.ts';
import { type PictureRow, routeRows } from './picture.ts';

const WIDTH = 340;
const LINE = 14;
const TEXT = 34;
/** Characters that fit a line, of the larger and of the smaller text; generous, since fonts differ. */
const WHAT = 34;
const WHY = 44;

interface Placed {
  readonly row: PictureRow;
  readonly what: readonly string[];
  readonly why: readonly string[];
  /** Middle of the mark. */
  readonly y: number;
}

function placed(rows: readonly PictureRow[]): { readonly rows: readonly Placed[]; readonly height: number } {
  let top = 4;
  const list = rows.map((row): Placed => {
    const what = wrap(row.what, { width: WHAT });
    const why = row.why === '' ? [] : wrap(row.why, { width: WHY });
    const y = top + 9;
    top += 20 * what.length + 16 * why.length + 12;
    return { row, what, why, y };
  });
  return { rows: list, height: top };
}

/** The levels are those a row arrives at, and the start. */
function isStation({ mark }: PictureRow): boolean {
  return mark === '' || mark === '▼';
}

function segment(from: Placed, to: Placed): Html {
  const care = to.row.tone === 'warn' ? 'track care' : 'track';
  return html`<line class="${care}" x1="${LINE}" x2="${LINE}" y1="${from.y}" y2="${to.y}"/>`;
}

function sign({ row, y }: Placed): Html {
  const care = row.tone === 'warn';
  const mark = isStation(row)
    ? html`<circle class="station" cx="${LINE}" cy="${y}" r="7"/>`
    : html`<rect class="act" x="${LINE - 7}" y="${y - 3}" width="14" height="6"/>`;
  return care
    ? html`${mark}<path class="alarm" d="M${TEXT} ${y + 6}l8-14 8 14z"/><text class="bang" x="${TEXT + 8}" y="${y + 4}">!</text>`
    : mark;
}

function words({ row, what, why, y }: Placed): Html {
  const indent = TEXT + (row.tone === 'warn' ? 22 : 0);
  return html`<text class="what" x="${indent}" y="${y + 5}">${what.map(
    (line, index) => html`<tspan x="${indent}" dy="${index === 0 ? 0 : 20}">${line}</tspan>`,
  )}</text>${why.map(
    (line, index) =>
      html`<text class="why" x="${TEXT}" y="${y + 5 + 20 * (what.length - 1) + 18 + 16 * index}">${line}</text>`,
  )}`;
}

function told(row: PictureRow): string {
  const care = row.tone === 'warn' ? 'Needs care: ' : '';
  return `${care}${row.what.replace(/\s+/g, ' ')}${row.why === '' ? '' : ` (${row.why})`}`;
}

/**
 * The drawing with its words for screen readers.
 * @param name of the route, for its title; `id` makes the ids in the page unique
 */
export function htmlPicture(plan: Plan, route: Route, { name, id }: { name: string; id: string }): Html {
  const drawn = placed(
    routeRows(plan, route, { ascii: false }).map((row) => ({
      ...row,
      what: row.what.replace(/\s{2,}/g, ' '),
    })),
  );
  const { rows, height } = drawn;
  const label = rows.map(({ row }) => told(row)).join('; then ');
  return html`<svg class="route" role="img" aria-labelledby="${id}-title ${id}-desc" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}"><title id="${id}-title">${name}</title><desc id="${id}-desc">${label}</desc><g aria-hidden="true">${rows
    .slice(1)
    .map((row, index) => {
      const from = rows[index];
      return from === undefined ? null : segment(from, row);
    })}${rows.map((row) => [sign(row), words(row)])}</g></svg>`;
}
