/** Files as they come from servers: several runs, cut, translated, in other encodings, hostile, large. */
import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { diagnoseFiles } from '../../src/diagnose/diagnose.ts';
import { readLines } from '../../src/diagnose/lines.ts';
import { startReading } from '../../src/diagnose/reader.ts';
import { beginning, failedEnd, failedRun, headed, refusedRun, successfulRun, text } from './log.ts';
import { diagnose, idsOf, knowledge, OPTIONS, readBytes, readChunks } from './read.ts';

const FIREWALL = ['[ERROR] There are no more endpoints available. (Exception from HRESULT: 0x800706D9)'];
const MOUNT = ['[ERROR] Failed to mount database "DB01". Error: it does not.'];
const REBOOT = [
  'Failed [Rule:RebootPending] [Message:A reboot is pending.]',
  '[REQUIRED] A reboot is pending.',
];
const SHORT = headed(
  [
    '*'.repeat(46),
    'Starting Microsoft Exchange Server 2016 Setup',
    '*'.repeat(46),
    "[ERROR] The mode 'upgrad' is not a valid mode.",
    'End of Setup',
  ],
  '11/21/2026',
  0,
);

describe('which run counts', () => {
  it('is the last: an old failure before a success is nothing', async () => {
    const diagnosis = await diagnose(text(failedRun(FIREWALL, { date: '10/01/2026' }), successfulRun()));
    expect(idsOf(diagnosis)).toEqual(['success']);
    expect(diagnosis.run).toMatchObject({ outcome: 'success', runs: 2 });
  });

  it('is the last: an old success before a failure proves nothing', async () => {
    const diagnosis = await diagnose(text(successfulRun({ date: '10/01/2026' }), failedRun(MOUNT)));
    expect(idsOf(diagnosis)).toEqual(['database-mount-failed']);
    expect(diagnosis.run?.outcome).toBe('failed');
  });

  it('is the last of several failures, with its own lines only', async () => {
    const diagnosis = await diagnose(text(failedRun(FIREWALL), refusedRun(REBOOT), failedRun(MOUNT)));
    expect(idsOf(diagnosis)).toEqual(['database-mount-failed']);
    expect(diagnosis.run?.runs).toBe(3);
    expect(diagnosis.verdicts[0]?.evidence[0]?.line).toBeGreaterThan(diagnosis.run?.line ?? 0);
  });

  // As setup itself writes it, and with the sentence of failure that some builds add.
  const SLIP = [
    '*'.repeat(46),
    'Starting Microsoft Exchange Server 2016 Setup',
    '*'.repeat(46),
    'Local time zone: (UTC+01:00) Berlin.',
    'Setup version: 15.1.2507.6.',
    'Logged on user: CONTOSO\\admin.',
    "[ERROR] The mode 'Upgrad' is not a valid mode.",
    'Setup checks failed: Invalid command line arguments.',
    "Please type 'setup.exe /help' for more information.",
    'CurrentResult setupbase.maincore:396: 1',
    'End of Setup',
  ];
  const FAILED = "The Exchange Server setup operation didn't complete.";
  const slip = (lines: readonly string[]) => headed(lines, '11/20/2026', 0);
  const failedSlip = [...SLIP.slice(0, -1), FAILED, 'End of Setup'];

  it.each([
    ['with an error alone', [SHORT]],
    ['as setup writes it', [slip(SLIP)]],
    ['with the sentence of failure', [slip(failedSlip)]],
    ['twice', [slip(failedSlip), slip(failedSlip)]],
  ])('is the one before a last run that was mistyped, %s, and both are said', async (_name, slips) => {
    const refused = refusedRun(REBOOT, { date: '11/18/2026' });
    const diagnosis = await diagnose(text(refused, ...slips));
    expect(diagnosis.verdicts.map(({ id }) => id)).toEqual([
      'reboot-pending-file-renames',
      'invalid-command-line',
    ]);
    expect(diagnosis.run).toMatchObject({ line: 2, phase: 'prerequisite check' });
    expect(diagnosis.notes.join(' ')).toMatch(
      /the run before it was judged\. The last one says: \[ERROR\] The mode '[Uu]pgrad'/,
    );
    expect(diagnosis.notes.join(' ')).not.toContain('only the last one counts');
  });

  it('stays the mistyped one after a success', async () => {
    expect(idsOf(await diagnose(text(successfulRun(), slip(failedSlip))))).toEqual(['invalid-command-line']);
  });

  it('stays the short one where the run before it is more than 30 days older', async () => {
    const diagnosis = await diagnose(text(failedRun(FIREWALL, { date: '09/01/2026' }), SHORT));
    expect(idsOf(diagnosis)).toEqual(['invalid-command-line']);
  });

  it('stays a short one that succeeded', async () => {
    const short = [
      ...SHORT.slice(0, 3),
      ...headed(
        ['The Exchange Server setup operation completed successfully.', 'End of Setup'],
        '11/21/2026',
        0,
      ),
    ];
    expect(idsOf(await diagnose(text(failedRun(FIREWALL), short)))).toEqual(['success']);
  });
});

