/** `cupath completion SHELL`: the script that completes commands and flags, made from the table of flags. */
import { readArguments } from './arguments.ts';
import { bashScript, powershellScript, zshScript } from './completion-scripts.ts';
import { type Context, write } from './context.ts';
import { EXIT, quoted, UsageError } from './failure.ts';
import { COMMANDS, COMPLETION_FLAGS, type CommandEntry } from './flags.ts';
import { readWord } from './values.ts';

const SCRIPTS = { bash: bashScript, zsh: zshScript, powershell: powershellScript } as const;
const SHELLS = ['bash', 'zsh', 'powershell'] as const;

/** The commands, with the topics of the data as what `explain` takes. */
export function entriesWith(topics: readonly string[]): readonly CommandEntry[] {
  return Object.values(COMMANDS).map((entry) =>
    entry.name === 'explain' ? { ...entry, words: topics } : entry,
  );
}

/** @returns 0 */
export async function completionCommand(context: Context, args: readonly string[]): Promise<number> {
  const [shell, extra] = readArguments('completion', COMPLETION_FLAGS, args).positionals;
  if (shell === undefined) {
    throw new UsageError(`completion: found no shell, expected ${SHELLS.join(', ')}`);
  }
  if (extra !== undefined) throw new UsageError(`completion: found ${quoted(extra)} after the shell`);
  const script = SCRIPTS[readWord('completion', shell === 'pwsh' ? 'powershell' : shell, SHELLS)];
  const catalogue = await context.openCatalogue([]);
  const topics = catalogue.data.topics.map(({ id }) => id);
  await write(context.stdout, script(entriesWith(topics)));
  return EXIT.done;
}
