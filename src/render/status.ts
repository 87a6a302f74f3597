/** How levels stand, as text: one screen per level, what is dangerous first. */
import { ageSentence, type DataAge } from '../catalogue/age.ts';
import type { StatusAnswer } from '../status/answer.ts';
import type { OpenVulnerability } from '../status/exposure.ts';
import type { LevelStatus } from '../status/status.ts';
import { cureText, onlyIfText } from './known-issues.ts';
import { displayWidth, paragraph, type Style } from './layout.ts';
import { printable } from './printable.ts';
import { paint, type Tone } from './tones.ts';
import { counted, sentence } from './words.ts';

const LABEL_WIDTH = 10;
/** How many of a long list are named; the JSON has all. */
const NAMED = 4;

interface Row {
  readonly label: string;
  readonly tone?: Tone;
  /** The first stands beside the label, the others below it. */
  readonly texts: readonly string[];
}

function rowLines(style: Style, { label, tone = 'heading', texts }: Row): readonly string[] {
  const indent = 2 + LABEL_WIDTH;
  return texts.flatMap((text, index) => {
    const lines = paragraph(style, text, { indent, hang: index === 0 ? 0 : 2 });
    if (index > 0) return lines;
    const [first = '', ...rest] = lines;
    const margin = `  ${paint(label, tone, style.colour)}${' '.repeat(Math.max(1, LABEL_WIDTH - displayWidth(label)))}`;
    return [margin + first.slice(indent), ...rest];
  });
}

function supportRow({ support, today }: LevelStatus): Row {
  const until = support.until === null ? '' : ` until ${support.until}`;
  const said = {
    public: `Serviced${until}.`,
    esu:
      support.supported === false
        ? `Not serviced here: updates go to ESU subscribers only${until}.`
        : `Serviced${until} for ESU subscribers only.`,
    none: `Not serviced on ${today}.`,
  }[support.service];
  const tone = support.supported === true ? 'good' : support.supported === false ? 'bad' : 'warn';
  return { label: 'Support', tone, texts: [`${said} ${support.text}`] };
}

function missingRow({ newer, name }: LevelStatus, all: boolean): Row {
  const found = [
    newer.cu === null ? '' : `${newer.cu.title} (${newer.cu.build}, ${newer.cu.date})`,
    newer.update === null
      ? ''
      : `${newer.update.name} for this CU (${newer.update.build}, ${newer.update.date})`,
    newer.esuUpdate === null
      ? ''
      : `with ESU ${newer.esuUpdate.name} (${newer.esuUpdate.build}, ${newer.esuUpdate.date})`,
  ].filter((text) => text !== '');
  const unconfirmed =
    newer.unconfirmed === null
      ? []
      : [
          `Perhaps ${newer.unconfirmed.name} (${newer.unconfirmed.build}): ${all ? newer.unconfirmed.reason : 'not confirmed by an announcement.'}`,
        ];
  if (found.length === 0)
    return {
      label: 'Missing',
      tone: 'good',
      texts: [`Nothing newer than ${name.title} is known.`, ...unconfirmed],
    };
  return { label: 'Missing', tone: 'warn', texts: [sentence(found.join('; ')), ...unconfirmed] };
}

function holeName({ id, name, score }: OpenVulnerability): string {
  const value = score === null ? '' : ` (${score.replace(/ .*/, '')})`;
  return `${id}${name === null ? '' : ` ${name}`}${value}`;
}

function holeText(item: OpenVulnerability): string {
  const weight = [item.impact, ...(item.score === null ? [] : [item.score.replace(/[()]/g, '')])].join(', ');
  const exploited = item.exploited === 'listed' ? `; exploited, listed ${item.listed}` : '';
  const fix = item.fixedBy.length === 0 ? '' : `; fixed by ${item.fixedBy.join(' or ')}`;
  const name = item.name === null ? item.id : `${item.id} ${item.name}`;
  return `${name}: ${weight}${exploited}${fix}${item.certain ? '' : '; unless the installed SU is new enough'}`;
}

