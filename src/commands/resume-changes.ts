/** What the flags of `resume` ask to be written into the log, in the order in which a person would do it. */
import { changed } from '../saved/change.ts';
import type { Checklist, Stamp, StepChange } from '../saved/checklist.ts';
import { numberOf, stepsNamed } from '../saved/naming.ts';
import { fileEvidence } from './evidence.ts';
import { badValue, quoted, UsageError } from './failure.ts';
import type { ResumeValues } from './flags.ts';
import { listOf } from './values.ts';

function stepsOf(checklist: Checklist, flag: string, texts: readonly string[]): readonly string[] {
  const ids = listOf(flag, texts).flatMap((text) => {
    const named = stepsNamed(checklist.plan, text);
    if (!named.ok) throw badValue(flag, text, named.expected);
    return named.steps;
  });
  return [...new Set(ids)];
}

/** `12=TEXT`: the step and what belongs to it. */
function pair(
  checklist: Checklist,
  flag: string,
  text: string,
  value: string,
): { readonly step: string; readonly value: string } {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1) throw badValue(flag, text, `STEP=${value}`);
  const named = stepsNamed(checklist.plan, text.slice(0, at));
  const [step, ...more] = named.ok ? named.steps : [];
  if (step === undefined || more.length > 0)
    throw badValue(flag, text.slice(0, at), named.ok ? 'one step' : named.expected);
  return { step, value: text.slice(at + 1) };
}

interface Asked {
  readonly flag: string;
  readonly change: StepChange;
}

function statusChanges(checklist: Checklist, values: ResumeValues): readonly Asked[] {
  const reason = values.reason?.trim() ?? '';
  const remark = reason === '' ? null : reason;
  const plain = (kind: 'done' | 'failed' | 'reopened', flag: string, texts: readonly string[] | undefined) =>
    texts === undefined
      ? []
      : stepsOf(checklist, flag, texts).map((step): Asked => ({ flag, change: { kind, step, remark } }));
  const all = [
    ...plain('done', '--done', values.done),
    ...plain('failed', '--failed', values.failed),
    ...plain('reopened', '--reopen', values.reopen),
    ...(values.skip === undefined
      ? []
      : stepsOf(checklist, '--skip', values.skip).map(
          (step): Asked => ({ flag: '--skip', change: { kind: 'skipped', step, reason } }),
        )),
  ];
  if (values.skip !== undefined && reason === '')
    throw new UsageError('--skip: found no --reason, expected --reason TEXT that says why');
  if (reason !== '' && all.length === 0)
    throw new UsageError('--reason: expected --done, --skip, --failed or --reopen beside it');
  const seen = new Map<string, string>();
  for (const { flag, change } of all) {
    const other = seen.get(change.step);
    if (other !== undefined && other !== flag)
      throw new UsageError(
        `${flag}: found step ${numberOf(checklist.plan, change.step)}, which ${other} names as well`,
      );
    seen.set(change.step, flag);
  }
  return all;
}

/** What stands behind `STEP=` in the values of `--evidence`. */
export function evidenceFiles(values: ResumeValues): readonly string[] {
  return (values.evidence ?? []).map((text) => text.slice(text.indexOf('=') + 1));
}

/**
 * The changes that the flags ask for; empty: none.
 * @throws UsageError naming the flag; files named by `--evidence` are read here
 */
export function changesOf(checklist: Checklist, values: ResumeValues): readonly Asked[] {
  const notes = (values.note ?? []).map((text): Asked => {
    const { step, value } = pair(checklist, '--note', text, 'TEXT');
    return { flag: '--note', change: { kind: 'note', step, text: value } };
  });
  const evidence = (values.evidence ?? []).map((text): Asked => {
    const { step, value } = pair(checklist, '--evidence', text, 'FILE');
    return { flag: '--evidence', change: { kind: 'evidence', step, evidence: fileEvidence(value) } };
  });
  return [...statusChanges(checklist, values), ...notes, ...evidence];
}

/** Puts all changes into the log, or none. */
export function applied(checklist: Checklist, asked: readonly Asked[], stamp: () => Stamp): Checklist {
  return asked.reduce((before, { flag, change }) => {
    const result = changed(before, change, stamp());
    if (!result.ok) throw new UsageError(`${flag}: found step ${quoted(change.step)}: ${result.problem}`);
    return result.checklist;
  }, checklist);
}
