/** The named risks that the routes of a plan take, with what the plan says about them. */
import type { Plan } from '../checklist/plan.ts';

export interface RiskText {
  readonly id: string;
  readonly title: string | null;
  readonly text: string;
  readonly url: string | null;
}

/** Each risk once, in the order of the routes. A risk without a text in the plan says how to read it. */
export function knownRisks(plan: Plan): readonly RiskText[] {
  const ids = [...new Set(plan.routes.flatMap((route) => route.risks))];
  return ids.map((id) => {
    const risk = plan.risks.find((each) => each.id === id);
    const note = plan.warnings.find((warning) => warning.id === id);
    if (risk !== undefined) {
      const said = note?.text.includes(risk.text) === true;
      return {
        id,
        title: risk.title,
        text: said ? 'Its text stands among the warnings above.' : risk.text,
        url: risk.url,
      };
    }
    return { id, title: null, text: note?.text ?? `Read it with: cupath catalogue show ${id}`, url: null };
  });
}