describe('a short last run', () => {
  const silent = SHORT.slice(0, 3);
  const said = (...lines: readonly string[]) => [...silent, ...headed(lines, '11/21/2026', 0)];
  const FAILED = "The Exchange Server setup operation didn't complete.";

  it.each([
    ['a failure sentence', said(FAILED, 'End of Setup')],
    ['an error and a failure sentence', said('[ERROR] Run setup as administrator.', FAILED)],
    ['an error', said('[ERROR] Run setup as administrator.', 'End of Setup')],
    ['a slip on the command line', SHORT],
    ['a refusal', said('Exchange Server installation failed during prereq check.')],
  ])('with %s is no success, whatever ran before it', async (_name, short) => {
    const diagnosis = await diagnose(text(successfulRun(), short));
    expect(diagnosis.run).toMatchObject({ outcome: 'failed', runs: 2 });
    expect(idsOf(diagnosis)).not.toContain('success');
    expect(diagnosis.run?.line).toBeGreaterThan(40);
  });

  it('that says nothing leaves it open, and the note says why', async () => {
    const diagnosis = await diagnose(text(successfulRun(), silent));
    expect(diagnosis.run?.outcome).toBe('unfinished');
    expect(diagnosis.verdicts).toEqual([]);
    expect(diagnosis.notes.join(' ')).toContain('which proves nothing about the last one');
  });

  it('with another error is judged, not the failure before it', async () => {
    const diagnosis = await diagnose(text(failedRun(FIREWALL), said('[ERROR] Run setup as administrator.')));
    expect(idsOf(diagnosis)).toEqual(['unknown-error']);
    expect(diagnosis.verdicts[0]?.cause).toContain('Run setup as administrator.');
    expect(diagnosis.notes.join(' ')).not.toContain('was judged');
  });

  it('alone, with nothing in it, is said to hold nothing', async () => {
    expect((await diagnose(text(silent))).notes.join(' ')).toContain('There is nothing to judge in it');
  });
});

describe('what a log does not tell', () => {
  it('1603 is no lost package where no build was installed', async () => {
    const error = [
      '[ERROR] Installing product E:\\x.msi failed. Fatal error during installation. Error code is 1603.',
    ];
    const fresh = await diagnose(text(failedRun(error, { mode: 'Install', local: null })));
    expect(idsOf(fresh)).toEqual(['msi-fatal-1603']);
    expect(JSON.stringify(fresh.verdicts[0]?.actions)).toContain('Return value 3');
    expect(idsOf(await diagnose(text(failedRun(error))))).toEqual(['msi-cache-missing']);
  });

  it('stands in no sentence as an empty place', async () => {
    const [mount] = (await diagnose(text(failedRun(MOUNT)))).verdicts;
    expect(mount?.cause).toBe('The database DB01 does not mount, and setup wants it mounted.');
    const told = await diagnose(
      text(
        failedRun([
          '[ERROR] Failed to mount database "DB01". Error: An operation failed. Error: The mount operation was prevented.',
        ]),
      ),
    );
    expect(told.verdicts[0]?.cause).toContain('What Active Manager said: the mount operation was prevented.');
    const gone = await diagnose(
      "[ERROR] Couldn't remove product with code 01234567-89ab-cdef-0123-456789abcdef. The installation source for this product is not available. Error code is 1612.",
    );
    expect(idsOf(gone)).toEqual(['msi-cache-missing']);
    expect(JSON.stringify(gone.verdicts)).not.toMatch(/<FROM-|\[\[|\]\]/);
  });
});

