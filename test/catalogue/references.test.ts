import { describe, expect, it } from 'vitest';
import { CITED_POLICIES } from '../../src/planner/policies.ts';
import { changed, problemsOf } from './folder.ts';

/** One change to the small catalogue each, and the problem it must give: file, line, column, message. */
interface Row {
  readonly name: string;
  readonly change: readonly [file: string, found: string, replacement: string];
  readonly problem: string;
}

const UPDATE =
  '{ release: 2016-cu23, id: Aug22SU, build: 15.1.2507.12, date: 2022-08-09, kb: KB5015322, sources: [docs] }';
const updates = (replacement: string): Row['change'] => ['products.yaml', UPDATE, replacement];

const ROWS: readonly Row[] = [
  {
    name: 'an ESU period that ends before it begins',
    change: ['products.yaml', 'from: 2025-10-14, to: 2026-04-14', 'from: 2026-04-14, to: 2025-10-14'],
    problem: 'products.yaml:18:44: to lies before from: 2025-10-14 and 2026-04-14',
  },
  {
    name: 'a step whose usual time is below its best case',
    change: ['steps.yaml', 'low: 1, typical: 2, high: 3', 'low: 3, typical: 2, high: 3'],
    problem: 'steps.yaml:9:33: expected at least the minutes of low (3)',
  },
  {
    name: 'a step whose worst case is below its usual time',
    change: ['steps.yaml', 'low: 1, typical: 2, high: 3', 'low: 1, typical: 2, high: 1'],
    problem: 'steps.yaml:9:42: expected at least the minutes of typical (2)',
  },
  {
    name: 'a product whose support ends before it comes out',
    change: ['products.yaml', 'released: 2018-10-22', 'released: 2018-10-22\n    extendedEnd: 2018-10-21'],
    problem: 'products.yaml:16:18: extendedEnd lies before released: 2018-10-21 and 2018-10-22',
  },
  {
    name: 'a Windows whose paid updates end before its support',
    change: [
      'rules.yaml',
      "installable: ['4.8'] }, sources",
      "installable: ['4.8'] }, extendedEnd: 2027-01-12, esuEnd: 2026-01-12, sources",
    ],
    problem: 'rules.yaml:9:136: esuEnd lies before extendedEnd: 2026-01-12 and 2027-01-12',
  },
  {
    name: 'a source twice',
    change: ['catalogue.yaml', 'id: blog', 'id: docs'],
    problem: 'catalogue.yaml:7:11: source "docs" is already defined in catalogue.yaml, line 6',
  },
  {
    name: 'an update twice in one release',
    change: updates(UPDATE.replace('Aug22SU', 'May22SU')),
    problem: 'products.yaml:54:31: update "2016-cu23+May22SU" is already defined in products.yaml, line 53',
  },
  {
    name: 'a step twice, as written',
    change: [
      'steps.yaml',
      'steps:\n',
      'steps:\n  - { id: "cu-{release}-install", phase: after, scope: server, per: plan, title: A, why: A, commands: [], verify: [], reversible: true, minutes: { low: 0, typical: 0, high: 0, sources: [docs] }, links: [], sources: [docs] }\n',
    ],
    problem: 'steps.yaml:15:9: step "cu-{release}-install" is already defined in steps.yaml, line 14',
  },
  {
    name: 'one id for rules of two kinds',
    change: ['rules.yaml', 'id: windows-2019', 'id: dotnet-2019'],
    problem: 'rules.yaml:13:11: the id "dotnet-2019" of a .NET rule is already defined in rules.yaml, line 7',
  },
  {
    name: 'a build twice, over releases and updates',
    change: updates(UPDATE.replace('15.1.2507.12', '15.1.2507.6')),
    problem: 'products.yaml:54:47: build 15.1.2507.6 already belongs to "2016-cu23" (products.yaml, line 36)',
  },
  {
    name: 'a build twice, once with zeros',
    change: updates(UPDATE.replace('15.1.2507.12', '15.01.2507.009')),
    problem: 'products.yaml:54:47: build 15.1.2507.9 already belongs to "May22SU" (products.yaml, line 53)',
  },
  {
    name: 'an update not above its release',
    change: updates(UPDATE.replace('15.1.2507.12', '15.1.2507.5')),
    problem: 'products.yaml:54:47: expected a build above 15.1.2507.6 of 2016-cu23, found 15.1.2507.5',
  },
  {
    name: 'an update with the build of another release',
    change: updates(UPDATE.replace('15.1.2507.12', '15.1.2508.12')),
    problem: 'products.yaml:54:47: expected a build of 2016-cu23 (15.1.2507.*), found 15.1.2508.12',
  },
  {
    name: 'an update older than the one below it',
    change: updates(UPDATE.replace('2022-08-09', '2022-05-09')),
    problem: 'products.yaml:54:67: dated 2022-05-09, but its build is above that of May22SU of 2022-05-10',
  },
  {
    name: 'an update older than its release',
    change: ['products.yaml', 'date: 2022-05-10', 'date: 2021-05-10'],
    problem: 'products.yaml:53:66: dated 2021-05-10, but its build is above that of 2016-cu23 of 2022-04-20',
  },
  {
    name: 'an update of an unknown release',
    change: updates(UPDATE.replace('2016-cu23', '2016-cu33')),
    problem: 'products.yaml:54:16: no such release: "2016-cu33"; did you mean "2016-cu23"?',
  },
  {
    name: 'an update of an ESU period that does not exist',
    change: ['products.yaml', 'esu: 1', 'esu: 2'],
    problem: 'products.yaml:55:81: Exchange Server 2019 has no ESU period 2',
  },
  {
    name: 'an unknown source',
    change: [
      'rules.yaml',
      "{ id: '4.8', release: 528040, sources: [docs] }",
      "{ id: '4.8', release: 528040, sources: [doc] }",
    ],
    problem: 'rules.yaml:3:45: no such source: "doc"; did you mean "docs"?',
  },
  {
    name: 'an unknown source of minutes',
    change: ['steps.yaml', 'high: 3, sources: [docs]', 'high: 3, sources: [docs, unknown]'],
    problem: 'steps.yaml:9:61: no such source: "unknown"',
  },
  {
    name: 'an unknown product of a release',
    change: ['products.yaml', "product: '2019'", "product: '2018'"],
    problem: 'products.yaml:42:14: no such product: "2018"',
  },
  {
    name: 'an unknown .NET version in a rule',
    change: ['rules.yaml', "supports: ['4.8']", "supports: ['4.8', '4.9']"],
    problem: 'rules.yaml:6:77: no such .NET version: "4.9"; did you mean "4.8"?',
  },
  {
    name: 'an unknown .NET version on a Windows',
    change: ['rules.yaml', "preinstalled: '4.7.2'", "preinstalled: '4.6'"],
    problem: 'rules.yaml:9:70: no such .NET version: "4.6"',
  },
  {
    name: 'an unknown Windows in a rule',
    change: ['rules.yaml', "tools: ['2019']", "tools: ['2022']"],
    problem: 'rules.yaml:13:81: no such Windows version: "2022"',
  },
  {
    name: 'an unknown forest level',
    change: ['rules.yaml', 'from: 2019-cu12 }, levels: [2012r2]', 'from: 2019-cu12 }, levels: [2012]'],
    problem: 'rules.yaml:21:63: expected a text, found the number 2012 (put it in quotes)',
  },
  {
    name: 'a dangling forest level',
    change: ['rules.yaml', 'from: 2019-cu12 }, levels: [2012r2]', 'from: 2019-cu12 }, levels: [2016r2]'],
    problem: 'rules.yaml:21:63: no such forest level: "2016r2"',
  },
  {
    name: 'an unknown release at the end of a range',
    change: ['rules.yaml', 'to: 2016-cu14 }', 'to: 2016-cu15 }'],
    problem: 'rules.yaml:5:61: no such release: "2016-cu15"; did you mean "2016-cu14"?',
  },
  {
    name: 'a range over two products',
    change: [
      'rules.yaml',
      'licence-2016, applies: { from: 2016-cu14 }',
      'licence-2016, applies: { from: 2016-cu14, to: 2019-cu12 }',
    ],
    problem: 'rules.yaml:26:57: a range stays inside one product; 2016-cu14 is of 2016, 2019-cu12 of 2019',
  },
  {
    name: 'a reversed range',
    change: ['steps.yaml', '{ from: 2016-cu23 }, windows', '{ from: 2016-cu23, to: 2016-cu14 }, windows'],
    problem: 'steps.yaml:4:48: the range is reversed: 2016-cu23 is newer than 2016-cu14',
  },
  {
    name: 'a release without a .NET rule',
    change: [
      'rules.yaml',
      'dotnet-2019, applies: { from: 2019-cu12 }',
      'dotnet-2019, applies: { from: 2016-cu23 }',
    ],
    problem: 'products.yaml:41:9: dotnetRules: no rule covers "2019-cu12"',
  },
  {
    name: 'a release without a Windows rule',
    change: [
      'rules.yaml',
      'windows-2016, applies: { from: 2016-cu14 }',
      'windows-2016, applies: { from: 2016-cu23 }',
    ],
    problem: 'products.yaml:23:9: windowsRules: no rule covers "2016-cu14"',
  },
  {
    name: 'a release without a media rule',
    change: [
      'rules.yaml',
      'media-2016, applies: { from: 2016-cu14 }',
      'media-2016, applies: { from: 2016-cu23 }',
    ],
    problem: 'products.yaml:23:9: mediaRules: no rule covers "2016-cu14"',
  },
  {
    name: 'a release without a licence switch',
    change: [
      'rules.yaml',
      'licence-2016, applies: { from: 2016-cu14 }',
      'licence-2016, applies: { from: 2016-cu23 }',
    ],
    problem: 'products.yaml:23:9: licences: no rule covers "2016-cu14"',
  },
  {
    name: 'a release without a domain controller rule',
    change: ['rules.yaml', 'dc-2016, applies: { from: 2016-cu14 }', 'dc-2016, applies: { from: 2016-cu23 }'],
    problem: 'products.yaml:23:9: domainControllerRules: no rule covers "2016-cu14"',
  },
  {
    name: 'a release without a forest level rule',
    change: [
      'rules.yaml',
      'forest-2016, applies: { from: 2016-cu14 }',
      'forest-2016, applies: { from: 2016-cu23 }',
    ],
    problem: 'products.yaml:23:9: forestLevelRules: no rule covers "2016-cu14"',
  },
  {
    name: 'a release with two .NET rules',
    change: ['rules.yaml', '{ from: 2016-cu23 }, supports', '{ from: 2016-cu14 }, supports'],
    problem:
      'rules.yaml:6:38: dotnetRules: "2016-cu14" is covered already by "dotnet-2016-cu14" (rules.yaml)',
  },
  {
    name: 'successors in a circle',
    change: ['products.yaml', 'serviced: [2019-cu12]', "serviced: [2019-cu12]\n    successor: '2016'"],
    problem: 'products.yaml:17:16: goes in a circle: 2016 -> 2019 -> 2016',
  },
  {
    name: 'a successor of itself',
    change: ['products.yaml', "successor: '2019'", "successor: '2016'"],
    problem: 'products.yaml:9:16: goes in a circle: 2016 -> 2016',
  },
  {
    name: 'transitions in a circle',
    change: [
      'rules.yaml',
      'transitions:\n',
      "transitions:\n  - { id: back, act: migrate, from: { product: '2019' }, to: { from: 2016-cu14 }, text: Back., sources: [docs] }\n",
    ],
    problem: 'goes in a circle: ',
  },
  {
    name: 'a transition inside one product',
    change: [
      'rules.yaml',
      'from: { from: 2016-cu23 }, to: { from: 2019-cu12 }',
      'from: { from: 2016-cu14 }, to: { from: 2016-cu23 }',
    ],
    problem: 'rules.yaml:38:78: goes in a circle: 2016 -> 2016',
  },
  {
    name: 'an unknown product of a transition',
    change: ['rules.yaml', "from: { product: '2010' }", "from: { product: '2009' }"],
    problem: 'rules.yaml:37:64: no such product: "2009"; did you mean "2019"?',
  },
  {
    name: 'an unknown product that must be gone',
    change: ['rules.yaml', "refuses: ['2010']", "refuses: ['2007']"],
    problem: 'rules.yaml:31:15: no such product: "2007"',
  },
  {
    name: 'a minimum level of another product',
    change: [
      'rules.yaml',
      "{ product: '2016', release: 2016-cu23 }",
      "{ product: '2016', release: 2019-cu12 }",
    ],
    problem: 'rules.yaml:32:43: "2019-cu12" is no release of product "2016"',
  },
  {
    name: 'a serviced CU of another product',
    change: ['products.yaml', 'serviced: [2016-cu23]', 'serviced: [2016-cu23, 2019-cu12]'],
    problem: 'products.yaml:7:27: "2019-cu12" is no release of product "2016"',
  },
  {
    name: 'a planned release that is released',
    change: ['products.yaml', 'id: 2019-cu99', 'id: 2019-cu12'],
    problem:
      'products.yaml:51:11: "2019-cu12" is planned and released (products.yaml); remove it from plannedReleases',
  },
  {
    name: 'a planned target that nobody plans',
    change: ['rules.yaml', 'target: { from: 2019-cu12 }', 'target: { planned: 2019-cu98 }'],
    problem: 'rules.yaml:30:24: no such planned release: "2019-cu98"; did you mean "2019-cu99"?',
  },
  {
    name: 'a condition on an unknown fact',
    change: ['steps.yaml', 'fact: dag', 'fact: dac'],
    problem: 'steps.yaml:18:27: no such fact: "dac"; did you mean "dag"?',
  },
  {
    name: 'a condition on an unknown release',
    change: ['steps.yaml', 'crosses: 2016-cu23', 'crosses: 2016-cu99'],
    problem: 'steps.yaml:18:52: no such release: "2016-cu99"',
  },
  {
    name: 'a condition on an unknown risk',
    change: ['steps.yaml', '{ fact: dag }', '{ risk: dotnet-behind }'],
    problem: 'steps.yaml:18:27: no such risk: "dotnet-behind"; did you mean "dotnet-ahead"?',
  },
  {
    name: 'a condition on unknown software',
    change: ['steps.yaml', '{ fact: dag }', '{ any: [{ software: [rewrite, rewriter] }] }'],
    problem: 'steps.yaml:18:49: no such software: "rewriter"; did you mean "rewrite"?',
  },
  {
    name: 'a condition on a reversed range',
    change: ['steps.yaml', '{ fact: dag }', '{ release: { from: 2016-cu23, to: 2016-cu14 } }'],
    problem: 'steps.yaml:18:53: the range is reversed: 2016-cu23 is newer than 2016-cu14',
  },
  {
    name: 'a condition on an update that never came out',
    change: ['steps.yaml', '{ fact: dag }', '{ gains: Aug23SU }'],
    problem: 'steps.yaml:18:28: no such update: "Aug23SU"; did you mean "Aug22SU"?',
  },
  {
    name: 'a step after an action that no step carries out',
    change: [
      'steps.yaml',
      '    reversible: false',
      '    after: [extended-protection]\n    reversible: false',
    ],
    problem: 'steps.yaml:23:13: no such manual action: "extended-protection"',
  },
  {
    name: 'a vulnerability of an unknown product, fix and action',
    change: [
      'steps.yaml',
      'facts:',
      "vulnerabilities:\n  - { id: CVE-2022-0001, impact: Any., products: ['2000'], fixedBy: [{ release: 2016-cu1 }, { update: Jul22SU }], knownExploited: no, needs: [a], sources: [docs] }\nfacts:",
    ],
    problem: 'steps.yaml:12:143: no such manual action: "a"',
  },
  {
    name: 'a known issue from a build that its release does not have',
    change: [
      'steps.yaml',
      'facts:',
      'knownIssues:\n  - { id: i, title: I, causedBy: A, affects: [{ release: 2016-cu23, from: 15.1.2507.10 }], workaround: W., sources: [docs] }\nfacts:',
    ],
    problem: 'steps.yaml:12:75: 2016-cu23 has no build 15.1.2507.10',
  },
  {
    name: 'a known issue that ends before it begins',
    change: [
      'steps.yaml',
      'facts:',
      'knownIssues:\n  - { id: i, title: I, causedBy: A, affects: [{ release: 2016-cu23, from: 15.1.2507.12, fixedIn: 15.1.2507.9 }], workaround: W., sources: [docs] }\nfacts:',
    ],
    problem: 'steps.yaml:12:98: expected a build above 15.1.2507.12, found 15.1.2507.9',
  },
  {
    name: 'a mitigation for an unknown vulnerability',
    change: [
      'steps.yaml',
      'facts:',
      'mitigations:\n  - { id: m, title: M, kind: script, applies: [{ from: 2016-cu14 }], covers: [CVE-2022-0001], replacedBy: [Aug22SU], text: A rule., wipedByCu: true, removal: By hand., sources: [docs] }\nfacts:',
    ],
    problem: 'steps.yaml:12:79: no such vulnerability: "CVE-2022-0001"',
  },
  {
    name: 'an invisible character in a text that the schema lets through',
    change: [
      'steps.yaml',
      'facts:',
      'topics:\n  - { id: t, title: T, keywords: [t], text: ["a\\u200bb"], links: [], sources: [docs] }\nfacts:',
    ],
    problem: 'steps.yaml:12:46: invisible, control or direction-changing characters are not allowed',
  },
  {
    name: 'an unknown variable',
    change: ['steps.yaml', 'Install {releaseName}', 'Install {relaseName}'],
    problem: 'steps.yaml:19:12: unknown variable {relaseName}; did you mean "releaseName"?',
  },
  {
    name: 'a script block that looks like a variable',
    change: ['steps.yaml', "Mount-DiskImage '{iso}'", 'Invoke-Command {hostname}'],
    problem: 'steps.yaml:21:42: unknown variable {hostname}; for a script block write it with spaces inside',
  },
  {
    name: 'a typed name outside of quotes in PowerShell',
    change: ['steps.yaml', "Mount-DiskImage '{iso}'", "Mount-DiskImage 'x' {iso}"],
    problem: "steps.yaml:21:42: {iso} is typed by the administrator and must stand in single quotes: '{iso}'",
  },
  {
    name: 'a typed name in double quotes in PowerShell',
    change: ['steps.yaml', '"Get-ExchangeServer \'{server}\'"', '\'Get-ExchangeServer "{server}"\''],
    problem: 'steps.yaml:22:33: {server} is typed by the administrator and must stand in single quotes',
  },
  {
    name: 'a typed path outside of quotes in cmd',
    change: ['steps.yaml', '"{backup}\\rewrite.msi"', '{backup}\\rewrite.msi'],
    problem:
      'steps.yaml:7:34: {backup} is typed by the administrator and must stand in double quotes: "{backup}"',
  },
  {
    name: 'a command on one server in a step that is done once for all',
    change: [
      'steps.yaml',
      'scope: server\n    per: install-cu\n    when: { all: [{ fact: dag }, { not: { crosses: 2016-cu23 } }] }\n    title: Install {releaseName}\n    why: To have it.\n    commands: [{ shell: powershell, run: "Mount-DiskImage \'{iso}\'" }]',
      'scope: organisation\n    per: install-cu\n    title: A\n    why: To have it.\n    commands: [{ shell: ems, run: "Get-Mailbox -Server \'{server}\'" }]',
    ],
    problem:
      'steps.yaml:16:12: "organisation" is done once for several servers, but a command works on {server}: the scope is "server"',
  },
  {
    name: 'an address of Microsoft without https',
    change: ['catalogue.yaml', 'https://learn', 'http://learn'],
    problem: 'catalogue.yaml:6:51: expected https:// for an address of microsoft.com',
  },
  {
    name: 'a policy that plans cite',
    change: ['policies.yaml', '  - { id: no-downgrade, text: A text., sources: [docs] }\n', ''],
    problem: 'policies.yaml:1:1: policies: the policy "no-downgrade", which plans cite, is missing',
  },
];

/** Problems name other files by their full path; here by name. */
function shortened(lines: readonly string[], dir: string): readonly string[] {
  return lines.map((line) => line.replaceAll(`${dir}/`, ''));
}

describe('data that contradict each other', () => {
  it.each(ROWS)('$name', ({ change, problem }) => {
    const dir = changed(...change);
    const found = shortened(problemsOf(dir), dir);
    expect(
      found.some((line) => line.includes(problem)),
      found.join('\n'),
    ).toBe(true);
    for (const line of found) expect(line).toMatch(/^[a-z]+\.yaml:\d+:\d+: /);
  });

  it('names every policy that is missing', () => {
    const all = CITED_POLICIES.map((id) => `  - { id: ${id}, text: A text., sources: [docs] }\n`).join('');
    expect(problemsOf(changed('policies.yaml', all, '  []\n'))).toHaveLength(CITED_POLICIES.length);
  });
});
