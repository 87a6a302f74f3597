/**
 * Plans as the planner gives them, written by hand for the renderers: what they say about Exchange is here
 * to be shown, not to be relied on.
 */
import type { Hop, Plan, Route, Step } from '../../src/checklist/plan.ts';

const blank: Omit<Step, 'id' | 'phase' | 'title' | 'why'> = {
  scope: 'server',
  hop: null,
  commands: [],
  verify: [],
  otherwise: null,
  caution: null,
  condition: null,
  conditionCheck: null,
  reboot: false,
  reversible: true,
  rollback: null,
  minutes: { low: 0, typical: 0, high: 0 },
  closes: [],
  undoes: null,
  action: null,
  links: [],
  sources: [],
};

function step(given: Partial<Step> & Pick<Step, 'id' | 'phase' | 'title' | 'why'>): Step {
  return { ...blank, ...given };
}

const toCu23: readonly Hop[] = [
  { act: 'install-cu', release: '2016-cu23', build: '15.1.2507.6', media: 'public', rule: 'target' },
  { act: 'install-su', release: '2016-cu23', update: 'Oct25SU', build: '15.1.2507.61', rule: 'su-after-cu' },
];

const direct: Route = {
  id: 'direct',
  recommended: true,
  reason:
    'the media of 2016-cu13 and 2016-cu14 cannot be had; this is the documented fallback, at your own risk',
  hops: [
    { act: 'prepare-ad', release: '2016-cu23', parts: ['organisation', 'domains'], rule: 'ad-levels' },
    { act: 'install-dotnet', dotnet: '4.8', rule: 'dotnet-2016-cu23', risk: 'dotnet-ahead-of-cu' },
    ...toCu23,
  ],
  risks: ['dotnet-ahead-of-cu'],
  missingMedia: [],
  cuInstalls: 1,
  reboots: 3,
  minutes: { low: 125, typical: 210, high: 395 },
};

const supported: Route = {
  id: 'supported',
  recommended: false,
  reason: 'takes no risk, but only if you still have 2016-cu14: Microsoft no longer offers it to everybody',
  hops: [
    { act: 'prepare-ad', release: '2016-cu23', parts: ['organisation', 'domains'], rule: 'ad-levels' },
    {
      act: 'install-cu',
      release: '2016-cu14',
      build: '15.1.1847.3',
      media: 'withdrawn',
      rule: 'dotnet-2016-cu11-cu12',
    },
    { act: 'install-dotnet', dotnet: '4.8', rule: 'dotnet-2016-cu23' },
    ...toCu23,
  ],
  risks: [],
  missingMedia: ['2016-cu14'],
  cuInstalls: 2,
  reboots: 4,
  minutes: { low: 205, typical: 340, high: 620 },
};

