/** What is recorded about a step, in the words that every export uses. Times are UTC: an export travels. */
import { type Records, recordOf, remarkOf, type Status, type StepRecord } from '../saved/state.ts';

/** Records of nobody: a plan that was never ticked. */
export const NO_RECORDS: Records = new Map();

export const STATUS_NAMES: Readonly<Record<Status, string>> = {
  open: 'open',
  done: 'done',
  skipped: 'skipped',
  failed: 'failed',
};

/** `2026-11-24T20:15:03Z` as `2026-11-24 20:15 UTC`. */
export function timeText(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}

/** `anna on JUMP01`, or the account alone. */
export function whoText({ by, on }: { readonly by: string; readonly on: string | null }): string {
  return on === null ? by : `${by} on ${on}`;
}

/** `Done 2026-11-24 20:15 UTC by anna on JUMP01: remark`; null while nothing was done. */
export function statusText(record: StepRecord): string | null {
  const { last, status, outdated } = record;
  if (outdated) return 'Open again: the plan changed after it was ticked';
  if (last === null) return null;
  const name = last.kind === 'reopened' ? 'reopened' : STATUS_NAMES[status];
  const remark = remarkOf(record);
  const said = remark === null || remark === '' ? '' : `: ${remark}`;
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} ${timeText(last.at)} by ${whoText(last)}${said}`;
}

/** `Note 2026-11-24 20:15 UTC by anna: text`, one per note. */
export function noteTexts(record: StepRecord): readonly string[] {
  return record.notes.map((note) => `Note ${timeText(note.at)} by ${whoText(note)}: ${note.text}`);
}

/** `Evidence 2026-11-24 20:15 UTC by anna: out.txt, 512 bytes, sha256 ...` and the text that was kept. */
export function evidenceTexts(
  record: StepRecord,
): readonly { readonly about: string; readonly text: string | null }[] {
  return record.evidence.map((entry) => {
    const { name, bytes, sha256, text } = entry.evidence;
    const kept = text === null ? ' (kept beside this file)' : '';
    return {
      about: `Evidence ${timeText(entry.at)} by ${whoText(entry)}: ${name}, ${bytes} bytes, sha256 ${sha256}${kept}`,
      text,
    };
  });
}

/** `[x]` done, `[-]` skipped, `[!]` failed, `[ ]` open. */
export function tickBox(records: Records, step: string): string {
  const signs: Readonly<Record<Status, string>> = { open: ' ', done: 'x', skipped: '-', failed: '!' };
  return `[${signs[recordOf(records, step).status]}]`;
}
