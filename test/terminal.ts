/**
 * A real pseudo-terminal with a real terminal emulator behind it: starts a program, types keys, reads the
 * screen as a person would see it.
 */
import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
}

export const KEYS = {
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  pageUp: '\u001b[5~',
  pageDown: '\u001b[6~',
  home: '\u001b[H',
  end: '\u001b[F',
  enter: '\r',
  escape: '\u001b',
  tab: '\t',
  backTab: '\u001b[Z',
  backspace: '\u007f',
  space: ' ',
  ctrlC: '\u0003',
  ctrlU: '\u0015',
} as const;

const PATIENCE = 20_000;
const PAUSE = 15;

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Environment of the program: that of the tests, without what says that nobody is at the keyboard. */
function environment(own: TerminalOptions['env'] = {}): Record<string, string> {
  const unattended = [
    'CI',
    'CONTINUOUS_INTEGRATION',
    'NO_COLOR',
    'FORCE_COLOR',
    'NODE_EXTRA_CA_CERTS',
    'VITEST',
    'NODE_ENV',
  ];
  const kept = Object.entries(process.env).filter(([name]) => !unattended.includes(name));
  const all = {
    ...Object.fromEntries(kept),
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
    ...own,
  };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Looks in a row without anything new, after which nothing more comes, on a busy machine either. */
const QUIET = 6;

export class Terminal {
  private readonly emulator: InstanceType<typeof xterm.Terminal>;
  private readonly pty: IPty;
  private written = '';
  /**
   * What the emulator has not been given yet. Drawing takes time, and the pseudo-terminal is closed a moment after its
   * program: whoever draws while the last output comes in loses the end of it on a busy machine.
   */
  private unseen = '';
  private code: number | null = null;

  constructor(
    file: string,
    args: readonly string[],
    { columns = 80, rows = 24, env, cwd }: TerminalOptions = {},
  ) {
    this.emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 30_000 });
    this.pty = spawn(file, [...args], {
      name: 'xterm-256color',
      cols: columns,
      rows,
      env: environment(env),
      ...(cwd === undefined ? {} : { cwd }),
    });
    this.pty.onData((data) => {
      this.written += data;
      this.unseen += data;
    });
    this.pty.onExit(({ exitCode }) => {
      this.code = exitCode;
    });
  }

  /** Everything the program wrote, escape sequences included. */
  get raw(): string {
    return this.written;
  }

  /** Gives the emulator what came in since; it has drawn it at the next look. */
  private draw(): void {
    if (this.unseen !== '') this.emulator.write(this.unseen);
    this.unseen = '';
  }

  /** What is visible, without trailing spaces; one line per row. */
  screen(): string {
    this.draw();
    const buffer = this.emulator.buffer.active;
    const lines: string[] = [];
    for (let row = 0; row < this.emulator.rows; row++) {
      lines.push(buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '');
    }
    return lines.join('\n').trimEnd();
  }

  /** Everything of the normal screen, scrolled away or visible. */
  scrollback(): string {
    const buffer = this.emulator.buffer.normal;
    const lines: string[] = [];
    for (let row = 0; row < buffer.length; row++)
      lines.push(buffer.getLine(row)?.translateToString(true) ?? '');
    return lines.join('\n').trimEnd();
  }

  isAlternate(): boolean {
    return this.emulator.buffer.active.type === 'alternate';
  }

  /** Waits until the screen holds a text (or fits a pattern); fails with the screen as it is. */
  async see(wanted: string | RegExp): Promise<string> {
    const started = Date.now();
    for (;;) {
      const screen = this.screen();
      if (typeof wanted === 'string' ? screen.includes(wanted) : wanted.test(screen)) return screen;
      if (Date.now() - started > PATIENCE || this.code !== null) {
        throw new Error(`did not see ${wanted} (exit ${this.code}):\n${screen}`);
      }
      await sleep(PAUSE);
    }
  }

  /** Sends keys, each on its own, as fingers do. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.pty.write(key);
      await sleep(PAUSE * 2);
    }
  }

  /** Sends a text in one piece, as pasting does. */
  paste(text: string): void {
    this.pty.write(text);
  }

  resize(columns: number, rows: number): void {
    this.draw();
    this.emulator.resize(columns, rows);
    this.pty.resize(columns, rows);
  }

  signal(name: string): void {
    this.pty.kill(name);
  }

  /** Waits for the end of the program; its exit code. */
  async exit(): Promise<number> {
    const started = Date.now();
    while (this.code === null) {
      if (Date.now() - started > PATIENCE) throw new Error(`still runs:\n${this.screen()}`);
      await sleep(PAUSE);
    }
    // The end may be reported before the last output has been read: it has been when nothing more comes.
    for (let seen = -1, quiet = 0; quiet < QUIET; ) {
      quiet = seen === this.written.length ? quiet + 1 : 0;
      seen = this.written.length;
      await sleep(PAUSE * 2);
    }
    // What was written last may still be on its way into the emulator.
    this.draw();
    await new Promise<void>((resolve) => this.emulator.write('', resolve));
    return this.code;
  }

  /** Ends the program if it still runs. */
  close(): void {
    if (this.code === null) this.pty.kill('SIGKILL');
    this.emulator.dispose();
  }
}
