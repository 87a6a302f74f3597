/** Names that the data of diagnoses and the code that reads logs share. No schema here: reading a log needs none. */

/** What the reader of a log has to recognise, and the names under which a pattern of it keeps what it needs. */
export const LOG_LINES = {
  'run-start': ['product'],
  /** The same in another language: counts only right below a line of asterisks. */
  'run-start-translated': ['product'],
  'run-end': [],
  success: [],
  failure: [],
  'prerequisites-failed': [],
  reference: ['reference'],
  'result-code': ['code'],
  'time-zone': ['timeZone'],
  'setup-build': ['build'],
  user: ['user'],
  mode: ['mode'],
  prepare: ['step'],
  source: ['source'],
  'installation-mode': ['mode'],
  'local-build': ['build'],
  'backup-build': ['build'],
  'install-path': ['path'],
  server: ['server'],
  organisation: ['organisation'],
  'domain-controller': ['dc'],
  'role-edge': [],
  'role-mailbox': [],
  'role-tools': [],
  'ad-status': ['what', 'value'],
  component: ['component'],
  cmdlet: ['cmdlet'],
  'rule-failed': ['rule', 'message'],
  'rule-help': ['rule'],
  'rule-evaluated': ['rule', 'value'],
  setting: ['setting', 'value'],
  required: ['message'],
  recommended: [],
  error: [],
  'ldif-object': ['object'],
  'ldif-reason': ['reason'],
  'service-stopped': ['service'],
  'service-disabled': ['service'],
  'service-start': [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type LogLineId = keyof typeof LOG_LINES;

/** The order in which a log is judged: what an earlier stage explains, a later one does not explain again. */
export const STAGES = ['prerequisites', 'schema', 'msi', 'error', 'late'] as const;

export type Stage = (typeof STAGES)[number];

/** The variables that the reader of a setup log knows for every run; the patterns of a failure add their own. */
export const RUN_VARIABLES = [
  /** Short name of the server. */
  'server',
  'user',
  'organisation',
  /** The domain controller that setup used. */
  'dc',
  /** What the server came from and what setup was to bring: builds, and their names where the data know them. */
  'fromBuild',
  'toBuild',
  'fromName',
  'toName',
  /** The switch that accepts the licence terms, for the Setup that was to run. */
  'licence',
  /** The folder from which setup was started. */
  'source',
  /** Where Exchange is installed. */
  'installPath',
  /** Messages of setup itself, for results. */
  'messages',
] as const;

export type RunVariable = (typeof RUN_VARIABLES)[number];

/** What the reader of a log says by itself, without a condition in the data. */
export const RESULT_IDS = ['success', 'prerequisite-failed', 'unknown-error'] as const;

export type ResultId = (typeof RESULT_IDS)[number];
