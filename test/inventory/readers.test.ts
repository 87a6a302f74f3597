import { describe, expect, it } from 'vitest';
import { ENCODINGS, lines, notes, read, refusal } from './files.ts';

const CSV = `"Name","Site","ServerRole","Edition","AdminDisplayVersion"
"EX01","contoso.local/Configuration/Sites/Main","Mailbox","Enterprise","Version 15.2 (Build 1544.4)"
"EDGE1","","Edge","Standard","Version 15.1 (Build 2507.6)"
`;
const FROM_CSV = ['EDGE1 2016-cu23+? edge - - - -', 'EX01 2019-cu14+? mailbox - Main - -'];

describe('CSV', () => {
  it.each(Object.entries(ENCODINGS))('is read in %s', async (_, encode) => {
    expect(await lines({ 'servers.csv': encode(CSV) })).toEqual(FROM_CSV);
  });

  it.each([
    ['semicolons', CSV.replaceAll(',', ';')],
    ['tabs', CSV.replaceAll(',', '\t')],
    ['a #TYPE line', `#TYPE Microsoft.Exchange.Data.Directory.Management.ExchangeServer\n${CSV}`],
    ['a sep= line', `sep=;\n${CSV.replaceAll(',', ';')}`],
    ['no quotation marks', CSV.replaceAll('"', '')],
    [
      'another order of columns',
      'AdminDisplayVersion,Name,Site,ServerRole\n"Version 15.2 (Build 1544.4)",EX01,a/Main,Mailbox\n"Version 15.1 (Build 2507.6)",EDGE1,,Edge\n',
    ],
  ])('with %s', async (_, text) => {
    expect(await lines({ 'servers.csv': text })).toEqual(FROM_CSV);
  });

  it('never takes AdminDisplayVersion for the level without a security update', async () => {
    const { servers } = await read({ 'a.csv': CSV });
    expect(servers.map(({ level }) => level.kind === 'level' && level.updateKnown)).toEqual([false, false]);
  });

  it('reads the registry Release with thousands separated', async () => {
    for (const release of ['528040', '528.040', '528,040', '528 040', '528\u00a0040']) {
      const text = `PSComputerName;Release\nex01.contoso.local;"${release}"\n`;
      expect(await lines({ 'net.csv': text })).toEqual(['ex01 unknown: nothing - - - - 4.8']);
    }
  });

  it('keeps a build that Excel spoilt as unknown', async () => {
    expect(await lines({ 'a.csv': 'Name;Build\nEX01;15,2\nEX02;Feb 15\n' })).toEqual([
      'EX01 unknown: 15,2 - - - - -',
      'EX02 unknown: Feb 15 - - - - -',
    ]);
  });

  it('says which columns it found when none names a server', async () => {
    expect(await refusal('Asset,Owner,Memory\nEX01,Bob,64\n')).toMatch(
      /columns Asset, Owner, Memory; expected Name and one of/,
    );
  });

  it('says at which line a quotation mark is not closed', async () => {
    expect(await refusal('Name,Site,AdminDisplayVersion\nEX01,"Main,x\n"')).toBe('');
    expect(await refusal(`Name,AdminDisplayVersion\n"EX01,${'x'.repeat(300_000)}\n`)).toMatch(
      /line \d+: recognised as CSV/,
    );
  });
});

