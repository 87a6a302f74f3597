/**
 * Completion scripts as text. Pure; every word in them comes from the table of flags, whose names are letters
 * and dashes, or is the id of a topic, and no script starts cupath while somebody types.
 */
import type { CommandEntry, Flag } from './flags.ts';
import { TOPIC_NAMES } from './topics.ts';

interface FlagWord {
  readonly name: string;
  readonly help: string;
  readonly takesValue: boolean;
  readonly completes: Flag['completes'];
}

interface CommandWords {
  /** Empty for the wizard. */
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly FlagWord[];
  /** What may follow the name. */
  readonly words: readonly string[];
}

function flagWords(entry: CommandEntry): readonly FlagWord[] {
  return Object.entries(entry.flags).map(([name, flag]) => ({
    name: `--${name}`,
    help: flag.help,
    takesValue: flag.type === 'string',
    completes: flag.completes,
  }));
}

function commandWords(entries: readonly CommandEntry[]): readonly CommandWords[] {
  const commands = entries.map((entry) => ({
    name: entry.name,
    summary: entry.summary,
    flags: flagWords(entry),
    words: entry.words ?? [],
  }));
  const names = commands.map(({ name }) => name).filter((name) => name !== '');
  const help = {
    name: 'help',
    summary: 'explain a command or a topic',
    flags: [],
    words: [...names, ...TOPIC_NAMES],
  };
  const all = [...commands, help];
  return all.map((command) => (command.name === '' ? { ...command, words: [...names, 'help'] } : command));
}

/** `plan --role` and what may stand behind it; flags that take anything complete nothing. */
function valueRules(commands: readonly CommandWords[]) {
  return commands.flatMap(({ name, flags }) =>
    flags
      .filter(({ takesValue }) => takesValue)
      .map((flag) => ({ at: `${name} ${flag.name}`, completes: flag.completes })),
  );
}

function shellCases(
  commands: readonly CommandWords[],
  say: { words(list: readonly string[]): string; path: string; nothing: string },
): string {
  const rules = valueRules(commands);
  const same = new Map<string, string[]>();
  for (const { at, completes } of rules) {
    const action =
      completes === 'path' ? say.path : completes === undefined ? say.nothing : say.words(completes);
    same.set(action, [...(same.get(action) ?? []), `'${at}'`]);
  }
  return Array.from(same, ([action, places]) => `    ${places.join('|')}) ${action}; return ;;`).join('\n');
}

/** What may stand behind a command; where one of its words stands already, no further one is offered. */
function nameCases(commands: readonly CommandWords[], say: (list: readonly string[]) => string): string {
  return commands
    .flatMap(({ name, words, flags }) => {
      const names = flags.map((flag) => flag.name);
      const first = `    '${name}') ${say([...words, ...names])} ;;`;
      return words.length === 0 || name === '' ? [first] : [first, `    '${name}+') ${say(names)} ;;`];
    })
    .join('\n');
}

/** `catalogue show` and every other command with one of its words. */
function wordPattern(commands: readonly CommandWords[]): string {
  return commands
    .flatMap(({ name, words }) => (name === '' ? [] : words.map((word) => `'${name} ${word}'`)))
    .join('|');
}

function namePattern(commands: readonly CommandWords[]): string {
  return commands
    .map(({ name }) => name)
    .filter((name) => name !== '')
    .join('|');
}

/** Looks at one typed word: is it the command, or behind it one of its words? */
function findCommand(commands: readonly CommandWords[]): string {
  return `    if [ -z "$command" ]; then
      case "$word" in
        ${namePattern(commands)}) command="$word" ;;
      esac
    else
      case "$command $word" in
        ${wordPattern(commands)}) chosen='+' ;;
      esac
    fi`;
}

/** For bash 3.2 and newer. Where it offers no word, bash itself offers files, with spaces quoted. */
export function bashScript(entries: readonly CommandEntry[]): string {
  const commands = commandWords(entries);
  const compgen = (list: readonly string[]) => `COMPREPLY=( $(compgen -W '${list.join(' ')}' -- "$cur") )`;
  return `# cupath: completion for bash
_cupath() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" command='' chosen='' word
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
${findCommand(commands)}
  done
  case "$command $prev" in
${shellCases(commands, { words: compgen, path: ':', nothing: 'compopt +o default 2>/dev/null' })}
  esac
  case "$command$chosen" in
${nameCases(commands, compgen)}
  esac
}
complete -o default -F _cupath cupath
`;
}

/** For zsh: as a file \`_cupath\` on the fpath, or sourced. */
export function zshScript(entries: readonly CommandEntry[]): string {
  const commands = commandWords(entries);
  const compadd = (list: readonly string[]) => `compadd -- ${list.join(' ')}`;
  return `#compdef cupath
# cupath: completion for zsh
_cupath() {
  local command='' chosen='' word
  for word in "\${(@)words[2,CURRENT-1]}"; do
${findCommand(commands)}
  done
  case "$command \${words[CURRENT-1]}" in
${shellCases(commands, { words: compadd, path: '_files', nothing: ':' })}
  esac
  case "$command$chosen" in
${nameCases(commands, compadd)}
  esac
}
if [ "$funcstack[1]" = '_cupath' ]; then
  _cupath "$@"
else
  compdef _cupath cupath
fi
`;
}

/** A string of PowerShell: nothing in it is read as code. */
function single(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function powershellWords(list: readonly string[]): string {
  return `@(${list.map(single).join(', ')})`;
}

/** For Windows PowerShell 5.1 and PowerShell 7. */
export function powershellScript(entries: readonly CommandEntry[]): string {
  const commands = commandWords(entries);
  const values = valueRules(commands).flatMap(({ at, completes }) =>
    completes === 'path' ? [] : [`    ${single(at)} = ${powershellWords(completes ?? [])}`],
  );
  const words = commands.map(({ name, words: own }) => `    ${single(name)} = ${powershellWords(own)}`);
  const flagNames = commands.map(
    ({ name, flags }) => `    ${single(name)} = ${powershellWords(flags.map((flag) => flag.name))}`,
  );
  const help = new Map<string, string>();
  for (const { name, summary, flags } of commands) {
    if (name !== '') help.set(name, summary);
    for (const flag of flags) if (!help.has(flag.name)) help.set(flag.name, flag.help);
  }
  const paths = valueRules(commands).flatMap(({ at, completes }) => (completes === 'path' ? [at] : []));
  return `# cupath: completion for PowerShell
Register-ArgumentCompleter -Native -CommandName cupath -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $values = @{
${values.join('\n')}
  }
  $words = @{
${words.join('\n')}
  }
  $flags = @{
${flagNames.join('\n')}
  }
  $help = @{
${Array.from(help, ([name, text]) => `    ${single(name)} = ${single(text)}`).join('\n')}
  }
  $paths = ${powershellWords(paths)}
  $typed = @($commandAst.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
  $command = @($typed | Where-Object { $words.ContainsKey($_) }) + '' | Select-Object -First 1
  $last = if ($typed.Count -gt 0) { $typed[-1] } else { '' }
  $place = "$command $last"
  if ($paths -contains $place) { return }
  $chosen = @($typed | Where-Object { $words[$command] -contains $_ }).Count -gt 0
  $behind = if ($chosen) { $flags[$command] } else { @($words[$command]) + @($flags[$command]) }
  $found = if ($values.ContainsKey($place)) { $values[$place] } else { $behind }
  $found | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
    $tip = if ($help.ContainsKey($_)) { $help[$_] } else { $_ }
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $tip)
  }
}
`;
}
