/** The case for an update, fit for a change request: one screen of text, or Markdown. */
import { ageSentence } from '../catalogue/age.ts';
import type { OpenVulnerability } from '../status/exposure.ts';
import type { Side, Stakes } from '../status/stakes.ts';
import { glyphs } from './glyphs.ts';
import { jsonText } from './json.ts';
import { paragraph, type Style } from './layout.ts';
import { markdownText } from './markdown-escape.ts';
import { counted, sentence } from './words.ts';

interface Section {
  readonly title: string;
  /** The first is a sentence; further ones are points below it. */
  readonly texts: readonly string[];
}

/** How many of a long list are named. */
const NAMED = 8;

function levelText({ name, updateKnown }: Side): string {
  const facts = [name.build, name.date ?? '', updateKnown ? '' : 'SU unknown'].filter((fact) => fact !== '');
  return `${name.title} (${facts.join(', ')})`;
}

function between(days: number): string {
  const months = Math.round(days / 30.44);
  if (months < 2) return counted(days, 'day');
  const years = Math.floor(months / 12);
  const rest = months % 12;
  if (years === 0) return counted(months, 'month');
  return rest === 0 ? counted(years, 'year') : `${counted(years, 'year')} and ${counted(rest, 'month')}`;
}

function holeText({ id, name, impact, score, certain }: OpenVulnerability): string {
  const weight = [impact, ...(score === null ? [] : [score.replace(/[()]/g, '')])].join(', ');
  return `${id}${name === null ? '' : ` ${name}`} (${weight}${certain ? '' : '; unless the installed SU is new enough'})`;
}