describe('how a run ended', () => {
  it('is success only by the sentence of setup itself', async () => {
    const said = headed(['|The Exchange Server setup operation completed successfully.'], undefined, 2);
    const diagnosis = await diagnose(
      text(
        beginning(),
        said,
        headed(['CurrentResult setupbase.maincore:396: 0', 'End of Setup'], undefined, 0),
      ),
    );
    expect(diagnosis.run).toMatchObject({ outcome: 'unproven', resultCode: 0 });
    expect(idsOf(diagnosis)).toEqual([]);
  });

  it('is not success when the sentence stands at a deeper level', async () => {
    const said = headed(['The Exchange Server setup operation completed successfully.'], undefined, 2);
    expect((await diagnose(text(beginning(), said))).run?.outcome).toBe('unfinished');
  });

  it('is no success where setup takes it back in the same run', async () => {
    const said = headed(['The Exchange Server setup operation completed successfully.'], undefined, 0);
    const diagnosis = await diagnose(text(beginning(), said, headed(MOUNT, undefined, 2), failedEnd()));
    expect(idsOf(diagnosis)).toEqual(['database-mount-failed']);
  });

  it('is unfinished where the log stops', async () => {
    const diagnosis = await diagnose(text(beginning()));
    expect(diagnosis.run?.outcome).toBe('unfinished');
    expect(diagnosis.verdicts).toEqual([]);
  });

  it('is failed with code 0 all the same, and still diagnosed', async () => {
    const log = text(
      beginning(),
      headed(MOUNT, undefined, 2),
      headed(['CurrentResult setupbase.maincore:396: 0', 'End of Setup'], undefined, 0),
    );
    const diagnosis = await diagnose(log);
    expect(diagnosis.run).toMatchObject({ outcome: 'failed', resultCode: 0 });
    expect(idsOf(diagnosis)).toEqual(['database-mount-failed']);
  });
});