const steps: readonly Step[] = [
  step({
    id: 'health-checker-before',
    phase: 'before',
    title: 'Run Health Checker and keep its report',
    why: 'The report shows what is wrong before the update, so that nobody looks for it afterwards in the update.',
    commands: [{ shell: 'ems', run: '.\\HealthChecker.ps1 -Server EX01' }],
    verify: [
      {
        shell: 'powershell',
        run: 'Get-ChildItem .\\HealthChecker-EX01-*.xml',
        expect: 'one file with the date of today',
      },
    ],
    otherwise:
      'Start the shell as administrator and check that the script is not blocked by the execution policy.',
    minutes: { low: 5, typical: 10, high: 20 },
    links: [
      { title: 'Health Checker', url: 'https://microsoft.github.io/CSS-Exchange/Diagnostics/HealthChecker/' },
    ],
    sources: ['css-health-checker'],
  }),
  step({
    id: 'backup',
    phase: 'before',
    title: 'Check that last night’s backup can be restored',
    why: 'A CU cannot be uninstalled: going back means restoring the server.',
    otherwise: 'Do not start the window.',
    minutes: { low: 10, typical: 15, high: 30 },
    sources: ['ms-install-cu'],
  }),
  step({
    id: 'office-online-server',
    phase: 'dependencies',
    scope: 'dependency',
    title: 'Update Office Online Server first',
    why: 'Older builds cannot open attachments once the mailbox server runs the new level.',
    condition: 'Only if Office Online Server is in use',
    conditionCheck: {
      shell: 'ems',
      run: 'Get-OrganizationConfig | Format-List WACDiscoveryEndpoint',
      expect: 'an address; an empty value means that it is not in use',
    },
    minutes: { low: 20, typical: 40, high: 60 },
    sources: ['ms-install-cu'],
  }),
  step({
    id: 'prepare-ad-2016-cu23',
    phase: 'organisation',
    scope: 'organisation',
    hop: 0,
    title: 'Prepare Active Directory with 2016 CU23',
    why: 'Setup does it itself when it may; a separate run needs fewer rights in the window and shows errors early.',
    commands: [
      { shell: 'cmd', run: 'E:\\Setup.exe /IAcceptExchangeServerLicenseTerms_DiagnosticDataON /PrepareAD' },
      {
        shell: 'cmd',
        run: 'E:\\Setup.exe /IAcceptExchangeServerLicenseTerms_DiagnosticDataON /PrepareAllDomains',
      },
    ],
    verify: [
      {
        shell: 'powershell',
        run: "$root = (Get-ADRootDSE).configurationNamingContext\nGet-ADObject -SearchBase $root -LDAPFilter '(objectClass=msExchOrganizationContainer)' -Properties objectVersion",
        expect: 'objectVersion 16223',
      },
    ],
    otherwise:
      'Wait for the replication to all sites, then look again. If the value stays, read ExchangeSetup.log.',
    caution: 'Needs Enterprise Admins and Schema Admins, in the site of the schema master.',
    reversible: false,
    rollback: 'The preparation stays. Older servers work with it.',
    minutes: { low: 10, typical: 20, high: 60 },
    sources: ['ms-prepare-ad', 'ms-schema-changes'],
  }),
  step({
    id: 'maintenance-on',
    phase: 'maintenance-on',
    title: 'Drain mail queues and put EX01 into maintenance mode',
    why: 'Nothing may reach the server while its services stop.',
    commands: [
      {
        shell: 'ems',
        run: 'Set-ServerComponentState EX01 -Component HubTransport -State Draining -Requester Maintenance',
      },
      { shell: 'ems', run: 'Redirect-Message -Server EX01 -Target <another mailbox server> -Confirm:$false' },
      {
        shell: 'ems',
        run: 'Set-ServerComponentState EX01 -Component ServerWideOffline -State Inactive -Requester Maintenance',
      },
    ],
    verify: [
      {
        shell: 'ems',
        run: 'Get-ServerComponentState EX01 | Where-Object State -ne Inactive',
        expect: 'only Monitoring and RecoveryActionsEnabled',
      },
    ],
    otherwise: 'Repeat the last command and wait a minute.',
    minutes: { low: 5, typical: 10, high: 30 },
    sources: ['ms-install-cu'],
  }),
  step({
    id: 'stop-services-for-dotnet',
    phase: 'prerequisites',
    hop: 1,
    title: 'Stop and disable all Exchange services',
    why: '.NET 4.8 is newer than what CU12 supports: no Exchange service may run on it.',
    commands: [
      {
        shell: 'powershell',
        run: 'Get-Service MSExchange*, HostControllerService |\n  ForEach-Object { Set-Service $_.Name -StartupType Disabled; Stop-Service $_.Name -Force }',
      },
    ],
    verify: [
      {
        shell: 'powershell',
        run: 'Get-Service MSExchange* | Where-Object Status -eq Running',
        expect: 'no output',
      },
    ],
    caution: 'From here on there is no way to stop half-way: go on until CU23 is installed.',
    condition: 'Release is below 528040',
    conditionCheck: {
      shell: 'powershell',
      run: "(Get-ItemProperty 'HKLM:\\SOFTWARE\\Microsoft\\NET Framework Setup\\NDP\\v4\\Full').Release",
      expect: 'a number below 528040',
    },
    minutes: { low: 5, typical: 5, high: 15 },
    sources: ['ms-support-matrix'],
  }),
  step({
    id: 'dotnet-4.8',
    phase: 'prerequisites',
    hop: 1,
    title: 'Install .NET 4.8 and restart',
    why: 'Setup of CU23 stops without it.',
    commands: [{ shell: 'cmd', run: 'ndp48-x86-x64-allos-enu.exe /q /norestart' }],
    verify: [
      {
        shell: 'powershell',
        run: "(Get-ItemProperty 'HKLM:\\SOFTWARE\\Microsoft\\NET Framework Setup\\NDP\\v4\\Full').Release",
        expect: '528040 or higher',
      },
    ],
    otherwise: 'Restart once more; Windows finishes the installation on start.',
    reboot: true,
    reversible: true,
    minutes: { low: 15, typical: 30, high: 60 },
    sources: ['ms-support-matrix'],
  }),
  step({
    id: 'cu-2016-cu23-install',
    phase: 'update',
    hop: 2,
    title: 'Install 2016 CU23',
    why: 'The Oct25SU exists for this CU only.',
    commands: [
      {
        shell: 'cmd',
        run: 'E:\\Setup.exe /IAcceptExchangeServerLicenseTerms_DiagnosticDataON /Mode:Upgrade',
      },
    ],
    verify: [
      {
        shell: 'powershell',
        run: '(Get-Command ExSetup.exe).FileVersionInfo.FileVersion',
        expect: '15.01.2507.006',
      },
    ],
    otherwise:
      'Do not restart Setup blindly: run SetupAssist, then cupath diagnose C:\\ExchangeSetupLogs\\ExchangeSetup.log.',
    reboot: true,
    reversible: false,
    rollback: 'A CU cannot be uninstalled. Restore the server, or rebuild it with Setup /Mode:RecoverServer.',
    minutes: { low: 45, typical: 75, high: 120 },
    closes: ['CVE-2021-26855'],
    undoes: 'Changed web.config files are replaced; put your own settings back afterwards.',
    links: [
      {
        title: 'Upgrade Exchange to the latest CU',
        url: 'https://learn.microsoft.com/exchange/plan-and-deploy/install-cumulative-updates',
      },
    ],
    sources: ['ms-install-cu', 'ms-builds'],
  }),
  step({
    id: 'su-2016-cu23-Oct25SU',
    phase: 'update',
    hop: 3,
    title: 'Install the Oct25SU',
    why: 'It closes what became known after CU23; SUs are cumulative, so no older one is needed.',
    commands: [{ shell: 'cmd', run: 'Exchange2016-KB5066369-x64-en.exe /passive' }],
    verify: [
      {
        shell: 'powershell',
        run: '(Get-Command ExSetup.exe).FileVersionInfo.FileVersion',
        expect: '15.01.2507.061',
      },
    ],
    otherwise:
      'If services are disabled after a failed installation, set them back with ServiceControl.ps1 AfterPatch.',
    reboot: true,
    reversible: true,
    minutes: { low: 15, typical: 25, high: 40 },
    closes: ['CVE-2023-36745', 'CVE-2024-21410'],
    sources: ['ms-builds'],
  }),
  step({
    id: 'maintenance-off',
    phase: 'maintenance-off',
    title: 'Take EX01 out of maintenance mode',
    why: 'The server takes mail and clients again.',
    commands: [
      {
        shell: 'ems',
        run: 'Set-ServerComponentState EX01 -Component ServerWideOffline -State Active -Requester Maintenance',
      },
      {
        shell: 'ems',
        run: 'Set-ServerComponentState EX01 -Component HubTransport -State Active -Requester Maintenance',
      },
    ],
    verify: [
      {
        shell: 'ems',
        run: 'Get-ServerComponentState EX01 | Where-Object State -eq Inactive',
        expect: 'only ForwardSyncDaemon and ProvisioningRps',
      },
    ],
    otherwise:
      'Another requester still holds the component: look at Get-ServerComponentState with Format-List LocalStates.',
    minutes: { low: 5, typical: 5, high: 10 },
    sources: ['ms-install-cu'],
  }),
  step({
    id: 'turn-on-extended-protection',
    action: 'extended-protection',
    phase: 'after',
    scope: 'organisation',
    title: 'Turn on Extended Protection',
    why: 'CVE-2024-21410 is closed only with it.',
    commands: [{ shell: 'ems', run: '.\\ExchangeExtendedProtectionManagement.ps1' }],
    verify: [
      {
        shell: 'ems',
        run: '.\\ExchangeExtendedProtectionManagement.ps1 -ShowExtendedProtection',
        expect: 'Require or Allow on every virtual directory',
      },
    ],
    otherwise: 'Roll back with -RollbackType RestoreConfiguration and look for TLS offloading on the way.',
    minutes: { low: 10, typical: 20, high: 45 },
    closes: ['CVE-2024-21410'],
    sources: ['css-extended-protection'],
  }),
  step({
    id: 'health-checker-after',
    phase: 'verify',
    title: 'Run Health Checker again',
    why: 'It names what an update leaves to do by hand.',
    commands: [{ shell: 'ems', run: '.\\HealthChecker.ps1 -Server EX01' }],
    verify: [
      {
        shell: 'ems',
        run: 'Test-ServiceHealth EX01',
        expect: 'RequiredServicesRunning is True for every role',
      },
    ],
    otherwise: 'Start the services named in ServicesNotRunning.',
    minutes: { low: 5, typical: 10, high: 20 },
    sources: ['css-health-checker', 'house-rule'],
  }),
];

