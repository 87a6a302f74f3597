/** The question of a saved checklist, asked again with the data of today. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Plan } from '../checklist/plan.ts';
import { planUpdate } from '../checklist/plan-update.ts';
import { planJson } from '../render/json.ts';
import { printable } from '../render/printable.ts';
import type { Checklist } from '../saved/checklist.ts';
import type { NewPlan } from '../saved/replan.ts';
import { readArguments } from './arguments.ts';
import { quoted, UsageError } from './failure.ts';
import { PLAN_FLAGS } from './flags.ts';
import { commandArguments, commandLine, questionOf } from './question.ts';

/** Flags that say where to look and what to write; a file from elsewhere must not decide that. */
const NOT_FROM_FILE = ['data', 'output', 'format', 'inventory', 'today'];

export interface Again {
  readonly catalogue: Catalogue;
  /** Overlay folders that the caller named. */
  readonly data: readonly string[];
  readonly today: string;
  readonly generated: string;
}

/**
 * The plan that the saved question gives today. Overlay folders come from the caller alone: opening one that a
 * foreign file names could reach over the network.
 * @throws UsageError where the saved arguments ask nothing that this cupath understands
 */
export function planAgain({ arguments: asked, plan: old }: Checklist, again: Again): NewPlan {
  const { catalogue, data, today, generated } = again;
  if (old.catalogue.overlays.length > 0 && data.length === 0)
    throw new UsageError(
      `--replan: the plan was made with the overlays ${old.catalogue.overlays.map(quoted).join(', ')}; name their folders with --data DIR`,
    );
  if (asked.length === 0)
    throw new UsageError(
      `--replan: this checklist came from an inventory and is planned anew from there: ${printable(old.command)}${old.from.server === null ? '' : ` --server ${printable(old.from.server)}`}`,
    );
  try {
    const { values } = readArguments('plan', PLAN_FLAGS, asked);
    const kept = Object.fromEntries(Object.entries(values).filter(([flag]) => !NOT_FROM_FILE.includes(flag)));
    const question = questionOf(catalogue, kept, today);
    const options = { catalogue, data };
    const plan: Plan = planUpdate(catalogue, question, (each) => commandLine(each, options));
    return {
      plan,
      planJson: planJson(plan, { generated }),
      arguments: commandArguments(question, options),
    };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`--replan: the saved question cannot be asked any more: ${error.message}`);
  }
}