describe('what is not known', () => {
  it('is shown as an error block, without a cause', async () => {
    const diagnosis = await diagnose(
      text(failedRun(['[ERROR] The flux compensator is out of tune.', '|   at Some.Stack.Trace()'])),
    );
    expect(idsOf(diagnosis)).toEqual(['unknown-error']);
    expect(diagnosis.verdicts[0]).toMatchObject({ kind: 'result' });
    expect(diagnosis.errorBlock?.reference).toBe('SampleComponent___0123');
    expect(diagnosis.errorBlock?.before.length).toBe(30);
    expect(diagnosis.errorBlock?.lines.map((line) => line.text)).toContain('at Some.Stack.Trace()');
    expect(diagnosis.run?.component).toBe('Sample Component');
  });

  it('is the message itself, where setup refuses by a rule that nobody knows', async () => {
    const diagnosis = await diagnose(
      text(
        refusedRun([
          ...REBOOT,
          'Failed [Rule:NewRule] [Message:The moon is full.]',
          '[REQUIRED] The moon is full.',
          'Failed [Rule:MildRule] [Message:A connector is missing.]',
          '[RECOMENDED] A connector is missing.',
        ]),
      ),
    );
    expect(idsOf(diagnosis)).toEqual(['prerequisite-failed', 'reboot-pending-file-renames']);
    expect(diagnosis.required).toMatchObject([
      { text: 'A reboot is pending.', explainedBy: ['reboot-pending-file-renames'] },
      { text: 'The moon is full.', rule: 'NewRule', explainedBy: [] },
    ]);
    expect(diagnosis.verdicts.find(({ kind }) => kind === 'result')?.cause).toContain(
      'The moon is full. [NewRule]',
    );
  });

  it.each([
    [
      'exchange-version-recover-server',
      'Exchange Server version 15.2.1118.21 or later must be used to perform a recovery of this server.',
    ],
    [
      'inconsistent-state-recover-only',
      'The Exchange Server is in an inconsistent state. Only disaster recovery mode is available. Please use Setup /m:RecoverServer.',
    ],
  ])('is no message that a verdict was found by: %s', async (id, message) => {
    const listed = `Failed [Rule:NewRule] [Message:${message}]`;
    for (const check of [
      [`[REQUIRED] ${message}`],
      [listed, `[REQUIRED] ${message}`],
      [listed],
      [`[ERROR] ${message}`, `[REQUIRED] ${message}`],
    ]) {
      const diagnosis = await diagnose(text(refusedRun(check)));
      expect(idsOf(diagnosis)).toEqual([id]);
      expect(diagnosis.required).toMatchObject([{ text: message, explainedBy: [id] }]);
    }
    const both = [`[REQUIRED] ${message}`, '[REQUIRED] The moon is full.'];
    expect(idsOf(await diagnose(text(refusedRun(both))))).toEqual([id, 'prerequisite-failed'].sort());
  });

  it('is not blamed on an error of the clean-up after a refusal', async () => {
    const log = text(
      beginning(),
      headed(REBOOT),
      headed(
        ["[ERROR] Active Directory operation failed on DC1.contoso.com. The object 'CN=X' already exists."],
        undefined,
        0,
      ),
      failedEnd(),
    );
    expect(idsOf(await diagnose(log))).toEqual(['reboot-pending-file-renames']);
  });

  const KNOWN_RULES = [
    'ProcessNeedsToBeClosedOnUpgrade',
    'MSDTCStopped',
    'RebootPending',
    'PendingRebootWindowsComponents',
    'RemoteRegException',
    'NotInDC2Site',
    'DomainControllerIsOutOfSite',
    'IISURLRewriteNotInstalled',
    'InstallWatermark',
    'DidOnPremisesSettingCreatedAnException',
    'ValidOSVersion',
  ];
  const truth = (rule: string, value: string) =>
    `Evaluated [Rule:${rule}] [HasException:False] [Value:"${value}"] [ParentValue:"<NULL>"]`;
  const help = (rule: string) =>
    `Help URL: http://technet.microsoft.com/library(EXCHG.150)/ms.exch.setupreadiness.${rule}.aspx`;
  const WORK = ["Processing component 'Mailbox' (Configuring)."];
  const failedWith = (check: readonly string[], work = WORK) =>
    text(beginning(), headed([...check, ...work]), headed(MOUNT, undefined, 2), failedEnd());

  it.each(KNOWN_RULES)('is no refusal that setup has passed since: %s', async (rule) => {
    const refusal = [`Failed [Rule:${rule}] [Message:M.]`, '[REQUIRED] M.', help(rule)];
    for (const check of [refusal, [...refusal, truth(rule, 'False')], [truth(rule, 'True'), ...refusal]]) {
      const diagnosis = await diagnose(failedWith(check));
      expect(idsOf(diagnosis)).toEqual(['database-mount-failed']);
      expect(diagnosis.run?.phase).toBe('Mailbox');
      expect(diagnosis.required).toEqual([]);
    }
  });

  it.each(KNOWN_RULES)('is no recommendation: %s', async (rule) => {
    const advice = [`Failed [Rule:${rule}] [Message:M.]`, '[RECOMENDED] M.'];
    for (const check of [
      advice,
      [truth(rule, 'True'), ...advice],
      [...advice, help(rule)],
      ['[RECOMENDED] M.', help(rule)],
      [truth(rule, 'True'), '[RECOMENDED] M.', help(rule)],
    ]) {
      for (const work of [WORK, []]) {
        const diagnosis = await diagnose(failedWith(check, work));
        expect(idsOf(diagnosis)).toEqual(['database-mount-failed']);
        expect(diagnosis.required).toEqual([]);
      }
    }
  });

  it('is a refusal beside a recommendation, and the recommendation is none', async () => {
    const check = [
      '[REQUIRED] A reboot is pending.',
      help('RebootPending'),
      '[RECOMENDED] MSDTC is stopped.',
      help('MSDTCStopped'),
    ];
    expect(idsOf(await diagnose(text(refusedRun(check))))).toEqual(['reboot-pending-file-renames']);
  });

  it('is a message that refuses, whoever recommends the same', async () => {
    expect(idsOf(await diagnose(text(refusedRun([...REBOOT, '[RECOMENDED] A reboot is pending.']))))).toEqual(
      ['reboot-pending-file-renames'],
    );
  });

  it('is what the last check says, where setup checks again in one run', async () => {
    const busy = (name: string) => [
      `Failed [Rule:ProcessNeedsToBeClosedOnUpgrade] [Message:Setup can't continue with the upgrade because the ${name} (12) has open files.]`,
      `[REQUIRED] Setup can't continue with the upgrade because the ${name} (12) has open files.`,
    ];
    const again = ["Processing component 'Prereq Configuration' (Configuring the server.)."];
    const log = text(refusedRun([...REBOOT, ...busy('mmc'), ...again, ...busy('powershell')]));
    const diagnosis = await diagnose(log);
    expect(idsOf(diagnosis)).toEqual(['process-open-files']);
    expect(diagnosis.verdicts[0]?.cause).toContain('The process powershell');
    expect(diagnosis.required).toHaveLength(1);
  });

  it('is no refusal when a rule was true and setup went on', async () => {
    const evaluated =
      'Evaluated [Rule:MSDTCStopped] [HasException:False] [Value:"True"] [ParentValue:"<NULL>"]';
    const log = text(beginning(), headed([evaluated]), failedRun(MOUNT).slice(beginning().length));
    expect(idsOf(await diagnose(log))).toEqual(['database-mount-failed']);
  });

  it('is no lost package where a null reference comes long after one', async () => {
    const lines = [
      'Installing a new product. Package: E:\\en\\Sample.msi. Property values: A=B',
      'One line.',
      'Another line.',
    ];
    const log = failedRun([...lines, '[ERROR] Object reference not set to an instance of an object.']);
    expect(idsOf(await diagnose(text(log)))).toEqual(['unknown-error']);
  });

  it('is no schema error when ldifde went well and something else failed', async () => {
    const log = failedRun(['Process C:\\Windows\\system32\\ldifde.exe finished with exit code 0.', ...MOUNT]);
    expect(idsOf(await diagnose(text(log)))).toEqual(['database-mount-failed']);
  });

  it('shows a follower of another error as no cause', async () => {
    const log = refusedRun([
      '[ERROR] Setup encountered a problem while validating the state of Active Directory: too old.',
      'Failed [Rule:AdInitErrorRule] [Message:Too old.]',
      'Failed [Rule:CannotAccessAD] [Message:No access.]',
      'Failed [Rule:GlobalUpdateRequired] [Message:No Enterprise Admin.]',
      '[REQUIRED] Too old.',
      '[REQUIRED] No access.',
      '[REQUIRED] No Enterprise Admin.',
    ]);
    const diagnosis = await diagnose(text(log));
    expect(idsOf(diagnosis)).toEqual(['ad-validation-failed']);
    expect(diagnosis.required.every(({ explainedBy }) => explainedBy.includes('ad-validation-failed'))).toBe(
      true,
    );
  });

  it('takes an error after the last reference for what it is', async () => {
    const log = text(
      failedRun(['[ERROR] Something unknown.']).slice(0, -4),
      headed(MOUNT, undefined, 2),
      headed(['End of Setup'], undefined, 0),
    );
    expect(idsOf(await diagnose(log))).toEqual(['unknown-error']);
  });
});

