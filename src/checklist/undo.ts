/**
 * What was set for the time without an update and has to be set again or taken off: mitigations that a CU of the
 * plan wipes before the fix is in, those that the plan makes obsolete or still needs, and overrides that a step
 * removes. Pure.
 */
import { type Catalogue, inRange } from '../catalogue/catalogue.ts';
import { containsUpdate } from '../catalogue/contents.ts';
import type { MitigationData } from '../catalogue/schema.ts';
import type { Stages, Standing } from './context.ts';
import { codeIsOpen } from './ledger.ts';
import type { Step, Undo } from './plan.ts';

function isObsolete(catalogue: Catalogue, item: MitigationData, { release, update }: Standing): boolean {
  return (item.replacedBy ?? []).some((name) => containsUpdate(catalogue, release, update, name));
}

/** Is there a moment after a CU of the plan at which the fix is still missing? */
function wiped(catalogue: Catalogue, item: MitigationData, { standings, whole }: Stages): boolean {
  if (!item.wipedByCu) return false;
  return whole.among.some((hop, index) => {
    const after = standings[index + 1];
    const isCu = hop.act === 'install-cu' || hop.act === 'upgrade-in-place';
    return isCu && after !== undefined && !isObsolete(catalogue, item, after);
  });
}

function covered(catalogue: Catalogue, item: MitigationData, { release, update }: Standing): boolean {
  return catalogue.data.vulnerabilities.some(
    (hole) => item.covers.includes(hole.id) && codeIsOpen(catalogue, release, update, hole),
  );
}

function entry(
  what: Undo['what'],
  item: MitigationData,
  text: string,
  steps: readonly Step[],
  action: string | undefined,
): Undo {
  const step = action === undefined ? undefined : steps.findLast((each) => each.action === action);
  return {
    id: item.id,
    what,
    title: item.title,
    text,
    step: step?.id ?? null,
    condition: step?.condition ?? null,
    sources: item.sources,
  };
}

function ofMitigation(
  catalogue: Catalogue,
  stages: Stages,
  steps: readonly Step[],
  item: MitigationData,
): readonly Undo[] {
  const start = stages.standings[0];
  const end = stages.standings.at(-1);
  if (!start || !end) return [];
  if (!item.applies.some((range) => inRange(catalogue.releases, range, start.release))) return [];
  if (isObsolete(catalogue, item, start)) return [];
  if (item.since !== undefined && item.since > stages.whole.question.today) return [];
  const again = wiped(catalogue, item, stages)
    ? [entry('set-again', item, item.text, steps, item.setAgainBy)]
    : [];
  if (isObsolete(catalogue, item, end))
    return [...again, entry('remove', item, item.removal, steps, item.removedBy)];
  return covered(catalogue, item, end) ? [...again, entry('keep', item, item.text, steps, undefined)] : again;
}

/** The undo list of a plan: first what a CU wipes, then what comes off, then what stays. Mailbox role only. */
export function undoOf(catalogue: Catalogue, stages: Stages, steps: readonly Step[]): readonly Undo[] {
  if (steps.length === 0 || stages.whole.role !== 'mailbox') return [];
  const mitigations = catalogue.data.mitigations.flatMap((item) =>
    ofMitigation(catalogue, stages, steps, item),
  );
  const named = new Set(mitigations.map((item) => item.step));
  const overrides = steps
    .filter((step) => step.undoes !== null && !named.has(step.id))
    .map(
      (step): Undo => ({
        id: step.action ?? step.id,
        what: 'remove',
        title: step.undoes ?? '',
        text: step.title,
        step: step.id,
        condition: step.condition,
        sources: step.sources,
      }),
    );
  const all = [...mitigations, ...overrides];
  const order: readonly Undo['what'][] = ['set-again', 'remove', 'keep'];
  return order.flatMap((what) => all.filter((item) => item.what === what));
}
