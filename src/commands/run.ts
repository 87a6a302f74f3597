/** Picks the command and loads only that one. */
import { suggestion } from '../catalogue/nearest.ts';
import { asksForHelp } from './arguments.ts';
import { type Command, type Context, write } from './context.ts';
import { EXIT, quoted, UsageError } from './failure.ts';
import { COMMANDS } from './flags.ts';

type CommandName = Exclude<keyof typeof COMMANDS, 'wizard'>;

const LOADERS: Readonly<Record<CommandName, () => Promise<Command>>> = {
  plan: async () => (await import('./plan.ts')).planCommand,
  identify: async () => (await import('./identify.ts')).identifyCommand,
  status: async () => (await import('./status.ts')).statusCommand,
  why: async () => (await import('./why.ts')).whyCommand,
  explain: async () => (await import('./explain.ts')).explainCommand,
  inventory: async () => (await import('./inventory.ts')).inventoryCommand,
  diagnose: async () => (await import('./diagnose.ts')).diagnoseCommand,
  troubleshoot: async () => (await import('./troubleshoot.ts')).troubleshootCommand,
  preflight: async () => (await import('./preflight.ts')).preflightCommand,
  resume: async () => (await import('./resume.ts')).resumeCommand,
  catalogue: async () => (await import('./catalogue-arguments.ts')).catalogueCommand,
  completion: async () => (await import('./completion.ts')).completionCommand,
};

function commandNamed(word: string): CommandName {
  for (const name of Object.keys(LOADERS) as CommandName[]) {
    if (name === word) return name;
  }
  const known = [...Object.keys(LOADERS), 'help'];
  throw new UsageError(`${quoted(word)} is no command${suggestion(word, known) || '; see cupath --help'}`);
}

/** Of the program, of a command, or of a topic. */
async function help(context: Context, word: string | undefined): Promise<number> {
  const { commandHelp, generalHelp } = await import('./help.ts');
  const { isTopic, TOPIC_NAMES, topicText } = await import('./topics.ts');
  if (word !== undefined && !isTopic(word) && !Object.hasOwn(LOADERS, word)) {
    const near = suggestion(word, [...Object.keys(LOADERS), ...TOPIC_NAMES]);
    throw new UsageError(
      `help: found ${quoted(word)}, expected a command or a topic (${TOPIC_NAMES.join(', ')})${near}`,
    );
  }
  const text =
    word === undefined
      ? generalHelp()
      : isTopic(word)
        ? topicText(word, context.own)
        : commandHelp(COMMANDS[commandNamed(word)]);
  await write(context.stdout, text);
  return EXIT.done;
}

async function version(context: Context): Promise<number> {
  const { versionText } = await import('./version.ts');
  await write(context.stdout, versionText(context));
  return EXIT.done;
}

/**
 * Runs the program on its arguments (without node and script).
 * @returns the exit code
 * @throws UsageError, CatalogueError, or anything else for a bug
 */
export async function run(context: Context, args: readonly string[]): Promise<number> {
  const [first, ...rest] = args;
  if (first === undefined || (first.startsWith('-') && first !== '-h')) {
    if (asksForHelp(args)) return help(context, undefined);
    if (args.includes('--version')) {
      const extra = args.find((arg) => arg !== '--version');
      if (extra !== undefined && !extra.startsWith('-'))
        throw new UsageError(`--version: found ${quoted(extra)} beside it, expected nothing more`);
      return version(context);
    }
    const { wizardCommand } = await import('./wizard.ts');
    return wizardCommand(context, args);
  }
  if (first === '-h') return help(context, undefined);
  if (first === 'help') {
    const [word, extra] = rest.filter((each) => !each.startsWith('-'));
    if (extra !== undefined)
      throw new UsageError(`help: found ${quoted(extra)}, expected one command or topic`);
    return help(context, word);
  }
  const name = commandNamed(first);
  if (asksForHelp(rest)) return help(context, name);
  const command = await LOADERS[name]();
  return command(context, rest);
}
