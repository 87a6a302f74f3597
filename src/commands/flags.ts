/**
 * The one table of commands and flags: what the parser accepts, what `--help` prints, what the equivalent
 * command line is made of. Texts name flags, never products.
 */

export interface Flag {
  readonly type: 'string' | 'boolean';
  /** How `--help` names the value. */
  readonly value?: string;
  readonly help: string;
  /** May be given more than once; string flags then take comma lists as well. */
  readonly multiple?: true;
  /** For shell completion: the words it takes, or that it takes a path. */
  readonly completes?: readonly string[] | 'path';
}

export type Flags = Readonly<Record<string, Flag>>;

/** The values that parsing a table gives. */
export type Values<F extends Flags> = {
  readonly [K in keyof F]?: F[K]['type'] extends 'boolean'
    ? boolean
    : F[K] extends { readonly multiple: true }
      ? readonly string[]
      : string;
};

const shared = {
  data: {
    type: 'string',
    value: 'DIR',
    multiple: true,
    help: 'overlay: data of this folder (repeatable)',
    completes: 'path',
  },
  today: { type: 'string', value: 'DATE', help: 'plan for this day, such as 2026-11-24' },
  plain: { type: 'boolean', help: 'ASCII only, no colour' },
  'no-color': { type: 'boolean', help: 'no colour' },
  help: { type: 'boolean', help: 'this text' },
} as const satisfies Flags;

/** What holds for a whole organisation. */
const organisation = {
  hybrid: { type: 'boolean', help: 'the organisation is hybrid' },
  'no-hybrid': { type: 'boolean', help: 'it is not' },
  esu: { type: 'boolean', help: 'the organisation has Extended Security Updates' },
  'no-esu': { type: 'boolean', help: 'it has none' },
} as const satisfies Flags;

const textOrJson = {
  format: { type: 'string', value: 'FORMAT', help: 'text (default) or json', completes: ['text', 'json'] },
} as const satisfies Flags;

const output = {
  output: {
    type: 'string',
    value: 'FILE',
    help: 'write to this file instead of the terminal',
    completes: 'path',
  },
} as const satisfies Flags;

/** Answers that the wizard asks for as well, or keeps where a flag gives them. */
const answers = {
  from: { type: 'string', value: 'LEVEL', help: 'what runs now, as you have it' },
  dotnet: { type: 'string', value: 'VERSION', help: '.NET on the server: version or registry Release value' },
  windows: { type: 'string', value: 'VERSION', help: 'Windows Server of the server' },
  role: {
    type: 'string',
    value: 'ROLE',
    help: 'mailbox, edge or tools',
    completes: ['mailbox', 'edge', 'tools'],
  },
  server: { type: 'string', value: 'NAME', help: 'server name, filled into the commands' },
  dag: { type: 'string', value: 'NAME', help: 'the server is a member of this DAG' },
  'in-dag': { type: 'boolean', help: 'it is a member of a DAG; the name is left open' },
  'no-dag': { type: 'boolean', help: 'the server is in no DAG' },
  'dc-windows': {
    type: 'string',
    value: 'LIST',
    multiple: true,
    help: 'Windows versions of the domain controllers',
  },
  'forest-level': { type: 'string', value: 'LEVEL', help: 'forest functional level' },
  prepared: { type: 'string', value: 'RELEASE', help: 'highest release the forest was prepared for' },
  also: {
    type: 'string',
    value: 'LIST',
    multiple: true,
    help: 'other Exchange in the organisation, or none',
  },
  ...organisation,
  media: {
    type: 'string',
    value: 'LIST',
    multiple: true,
    help: 'releases whose setup media you hold, or all',
  },
  to: { type: 'string', value: 'LEVEL', help: 'target: a level, latest, or latest-cu' },
  route: { type: 'string', value: 'ROUTE', help: 'supported or direct', completes: ['supported', 'direct'] },
  'to-windows': { type: 'string', value: 'VERSION', help: 'the Windows the server shall run afterwards' },
  accept: { type: 'string', value: 'LIST', multiple: true, help: 'ids of risks that you accept' },
  iso: {
    type: 'string',
    value: 'PATH',
    help: 'path of the setup ISO, filled into the commands',
    completes: 'path',
  },
} as const satisfies Flags;