describe('Get-ExchangeServer in other forms', () => {
  it('JSON with the version as text or object, roles as words or bits', async () => {
    const text = JSON.stringify([
      {
        Name: 'EX01',
        AdminDisplayVersion: 'Version 15.2 (Build 1544.4)',
        ServerRole: 'Mailbox',
        Site: 'contoso.local/Configuration/Sites/Main',
      },
      {
        Name: 'EDGE1',
        AdminDisplayVersion: { Major: 15, Minor: 1, Build: 2507, Revision: 6 },
        ServerRole: 64,
        Site: null,
      },
    ]);
    expect(await lines({ 'a.json': text })).toEqual(FROM_CSV);
  });

  it('a single object, its site as an object', async () => {
    const text =
      '{"Name":"EX01","AdminDisplayVersion":"Version 15.2 (Build 1544.4)","ServerRole":2,"Site":{"Name":"Main"}}';
    expect(await lines({ 'a.json': text })).toEqual(['EX01 2019-cu14+? mailbox - Main - -']);
  });

  it('JSON that was cut off names line and column', async () => {
    expect(await refusal('[\n  {"Name": "EX01",\n')).toMatch(/^line 3, column 1: recognised as JSON/);
  });

  it('Format-List, values continued on the next line', async () => {
    const text = `
Name                : EX01
Site                : contoso.local/Configuration/Sites/M
                      ain
ServerRole          : Mailbox
AdminDisplayVersion : Version 15.2 (Build
                      1544.4)

Name                : EDGE1
ServerRole          : Edge
AdminDisplayVersion : Version 15.1 (Build 2507.6)
`;
    expect(await lines({ 'a.txt': text })).toEqual([FROM_CSV[0], 'EX01 2019-cu14+? mailbox - Main - -']);
  });

  it('Format-List with the blanks collapsed by mail', async () => {
    const text = 'Name : EX01\nAdminDisplayVersion : Version 15.2 (Build 1544.4)\nServerRole : Mailbox\n';
    expect(await lines({ 'a.txt': text })).toEqual(['EX01 2019-cu14+? mailbox - - - -']);
  });

  const TABLE = `[PS] C:\\>Get-ExchangeServer

Name    Site                 ServerRole  Edition    AdminDisplayVersion
----    ----                 ----------  -------    -------------------
EX01    contoso.local/Con... Mailbox     Enterprise Version 15.2 (Build 1544.4)
EDGE1                                    Standard   Version 15.1 (Build 2507.6)
EX02    contoso.local/Con... Mailbox     Enterprise Version 15.2 (Bu...

[PS] C:\\>`;

  it('Format-Table by its columns; what is cut off is unknown', async () => {
    expect(await lines({ 'a.txt': TABLE })).toEqual([
      'EDGE1 2016-cu23+? - - - - -',
      'EX01 2019-cu14+? mailbox - - - -',
      'EX02 unknown: nothing mailbox - - - -',
    ]);
    expect(await notes({ 'a.txt': TABLE })).toEqual([
      expect.stringMatching(/admindisplayversion is cut off.*-AutoSize -Wrap/),
    ]);
  });

  it('Format-Table with wrapped cells', async () => {
    const text = `Name  ServerRole AdminDisplayVersion
----  ---------- -------------------
EX01  Mailbox    Version 15.2 (Build
                 1544.4)
EX02  Mailbox    Version 15.1 (Build
                 2507.6)
`;
    expect(await lines({ 'a.txt': text })).toEqual([
      'EX01 2019-cu14+? mailbox - - - -',
      'EX02 2016-cu23+? mailbox - - - -',
    ]);
  });

  it('Format-Table that a narrow console put on two lines', async () => {
    const head = 'Name   Site            ServerRole   ';
    const rule = '----   ----            ----------   ';
    const row = 'EX01   Main            Mailbox      ';
    const text = `${head}\nAdminDisplayVersion\n${rule}\n-------------------\n${row}\nVersion 15.2 (Build 1544.4)\n`;
    expect(await lines({ 'a.txt': text })).toEqual(['EX01 2019-cu14+? mailbox - Main - -']);
  });

  it('numbers that are set to the right of their column', async () => {
    const text =
      'PSComputerName Release\n-------------- -------\nex01            528049\nex02           1528049\n';
    expect((await lines({ 'a.txt': text }))[0]).toBe('ex01 unknown: nothing - - - - 4.8');
  });

  it('a paste without columns: name and version only', async () => {
    const text =
      'Hi, these are ours:\nEX01 Main Mailbox Version 15.2 (Build 1544.4)\nEX02 Version 15.1 (Build 32507.006)\n';
    expect(await lines({ 'mail.txt': text })).toEqual([
      'EX01 2019-cu14+? - - - - -',
      'EX02 2016-cu23+? - - - - -',
    ]);
  });

  it('a Markdown table, and what adsiedit shows', async () => {
    const table =
      '| Name | ServerRole | AdminDisplayVersion |\n|------|:---|---:|\n| EX01 | Mailbox | Version 15.2 (Build 1544.4) |\n';
    expect(await lines({ 'a.md': table })).toEqual(['EX01 2019-cu14+? mailbox - - - -']);
    const list = 'name         : EX01\nserialNumber : {Version 15.2 (Build 31544.4)}\n';
    expect(await lines({ 'a.txt': list })).toEqual(['EX01 2019-cu14+? - - - - -']);
  });

  it('columns set to the right, two tables in one transcript, one of them the DAGs', async () => {
    const text = `Name            ServerRole AdminDisplayVersion
----            ---------- -------------------
EX-1               Mailbox Version 15.2 (Build 858.5)
EX-EDGE               Edge Version 15.2 (Build 858.5)

Name                                    DatabaseAvailabilityGroup
----                                    -------------------------
EX-1                                    DAG-HH
`;
    expect(await lines({ 'a.txt': text })).toEqual([
      'EX-1 2019-cu9+? mailbox DAG-HH - - -',
      'EX-EDGE 2019-cu9+? edge - - - -',
    ]);
  });

  it('a list in full, as it comes without a selection', async () => {
    const text = `
RunspaceId                  : 6e2f6a1c-7c44-4e6e-9d0b-5f3a8b3c9d11
Name                        : EX01
DataPath                    : C:\\Program Files\\Microsoft\\Exchange Server\\V15\\Mailbox
ExchangeLegacyDN            : /o=Contoso/ou=Exchange Administrative Group
                              (FYDIBOHF23SPDLT)/cn=Configuration/cn=Servers/cn=EX01
NetworkAddress              : {ncacn_vns_spp:EX01, netbios:EX01,
                              ncacn_ip_tcp:ex01.contoso.local}
AdminDisplayVersion         : Version 15.1 (Build 2507.6)
ServerRole                  : Mailbox, ClientAccess
WhenChanged                 : 12.03.2024 10:11:12
`;
    expect(await lines({ 'a.txt': text })).toEqual(['EX01 2016-cu23+? mailbox - - - -']);
  });

  it('the members of a DAG, and mailbox servers without one', async () => {
    const text = 'Name    Servers\n----    -------\nDAG1    {EX01, EX02}\n';
    expect(await lines({ 'dag.txt': text })).toEqual([
      'EX01 unknown: nothing - DAG1 - - -',
      'EX02 unknown: nothing - DAG1 - - -',
    ]);
    const csv = 'Name,DatabaseAvailabilityGroup\nEX01,DAG1\nEX03,\n';
    expect(await lines({ 'm.csv': csv })).toEqual([
      'EX01 unknown: nothing - DAG1 - - -',
      'EX03 unknown: nothing - no-dag - - -',
    ]);
  });

  it('Exchange 2010 by the first number of its build', async () => {
    expect(await lines({ 'a.csv': 'Name,AdminDisplayVersion\nOLD,Version 14.3 (Build 123.4)\n' })).toEqual([
      'OLD 2010 - - - - -',
    ]);
  });
});

