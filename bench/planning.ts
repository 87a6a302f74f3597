/** How long planning itself takes: every pair of releases of a product, in this process. */
import type { Catalogue } from '../src/catalogue/catalogue.ts';
import { planUpdate } from '../src/checklist/plan-update.ts';
import type { Question } from '../src/planner/question.ts';
import { planRoutes } from '../src/planner/routes.ts';

export interface PlanningFigure {
  /** How many pairs of releases there are. */
  readonly pairs: number;
  /** How many of them were planned. */
  readonly planned: number;
  /** Microseconds for the routes and their certificate alone. */
  readonly routes: number;
  /** Microseconds for the whole plan, with its filled steps and vulnerabilities. */
  readonly plan: number;
}

function questions(catalogue: Catalogue, product: string, today: string): readonly Question[] {
  const releases = catalogue.products.get(product)?.releases ?? [];
  return releases.flatMap((release, at) =>
    releases.slice(at).map(
      (target): Question => ({
        from: { kind: 'level', release, update: null, updateKnown: true },
        to: { kind: 'release', release: target },
        facts: {},
        media: [],
        accept: [],
        today,
      }),
    ),
  );
}

const PASSES = 3;

/** Mean microseconds per question, the best of several passes: what the work needs, not what disturbed it. */
function microseconds(asked: readonly Question[], plan: (question: Question) => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let pass = 0; pass < PASSES; pass++) {
    const started = process.hrtime.bigint();
    for (const question of asked) plan(question);
    best = Math.min(best, Number(process.hrtime.bigint() - started) / 1000 / asked.length);
  }
  return best;
}

/**
 * Pairs of releases of a product, downgrades left out.
 * @param most all of them, or as many of them evenly spread
 */
export function planning(catalogue: Catalogue, product: string, today: string, most: number): PlanningFigure {
  const all = questions(catalogue, product, today);
  const step = Math.max(1, Math.ceil(all.length / most));
  const asked = all.filter((_, index) => index % step === 0);
  return {
    pairs: all.length,
    planned: asked.length,
    routes: microseconds(asked, (question) => planRoutes(catalogue, question)),
    plan: microseconds(asked, (question) => planUpdate(catalogue, question)),
  };
}