function utf16(content: string, littleEndian: boolean, mark: boolean): Uint8Array {
  const bytes = Buffer.from(mark ? `\ufeff${content}` : content, 'utf16le');
  return littleEndian ? bytes : bytes.swap16();
}

describe('how a file is written', () => {
  const log = text(failedRun(MOUNT));
  it.each<[string, string | Uint8Array]>([
    ['CRLF', log.replaceAll('\n', '\r\n')],
    ['CR alone', log.replaceAll('\n', '\r')],
    ['UTF-8 with a mark', `\ufeff${log}`],
    ['UTF-16LE with a mark', utf16(log, true, true)],
    ['UTF-16LE without', utf16(log, true, false)],
    ['UTF-16BE with a mark', utf16(log, false, true)],
    ['UTF-16BE without', utf16(log, false, false)],
    ['UTF-16LE and CRLF', utf16(log.replaceAll('\n', '\r\n'), true, true)],
    ['no line end at the end', log.trimEnd()],
    ['zeros at the end, after a crash', `${log}${'\0'.repeat(500)}`],
  ])('%s', async (_name, content) => {
    const diagnosis = await diagnose(content);
    expect(idsOf(diagnosis)).toEqual(['database-mount-failed']);
    expect(diagnosis.run).toMatchObject({ server: 'EX01', fromBuild: '15.1.2375.7', toBuild: '15.1.2507.6' });
    const plain = await diagnose(log);
    expect(diagnosis.verdicts[0]?.evidence).toEqual(plain.verdicts[0]?.evidence);
  });

  it('takes a lone CR beside line feeds for a part of the message', async () => {
    const odd = text(failedRun(['[ERROR] Failed to mount database "DB\r01". Error: no.']));
    for (const content of [odd, odd.replaceAll('\n', '\r\n')]) {
      const diagnosis = await diagnose(content);
      expect(diagnosis.verdicts[0]?.evidence[0]?.text).toContain('"DB\r01"');
    }
  });

  it('keeps names of other scripts', async () => {
    const diagnosis = await diagnose(
      text(failedRun(['[ERROR] Failed to mount database "Postfächer Ω 東京". Error: nein.'])),
    );
    expect(diagnosis.verdicts[0]?.cause).toContain('Postfächer Ω 東京');
  });

  it('is cut into the same lines wherever the pieces end', async () => {
    const bytes = utf16(log.replaceAll('\n', '\r\n'), true, true);
    async function* pieces(size: number): AsyncIterable<Uint8Array> {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    }
    const whole = await readBytes(bytes);
    for (const size of [1, 3, 1000]) {
      const reading = await readChunks(pieces(size));
      expect(reading).toEqual(whole);
    }
  });

  it('is said where it is no text', async () => {
    async function* bytes(content: Uint8Array): AsyncIterable<Uint8Array> {
      if (content.length > 0) yield content;
    }
    expect(await readChunks(bytes(new Uint8Array()))).toBe('empty');
    const noise = Uint8Array.from({ length: 9000 }, (_item, index) => (index * 7919) % 251);
    expect(await readChunks(bytes(noise))).toBe('binary');
  });
});