describe('ExSetup', () => {
  const text = `ProductVersion   FileVersion      FileName                                                          PSComputerName
--------------   -----------      --------                                                          --------------
15.02.1544.036   15.02.1544.036   C:\\Program Files\\Microsoft\\Exchange Server\\V15\\bin\\ExSetup.exe    ex01
[EX03] Connecting to remote server EX03 failed with the following error message : WinRM cannot complete the operation.
`;

  it('names the security update, and servers that did not answer', async () => {
    expect(await lines({ 'a.txt': text })).toEqual([
      'ex01 2019-cu14+Oct25SU - - - - -',
      'EX03 unknown: nothing - - - - -',
    ]);
    expect(await notes({ 'a.txt': text })).toEqual(['EX03 did not answer']);
  });

  it('with collapsed blanks: the name from the right', async () => {
    const loose =
      '15.02.1544.036 15.02.1544.036 C:\\Program Files\\Microsoft\\Exchange Server\\V15\\bin\\ExSetup.exe ex01\n';
    expect(await lines({ 'a.txt': loose })).toEqual(['ex01 2019-cu14+Oct25SU - - - - -']);
  });

  it('without the name of a server is refused with the reason', async () => {
    expect(
      await refusal(
        'ProductVersion FileVersion FileName\n-------------- ----------- --------\n15.02.1544.036 15.02.1544.036 C:\\ExSetup.exe\n',
      ),
    ).toMatch(/columns productversion, fileversion, filename; expected Name \(or PSComputerName\)/);
  });
});