function listed(items: readonly OpenVulnerability[], most: number): string {
  const more = items.length - most;
  return `${items.slice(0, most).map(holeName).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const isExploited = (item: OpenVulnerability) => item.exploited === 'listed';

/** Of a line at its end an empty list means that nobody looked, not that nothing is there. */
function noneKnown({ assessedUntil }: LevelStatus['support']): Row {
  if (assessedUntil === null) return { label: 'Open', tone: 'good', texts: ['No known vulnerability.'] };
  const said = `None known up to ${assessedUntil}; nothing after the end of support is assessed.`;
  return { label: 'Open', tone: 'warn', texts: [said] };
}

function openRows({ vulnerabilities, level, support }: LevelStatus, all: boolean): readonly Row[] {
  const own = vulnerabilities.filter((item) => !item.outside);
  const elsewhere = vulnerabilities.filter((item) => item.outside);
  const exploited = own.filter(isExploited);
  const others = own.filter((item) => !isExploited(item));
  const count = counted(own.length, 'known vulnerability', 'known vulnerabilities');
  const worst = level.updateKnown ? '' : ' at worst, without any SU';
  const tone = exploited.length > 0 ? 'bad' : 'warn';
  const some = [
    ...(exploited.length === 0 ? [] : [`Known to be exploited: ${listed(exploited, exploited.length)}`]),
    ...(others.length === 0
      ? []
      : [`${exploited.length === 0 ? 'Gravest' : 'Others, gravest first'}: ${listed(others, NAMED)}`]),
  ];
  const open: Row =
    own.length === 0
      ? noneKnown(support)
      : {
          label: 'Open',
          tone,
          texts: [
            `${count}${worst}, ${exploited.length} of them known to be exploited.`,
            ...(all ? own.map(holeText) : some),
            ...(support.assessedUntil === null
              ? []
              : [`Nothing after the end of support (${support.assessedUntil}) is assessed.`]),
          ],
        };
  if (elsewhere.length === 0) return [open];
  const names = elsewhere
    .map((item) => `${holeName(item)}${isExploited(item) ? ' exploited' : ''}`)
    .join(', ');
  const outside = `${names}: closed by updates of Windows or .NET, which no build of Exchange shows.`;
  return [open, { label: 'Elsewhere', tone: 'warn', texts: [outside] }];
}

function byHandRows({ needsAction }: LevelStatus, all: boolean): readonly Row[] {
  if (needsAction.length === 0) return [];
  const there = needsAction.filter((item) => item.certain).length;
  const later = needsAction.length - there;
  const said = [
    ...(there === 0
      ? []
      : [
          `${counted(there, 'fix is', 'fixes are')} in the code but in force only after a manual action, which no build shows (Health Checker does).`,
        ]),
    // Counted as open above: nobody knows whether the SU is there.
    ...(later === 0
      ? []
      : [
          `${counted(later, there === 0 ? 'fix comes' : 'more comes', there === 0 ? 'fixes come' : 'more come')} with an SU that may be missing here, and then need a manual action as well.`,
        ]),
  ];
  const actionText = (item: OpenVulnerability) =>
    `${holeName(item)}${isExploited(item) ? ' exploited' : ''}: ${item.needs.map((action) => action.title).join('; ')}`;
  const exploited = needsAction.filter(isExploited).map(actionText);
  const texts = [...said, ...(all ? needsAction.map(actionText) : exploited)];
  return [{ label: 'By hand', tone: 'warn', texts }];
}

function issueRows({ knownIssues }: LevelStatus, all: boolean): readonly Row[] {
  if (knownIssues.length === 0) return [];
  const whole = (item: LevelStatus['knownIssues'][number]) =>
    [sentence(item.title), onlyIfText(item), cureText(item), item.workaround]
      .filter((part) => part !== '')
      .join(' ');
  if (all) {
    const count = counted(knownIssues.length, 'known issue', 'known issues');
    return [{ label: 'Issues', texts: [`${count}.`, ...knownIssues.map(whole)] }];
  }
  const everybody = knownIssues.filter((item) => item.onlyIf === null);
  const some = knownIssues.length - everybody.length;
  const count = counted(knownIssues.length, 'known issue', 'known issues');
  const under = some === 0 ? '' : `, ${some} of them under a circumstance only`;
  return [
    {
      label: 'Issues',
      texts: [
        `${count}${under}; --all prints them with their workarounds.`,
        ...everybody.map((item) => (item.certain ? item.title : `${item.title} (depends on the SU)`)),
      ],
    },
  ];
}

function leftoverRows({ obsoleteMitigations }: LevelStatus, all: boolean): readonly Row[] {
  if (obsoleteMitigations.length === 0) return [];
  const count = counted(obsoleteMitigations.length, 'mitigation is', 'mitigations are');
  const said = `${count} obsolete at this level; what is still set comes off${all ? '.' : ' (--all names them).'}`;
  const names = obsoleteMitigations.map((item) => `${item.title}: ${item.removal}`);
  return [{ label: 'Leftovers', texts: [said, ...(all ? names : [])] }];
}

function hybridRows({ hybrid }: LevelStatus): readonly Row[] {
  if (hybrid === null) return [];
  const asked = hybrid.hybrid === null ? 'If the organisation is hybrid: ' : '';
  const state = {
    below: `below the floor of Exchange Online (${hybrid.floor}${hybrid.inForce ? ', in force since' : ', in force from'} ${hybrid.from}).`,
    above: `at or above the floor of Exchange Online (${hybrid.floor}).`,
    unknown: `the floor of Exchange Online is ${hybrid.floor}; whether the server has it depends on its SU.`,
  }[hybrid.state];
  const newest = hybrid.newestCu === null ? '' : ` Supported in hybrid is ${hybrid.newestCu} only.`;
  const why = hybrid.state === 'above' ? '' : ` ${hybrid.text}`;
  return [
    {
      label: 'Hybrid',
      tone: hybrid.state === 'above' ? 'good' : 'warn',
      texts: [`${asked}${asked === '' ? sentence(state) : state}${why}${newest}`],
    },
  ];
}

function wayOnRows({ newer, name }: LevelStatus, all: boolean): readonly Row[] {
  if (newer.latest === null) return [];
  const { title, reason } = newer.latest;
  return [
    {
      label: 'Way on',
      texts: [`${title}${all ? `: ${reason}.` : '.'}`, `cupath plan --from ${name.id} --to latest`],
    },
  ];
}

/** The words for one level, without the age of the data. */
function levelText(
  status: LevelStatus,
  server: string | null,
  style: Style,
  all: boolean,
): readonly string[] {
  const { name, level } = status;
  const facts = [
    `build ${name.build}`,
    level.updateKnown ? '' : 'SU unknown',
    name.date ?? 'date not known',
    name.kb ?? '',
    name.id,
  ].filter((fact) => fact !== '');
  const rows = [
    ...(status.remarks.length === 0 ? [] : [{ label: 'Note', tone: 'warn' as const, texts: status.remarks }]),
    supportRow(status),
    missingRow(status, all),
    ...openRows(status, all),
    ...byHandRows(status, all),
    ...issueRows(status, all),
    ...leftoverRows(status, all),
    ...hybridRows(status),
    ...wayOnRows(status, all),
  ];
  return [
    ...paragraph(style, server === null ? name.title : `${server}: ${name.title}`, { tone: 'heading' }),
    ...paragraph(style, facts.join(', '), { indent: 2, tone: 'dim' }),
    ...rows.flatMap((row) => rowLines(style, row)),
  ];
}

function inputName(input: string): string {
  const signs = Array.from(input);
  return printable(signs.length > 70 ? `${signs.slice(0, 70).join('')}...` : input);
}

/**
 * All answers, and once at the end how old the data are and when the next updates are due.
 * @param options.all every vulnerability and known issue, not only those that matter most
 */
export function renderStatus(
  answers: readonly StatusAnswer[],
  age: DataAge,
  style: Style,
  { all = false }: { readonly all?: boolean } = {},
): string {
  const page = { ...style, width: Math.min(style.width, 100) };
  const blocks = answers.map((answer) =>
    answer.kind === 'level'
      ? levelText(answer.status, answer.server, page, all)
      : [
          ...paragraph(page, inputName(answer.server ?? answer.input), { tone: 'heading' }),
          ...paragraph(page, answer.message, { indent: 2 }),
          ...(answer.kind === 'legacy'
            ? paragraph(page, 'Not serviced: nobody gets updates for it.', { indent: 2 })
            : []),
        ],
  );
  const foot = paragraph(page, `${ageSentence(age)} The next Patch Tuesday is ${age.nextPatchTuesday}.`, {
    ...(age.stale ? { label: '! Old data.', labelTone: 'warn' as const, hang: 2 } : {}),
  });
  return `${[...blocks.map((block) => block.join('\n')), foot.join('\n')].join('\n\n')}\n`;
}