/** 2016 CU12 without old media: direct recommended, the supported route beside it. */
export const samplePlan: Plan = {
  catalogue: {
    asOf: '2026-10-07',
    digest: 'sha256:3f9a1c0de4b27755aa10c39be8d0f2c6b1f4a9e07d35c8812be64f00d9ac7e12',
    stale: true,
    ageDays: 48,
    patchTuesdays: 2,
    nextPatchTuesday: '2026-12-08',
    overlays: [],
  },
  command:
    'cupath plan --from 2016-cu12 --dotnet 4.7.2 --windows 2016 --server EX01 --to 2016-cu23 --today 2026-11-24',
  today: '2026-11-24',
  from: {
    server: 'EX01',
    product: '2016',
    release: '2016-cu12',
    update: null,
    updateKnown: false,
    build: '15.1.1713.5',
    dotnet: '4.7.2',
    windows: '2016',
    role: 'mailbox',
    dag: null,
  },
  to: { product: '2016', release: '2016-cu23', update: 'Oct25SU', build: '15.1.2507.61', serviced: false },
  verdict: 'risk',
  routes: [direct, supported],
  rejected: [
    {
      hops: ['install-cu 2016-cu23'],
      rule: 'dotnet-2016-cu23',
      because: 'Setup of 2016 CU23 stops on .NET 4.7.2',
      count: 1,
      route: 'direct',
    },
    {
      hops: ['install-dotnet 4.8', 'install-cu 2016-cu23'],
      rule: 'dotnet-2016-cu11-cu12',
      because: 'CU12 does not support .NET 4.8, and this route takes no risk.',
      count: 7,
      route: 'supported',
    },
  ],
  steps,
  vulnerabilities: {
    openNow: [
      {
        ...{
          id: 'CVE-2021-26855',
          name: 'ProxyLogon',
          impact: 'remote code execution',
          score: '9.1 (CVSS 3.1)',
        },
        ...{ knownExploited: true, listed: '2021-11-03', closedBy: 'cu-2016-cu23-install' },
        ...{ alsoNeeds: [], unless: [], reopened: false, because: null, now: 'open', outside: false },
      },
      {
        ...{ id: 'CVE-2024-21410', name: null, impact: 'elevation of privilege', score: '9.8 (CVSS 3.1)' },
        ...{ knownExploited: true, listed: '2024-02-15', closedBy: 'su-2016-cu23-Oct25SU' },
        ...{
          alsoNeeds: ['extended-protection'],
          unless: [],
          reopened: false,
          because: null,
          now: 'needs-action',
          outside: false,
        },
      },
      {
        ...{ id: 'CVE-2023-36745', name: null, impact: 'remote code execution', score: null },
        ...{ knownExploited: false, listed: null, closedBy: 'su-2016-cu23-Oct25SU' },
        ...{ alsoNeeds: [], unless: [], reopened: true, because: null, now: 'closed', outside: false },
      },
    ],
    openAtTarget: [
      {
        ...{
          id: 'CVE-2026-10001',
          name: null,
          impact: 'spoofing',
          score: null,
          knownExploited: false,
          listed: null,
        },
        ...{
          closedBy: null,
          alsoNeeds: [],
          unless: [],
          reopened: false,
          because: 'no update for this CU closes it',
          now: 'open',
          outside: false,
        },
      },
    ],
  },
  knownIssues: [
    {
      id: 'published-calendars',
      title: 'Published calendars answer HTTP 500',
      causedBy: 'Oct25SU',
      onlyIf: 'users publish their calendars',
      workaround: 'Set the rewrite rule of the article.',
      fixedBy: null,
      stays: 'not-fixed',
      actions: ['url-rewrite-rule'],
      url: 'https://support.microsoft.com/help/5126672',
      note: null,
      certain: true,
      sources: ['css-health-checker'],
    },
    {
      id: 'stale-mark',
      title: 'The unread mark is stale',
      causedBy: 'Oct25SU',
      onlyIf: null,
      workaround: 'Install the next update.',
      fixedBy: '2016-cu23+Dec25SU',
      stays: null,
      actions: [],
      url: null,
      note: null,
      certain: true,
      sources: ['css-health-checker'],
    },
  ],
  undo: [
    {
      id: 'rewrite-rule',
      what: 'set-again',
      title: 'Rewrite rule against CVE-2026-00001',
      text: 'Drops requests with a certain header.',
      step: null,
      condition: null,
      sources: ['house-rule'],
    },
    {
      id: 'rewrite-rule',
      what: 'remove',
      title: 'Rewrite rule against CVE-2026-00001',
      text: 'Take it back with the script that set it.',
      step: 'health-checker-after',
      condition: 'Only if the rule is set',
      sources: ['house-rule'],
    },
  ],
  assumptions: [
    { about: 'dag', text: 'EX01 belongs to no DAG.' },
    { about: 'prepared', text: 'The forest was prepared for 2016 CU12 and nothing newer.' },
  ],
  warnings: [
    {
      id: 'stale-data',
      text: 'Data as of 2026-10-07, 48 days old: 2 Patch Tuesdays since.',
    },
    {
      id: 'esu-ended',
      text: 'Extended Security Updates for Exchange 2016 ended on 2026-10-13: no update newer than this target can be had.',
    },
  ],
  risks: [
    {
      id: 'dotnet-ahead-of-cu',
      title: '.NET newer than the running CU supports',
      text: 'Between the installation of .NET and that of the CU the server is in a state that Microsoft does not support. All Exchange services stay stopped until the CU is installed.',
      url: 'https://learn.microsoft.com/exchange/plan-and-deploy/supportability-matrix',
    },
  ],
  blocks: [],
  openings: [],
  sources: [
    {
      id: 'css-health-checker',
      title: 'Health Checker',
      url: 'https://microsoft.github.io/CSS-Exchange/Diagnostics/HealthChecker/',
      dated: '2026-09-30',
    },
    {
      id: 'ms-install-cu',
      title: 'Upgrade Exchange to the latest Cumulative Update',
      url: 'https://learn.microsoft.com/exchange/plan-and-deploy/install-cumulative-updates',
      dated: '2026-07',
    },
    {
      id: 'ms-prepare-ad',
      title: 'Prepare Active Directory and domains for Exchange Server',
      url: 'https://learn.microsoft.com/exchange/plan-and-deploy/prepare-ad-and-domains',
      dated: '2026-07',
    },
    {
      id: 'ms-schema-changes',
      title: 'Active Directory schema changes in Exchange Server',
      url: 'https://learn.microsoft.com/exchange/plan-and-deploy/active-directory/ad-schema-changes',
      dated: null,
    },
    {
      id: 'ms-support-matrix',
      title: 'Exchange Server supportability matrix',
      url: 'https://learn.microsoft.com/exchange/plan-and-deploy/supportability-matrix',
      dated: '2026-10',
    },
    {
      id: 'ms-builds',
      title: 'Exchange Server build numbers and release dates',
      url: 'https://learn.microsoft.com/exchange/new-features/build-numbers-and-release-dates',
      dated: '2026-10-07',
    },
    {
      id: 'css-extended-protection',
      title: 'Exchange Extended Protection Management',
      url: 'https://microsoft.github.io/CSS-Exchange/Security/Extended-Protection/',
      dated: null,
    },
    { id: 'house-rule', title: 'Practice; no source of Microsoft says so', url: null, dated: null },
  ],
};

