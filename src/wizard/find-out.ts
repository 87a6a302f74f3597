/**
 * The read-only command behind "Not sure": from the fact of the same name, else from a step of the checklist
 * that looks for the same thing. The commands stand in the data; here is only where to look for which question.
 */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { CheckData } from '../catalogue/schema.ts';

interface Place {
  readonly step: string;
  /** Position among the checks of the step. */
  readonly check: number;
  /** What to read off, in words that need no plan. */
  readonly expect: string;
}

/** Every id here is a question of the wizard, or `level` for the three that ask for the installed level. */
export const STEPS_THAT_TELL: Readonly<Record<string, Place>> = {
  level: { step: 'record-build', check: 0, expect: 'The build, to be typed or pasted here' },
  role: {
    step: 'exchange-servers',
    check: 0,
    expect: 'The server with its role; a machine that is not listed has the tools only',
  },
  windows: {
    step: 'new-server-{release}-windows-tools',
    check: 0,
    expect: 'The name of the Windows version',
  },
  also: { step: 'exchange-servers', check: 0, expect: 'Every server with its version, dead ones included' },
  prepared: {
    step: 'ad-{release}-before',
    check: 0,
    expect: 'The first of the three values behind each release',
  },
  'dc-windows': {
    step: 'domain-controllers',
    check: 0,
    expect: 'Every domain controller with its Windows version',
  },
  'forest-level': { step: 'domain-controllers', check: 1, expect: 'The number of the level' },
};

/** The command that answers a question; null where the data names none that works without a plan. */
export function findOut(catalogue: Catalogue, question: string): CheckData | null {
  const fact = catalogue.data.facts.find((item) => item.id === question)?.check;
  const place = STEPS_THAT_TELL[question];
  const step = catalogue.data.steps.find((item) => item.id === place?.step);
  const found =
    place && step?.verify[place.check] ? { ...step.verify[place.check], expect: place.expect } : undefined;
  const check = fact ?? found;
  if (!check?.run || !check.shell) return null;
  return { shell: check.shell, run: check.run.replaceAll('{server}', '<SERVER>'), expect: check.expect };
}
