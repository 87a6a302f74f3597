/** Where the minutes of steps come from: ids of sources, by the templates that the steps were made from. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Step } from '../checklist/plan.ts';
import { templateOf } from './organisation.ts';

/** Ids of the sources of these steps' times, each once, in the order of the steps. */
export function timeSources(catalogue: Catalogue, steps: readonly Step[]): readonly string[] {
  const template = templateOf(catalogue);
  const ids = new Set(steps.map(({ id }) => id));
  const found = new Set<string>();
  for (const id of ids) {
    for (const source of catalogue.data.steps[template(id)]?.minutes.sources ?? []) found.add(source);
  }
  return [...found];
}
