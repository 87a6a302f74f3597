/** Texts and commands: known variables only, typed values safely quoted, Microsoft's pages over https. */
import { TEMPLATE_VARIABLES, TYPED_VARIABLES } from '../checklist/variables.ts';
import { type Entry, type Merged, SECTION_NAMES } from './merge.ts';
import { suggestion } from './nearest.ts';
import { type CatalogueProblem, escapeControls, problemAt } from './problem.ts';
import type { Shell } from './schema.ts';
import type { Path } from './yaml.ts';

/** A place in a text that gets filled. */
export const VARIABLE = /\{([A-Za-z][A-Za-z0-9]*)\}/g;
const KNOWN: ReadonlySet<string> = new Set(TEMPLATE_VARIABLES);
const TYPED: ReadonlySet<string> = new Set(TYPED_VARIABLES);

/** Sections whose texts are filled. */
const FILLED = ['steps', 'software', 'facts'] as const;

export interface FoundText {
  readonly path: Path;
  readonly text: string;
}

/** Every text of an entry, with its path. */
export function textsIn(value: unknown, path: Path): FoundText[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    textsIn(child, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** `{name}` in a text that gets filled is one of the known variables; a script block needs spaces: `{ name }`. */
export function unknownVariables(merged: Merged): readonly CatalogueProblem[] {
  return FILLED.flatMap((section) =>
    merged.entries[section].flatMap((entry) =>
      textsIn(entry.value, []).flatMap(({ path, text }) =>
        [...text.matchAll(VARIABLE)].flatMap(([whole, name = '']) => {
          if (KNOWN.has(name)) return [];
          const message = `unknown variable ${whole}${suggestion(name, KNOWN) || '; for a script block write it with spaces inside'}`;
          return [problemAt(entry.at(path), message)];
        }),
      ),
    ),
  );
}

/** Leaves of a command that PowerShell reads outside of single quotes. */
function outsideSingleQuotes(run: string): string {
  let open: '"' | "'" | '' = '';
  let outside = '';
  for (const character of run) {
    if (open === '' && (character === "'" || character === '"')) open = character;
    else if (open === character) open = '';
    else if (open !== "'") outside += character;
  }
  return outside;
}

function outsideDoubleQuotes(run: string): string {
  return run
    .split('"')
    .filter((_part, index) => index % 2 === 0)
    .join(' ');
}

/** The variables of a command that stand outside of the quotes that keep a value from becoming code. */
export function bareVariables(shell: Shell, run: string): readonly string[] {
  const bare = shell === 'cmd' ? outsideDoubleQuotes(run) : outsideSingleQuotes(run);
  return [...bare.matchAll(VARIABLE)].map(([, name = '']) => name);
}

function unquoted(shell: Shell, run: string): string | undefined {
  return bareVariables(shell, run).find((name) => TYPED.has(name));
}

function isCommand(value: unknown): value is { readonly shell: Shell; readonly run: string } {
  return typeof value === 'object' && value !== null && 'shell' in value && 'run' in value;
}

/** Every command of an entry, with its path. */
export function commandsIn(value: unknown, path: Path): { path: Path; shell: Shell; run: string }[] {
  if (isCommand(value)) return [{ path: [...path, 'run'], shell: value.shell, run: value.run }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    commandsIn(child, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** A name or path that a person typed stands in quotes, so that it cannot become a second command. */
export function unquotedVariables(merged: Merged): readonly CatalogueProblem[] {
  return FILLED.flatMap((section) =>
    merged.entries[section].flatMap((entry) =>
      commandsIn(entry.value, []).flatMap(({ path, shell, run }) => {
        const name = unquoted(shell, run);
        if (name === undefined) return [];
        const quotes = shell === 'cmd' ? `double quotes: "{${name}}"` : `single quotes: '{${name}}'`;
        return [
          problemAt(entry.at(path), `{${name}} is typed by the administrator and must stand in ${quotes}`),
        ];
      }),
    ),
  );
}

/** Scopes of steps that are done on each machine by itself. */
const ON_EACH_MACHINE: ReadonlySet<string> = new Set(['server', 'workstation']);

/** Phases in which each server is worked on; what comes before them is done once for all servers. */
const ON_SERVERS: ReadonlySet<string> = new Set([
  'maintenance-on',
  'update',
  'maintenance-off',
  'after',
  'verify',
]);

/**
 * A command that works on `{server}` is that server's own. Of a step for a DAG or the organisation, a plan for many
 * servers does it with one of them only, and the others would go without.
 */
export function sharedServerCommands(merged: Merged): readonly CatalogueProblem[] {
  return merged.entries.steps.flatMap((entry) => {
    const { scope, phase, commands } = entry.value;
    if (ON_EACH_MACHINE.has(scope) || !ON_SERVERS.has(phase)) return [];
    if (!commands.some(({ run }) => run.includes('{server}'))) return [];
    const message = `"${scope}" is done once for several servers, but a command works on {server}: the scope is "server"`;
    return [problemAt(entry.at(['scope']), message)];
  });
}

function insecure(text: string): boolean {
  return /^http:\/\/([^/?#]*\.)?microsoft\.com([:/?#]|$)/i.test(text);
}

/** Microsoft's pages are all served over https. */
export function insecureLinks(merged: Merged): readonly CatalogueProblem[] {
  return SECTION_NAMES.flatMap((section) =>
    (merged.entries[section] as readonly Entry<unknown>[]).flatMap((entry) =>
      textsIn(entry.value, [])
        .filter(({ text }) => insecure(text))
        .map(({ path }) => problemAt(entry.at(path), 'expected https:// for an address of microsoft.com')),
    ),
  );
}

/** No text holds characters that a terminal acts upon or that turn the direction of reading. */
export function controlCharacters(merged: Merged): readonly CatalogueProblem[] {
  return SECTION_NAMES.flatMap((section) =>
    (merged.entries[section] as readonly Entry<unknown>[]).flatMap((entry) =>
      textsIn(entry.value, [])
        .filter(({ text }) => escapeControls(text.replace(/[\t\n]/g, ' ')) !== text.replace(/[\t\n]/g, ' '))
        .map(({ path }) =>
          problemAt(entry.at(path), 'invisible, control or direction-changing characters are not allowed'),
        ),
    ),
  );
}
