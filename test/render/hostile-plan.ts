/** Names that try to be something else: terminal codes, turned text, Markdown, HTML. */
import type { Plan } from '../../src/checklist/plan.ts';
import { samplePlan } from './sample-plan.ts';

export const HOSTILE = 'EX\u001b[31m\u0007\u009b2J\u202e01`|</td><script>\r\n# x\u2028';

/** The sample with the hostile text in every place where a name or a free text may stand. */
export const hostilePlan: Plan = {
  ...samplePlan,
  command: `cupath plan --server '${HOSTILE}'`,
  from: { ...samplePlan.from, server: HOSTILE, dag: HOSTILE },
  catalogue: { ...samplePlan.catalogue, overlays: [HOSTILE] },
  routes: samplePlan.routes.map((route) => ({ ...route, reason: HOSTILE })),
  rejected: samplePlan.rejected.map((item) => ({ ...item, because: HOSTILE, hops: [HOSTILE] })),
  warnings: [{ id: 'x', text: HOSTILE }],
  assumptions: [{ about: HOSTILE, text: HOSTILE }],
  risks: samplePlan.risks.map((risk) => ({ ...risk, text: HOSTILE })),
  steps: samplePlan.steps.map((step) => ({
    ...step,
    title: HOSTILE,
    why: HOSTILE,
    otherwise: HOSTILE,
    caution: HOSTILE,
    condition: HOSTILE,
    commands: [{ shell: 'ems', run: HOSTILE }],
    verify: [{ shell: 'ems', run: HOSTILE, expect: HOSTILE }],
    links: [{ title: HOSTILE, url: `javascript:${HOSTILE}` }],
  })),
  sources: samplePlan.sources.map((source) => ({
    ...source,
    title: HOSTILE,
    url: `https://example.test/${HOSTILE}`,
  })),
};
