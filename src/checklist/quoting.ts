/** Values in commands: what a shell would take for more than text is made plain. */
import type { Shell } from '../catalogue/schema.ts';

/** PowerShell ends a string in single quotes at the typographic ones as well. */
const SINGLE_QUOTES = /['\u2018-\u201b]/g;

/**
 * A value for a command of the data, where every variable stands in quotes (checked on load): in PowerShell in
 * single ones, in which only a quote has a meaning and is doubled; in cmd in double ones, where a quote cannot be
 * escaped and percent signs still expand, so both are left out.
 */
export function quotedFor(shell: Shell, value: string): string {
  return shell === 'cmd' ? value.replace(/["%]/g, '') : value.replace(SINGLE_QUOTES, '$&$&');
}
