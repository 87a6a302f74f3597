/** Fills what a log has told into texts and commands. Everything out of a log is hostile. */
import type { Shell } from '../catalogue/schema.ts';
import { quotedFor } from '../checklist/quoting.ts';

/** By name; what is absent becomes a placeholder such as `<DOMAIN-CONTROLLER>`. */
export type FillValues = Readonly<Record<string, string | undefined>>;

const VARIABLE = /\{([A-Za-z][A-Za-z0-9]*)\}/g;

function placeholder(name: string): string {
  return `<${name.replace(/[A-Z]/g, (letter) => `-${letter}`).toUpperCase()}>`;
}

/** Fills a text that people read. */
export function fillText(template: string, values: FillValues): string {
  return template.replace(VARIABLE, (_whole, name: string) => values[name] ?? placeholder(name));
}

/** Fills a command, each value quoted for its shell; what is absent becomes a placeholder. */
export function fillCommand(template: string, shell: Shell, values: FillValues): string {
  return template.replace(VARIABLE, (_whole, name: string) => {
    const value = values[name];
    return value === undefined ? placeholder(name) : quotedFor(shell, value);
  });
}