describe('another culture', () => {
  it.each(['-', '.'])('writes the date with %s, and is the same log', async (sign) => {
    const plain = await diagnose(text(failedRun(FIREWALL), failedRun(MOUNT)));
    const log = text(failedRun(FIREWALL), failedRun(MOUNT)).replaceAll(
      '11/20/2026',
      `11${sign}20${sign}2026`,
    );
    expect(await diagnose(log)).toEqual(plain);
  });

  it('copied from a web page has an empty line after each, and is still judged', async () => {
    const pair = [
      '[ERROR] Something.',
      '|System.NullReferenceException: Object reference not set to an instance of an object.',
      '|   at Microsoft.Exchange.Management.Tasks.InitializeExchangeUniversalGroups.CreateOrMoveEWPGroup(ADGroup ewp)',
    ];
    const log = text(failedRun(pair)).replaceAll('\n', '  \n\n');
    expect(idsOf(await diagnose(log))).toEqual(['security-groups-ou-deleted']);
  });
});

describe('another language', () => {
  it('is read by rule names, references, exceptions and codes', async () => {
    const blank = '????? ??? ????????';
    const refused = text(
      beginning(),
      headed([
        `Failed [Rule:RebootPending] [Message:${blank}]`,
        `[REQUIRED] ${blank}`,
        'Failed [Rule:RemoteRegException] [Message:???]',
        '[REQUIRED] ???',
      ]),
      headed(['End of Setup'], undefined, 0),
    );
    expect(idsOf(await diagnose(refused))).toEqual(['reboot-pending-file-renames', 'remote-registry-failed']);
    const upn = [
      '[ERROR] ????.',
      '|Active directory response: 000021C8: AtrErr: DSID-03200BE9, #1:',
      '|0: 000021C8: DSID-03200BE9, problem 1005 (CONSTRAINT_ATT_TYPE), data 0, Att 90290 (userPrincipalName)',
    ];
    expect(idsOf(await diagnose(text(failedRun(upn))))).toEqual(['arbitration-upn-duplicate']);
  });

  // HRESULT of Win32 error 1058: a service is disabled.
  it.each([
    ['as an exception', ['[ERROR] ???.', '|System.Runtime.InteropServices.COMException (0x80070422): ???']],
    ['in a message', ['[ERROR] ???. (??? HRESULT: 0x80070422)']],
    [
      'with a code of its own kind',
      ['[ERROR] ???.', '|System.ComponentModel.Win32Exception (0x80070422): ???'],
    ],
  ])('knows a disabled service by its code, %s', async (_name, lines) => {
    const named = `|Microsoft.PowerShell.Commands.ServiceCommandException: ??? "??? (MSExchangeServiceHost)" ???`;
    const diagnosis = await diagnose(text(failedRun([...lines, named])));
    expect(idsOf(diagnosis)).toEqual(['service-disabled']);
    expect(JSON.stringify(diagnosis.verdicts)).toContain("Start-Service 'MSExchangeServiceHost'");
  });

  it('takes the code of any Win32 error for no disabled service', async () => {
    const lines = ['[ERROR] ???.', '|System.ComponentModel.Win32Exception (0x80004005): ???'];
    expect(idsOf(await diagnose(text(failedRun(lines))))).toEqual(['unknown-error']);
  });

  it('never calls a translated end a success', async () => {
    const log = text(
      beginning(),
      headed(['Der Setupvorgang von Exchange Server wurde abgeschlossen.', 'End of Setup'], undefined, 0),
    );
    const diagnosis = await diagnose(log);
    expect(diagnosis.run?.outcome).toBe('unproven');
    expect(diagnosis.verdicts).toEqual([]);
  });

  it('finds the start of a run below a line of asterisks', async () => {
    const translated = (run: readonly string[]) =>
      run.map((line) =>
        line.replace(
          'Starting Microsoft Exchange Server 2016 Setup',
          'Setup von Microsoft Exchange Server 2016 wird gestartet',
        ),
      );
    const diagnosis = await diagnose(text(translated(failedRun(FIREWALL)), translated(failedRun(MOUNT))));
    expect(diagnosis.run).toMatchObject({ runs: 2, product: '2016' });
    expect(idsOf(diagnosis)).toEqual(['database-mount-failed']);
  });
});

