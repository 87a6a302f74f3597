/** The order of the phases of a checklist. A copy without the validation library, kept equal by a test. */
import type { Phase } from '../catalogue/schema.ts';

export const PHASE_ORDER: readonly Phase[] = [
  'before',
  'dependencies',
  'organisation',
  'maintenance-on',
  'prerequisites',
  'update',
  'maintenance-off',
  'after',
  'verify',
];

/**
 * Phases that belong to no window: getting ready, Active Directory (once, days ahead), and the work on a server
 * that is back in service.
 */
export const OUTSIDE_WINDOW: ReadonlySet<Phase> = new Set([
  'before',
  'dependencies',
  'organisation',
  'after',
]);
