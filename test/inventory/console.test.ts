/** What a console shows beside rows: errors of servers that did not answer, and several commands in one transcript. */
import { describe, expect, it } from 'vitest';
import { lines, notes, read } from './files.ts';

const row = (build: string, name: string) =>
  `${build.padEnd(16)} ${build.padEnd(16)} ${'D:\\Exchange\\bin\\ExSetup.exe'.padEnd(30)} ${name}`;
const HEAD = [
  '',
  `${'ProductVersion'.padEnd(16)} ${'FileVersion'.padEnd(16)} ${'FileName'.padEnd(30)} PSComputerName`,
  `${'--------------'.padEnd(16)} ${'-----------'.padEnd(16)} ${'--------'.padEnd(30)} --------------`,
];
const ERRORS: Readonly<Record<string, readonly string[]>> = {
  'in English over several lines': [
    '[MBX7] Connecting to remote server MBX7 failed with the following error message : No answer in time.',
    'Check that the machine is switched on and that the firewall lets it through. See the help topic.',
    '    + CategoryInfo          : OpenError: (MBX7:String) [], PSRemotingTransportException',
    '    + FullyQualifiedErrorId : WinRMOperationTimeout,PSSessionStateBroken',
  ],
  'in German': [
    '[MBX7] Beim Verbinden mit dem Remoteserver "MBX7" ist ein Fehler aufgetreten: Zugriff verweigert.',
    'Weitere Informationen finden Sie im zugehoerigen Hilfethema, das mit Get-Help angezeigt wird.',
    '    + CategoryInfo          : OpenError: (MBX7:String) [], PSRemotingTransportException',
    '    + FullyQualifiedErrorId : AccessDenied,PSSessionStateBroken',
  ],
  'of PowerShell 7': ['OpenError: [MBX7] Connecting to remote server MBX7 failed: access is denied.'],
  'with blank lines around its details': [
    '[MBX7] Echec de la connexion au serveur distant MBX7.',
    '',
    '    + FullyQualifiedErrorId : WinRMOperationTimeout,PSSessionStateBroken',
    '',
  ],
};

describe('a server that did not answer, between rows', () => {
  it.each(Object.entries(ERRORS))('%s', async (_, error) => {
    const text = [...HEAD, row('15.02.1544.036', 'mbx6'), ...error, row('15.02.1748.039', 'mbx8'), ''];
    const files = { 'loop.txt': text.join('\n') };
    expect(await lines(files)).toEqual([
      'mbx6 2019-cu14+Oct25SU - - - - -',
      'MBX7 unknown: nothing - - - - -',
      'mbx8 2019-cu15+Oct25SU - - - - -',
    ]);
    expect(await notes(files)).toEqual(['MBX7 did not answer']);
  });

  it('two of them in a row, the last one at the end', async () => {
    const text = [
      ...HEAD,
      row('15.02.1544.036', 'mbx6'),
      ...(ERRORS['in German'] ?? []),
      '[MBX9] Beim Verbinden ist ein Fehler aufgetreten.',
      row('15.02.1748.039', 'mbx8'),
      ...(ERRORS['in English over several lines'] ?? []),
    ];
    const { servers } = await read({ 'loop.txt': text.join('\n') });
    expect(servers.map(({ name }) => name)).toEqual(['mbx6', 'MBX7', 'mbx8', 'MBX9']);
  });

  it('in a table without versions the text of the error is no row', async () => {
    const text = ['', 'PSComputerName Release', '-------------- -------', 'mbx6            528040'];
    const error = ['[MBX7] Beim Verbinden ist ein Fehler aufgetreten:', 'Der Dienst antwortet nicht.'];
    const { servers } = await read({ 'net.txt': [...text, ...error, 'mbx8            528040'].join('\n') });
    expect(servers.map(({ name, dotnet }) => `${name} ${dotnet}`)).toEqual([
      'mbx6 4.8',
      'MBX7 null',
      'mbx8 4.8',
    ]);
  });

  it('in a list it ends the object, and its details continue no value', async () => {
    const text = [
      'FileVersion    : 15.02.1544.036',
      'PSComputerName : mbx6',
      ...(ERRORS['in German'] ?? []),
      '',
      'FileVersion    : 15.02.1748.039',
      'PSComputerName : mbx8',
    ];
    const { servers } = await read({ 'list.txt': text.join('\n') });
    expect(servers.map(({ name }) => name)).toEqual(['mbx6', 'MBX7', 'mbx8']);
  });
});

describe('a transcript', () => {
  it('with a list and a table gives the servers of both, and no remark about its head', async () => {
    const text = [
      '**********************',
      'Start time: 20261101080000',
      'Machine: JUMP9 (Microsoft Windows NT 10.0.20348.0)',
      'PSVersion: 5.1.20348.1',
      'BuildVersion: 10.0.20348.1',
      '**********************',
      '[PS] C:\\>Get-ExchangeServer OLD1 | fl Name,AdminDisplayVersion',
      '',
      'Name                : OLD1',
      'AdminDisplayVersion : Version 15.0 (Build 1497.2)',
      '',
      '[PS] C:\\>Get-ExchangeServer | ft Name,AdminDisplayVersion',
      '',
      'Name AdminDisplayVersion',
      '---- -------------------',
      'NEW2 Version 15.2 (Build 1748.10)',
      '',
      '[PS] C:\\>Get-ExchangeServer OLD3 | fl Name,AdminDisplayVersion',
      '',
      'Name                : OLD3',
      'AdminDisplayVersion : Version 15.1 (Build 2507.6)',
    ];
    const files = { 'transcript.txt': text.join('\n') };
    expect((await read(files)).servers.map(({ name }) => name)).toEqual(['NEW2', 'OLD1', 'OLD3']);
    expect(await notes(files)).toEqual([]);
  });
});

describe('Win32_OperatingSystem', () => {
  it('tells the Windows by its build where the default table leaves the name out, and nothing about Exchange', async () => {
    const text = [
      '',
      'SystemDirectory     Organization BuildNumber RegisteredUser SerialNumber            Version    PSComputerName',
      '---------------     ------------ ----------- -------------- ------------            -------    --------------',
      'C:\\Windows\\system32              17763       Windows User   00430-00000-00000-AA123 10.0.17763 EX01',
      'C:\\Windows\\system32              14393       Windows User   00377-00000-00000-AA234 10.0.14393 EX02.contoso.com',
      'C:\\Windows\\system32              99999       Windows User   00377-00000-00000-AA235 10.0.99999 EX03',
      '',
    ];
    const { servers } = await read({ 'os.txt': text.join('\n') });
    expect(servers.map(({ name, windows, level }) => [name, windows, level.kind])).toEqual([
      ['EX01', '2019', 'unknown'],
      ['EX02', '2016', 'unknown'],
      ['EX03', null, 'unknown'],
    ]);
  });
});