describe('Health Checker', () => {
  const report = (
    name: string,
    version: string,
    build: string,
    more = '',
  ) => `Exchange Health Checker Version 26.03.10.1817
Virtual Machine detected.

Exchange Information
--------------------
\tName: ${name}
\tGeneration Time: 12.03.2026 09:15:27
\tVersion: ${version}
\tBuild Number: ${build}
\tServer Role: Mailbox
\tDAG Name: DAG1
\tAD Site: Main
${more}
Operating System Information
----------------------------
\tProduct Name: Windows Server 2019 Standard
\tVersion: 1809 (OS Build: 17763.7919)
\t.NET Framework: 4.7.2 - Warning Recommended .NET Version is 4.8

Processor/Hardware Information
------------------------------
\tName: not a server
`;

  it.each(Object.entries(ENCODINGS))('text report in %s', async (_, encode) => {
    const text = report('EX01.contoso.local', 'Exchange 2019 CU14 Oct25SU', '15.02.1544.036');
    expect(await lines({ 'HealthChecker-EX01.txt': encode(text) })).toEqual([
      'EX01 2019-cu14+Oct25SU mailbox DAG1 Main ws2019 4.7.2',
    ]);
  });

  it('several reports in one file', async () => {
    const text =
      report('EX01', 'Exchange 2019 CU14', '15.02.1544.004') +
      report('EX02', 'Exchange 2016 CU23', '15.01.2507.006');
    expect((await lines({ 'all.txt': text })).map((line) => line.slice(0, 14))).toEqual([
      'EX01 2019-cu14',
      'EX02 2016-cu23',
    ]);
  });

  it('the build wins over a wrong label, and says so', async () => {
    const text = report('EX01', 'Exchange 2019 CU15', '15.02.1544.036');
    const { servers } = await read({ 'a.txt': text });
    expect(servers[0]?.level).toMatchObject({ release: { id: '2019-cu14' }, update: { id: 'Oct25SU' } });
    expect(servers[0]?.contradictions.map((item) => item.text)).toEqual([
      expect.stringMatching(
        /the label in a.txt says .*CU15.*the build of ExSetup in a.txt says .*CU14 Oct25SU.*taken: .*CU14 Oct25SU/,
      ),
    ]);
  });

  it('an excerpt without titles and indent', async () => {
    const text =
      'Name: EX01\nVersion: Exchange 2019 CU14 Oct25SU\nBuild Number: 15.02.1544.036\nServer Role: Mailbox\nDAG Name: Standalone Server\nVersion: Microsoft Windows Server 2019 Standard\n.NET Framework: 4.8\n';
    expect(await lines({ 'paste.txt': text })).toEqual([
      'EX01 2019-cu14+Oct25SU mailbox no-dag - ws2019 4.8',
    ]);
  });

  const html = (rows: string) =>
    `<html><body><table><tr><th>Server Name</th><th>Exchange Version</th><th>Server Role</th></tr>${rows}</table></body></html>`;

  it('HTML: overview rows, uneven ones by name only', async () => {
    const text = html(
      '<tr><td>EX01</td><td>Exchange 2019 CU14 Oct25SU</td><td>Mailbox & more</td></tr><tr><td>EX02</td><td>Mailbox</td></tr>',
    );
    expect(await lines({ 'a.html': text })).toEqual([
      'EX01 2019-cu14+Oct25SU mailbox - - - -',
      'EX02 unknown: nothing - - - - -',
    ]);
    expect(await notes({ 'a.html': text })).toEqual([expect.stringContaining('1 rows of the overview')]);
  });

  it('HTML that is no report', async () => {
    expect(await refusal('<html><table><tr><td>x</td></tr></table></html>')).toMatch(
      /recognised as HTML, but no table/,
    );
  });

  const object = (members: string) =>
    `<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"><Obj RefId="0"><MS><Obj N="HealthCheckerExchangeServer" RefId="1"><MS>${members}</MS></Obj></MS></Obj></Objs>`;

  it('XML: newest layout, with the levels of Active Directory', async () => {
    const text = object(`<S N="ServerName">EX01</S><DT N="GenerationTime">2026-03-12T09:15:27+01:00</DT>
      <Obj N="OrganizationInformation" RefId="2"><MS><Nil N="GetHybridConfiguration" />
        <Obj N="GetOrganizationConfig" RefId="3"><Props><I32 N="ObjectVersion">16763</I32></Props></Obj>
        <Obj N="AdSchemaInformation" RefId="4"><MS><Obj N="msExchSchemaVersionPt" RefId="5"><Props><Obj N="Properties" RefId="6"><DCT><En><S N="Key">rangeupper</S><Obj N="Value" RefId="7"><LST><I32>17003</I32></LST></Obj></En></DCT></Obj></Props></Obj></MS></Obj>
      </MS></Obj>
      <Obj N="ExchangeInformation" RefId="8"><MS><Obj N="BuildInformation" RefId="9"><MS><S N="ServerRole">Mailbox</S><Obj N="ExchangeSetup" RefId="10"><Props><S N="FileVersion">15.02.1544.036</S></Props></Obj></MS></Obj>
        <Obj N="GetMailboxServer" RefId="11"><Props><Nil N="DatabaseAvailabilityGroup" /></Props></Obj></MS></Obj>
      <Obj N="OSInformation" RefId="12"><MS><Obj N="NETFramework" RefId="13"><MS><I32 N="RegistryValue">528049</I32></MS></Obj></MS></Obj>`);
    const inventory = await read({ 'HealthChecker-EX01-20260312091527.xml': text });
    expect(await lines({ 'a.xml': text })).toEqual(['EX01 2019-cu14+Oct25SU mailbox no-dag - - 4.8']);
    expect(inventory.organisation).toEqual({ schema: 17003, organisation: 16763, hybrid: false });
    expect(inventory.prepared?.ad).toMatchObject({ schema: 17003, organisation: 16763 });
  });

  it('XML of the years when members stood in Props and types were compiled', async () => {
    const text = object(`<S N="ServerName">EX01</S>
      <Obj N="ExchangeInformation" RefId="8"><Props><Obj N="BuildInformation" RefId="9"><Props><S N="FriendlyName">Exchange 2016 CU23</S><S N="BuildNumber">Version 15.1 (Build 2507.6)</S><Obj N="ServerRole" RefId="10"><ToString>Mailbox</ToString><I32>2</I32></Obj></Props></Obj></Props></Obj>`);
    expect(await lines({ 'a.xml': text })).toEqual(['EX01 2016-cu23+? mailbox - - - -']);
  });

  it('escapes of CliXml and references to objects written before', async () => {
    const text = `<Objs><Obj RefId="0"><ToString>x</ToString><Props><S N="Name">EX_x005F_01_x000D__x000A_</S><Obj N="AdminDisplayVersion" RefId="1"><ToString>Version 15.2 (Build 1544.4)</ToString></Obj></Props></Obj><Obj RefId="2"><Props><S N="Name">EX02</S><Ref N="AdminDisplayVersion" RefId="1" /></Props></Obj></Objs>`;
    expect(await lines({ 'a.xml': text })).toEqual([
      'EX_01 2019-cu14+? - - - - -',
      'EX02 2019-cu14+? - - - - -',
    ]);
  });

  it('vulnerability report: an offline server is known by its CU only', async () => {
    const text = JSON.stringify({
      VersionReport: '26.03.10.1817',
      Servers: [
        { Name: 'EX01', BuildVersion: '15.2.1544.36', Online: true },
        { Name: 'EX02', BuildVersion: '15.1.2507.6', Online: false },
      ],
    });
    const encode = ENCODINGS['UTF-16LE with BOM'] ?? Buffer.from;
    expect(await lines({ 'HealthChecker-VulnerabilityReport-20260312094011.json': encode(text) })).toEqual([
      'EX01 2019-cu14+Oct25SU - - - - -',
      'EX02 2016-cu23+? - - - - -',
    ]);
  });
});

