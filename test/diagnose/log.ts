/** Small setup logs of our own, as setup would write them. */

export interface RunOptions {
  readonly product?: string;
  /** `MM/DD/YYYY` of every line. */
  readonly date?: string;
  readonly setup?: string;
  readonly local?: string | null;
  readonly backup?: string | null;
  readonly mode?: string;
  readonly source?: string;
  /** Filler lines, so that the run is long enough to say something. */
  readonly filler?: number;
}

const STARS = '*'.repeat(46);

/** A headed line: `[date time] [level] text`; a text that begins with `|` stays without head. */
export function headed(texts: readonly string[], date = '11/20/2026', level = 1): readonly string[] {
  return texts.map((text, index) => {
    if (text.startsWith('|')) return text.slice(1);
    const second = String(index % 60).padStart(2, '0');
    return `[${date} 20:10:${second}.0${String(index % 1000).padStart(3, '0')}] [${level}] ${text}`;
  });
}

/** The beginning of a run, up to the prerequisite check. */
export function beginning({
  product = '2016',
  date,
  setup = '15.1.2507.6',
  local = '15.1.2375.7',
  backup = null,
  mode = 'Upgrade',
  source = 'E:\\',
  filler = 40,
}: RunOptions = {}): readonly string[] {
  return headed(
    [
      STARS,
      `Starting Microsoft Exchange Server ${product} Setup`,
      STARS,
      'Local time zone: (UTC+01:00) Berlin.',
      `Setup version: ${setup}.`,
      'Logged on user: CONTOSO\\admin.',
      `Command Line Parameter Name='mode', Value='${mode}'.`,
      `Command Line Parameter Name='sourcedir', Value='${source}'.`,
      "Setup will use the domain controller 'DC1.contoso.com'.",
      'The following roles are installed: BridgeheadRole ClientAccessRole MailboxRole AdminToolsRole',
      'Server Name=EX01',
      ...(backup === null ? [] : [`The backup copy of the previously installed version is '${backup}'.`]),
      `The installation mode is set to: '${mode === 'Install' ? 'Install' : 'BuildToBuildUpgrade'}'.`,
      "An Exchange organization with name 'Contoso' was found in this forest.",
      "Schema Update Required Status : 'False'.",
      "Organization Configuration Update Required Status : 'False'.",
      "Domain Configuration Update Required Status : 'False'.",
      ...(local === null ? [] : [`The locally installed version is ${local}.`]),
      ...Array.from({ length: filler }, (_item, index) => `Setup does thing number ${index}.`),
    ],
    date,
    0,
  );
}

/** The end of a run that failed in a component. */
export function failedEnd(date?: string, reference = 'SampleComponent___0123'): readonly string[] {
  return [
    ...headed(
      [
        `[ERROR-REFERENCE] Id=${reference} Component=EXCHANGE14:\\Current`,
        'Setup is stopping now because of one or more critical errors.',
      ],
      date,
    ),
    ...headed(
      [
        "The Exchange Server setup operation didn't complete.  More details can be found in ExchangeSetup.log.",
        'CurrentResult setupbase.maincore:396: 1',
        'End of Setup',
        STARS,
      ],
      date,
      0,
    ),
  ];
}

export function refusedEnd(date?: string): readonly string[] {
  return headed(
    [
      'Exchange Server installation failed during prereq check. Trying to restore the server state back to active.',
      "The Exchange Server setup operation didn't complete.  More details can be found in ExchangeSetup.log.",
      'CurrentResult setupbase.maincore:396: 1',
      'End of Setup',
      STARS,
    ],
    date,
    0,
  );
}

export function successfulEnd(date?: string): readonly string[] {
  return headed(
    [
      'The Exchange Server setup operation completed successfully.',
      'CurrentResult setupbase.maincore:396: 0',
      'End of Setup',
      STARS,
    ],
    date,
    0,
  );
}

/** A run that failed in a component with these lines. */
export function failedRun(errors: readonly string[], options: RunOptions = {}): readonly string[] {
  return [
    ...beginning(options),
    ...headed(["Processing component 'Sample Component' (Configuring the server.)."], options.date),
    ...headed(errors, options.date, 2),
    ...failedEnd(options.date),
  ];
}

/** A run whose prerequisite check wrote these lines. */
export function refusedRun(lines: readonly string[], options: RunOptions = {}): readonly string[] {
  return [...beginning(options), ...headed(lines, options.date), ...refusedEnd(options.date)];
}

export function successfulRun(options: RunOptions = {}): readonly string[] {
  return [
    ...beginning(options),
    ...headed(["Processing component 'Sample Component' (Configuring the server.)."], options.date),
    ...successfulEnd(options.date),
  ];
}

export function text(...runs: readonly (readonly string[])[]): string {
  return `${runs.flat().join('\n')}\n`;
}