/** A forest that is too old, and an older product in the way. */
export const noPathPlan: Plan = {
  ...samplePlan,
  catalogue: { ...samplePlan.catalogue, stale: false, ageDays: 3, patchTuesdays: 0, overlays: ['contoso'] },
  knownIssues: [],
  undo: [],
  command:
    'cupath plan --from 2016-cu23+Oct25SU --also 2013 --forest-level 2008r2 --to se-rtm --today 2026-10-10',
  today: '2026-10-10',
  from: {
    ...samplePlan.from,
    server: null,
    release: '2016-cu23',
    update: 'Oct25SU',
    updateKnown: true,
    build: '15.1.2507.61',
    dotnet: '4.8',
    dag: 'DAG01',
  },
  to: { product: 'se', release: 'se-rtm', update: null, build: '15.2.2562.17', serviced: true },
  verdict: 'no-path',
  routes: [],
  rejected: [],
  steps: [],
  vulnerabilities: { openNow: [], openAtTarget: [] },
  assumptions: [{ about: 'dc-windows', text: 'Every domain controller runs a Windows that SE RTM accepts.' }],
  warnings: [],
  risks: [],
  blocks: [
    {
      rule: 'coexistence-se-rtm',
      because: 'Exchange 2013 is still in the organisation, and Setup of SE RTM refuses to run beside it',
    },
    {
      rule: 'forest-level-se',
      because: 'the forest functional level is 2008 R2; SE RTM asks for 2012 R2 or higher',
    },
  ],
  openings: [
    {
      change: 'remove every Exchange 2013 server',
      effect: 'the path depends on the forest level alone',
    },
    {
      change: '--forest-level 2012r2',
      effect: 'new servers with SE RTM beside the 2016 servers, then the move of mailboxes',
    },
  ],
  sources: samplePlan.sources.slice(4, 6),
};