describe('the inventory written by hand', () => {
  it('YAML with everything or with nothing', async () => {
    const text =
      'servers:\n  - name: EX01\n    level: 2019 CU14 Oct25SU\n    role: mailbox\n    dag: DAG1\n    site: Main\n    dotnet: 4.8\n    windows: 2019\n  - name: EX02\n    dag: none\n';
    expect(await lines({ 'a.yaml': text })).toEqual([
      'EX01 2019-cu14+Oct25SU mailbox DAG1 Main ws2019 4.8',
      'EX02 unknown: nothing - no-dag - - -',
    ]);
  });

  it('CSV: an empty cell is no answer', async () => {
    const text = 'name;level;dag;site\nEX01;15.2.1544.36;;Main\nEX02;2016 CU23;none;\n';
    expect(await lines({ 'a.csv': text })).toEqual([
      'EX01 2019-cu14+Oct25SU - - Main - -',
      'EX02 2016-cu23+? - no-dag - - -',
    ]);
  });

  it.each([
    [
      'servers:\n  - nam: EX01\n',
      /^line 2, column 5: this is no property of a server; did you mean "name"\?/,
    ],
    ['servers:\n  - level: 2019 CU14\n', /line 2, column 5: expected "name:"/],
    ['servers:\n  - name: [a]\n', /line 2, column 11: expected a single value/],
    ['servers: []\n', /the list of servers is empty/],
    ['servers:\n  - name: &x EX01\n', /line 2.*anchors/],
    ['servers:\n  - name: EX01\nextra: 1\n', /line 3, column 1: found another key/],
  ])('says where %j is wrong', async (text, message) => {
    expect(await refusal(text, 'a.yaml')).toMatch(message);
  });
});