describe('excerpts', () => {
  it('are compared with what is known, and the note says that they are excerpts', async () => {
    const diagnosis = await diagnose(text(headed(FIREWALL, undefined, 2), failedEnd()));
    expect(diagnosis.kind).toBe('excerpt');
    expect(idsOf(diagnosis)).toEqual(['firewall-service-stopped']);
    expect(diagnosis.notes.join(' ')).toContain('excerpt');
  });

  it.each([
    ['without dates', '[2] [ERROR] Failed to mount database "DB01". Error: no.', ['database-mount-failed']],
    [
      'without levels',
      '[ERROR] Database is mandatory on UserMailbox. Property Name: Database',
      ['mailbox-without-database'],
    ],
    [
      'from the console',
      'A reboot from a previous installation is pending.\nFor more information, visit: http://technet.microsoft.com/library(EXCHG.150)/ms.exch.setupreadiness.RebootPending.aspx',
      ['reboot-pending-file-renames'],
    ],
    [
      'of the words alone',
      "Couldn't remove product with code 8466eaed-7024-4aee-9d13-f3a55b98d114. The installation source for this product is not available. Error code is 1612.",
      ['msi-cache-missing'],
    ],
    [
      'of the exception alone',
      "System.Management.Automation.ItemNotFoundException: Cannot find path 'D:\\Exchange\\V15\\x' because it does not exist.",
      ['missing-directory'],
    ],
  ])('%s', async (_name, content, ids) => {
    expect(idsOf(await diagnose(content))).toEqual(ids);
  });

  it('that begin in the middle of an entry take no line of it for an error', async () => {
    const script = [
      '  Write-Log "Database is mandatory on UserMailbox"',
      ...headed(MOUNT, undefined, 2),
    ].join('\n');
    expect(idsOf(await diagnose(script))).toEqual(['database-mount-failed']);
  });

  it('of other programs are nothing', async () => {
    const reading = await readBytes('a letter\nto a friend\nabout setup and databases\n');
    expect(reading.kind).toBe('other');
  });

  it('that begin in the middle of an older run do not hide the whole run that follows', async () => {
    const log = text(failedRun(FIREWALL).slice(20), failedRun(MOUNT));
    expect(idsOf(await diagnose(log))).toEqual(['database-mount-failed']);
  });
});

describe('neighbours', () => {
  it('of a failed schema import name the object', async () => {
    const failed =
      "[ERROR] There was an error while running 'ldifde.exe' to import the schema file 'C:\\t\\a.ldf'. The error code is: 8224. More details can be found in the error file: 'C:\\t\\ldif.err'";
    const ldif =
      'Entry DN: CN=Sample,CN=Schema,DC=contoso,DC=com\r\nAdd error on entry starting on line 3: Busy\r\n\r\nThe server side error is: 0x1 Busy.\r\n';
    const files = [
      { file: 'ExchangeSetup.log', reading: await readBytes(text(failedRun([failed]))) },
      { file: 'ldif.err', reading: await readBytes(ldif) },
    ];
    const [log] = diagnoseFiles(knowledge, files, OPTIONS);
    expect(log?.verdicts[0]?.cause).toContain('CN=Sample,CN=Schema,DC=contoso,DC=com, 0x1 Busy.');
    const [alone] = diagnoseFiles(knowledge, files.slice(1), OPTIONS);
    expect(alone?.verdicts.map(({ id }) => id)).toEqual(['schema-import-ldifde']);
  });

  it('tell which services setup disabled', async () => {
    const service = [
      '[00:50:54] * ServiceControl.ps1: 21/11/2022 00:50:54',
      "[00:50:59] Stopping service 'W3Svc'.",
      "[01:00:41] Disabling service 'W3Svc'.",
      "[01:00:41] Disabling service 'MSExchangeIS'.",
      '[17:15:24] * ServiceControl.ps1: 21/11/2022 17:15:24',
      "[17:15:27] Stopping service 'WinMgmt'.",
    ].join('\n');
    const files = [
      { file: 'ExchangeSetup.log', reading: await readBytes(text(failedRun(MOUNT))) },
      { file: 'ServiceControl.log', reading: await readBytes(service) },
    ];
    const [log, services] = diagnoseFiles(knowledge, files, OPTIONS);
    expect(log?.services).toEqual({ stopped: ['W3Svc'], disabled: ['W3Svc', 'MSExchangeIS'] });
    expect(services).toMatchObject({ kind: 'service-control', verdicts: [] });
  });
});