export const PLAN_FLAGS = {
  ...answers,
  from: { ...answers.from, help: `${answers.from.help} (required)` },
  to: { ...answers.to, help: `${answers.to.help} (required)` },
  format: {
    type: 'string',
    value: 'FORMAT',
    help: 'text, markdown, html, json, csv, ticket; a fleet: ics',
    // What one server has; the calendar of a fleet is rather asked for with --ics.
    completes: ['text', 'markdown', 'html', 'json', 'csv', 'ticket'],
  },
  brief: { type: 'boolean', help: 'text, markdown: one line per step' },
  output: {
    type: 'string',
    value: 'FILE',
    help: 'write to this file; NAME.cupath.json saves a checklist',
    completes: 'path',
  },
  inventory: {
    type: 'string',
    value: 'FILE...',
    multiple: true,
    help: 'plan all servers of these files or folders',
    completes: 'path',
  },
  'internet-site': {
    type: 'string',
    value: 'SITE',
    multiple: true,
    help: 'fleet: this site faces the internet, it goes first',
  },
  parallel: { type: 'string', value: 'N', help: 'fleet: servers worked on at a time (default 1)' },
  window: { type: 'string', value: 'LENGTH', help: 'fleet: a window of this length every night, as 4h30m' },
  start: { type: 'string', value: 'TIME', help: 'fleet: the first window, as "2026-12-05 22:00"' },
  fit: {
    type: 'string',
    value: 'WHICH',
    help: 'fleet: time that must fit: low, typical, high',
    completes: ['low', 'typical', 'high'],
  },
  checklists: { type: 'boolean', help: 'fleet: every checklist in full, not its outline' },
  ics: {
    type: 'string',
    value: 'FILE',
    help: 'fleet: the windows as a calendar file as well',
    completes: 'path',
  },
  ...shared,
} as const satisfies Flags;

export const IDENTIFY_FLAGS = {
  ...textOrJson,
  ...shared,
} as const satisfies Flags;

export const STATUS_FLAGS = {
  inventory: {
    type: 'string',
    value: 'FILE',
    multiple: true,
    help: 'the servers of this inventory (repeatable)',
    completes: 'path',
  },
  'fail-on': {
    type: 'string',
    value: 'LIST',
    multiple: true,
    help: 'exit with 5 if behind, exploited or unsupported',
    completes: ['behind', 'exploited', 'unsupported'],
  },
  ...organisation,
  all: { type: 'boolean', help: 'text: every vulnerability and known issue, every level' },
  ...textOrJson,
  ...shared,
} as const satisfies Flags;

export const WHY_FLAGS = {
  ...organisation,
  format: { type: 'string', value: 'FORMAT', help: 'text (default), markdown or json' },
  ...shared,
} as const satisfies Flags;

export const EXPLAIN_FLAGS = {
  ...textOrJson,
  ...shared,
} as const satisfies Flags;

export const DIAGNOSE_FLAGS = {
  ...textOrJson,
  ...output,
  ...shared,
} as const satisfies Flags;

export const TROUBLESHOOT_FLAGS = {
  list: { type: 'boolean', help: 'list all topics' },
  ...textOrJson,
  ...output,
  ...shared,
} as const satisfies Flags;

export const PREFLIGHT_FLAGS = {
  read: {
    type: 'string',
    value: 'FILE',
    help: 'judge what the block printed (- is standard input)',
    completes: 'path',
  },
  role: {
    type: 'string',
    value: 'ROLE',
    help: 'only the checks of mailbox, edge or tools',
    completes: ['mailbox', 'edge', 'tools'],
  },
  to: { type: 'string', value: 'LEVEL', help: 'what setup is to install: decides .NET and AD levels' },
  ...textOrJson,
  ...output,
  ...shared,
} as const satisfies Flags;

