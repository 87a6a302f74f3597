/** Fills what a log has told into texts and commands. Everything out of a log is hostile. */
import type { Shell } from '../catalogue/schema.ts';

/** By name; what is absent becomes a placeholder such as `<DOMAIN-CONTROLLER>`. */
export type FillValues = Readonly<Record<string, string | undefined>>;

const VARIABLE = /\{([A-Za-z][A-Za-z0-9]*)\}/g;
/** PowerShell takes the typographic ones for quotes as well. */
const SINGLE_QUOTES = /['\u2018\u2019\u201a\u201b]/g;

function placeholder(name: string): string {
  return `<${name.replace(/[A-Z]/g, (letter) => `-${letter}`).toUpperCase()}>`;
}

/** Fills a text that people read. */
export function fillText(template: string, values: FillValues): string {
  return template.replace(VARIABLE, (_whole, name: string) => values[name] ?? placeholder(name));
}

/**
 * Fills a command. The data hold every variable in quotes (checked on load): in PowerShell single ones, in which
 * only a quote has a meaning and is doubled; in cmd double ones, where a quote cannot be escaped and percent
 * signs still expand, so both are left out.
 */
export function fillCommand(template: string, shell: Shell, values: FillValues): string {
  return template.replace(VARIABLE, (_whole, name: string) => {
    const value = values[name];
    if (value === undefined) return placeholder(name);
    return shell === 'cmd' ? value.replace(/["%]/g, '') : value.replace(SINGLE_QUOTES, '$&$&');
  });
}