describe('what is hostile', () => {
  it('stays in its quotes', async () => {
    const evil = "x'; Remove-Item C:\\ -Recurse; '";
    const typographic = 'y\u2019; Remove-Item C:\\ -Recurse; \u2019';
    for (const name of [evil, typographic]) {
      const diagnosis = await diagnose(
        text(failedRun([`[ERROR] Failed to mount database "${name}". Error: no.`])),
      );
      const [command] = diagnosis.verdicts[0]?.actions.flatMap((action) => action.commands) ?? [];
      expect(command?.run).toContain(name.replace(/['\u2019]/g, '$&$&'));
    }
  });

  it('is cut, not kept: long lines, many names', async () => {
    const long = `[ERROR] Failed to mount database "${'a'.repeat(100_000)}`;
    const settings = Array.from(
      { length: 20_000 },
      (_item, index) =>
        `Evaluated [Setting:S${index}] [HasException:False] [Value:"x"] [ParentValue:"<NULL>"]`,
    );
    const diagnosis = await diagnose(
      text(beginning(), headed(settings), headed([long, ...MOUNT], undefined, 2), failedEnd()),
    );
    expect(idsOf(diagnosis)).toEqual(['database-mount-failed']);
    expect(JSON.stringify(diagnosis).length).toBeLessThan(200_000);
  });

  it('costs no time: a file of nothing but lines that nearly match', async () => {
    const near =
      "[ERROR] 'ldifde.exe' 'a' 'b' 'c' ADConstraintViolationException ManagementObjectNotFoundException: '".padEnd(
        2000,
        "x' ",
      );
    const started = performance.now();
    await diagnose(text(failedRun(Array.from({ length: 2000 }, () => near))));
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('a log of 23 MB', () => {
  it('streams in seconds and in bounded memory', async () => {
    const run = Buffer.from(text(successfulRun({ filler: 3000 })));
    const last = Buffer.from(text(failedRun(MOUNT, { filler: 3000 })));
    async function* chunks(): AsyncIterable<Uint8Array> {
      for (let size = 0; size < 23 * 1024 * 1024; size += run.length) yield run;
      yield last;
    }
    const before = process.memoryUsage().rss;
    const started = performance.now();
    const reader = startReading(knowledge);
    await readLines(chunks(), (lines) => reader.take(lines));
    const [diagnosis] = diagnoseFiles(knowledge, [{ file: 'large', reading: reader.finish() }], OPTIONS);
    const seconds = (performance.now() - started) / 1000;
    if (!diagnosis) throw new Error('no diagnosis');
    expect(idsOf(diagnosis)).toEqual(['database-mount-failed']);
    expect(diagnosis.run?.runs).toBeGreaterThan(50);
    // A quiet machine takes about one second; shared ones get room.
    expect(seconds).toBeLessThan(10);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
    console.info(`23 MB in ${seconds.toFixed(1)} s`);
  });
});

describe('a Setup line to run again', () => {
  it.each([
    ['15.1.1713.5', '2016', '/IAcceptExchangeServerLicenseTerms'],
    ['15.1.2507.6', '2016', '/IAcceptExchangeServerLicenseTerms_DiagnosticDataOFF'],
    ['15.0.1497.2', '2013', '/IAcceptExchangeServerLicenseTerms'],
    ['15.9.1.1', '2016', '/IAcceptExchangeServerLicenseTerms_DiagnosticDataOFF'],
  ])('of build %s carries the licence switch that this Setup knows', async (setup, product, licence) => {
    const refused = ['Failed [Rule:NotInDC2Site] [Message:Own message.]', '[REQUIRED] Own message.'];
    const { verdicts } = await diagnose(text(refusedRun(refused, { setup, product })));
    const runs = verdicts.flatMap(({ actions }) =>
      actions.flatMap(({ commands }) => commands.map(({ run }) => run)),
    );
    expect(runs).toContain(`.\\setup.exe "${licence}" /PrepareSchema`);
  });
});