export const CATALOGUE_FLAGS = {
  product: { type: 'string', value: 'PRODUCT', help: 'list, graph: only this product' },
  format: {
    type: 'string',
    value: 'FORMAT',
    help: 'list, show: text, json; graph: mermaid, dot, svg',
    completes: ['text', 'json', 'mermaid', 'dot', 'svg'],
  },
  ...shared,
} as const satisfies Flags;

export const COMPLETION_FLAGS = { help: shared.help } as const satisfies Flags;

export const INVENTORY_FLAGS = {
  format: {
    type: 'string',
    value: 'FORMAT',
    help: 'init: yaml (default) or csv; show: text or json',
    completes: ['yaml', 'csv', 'text', 'json'],
  },
  ...output,
  ...shared,
} as const satisfies Flags;

export const WIZARD_FLAGS = {
  ...answers,
  inventory: {
    type: 'string',
    value: 'FILE...',
    multiple: true,
    help: 'open on the servers of these files or folders',
    completes: 'path',
  },
  ...shared,
  version: { type: 'boolean', help: 'version of the program and date of its data' },
} as const satisfies Flags;

export const RESUME_FLAGS = {
  show: { type: 'boolean', help: 'print the state and leave' },
  done: { type: 'string', value: 'STEPS', multiple: true, help: 'tick off, such as 3 or 5-7' },
  skip: { type: 'string', value: 'STEPS', multiple: true, help: 'skip; needs --reason' },
  failed: { type: 'string', value: 'STEPS', multiple: true, help: 'mark as failed' },
  reopen: { type: 'string', value: 'STEPS', multiple: true, help: 'take a tick back' },
  reason: { type: 'string', value: 'TEXT', help: 'why; stands with the tick' },
  note: { type: 'string', value: 'STEP=TEXT', multiple: true, help: 'write something down about a step' },
  evidence: { type: 'string', value: 'STEP=FILE', multiple: true, help: 'keep the output of a check' },
  merge: {
    type: 'string',
    value: 'FILE',
    help: 'take in the ticks of a copy, as a page saves them',
    completes: 'path',
  },
  replan: { type: 'boolean', help: "show what today's data would change" },
  apply: { type: 'boolean', help: 'with --replan: take the new plan over' },
  export: {
    type: 'string',
    value: 'FILE',
    help: 'write .md .html .csv .txt, ticked; .json: the plan',
    completes: 'path',
  },
  format: { type: 'string', value: 'FORMAT', help: '--show: text, json; --export: any format of plan' },
  ...shared,
} as const satisfies Flags;

export type ResumeValues = Values<typeof RESUME_FLAGS>;

export type PlanValues = Values<typeof PLAN_FLAGS>;
export type AnswerValues = Values<typeof answers>;

/** Names of the flags that are answers to the wizard's questions. */
export const ANSWER_NAMES = Object.keys(answers) as readonly (keyof typeof answers)[];

/** What nearly every command takes. */
export const COMMON_FLAGS = shared;

export interface CommandEntry {
  readonly name: string;
  /** What stands after the name. */
  readonly usage: string;
  readonly summary: string;
  readonly flags: Flags;
  readonly examples: readonly string[];
  /** For shell completion: what may follow the name. */
  readonly words?: readonly string[];
}