function listed(ids: readonly string[]): string {
  const more = ids.length - NAMED;
  return `${ids.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function risk({ exploited, others, from, pending }: Stakes): Section {
  const known = exploited.reduce((sum, { vulnerabilities }) => sum + vulnerabilities.length, 0);
  const all = known + others.length;
  if (all === 0)
    return {
      title: 'Risk of staying',
      texts: ['No vulnerability of this level is known.', ...pendingTexts(pending)],
    };
  const open = counted(all, 'known vulnerability is', 'known vulnerabilities are');
  const worst = from.updateKnown ? '' : ' at worst, without any SU';
  const attacked =
    known === 0
      ? 'none is in the list of those known to be exploited'
      : `attackers are known to use ${known} of them (list of CISA, by the year of listing)`;
  return {
    title: 'Risk of staying',
    texts: [
      `${open} open${worst}; ${attacked}.`,
      ...exploited.map(({ year, vulnerabilities }) => `${year}: ${vulnerabilities.map(holeText).join('; ')}`),
      ...(others.length === 0 ? [] : [`Others, gravest first: ${listed(others.map((item) => item.id))}`]),
      ...pendingTexts(pending),
    ],
  };
}

/** What an update alone does not settle, but staying does not either. */
function pendingTexts(pending: Stakes['pending']): readonly string[] {
  if (pending.length === 0) return [];
  const names = pending.map(
    (item) => `${holeText(item)}: ${item.needs.map((action) => action.title).join('; ')}`,
  );
  return [`Exploited, fixed in the code, but in force only after a manual action: ${names.join('. ')}`];
}

function support({ from, to, today }: Stakes): Section {
  const state = (side: Side) => {
    switch (side.support.service) {
      case 'public':
        return 'gets updates';
      case 'esu':
        return 'gets updates with ESU only';
      case 'none':
        return `gets no updates on ${today}`;
    }
  };
  const texts = [
    `${from.name.title} ${state(from)}. ${from.support.text}`,
    `${to.name.title} ${state(to)}. ${to.support.text}`,
  ];
  return { title: 'Support', texts: from.name.id === to.name.id ? texts.slice(0, 1) : texts };
}

function hybrid({ hybrid: state }: Stakes): readonly Section[] {
  if (state === null || state.state === 'above') return [];
  const asked = state.hybrid === null ? 'If the organisation is hybrid: ' : '';
  const below =
    state.state === 'below'
      ? `this level is below the floor of Exchange Online (${state.floor}).`
      : `the floor of Exchange Online is ${state.floor}; whether this server has it depends on its SU.`;
  return [{ title: 'Mail to Exchange Online', texts: [sentence(`${asked}${below} ${state.text}`)] }];
}

function settles({ exploited, others, closed, byHand, remaining }: Stakes): Section {
  const open = exploited.reduce((sum, { vulnerabilities }) => sum + vulnerabilities.length, others.length);
  const hands =
    byHand.length === 0
      ? []
      : [
          `${counted(byHand.length, 'of these is', 'of these are')} in force only after manual actions, which the plan lists: ${listed(byHand.map((item) => item.id))}`,
        ];
  const reasons = [...new Set(remaining.map((item) => item.because))];
  const left = reasons.map((because) => {
    const ids = remaining.filter((item) => item.because === because).map((item) => item.id);
    return `Still open at the target: ${listed(ids)}; ${because}`;
  });
  return {
    title: 'What the update settles',
    texts: [
      open === 0 ? 'Nothing known is open.' : `Its code closes ${closed.length} of the ${open}.`,
      ...hands,
      ...left,
    ],
  };
}

function sectionsOf(stakes: Stakes): readonly Section[] {
  return [risk(stakes), support(stakes), ...hybrid(stakes), settles(stakes)];
}

function heading({ from, to, daysBetween }: Stakes): readonly string[] {
  const apart = daysBetween !== null && daysBetween > 0 ? [`The two are ${between(daysBetween)} apart.`] : [];
  return [`From ${levelText(from)} to ${levelText(to)}`, ...apart];
}

function foot({ data }: Stakes): string {
  return `${ageSentence(data)} The next Patch Tuesday is ${data.nextPatchTuesday}.`;
}

/** As text of at most 80 columns. */
export function renderStakes(stakes: Stakes, style: Style): string {
  const page = { ...style, width: Math.min(style.width, 80) };
  const { bullet } = glyphs(page.ascii);
  const [title = '', ...more] = heading(stakes);
  const blocks = sectionsOf(stakes).map(({ title: name, texts: [first = '', ...points] }) => [
    ...paragraph(page, name, { tone: 'heading' }),
    ...paragraph(page, first, { indent: 2 }),
    ...points.flatMap((point) => paragraph(page, point, { indent: 2, mark: bullet })),
  ]);
  const head = [
    ...paragraph(page, title, { tone: 'heading', hang: 2 }),
    ...more.flatMap((text) => paragraph(page, text)),
  ];
  const end = paragraph(
    page,
    foot(stakes),
    stakes.data.stale ? { label: '! Old data.', labelTone: 'warn', hang: 2 } : {},
  );
  return `${[head, ...blocks, end].map((block) => block.join('\n')).join('\n\n')}\n`;
}

/** As Markdown for a ticket. */
export function renderStakesMarkdown(stakes: Stakes): string {
  const [title = '', ...more] = heading(stakes);
  const blocks = sectionsOf(stakes).flatMap(({ title: name, texts: [first = '', ...points] }) => [
    `## ${markdownText(name)}`,
    markdownText(first),
    ...(points.length === 0 ? [] : [points.map((point) => `- ${markdownText(point)}`).join('\n')]),
  ]);
  const old = stakes.data.stale ? '**Old data.** ' : '';
  return `${[`# ${markdownText(title)}`, ...more.map(markdownText), ...blocks, `${old}${markdownText(foot(stakes))}`].join('\n\n')}\n`;
}

/** As JSON; `exploited` is grouped by the year of listing. */
export function renderStakesJson(stakes: Stakes): string {
  const hole = ({ id, name, impact, score, listed: day, certain }: OpenVulnerability) => ({
    ...{ id, name, impact, score, listed: day, certain },
  });
  const side = ({ name, updateKnown, support: { service, supported, until } }: Side) => ({
    ...{ id: name.id, title: name.title, build: name.build, date: name.date, updateKnown },
    ...{ service, supported, until },
  });
  const { hybrid: state, data } = stakes;
  return jsonText({
    today: stakes.today,
    from: side(stakes.from),
    to: side(stakes.to),
    daysBetween: stakes.daysBetween,
    exploited: stakes.exploited.map(({ year, vulnerabilities }) => ({
      year,
      vulnerabilities: vulnerabilities.map(hole),
    })),
    others: stakes.others.map(hole),
    closed: stakes.closed,
    byHand: stakes.byHand.map((item) => item.id),
    pending: stakes.pending.map(hole),
    remaining: stakes.remaining.map((item) => item.id),
    hybrid:
      state === null
        ? null
        : { state: state.state, floor: state.floor, from: state.from, inForce: state.inForce },
    catalogue: {
      ...{ asOf: data.asOf, stale: data.stale, ageDays: data.ageDays },
      ...{ patchTuesdays: data.patchTuesdays, nextPatchTuesday: data.nextPatchTuesday },
    },
  });
}
