/**
 * What the wizard asks of the rest of the program. Screens and reducer know only this, so that they can be
 * tested without the catalogue on disk and never reach around it.
 */
import type { Catalogue, Product, Release, Update } from '../catalogue/catalogue.ts';
import type { Service } from '../catalogue/lifecycle.ts';
import type { CheckData } from '../catalogue/schema.ts';
import type { Plan, Route } from '../checklist/plan.ts';
import type { GivenAnswers, Level, Question } from '../planner/question.ts';

/** Levels that fit a typed or pasted text, and what to say about the text where that helps. */
export interface LevelSearch {
  readonly levels: readonly Level[];
  /** For example that a build is unknown, and which known ones lie around it. */
  readonly note: string | null;
}

/** What a target means today. */
export interface TargetMeaning {
  readonly release: Release;
  readonly update: Update | null;
  readonly reason: string;
}

/** `checklist`: the saved checklist that `cupath resume` ticks off. */
export type SaveFormat = 'text' | 'markdown' | 'html' | 'csv' | 'json' | 'checklist';

export interface Core {
  readonly catalogue: Catalogue;
  /** ISO day. */
  readonly today: string;
  /** Somebody gave that day, so that another command line asks something else without it. */
  readonly dayGiven: boolean;
  /** Symbols outside ASCII are not to be used. */
  readonly ascii: boolean;
  plan(question: Question): Plan;
  search(text: string, product: string | undefined): LevelSearch;
  meaning(question: Question): TargetMeaning | null;
  /** Who still gets updates for this release today. */
  service(release: Release): Service;
  /** How long the product is supported, in whole sentences. */
  support(product: Product): string;
  commandLine(question: Question): string;
  /** The command that opens the wizard on these answers. */
  wizardLine(given: GivenAnswers): string;
  /** The flags of these answers alone; empty: there are none. */
  flags(given: GivenAnswers): string;
  picture(plan: Plan, route: Route, width: number): readonly string[];
  /** @param question what the plan answers; the route that is looked at is named in it */
  print(plan: Plan, format: SaveFormat, route: Route | undefined, question: Question): string;
  /** The read-only command that answers a question, where the data names one. */
  findOut(question: string): CheckData | null;
}

/** Everything of a question that the planner looks at, as one string; equal strings give equal plans. */
function questionKey(question: Question): string {
  const { from, to, prepared, ...rest } = question;
  const start =
    from.kind === 'level' ? [from.release.id, from.update?.id, from.updateKnown] : [from.product.id];
  const target =
    to.kind === 'release'
      ? [to.release.id]
      : to.kind === 'update'
        ? [to.update.fullId]
        : [to.kind, to.kind === 'planned' ? to.planned.id : ''];
  return JSON.stringify([start, target, prepared?.id, rest]);
}

/** The same core, planning each question once. The wizard plans every possible answer before it asks. */
export function remembering(core: Core): Core {
  const plans = new Map<string, Plan>();
  return {
    ...core,
    plan(question) {
      const key = questionKey(question);
      const known = plans.get(key);
      if (known) return known;
      const plan = core.plan(question);
      if (plans.size > 2000) plans.clear();
      plans.set(key, plan);
      return plan;
    },
  };
}