/** What `--help` lists, in this order. The wizard has no name. */
export const COMMANDS = {
  wizard: {
    name: '',
    usage: '',
    summary: 'ask step by step; flags of plan are answers given',
    flags: WIZARD_FLAGS,
    examples: [],
  },
  plan: {
    name: 'plan',
    usage: '--from LEVEL --to LEVEL [flags]',
    summary: 'print the path and the checklist',
    flags: PLAN_FLAGS,
    examples: [
      'cupath plan --inventory FILE... --to LEVEL [flags]',
      '  a fleet: --dotnet, --windows, --role and --no-dag answer for servers whose',
      '  files do not say it; --server NAME prints the plan of one of them',
    ],
  },
  identify: {
    name: 'identify',
    usage: 'TEXT...',
    summary: 'say what a build, name or KB number is',
    flags: IDENTIFY_FLAGS,
    examples: [],
  },
  resume: {
    name: 'resume',
    usage: 'FILE [flags]',
    summary: 'tick off a saved checklist',
    flags: RESUME_FLAGS,
    examples: [
      'cupath resume EX01.cupath.json',
      'cupath resume EX01.cupath.json --show',
      'cupath resume EX01.cupath.json --done 3-5 --evidence 5=build.txt',
      'cupath resume EX01.cupath.json --skip 12 --reason "no hybrid here"',
      'cupath resume EX01.cupath.json --export ticket-4711.html',
    ],
  },
  status: {
    name: 'status',
    usage: 'LEVEL... | --inventory FILE [flags]',
    summary: 'say how levels stand: support, updates, open holes',
    flags: STATUS_FLAGS,
    examples: ['cupath status BUILD BUILD', 'cupath status BUILD --fail-on behind,exploited --format json'],
  },
  why: {
    name: 'why',
    usage: 'LEVEL[..LEVEL]',
    summary: 'say what staying on a level risks',
    flags: WHY_FLAGS,
    examples: ['cupath why LEVEL', 'cupath why LEVEL..latest --format markdown'],
  },
  explain: {
    name: 'explain',
    usage: '[TOPIC | WORDS]',
    summary: 'answer a question about Exchange updates',
    flags: EXPLAIN_FLAGS,
    examples: ['cupath explain', 'cupath explain update-order', 'cupath explain elevated'],
  },
  inventory: {
    name: 'inventory',
    usage: 'init | show FILE...',
    summary: 'write an inventory by hand, or see what files say',
    flags: INVENTORY_FLAGS,
    examples: [],
    words: ['init', 'show'],
  },
  diagnose: {
    name: 'diagnose',
    usage: 'LOG...',
    summary: 'say what stopped setup, from its log',
    flags: DIAGNOSE_FLAGS,
    examples: [
      'cupath diagnose C:\\ExchangeSetupLogs\\ExchangeSetup.log',
      'cupath diagnose ExchangeSetup.log ldif.err ServiceControl.log',
      'type ExchangeSetup.log | cupath diagnose - --format json',
    ],
  },
  troubleshoot: {
    name: 'troubleshoot',
    usage: '[ID | WORDS...]',
    summary: 'find a way out, from what you see',
    flags: TROUBLESHOOT_FLAGS,
    examples: [
      'cupath troubleshoot                      ask step by step (needs a terminal)',
      'cupath troubleshoot owa-ecp-http-500     print one topic',
      'cupath troubleshoot services disabled    search by words or error code',
    ],
  },
  preflight: {
    name: 'preflight',
    usage: '[--read FILE] [flags]',
    summary: 'check a server before setup runs',
    flags: PREFLIGHT_FLAGS,
    examples: [
      'cupath preflight --role mailbox | clip       then paste it on the server',
      'cupath preflight --read out.txt --to LEVEL   what its output means',
    ],
  },
  catalogue: {
    name: 'catalogue',
    usage: 'list | show ID | check [DIR] | graph',
    summary: 'look into the data',
    flags: CATALOGUE_FLAGS,
    examples: [],
    words: ['list', 'show', 'check', 'graph'],
  },
  completion: {
    name: 'completion',
    usage: 'bash | zsh | powershell',
    summary: 'print the completion script of a shell',
    flags: COMPLETION_FLAGS,
    examples: [
      'source <(cupath completion bash)',
      'cupath completion zsh > ~/.zfunc/_cupath',
      'cupath completion powershell | Out-String | Invoke-Expression',
    ],
    words: ['bash', 'zsh', 'powershell'],
  },
} as const satisfies Readonly<Record<string, CommandEntry>>;