/** A server that is where it should be, with one thing left worth doing. */
export const currentPlan: Plan = {
  ...samplePlan,
  catalogue: { ...samplePlan.catalogue, stale: false, ageDays: 3, patchTuesdays: 0 },
  undo: [],
  command: 'cupath plan --from se-rtm+Oct26SU --server EX02 --to latest --today 2026-10-10',
  today: '2026-10-10',
  from: {
    server: 'EX02',
    product: 'se',
    release: 'se-rtm',
    update: 'Oct26SU',
    updateKnown: true,
    build: '15.2.2562.50',
    dotnet: '4.8.1',
    windows: '2025',
    role: 'mailbox',
    dag: 'DAG01',
  },
  to: { product: 'se', release: 'se-rtm', update: 'Oct26SU', build: '15.2.2562.50', serviced: true },
  verdict: 'current',
  routes: [
    {
      id: 'supported',
      recommended: true,
      reason: 'nothing is to be installed',
      hops: [],
      risks: [],
      missingMedia: [],
      cuInstalls: 0,
      reboots: 0,
      minutes: { low: 15, typical: 30, high: 65 },
    },
  ],
  rejected: [],
  steps: steps.slice(-2).map((each) => ({
    ...each,
    commands: each.commands.map((command) => ({ ...command, run: command.run.replace('EX01', 'EX02') })),
    verify: each.verify.map((check) => ({ ...check, run: check.run.replace('EX01', 'EX02') })),
  })),
  vulnerabilities: { openNow: [], openAtTarget: [] },
  assumptions: [],
  warnings: [],
  risks: [],
  sources: [...samplePlan.sources.slice(0, 1), ...samplePlan.sources.slice(6)],
};
