/**
 * A route as a small picture: where the server stands, then one line per act with what changes and why.
 */
import type { Hop, Plan, Route } from '../checklist/plan.ts';
import { glyphs } from './glyphs.ts';
import { displayWidth, padEnd, prose, wrap } from './layout.ts';
import type { Tone } from './tones.ts';
import { levelName, MEDIA_NAMES, shortRelease, windowsName } from './words.ts';

/** One act (or the start, whose mark is empty). */
export interface PictureRow {
  /** `│`: the server changes but its Exchange level does not; `▼`: a new Exchange level; empty: the start. */
  readonly mark: string;
  /** What is installed or done, with its build; columns are already aligned over the rows of one picture. */
  readonly what: string;
  /** Media, risk, and the rule that forces the stop; may be empty. */
  readonly why: string;
  readonly tone: Tone;
}

/** One printed line; the tone is that of its row. */
export interface PictureLine {
  readonly text: string;
  readonly tone: Tone;
}

interface Drawn {
  readonly name: string;
  readonly build: string;
  readonly why: string;
  readonly tone: Tone;
  readonly arrives: boolean;
}

/** What is to say, and the rule that forces the stop in brackets. */
function reasons(rule: string, ...parts: readonly string[]): string {
  return [parts.filter((part) => part !== '').join(', '), `[${rule}]`]
    .filter((part) => part !== '')
    .join(' ');
}

function drawn(hop: Hop, product: string): Drawn {
  switch (hop.act) {
    case 'install-dotnet': {
      const risk = hop.risk === undefined ? '' : `risk: ${hop.risk}`;
      const tone = risk === '' ? 'plain' : 'warn';
      return { name: `.NET ${hop.dotnet}`, build: '', why: reasons(hop.rule, risk), tone, arrives: false };
    }
    case 'install-software':
      return { name: hop.name, build: '', why: reasons(hop.rule), tone: 'plain', arrives: false };
    case 'prepare-ad': {
      const name = `prepare AD with ${shortRelease(hop.release, product)}`;
      return { name, build: '', why: reasons(hop.rule, ...hop.parts), tone: 'plain', arrives: false };
    }
    case 'install-cu': {
      const name = shortRelease(hop.release, product);
      return {
        name,
        build: hop.build,
        why: reasons(hop.rule, MEDIA_NAMES[hop.media]),
        tone: mediaTone(hop.media),
        arrives: true,
      };
    }
    case 'upgrade-in-place': {
      const name = shortRelease(hop.release, product);
      const why = reasons(hop.rule, 'in place', MEDIA_NAMES[hop.media]);
      return { name, build: hop.build, why, tone: mediaTone(hop.media), arrives: true };
    }
    case 'migrate': {
      const windows = hop.windows === undefined ? '' : windowsName(hop.windows);
      const dotnet = hop.dotnet === undefined ? '' : `.NET ${hop.dotnet}`;
      const why = reasons(hop.rule, 'new servers', windows, dotnet, MEDIA_NAMES[hop.media]);
      return {
        name: shortRelease(hop.release, product),
        build: hop.build,
        why,
        tone: mediaTone(hop.media),
        arrives: true,
      };
    }
    case 'install-su':
      return { name: hop.update, build: hop.build, why: reasons(hop.rule), tone: 'good', arrives: true };
  }
}

function mediaTone(media: Extract<Hop, { act: 'install-cu' }>['media']): Tone {
  return media === 'public' || media === 'in-hand' ? 'good' : 'warn';
}

/** The rows of a route, first the start. */
export function routeRows(
  plan: Plan,
  route: Route,
  { ascii }: { readonly ascii: boolean },
): readonly PictureRow[] {
  const sign = glyphs(ascii);
  const acts = route.hops.map((hop) => drawn(hop, plan.from.product));
  const names = acts.filter((act) => act.build !== '').map((act) => displayWidth(act.name));
  const nameWidth = Math.max(0, ...names);
  const start = [
    `${levelName(plan.from)}${plan.from.updateKnown ? '' : ', SU unknown'}`,
    `.NET ${plan.from.dotnet ?? 'unknown'}`,
  ];
  return [
    { mark: '', what: prose(start.join(sign.between), ascii), why: '', tone: 'heading' },
    ...acts.map((act) => ({
      mark: act.arrives ? sign.down : sign.bar,
      what:
        prose(act.build === '' ? act.name : '', ascii) ||
        `${padEnd(prose(act.name, ascii), nameWidth)}  ${prose(act.build, ascii)}`,
      why: prose(act.why, ascii),
      tone: act.tone,
    })),
  ];
}

/**
 * The picture as lines with their tones. What and why stand side by side where every row fits, else the why
 * stands below, in every row.
 */
export function pictureLines(
  plan: Plan,
  route: Route,
  { width, ascii }: { readonly width: number; readonly ascii: boolean },
): readonly PictureLine[] {
  const rows = routeRows(plan, route, { ascii });
  const { bar } = glyphs(ascii);
  const acts = rows.filter((row) => row.mark !== '');
  const whatWidth = Math.max(0, ...acts.map((row) => displayWidth(row.what)));
  const beside = acts.every((row) => 5 + whatWidth + 3 + displayWidth(row.why) <= width);
  return rows.flatMap((row, index) => {
    if (row.mark === '')
      return wrap(row.what, { width, first: ' ' }).map((text) => ({ text, tone: row.tone }));
    const first = `  ${row.mark}  `;
    if (beside)
      return [{ text: `${first}${padEnd(row.what, whatWidth)}   ${row.why}`.trimEnd(), tone: row.tone }];
    const below = index === rows.length - 1 ? '     ' : `  ${bar}  `;
    const what =
      displayWidth(first + row.what) <= width
        ? [first + row.what]
        : wrap(row.what, { width, first, rest: below });
    const why = row.why === '' ? [] : wrap(row.why, { width, first: `${below}  `, rest: `${below}  ` });
    return [
      ...what.map((text) => ({ text, tone: row.tone })),
      ...why.map((text) => ({ text, tone: row.tone === 'warn' ? row.tone : ('dim' as const) })),
    ];
  });
}

/** The picture as plain lines, none wider than `width`. */
export function routePicture(
  plan: Plan,
  route: Route,
  options: { readonly width: number; readonly ascii: boolean },
): string[] {
  return pictureLines(plan, route, options).map((line) => line.text);
}
