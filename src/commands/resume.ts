/** `cupath resume FILE`: a saved checklist, ticked by flags or on a screen of its own. */
import { checklistStateJson, checklistText, entryText } from '../render/checklist.ts';
import { jsonText } from '../render/json.ts';
import { printable } from '../render/printable.ts';
import { replanText } from '../render/replan.ts';
import type { Checklist, Entry } from '../saved/checklist.ts';
import { logsTogether } from '../saved/merge.ts';
import { numberOf } from '../saved/naming.ts';
import { progressOf } from '../saved/progress.ts';
import { difference, replanned } from '../saved/replan.ts';
import { recordsOf } from '../saved/state.ts';
import { progressText } from '../saved/words.ts';
import { readArguments } from './arguments.ts';
import { catalogueNote } from './catalogue-note.ts';
import { makeSure, type OpenChecklist, openChecklist, saveChecklist } from './checklist-file.ts';
import { type Context, stampText, todayOf, write } from './context.ts';
import { EXIT, quoted, UsageError } from './failure.ts';
import { RESUME_FLAGS, type ResumeValues } from './flags.ts';
import { checkTarget, formatOf, type Inputs, styleOf, writeWhole } from './output.ts';
import { applied, changesOf, evidenceFiles } from './resume-changes.ts';
import { exported, exportFormat } from './resume-export.ts';
import { planAgain } from './resume-plan.ts';
import { newStamp } from './stamp.ts';

const SHOW_FORMATS = ['text', 'json'] as const;

function fileOf(positionals: readonly string[]): string {
  const [file, extra] = positionals;
  if (file === undefined) throw new UsageError('resume: expected the name of a saved checklist');
  if (extra !== undefined)
    throw new UsageError(`resume: found ${quoted(extra)} after the file, expected one file and flags`);
  return file;
}

function checkFlags(values: ResumeValues): void {
  if (values.apply && !values.replan) throw new UsageError('--apply: expected --replan beside it');
  if (values.format !== undefined && !values.show && values.export === undefined)
    throw new UsageError('--format: expected --show or --export beside it');
  if (values.show && values.export === undefined) formatOf(values.format, SHOW_FORMATS);
  if (values.show && values.export !== undefined && values.format !== undefined)
    throw new UsageError('--format: found with --show and --export, expected it for one of them');
  if (values.export !== undefined) exportFormat(values.export, values.format);
}

/** Saves, and says what somebody else did meanwhile; a contradiction is refused and nothing is lost. */
async function save(context: Context, open: OpenChecklist, next: Checklist): Promise<OpenChecklist> {
  const saving = saveChecklist(open, next);
  const told = (entries: readonly Entry[], checklist: Checklist) =>
    entries.map((entry) => printable(entryText(checklist, entry))).join('; ');
  if (saving.kind === 'conflict')
    throw new UsageError(
      `${quoted(open.path)}: not saved, somebody else was quicker: ${told(saving.theirs, saving.file.checklist)}. Look with --show and run this again`,
    );
  if (saving.theirs.length > 0)
    await write(
      context.stderr,
      `cupath: also in the file by now: ${told(saving.theirs, saving.open.checklist)}\n`,
    );
  return makeSure(saving.open);
}

function merged(open: OpenChecklist, path: string): Checklist {
  const { checklist: other } = openChecklist(path);
  if (other.id !== open.checklist.id)
    throw new UsageError(
      `--merge: found ${quoted(path)}, expected a copy of this checklist; it is another one`,
    );
  return { ...open.checklist, log: logsTogether(open.checklist.log, other.log) };
}

/** What a tick by flag answers: the steps, and how far the checklist is. */
function answer(context: Context, before: Checklist, after: Checklist): string {
  const steps = after.log.slice(before.log.length).flatMap((entry) => {
    if (entry.kind === 'replanned') return [];
    const did = { note: 'note kept', evidence: 'evidence kept' } as const;
    const said = entry.kind === 'note' || entry.kind === 'evidence' ? did[entry.kind] : entry.kind;
    const title = after.plan.steps.find((step) => step.id === entry.step)?.title ?? '';
    return [`Step ${numberOf(after.plan, entry.step)} ${said}: ${printable(title)}`];
  });
  const progress = progressOf(after.plan, recordsOf(after.log), stampText(context));
  return `${[...steps, progressText(progress)].join('\n')}\n`;
}

async function replan(context: Context, values: ResumeValues, open: OpenChecklist): Promise<OpenChecklist> {
  const data = values.data ?? [];
  const today = todayOf(context, values.today);
  const catalogue = await context.openCatalogue(data);
  const next = planAgain(open.checklist, { catalogue, data, today, generated: stampText(context) });
  const changes = difference(open.checklist.plan, next.plan, recordsOf(open.checklist.log));
  await write(context.stdout, replanText(changes, next.plan, styleOf(context, values)));
  if (!values.apply) {
    await write(context.stderr, 'cupath: nothing was changed; add --apply to take the new plan over\n');
    return open;
  }
  return save(context, open, replanned(open.checklist, next, newStamp(context)));
}

async function show(context: Context, values: ResumeValues, { checklist }: OpenChecklist): Promise<void> {
  const data = values.data ?? [];
  const catalogue = await context.openCatalogue(data);
  const options = { now: stampText(context), data: catalogueNote(checklist, catalogue, data.length > 0) };
  const json = values.export === undefined && formatOf(values.format, SHOW_FORMATS) === 'json';
  const text = json
    ? jsonText(checklistStateJson(checklist, options))
    : checklistText(checklist, styleOf(context, values), options);
  await write(context.stdout, text);
}

async function screens(context: Context, values: ResumeValues, open: OpenChecklist): Promise<number> {
  if (!context.stdinIsTerminal || context.stdout.isTTY !== true)
    throw new UsageError(
      'resume needs a terminal; without one use --show, --done STEP, --export FILE and so on',
    );
  const data = values.data ?? [];
  const catalogue = await context.openCatalogue(data);
  const { startResume } = await import('../resume/start.tsx');
  return startResume(open, {
    plain: values.plain,
    noColour: values['no-color'],
    data: catalogueNote(open.checklist, catalogue, data.length > 0),
    stamp: () => newStamp(context),
  });
}

/**
 * Merges, ticks, plans anew, exports, shows, in this order; without any of these flags the screens.
 * @returns 0, or the exit code of the screens
 * @throws UsageError when the file or a flag is wrong; the file is as it was then
 */
export async function resumeCommand(context: Context, args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments('resume', RESUME_FLAGS, args);
  const path = fileOf(positionals);
  checkFlags(values);
  const inputs: Inputs = { files: [path, values.merge, ...evidenceFiles(values)], overlays: values.data };
  if (values.export !== undefined) checkTarget(values.export, inputs, '--export');
  let open = openChecklist(path);
  const asked = changesOf(open.checklist, values);
  const acts = asked.length > 0 || values.merge !== undefined;
  if (!acts && !values.replan && values.export === undefined && !values.show)
    return screens(context, values, open);
  if (acts) {
    const base = values.merge === undefined ? open.checklist : merged(open, values.merge);
    const next = applied(base, asked, () => newStamp(context));
    const before = open.checklist;
    if (next.log.length > before.log.length) open = await save(context, open, next);
    if (!values.show) await write(context.stdout, answer(context, before, next));
  }
  if (values.replan) open = await replan(context, values, open);
  if (values.export !== undefined) {
    const text = await exported(context, open.checklist, exportFormat(values.export, values.format));
    writeWhole(values.export, text, inputs, '--export');
  }
  if (values.show) await show(context, values, open);
  return EXIT.done;
}
