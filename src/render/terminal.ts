/** What the terminal can show: the one place that reads NO_COLOR, FORCE_COLOR, TERM and the like. */
import type { Style } from './layout.ts';

export interface TerminalInput {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The stream that is written to. */
  readonly isTerminal: boolean;
  readonly columns: number | undefined;
  /** `--plain` */
  readonly plain: boolean;
  /** `--no-color` */
  readonly noColour: boolean;
}

const USUAL_WIDTH = 80;

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

function hasColour({ env, isTerminal, plain, noColour }: TerminalInput): boolean {
  if (plain || noColour || isSet(env.NO_COLOR)) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return isTerminal && env.TERM !== 'dumb';
}

/** Terminals for Windows that show Unicode whatever the code page is. */
function isModernWindowsTerminal(env: TerminalInput['env']): boolean {
  return (
    isSet(env.WT_SESSION) ||
    isSet(env.ConEmuTask) ||
    isSet(env.TERM_PROGRAM) ||
    (isSet(env.TERM) && env.TERM !== 'cygwin' && env.TERM !== 'dumb')
  );
}

function isAsciiOnly({ env, platform, plain }: TerminalInput): boolean {
  if (plain || env.TERM === 'dumb' || env.TERM === 'linux') return true;
  if (platform === 'win32') return !isModernWindowsTerminal(env);
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find(isSet);
  return locale === 'C' || locale === 'POSIX';
}

/** Width in columns (80 where nobody says), colour, and whether only ASCII may be drawn. */
export function terminalStyle(input: TerminalInput): Style {
  const columns =
    input.isTerminal && input.columns !== undefined && input.columns > 0 ? input.columns : USUAL_WIDTH;
  return { width: columns, colour: hasColour(input), ascii: isAsciiOnly(input) };
}
