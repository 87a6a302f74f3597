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
