/** Many servers at a glance: one line each, the most exposed first. */
import type { StatusAnswer } from '../status/answer.ts';
import type { LevelStatus } from '../status/status.ts';
import { displayWidth, padEnd, paragraph, prose, type Style } from './layout.ts';
import { paint, type Tone } from './tones.ts';
import { counted } from './words.ts';

interface Row {
  readonly cells: readonly [server: string, level: string, exploited: string, open: string, support: string];
  readonly tone: Tone;
  /** The gravest first: exploited, then open, then unsupported. */
  readonly weight: number;
}

const HEAD: Row['cells'] = ['Server', 'Level', 'Exploited', 'Open', 'Updates'];

function supportWord({ support, newer }: LevelStatus): string {
  const behind = newer.cu !== null || newer.update !== null;
  if (support.supported === true) return behind ? 'behind' : 'up to date';
  const state = support.supported === null ? 'with ESU only' : 'none any more';
  if (!behind) return state;
  return support.supported === null ? 'behind, ESU only' : 'behind, unsupported';
}

function levelRow(name: string, status: LevelStatus): Row {
  const own = status.vulnerabilities.filter((item) => !item.outside);
  const exploited = own.filter((item) => item.exploited === 'listed').length;
  const mark = status.level.updateKnown ? '' : ' at worst';
  const level = `${status.name.id}${status.level.updateKnown ? '' : ', SU unknown'}`;
  return {
    cells: [
      name,
      level,
      `${exploited}${mark}`,
      `${own.length}${status.support.assessedUntil === null ? '' : '+'}`,
      supportWord(status),
    ],
    tone: exploited > 0 ? 'bad' : own.length > 0 || status.support.supported !== true ? 'warn' : 'good',
    weight: exploited * 10_000 + own.length * 10 + (status.support.supported === true ? 0 : 1),
  };
}

function rowOf(answer: StatusAnswer): Row {
  const name = answer.server ?? answer.input;
  if (answer.kind === 'level') return levelRow(name, answer.status);
  const level = answer.kind === 'legacy' ? 'too old to plan' : 'level unknown';
  return { cells: [name, level, '?', '?', '?'], tone: 'warn', weight: Number.MAX_SAFE_INTEGER };
}

function table(rows: readonly Row[], style: Style): readonly string[] {
  const cells = rows.map((row) => row.cells.map((cell) => prose(cell, style.ascii)));
  const widths = HEAD.map((head, column) =>
    Math.max(displayWidth(head), ...cells.map((row) => displayWidth(row[column] ?? ''))),
  );
  const line = (row: readonly string[]) =>
    `  ${row.map((cell, column) => padEnd(cell, widths[column] ?? 0)).join('  ')}`.trimEnd();
  return [
    paint(line(HEAD), 'heading', style.colour),
    ...cells.map((row, index) => paint(line(row), rows[index]?.tone ?? 'plain', style.colour)),
  ];
}

/** What the `+` of the column stands for; nothing where no server has it. */
function endedLines(levels: readonly { readonly status: LevelStatus }[], style: Style): readonly string[] {
  const ended = new Map<string, string>();
  for (const { status } of levels) {
    const { assessedUntil } = status.support;
    if (assessedUntil !== null) ended.set(status.level.release.product, assessedUntil);
  }
  if (ended.size === 0) return [];
  const which = [...ended].map(([product, day]) => `${product.toUpperCase()} on ${day}`).join(', ');
  return paragraph(
    style,
    `+: these or more. Known up to the end of support (${which}); nothing after it is assessed.`,
  );
}

/** The table, worst first and then by name as given, and one sentence on all of them. */
export function renderOverview(answers: readonly StatusAnswer[], style: Style): string {
  const rows = answers.map(rowOf).sort((a, b) => b.weight - a.weight);
  const levels = answers.filter((answer) => answer.kind === 'level');
  const exploited = levels.filter(({ status }) =>
    status.vulnerabilities.some((item) => item.exploited === 'listed' && !item.outside),
  ).length;
  const unsupported = levels.filter(({ status }) => status.support.supported !== true).length;
  const unknown = answers.length - levels.length;
  const said = [
    counted(answers.length, 'server', 'servers'),
    `${exploited} with a vulnerability that is known to be exploited`,
    `${unsupported} without updates for everybody`,
    ...(unknown === 0 ? [] : [`${unknown} whose level is not known`]),
  ].join(', ');
  const lines = [...table(rows, style), '', ...paragraph(style, `${said}.`), ...endedLines(levels, style)];
  return `${lines.join('\n')}\n`;
}
