/** The state of a checklist: as text for a terminal, and as a value for scripts. */
import type { Step } from '../checklist/plan.ts';
import { askedRoute, type Checklist, type Json } from '../saved/checklist.ts';
import { numberOf } from '../saved/naming.ts';
import { nextOpen, type Progress, progressOf } from '../saved/progress.ts';
import { type Records, recordOf, recordsOf, remarkOf } from '../saved/state.ts';
import { countText, timeLeftText } from '../saved/words.ts';
import { paragraph, type Style } from './layout.ts';
import { recordLines, STATUS_TONES } from './record-lines.ts';
import { tickBox, timeText, whoText } from './records.ts';
import { groupSteps } from './steps.ts';
import { chosenRoute, journey } from './words.ts';

export interface StateOptions {
  /** ISO time in UTC. */
  readonly now: string;
  /** What to say about the data of this program and of the plan; null: they are the same. */
  readonly data: string | null;
}

/** Steps that were ticked but are in the plan no longer. */
function orphans(checklist: Checklist, records: Records): readonly string[] {
  const known = new Set(checklist.plan.steps.map((step) => step.id));
  return [...records.keys()].filter((id) => !known.has(id));
}

/** One line per step, with what was recorded below it; ends in a line feed. */
export function checklistText(checklist: Checklist, style: Style, { now, data }: StateOptions): string {
  const { plan } = checklist;
  const records = recordsOf(checklist.log);
  const progress = progressOf(plan, records, now);
  const name = plan.from.server === null ? '' : `${plan.from.server}: `;
  const time = timeLeftText(progress);
  const next = nextOpen(plan, records, 0);
  const step = next === null ? undefined : plan.steps[next];
  const gone = orphans(checklist, records);
  const lines = [
    ...paragraph(style, name + journey(plan, style.ascii ? '->' : '→'), { tone: 'heading', hang: 2 }),
    ...paragraph(
      style,
      `Checklist ${checklist.id.slice(0, 8)}, revision ${checklist.revision}, of ${timeText(checklist.created)}`,
      {
        tone: 'dim',
      },
    ),
    '',
    ...paragraph(style, countText(progress), { label: 'Progress:', hang: 0 }),
    ...(time === '' ? [] : paragraph(style, time, { label: 'Time:', hang: 0 })),
    ...(step === undefined || next === null
      ? paragraph(style, progress.failed > 0 ? 'No step is open; failed steps are left.' : 'No step is open.')
      : paragraph(style, `${next + 1} ${step.title}`, { label: 'Next:' })),
    ...(data === null ? [] : ['', ...paragraph(style, data, { label: '! Data:', labelTone: 'warn' })]),
    ...groupSteps(plan.steps, chosenRoute(plan, askedRoute(checklist))).flatMap((group) => [
      '',
      ...paragraph(style, group.title, { tone: 'heading' }),
      ...group.steps.flatMap(({ step: each, number }) => stepLines(each, number, records, checklist, style)),
    ]),
    ...(gone.length === 0 ? [] : ['', ...paragraph(style, 'No longer in the plan', { tone: 'heading' })]),
    ...gone.flatMap((id) => [
      ...paragraph(style, id, { mark: tickBox(records, id) }),
      ...recordLines(records, id, style, 4),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function stepLines(
  step: Step,
  number: number,
  records: Records,
  { plan }: Checklist,
  style: Style,
): readonly string[] {
  const digits = String(plan.steps.length).length;
  const mark = `${tickBox(records, step.id)} ${String(number).padStart(digits)}`;
  const { status } = recordOf(records, step.id);
  return [
    ...paragraph(style, step.title, { mark, tone: STATUS_TONES[status] }),
    ...recordLines(records, step.id, style, mark.length + 1),
  ];
}

function progressJson(progress: Progress): Json {
  const { total, done, skipped, failed, left, window, windowLeft, spent, behind } = progress;
  const span = ({ low, typical, high }: Progress['window']): Json => ({ low, typical, high });
  return {
    ...{ total, done, skipped, failed, left, window: span(window), windowLeft: span(windowLeft) },
    ...{ spent, behind },
  };
}

/** The state as `--show --format json` prints it; keys in a fixed order. */
export function checklistStateJson(checklist: Checklist, { now, data }: StateOptions): Json {
  const { plan, log } = checklist;
  const records = recordsOf(log);
  const next = nextOpen(plan, records, 0);
  const { from, to, catalogue } = plan;
  return {
    ...{
      schema: 'cupath.state/1',
      id: checklist.id,
      revision: checklist.revision,
      created: checklist.created,
    },
    server: from.server,
    from: { product: from.product, release: from.release, update: from.update },
    to: { product: to.product, release: to.release, update: to.update },
    catalogue: {
      asOf: catalogue.asOf,
      digest: catalogue.digest,
      overlays: catalogue.overlays,
      differs: data,
    },
    progress: progressJson(progressOf(plan, records, now)),
    next: next === null ? null : (plan.steps[next]?.id ?? null),
    steps: plan.steps.map(({ id, title }) => {
      const record = recordOf(records, id);
      return {
        ...{ number: numberOf(plan, id), id, title, status: record.status },
        ...{ at: record.last?.at ?? null, by: record.last?.by ?? null, on: record.last?.on ?? null },
        ...{ remark: remarkOf(record), outdated: record.outdated },
        notes: record.notes.map(({ at, by, on, text }) => ({ at, by, on, text })),
        evidence: record.evidence.map(({ at, by, on, evidence }) => {
          const { name, bytes, sha256, text } = evidence;
          return { at, by, on, name, bytes, sha256, text };
        }),
      };
    }),
    removed: orphans(checklist, records),
    replanned: log.flatMap((entry) =>
      entry.kind === 'replanned'
        ? [
            {
              at: entry.at,
              by: entry.by,
              from: entry.from.digest,
              to: entry.to.digest,
              reopened: entry.reopened,
            },
          ]
        : [],
    ),
  };
}

/** `Step 12 Restart EX01: done by anna` for each entry, in words for a line. */
export function entryText(checklist: Checklist, entry: Checklist['log'][number]): string {
  if (entry.kind === 'replanned')
    return `${whoText(entry)} made the plan anew (${entry.reopened.length} ticks taken back)`;
  const number = numberOf(checklist.plan, entry.step);
  const step = number === 0 ? entry.step : `step ${number}`;
  const did = { note: 'wrote a note on', evidence: 'attached evidence to' } as const;
  if (entry.kind === 'note' || entry.kind === 'evidence')
    return `${whoText(entry)} ${did[entry.kind]} ${step}`;
  return `${whoText(entry)}: ${step} ${entry.kind}`;
}