describe('a file that is not understood', () => {
  it.each([
    [
      'text',
      'Dear colleagues, the servers are fine.\n',
      /^found UTF-8 text that begins "Dear colleagues.*expected a Health Checker report/,
    ],
    ['nothing', ' \n', /the file is empty/],
    ['Excel', Buffer.from('PK\u0003\u0004xxxx', 'latin1'), /Excel.*save it as CSV/],
    ['other XML', '<?xml version="1.0"?><note/>', /recognised as XML, but not as PowerShell writes it/],
    [
      'CliXml about other things',
      '<Objs><Obj RefId="0"><MS><S N="Color">red</S></MS></Obj></Objs>',
      /no object in it names a server/,
    ],
    [
      'two encodings',
      Buffer.concat([Buffer.from('Name,AdminDisplayVersion\n'), Buffer.from('EX01', 'utf16le')]),
      /line 2: found a NUL character: two encodings/,
    ],
  ])('says what it is: %s', async (_, content, message) => {
    expect(await refusal(content)).toMatch(message);
  });

  it('text in an old code page is read with a remark', async () => {
    const bytes = Buffer.from(
      'Name;Site;AdminDisplayVersion\nEX01;M\u00fcnchen;Version 15.2 (Build 1544.4)\n',
      'latin1',
    );
    expect(await lines({ 'a.csv': bytes })).toEqual(['EX01 2019-cu14+? - - München - -']);
    expect(await notes({ 'a.csv': bytes })).toEqual([
      expect.stringMatching(/not UTF-8; read as Windows-1252/),
    ]);
  });
});
