/** Fills what a log has told into texts and commands. Everything out of a log is hostile. */
import type { Shell } from '../catalogue/schema.ts';
import { quotedFor } from '../checklist/quoting.ts';

/** By name; what is absent becomes a placeholder such as `<DOMAIN-CONTROLLER>`. */
export type FillValues = Readonly<Record<string, string | undefined>>;

const VARIABLE = /\{([A-Za-z][A-Za-z0-9]*)\}/g;

function placeholder(name: string): string {
  return `<${name.replace(/[A-Z]/g, (letter) => `-${letter}`).toUpperCase()}>`;
}

/** Words that make sense only with a value: `[[, said {who}]]`. */
const OPTIONAL = /\[\[((?:(?!\]\]).)*)\]\]/gs;

/** Fills a text that people read. What stands in double brackets is left out where a value in it is absent. */
export function fillText(template: string, values: FillValues): string {
  const text = template.replace(OPTIONAL, (_whole, words: string) =>
    [...words.matchAll(VARIABLE)].every(([, name = '']) => values[name] !== undefined) ? words : '',
  );
  return text.replace(VARIABLE, (_whole, name: string) => values[name] ?? placeholder(name));
}

/** Fills a command, each value quoted for its shell; what is absent becomes a placeholder. */
export function fillCommand(template: string, shell: Shell, values: FillValues): string {
  return template.replace(VARIABLE, (_whole, name: string) => {
    const value = values[name];
    return value === undefined ? placeholder(name) : quotedFor(shell, value);
  });
}
