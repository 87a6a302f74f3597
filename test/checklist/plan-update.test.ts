import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Catalogue } from '../../src/catalogue/catalogue.ts';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import type { Plan, Step } from '../../src/checklist/plan.ts';
import { planUpdate } from '../../src/checklist/plan-update.ts';
import { COMMANDS } from '../../src/commands/flags.ts';
import type { Question } from '../../src/planner/question.ts';
import { questionOf } from '../planner/scenario.ts';
import { catalogue } from '../whole.ts';

const base = {
  id: 'x',
  from: '2016-cu12',
  to: '2016-cu23',
  dotnet: '4.7.2',
  windows: '2016',
  verdict: 'any',
} as const;

function plan(change: Partial<Question> = {}, asked: Catalogue = catalogue, scenario: object = {}): Plan {
  return planUpdate(asked, { ...questionOf(asked, { ...base, ...scenario }), ...change });
}

function step(of: Plan, id: string): Step {
  const found = of.steps.find((item) => item.id === id);
  if (!found) throw new Error(`No step ${id} in ${of.steps.map((item) => item.id).join(' ')}`);
  return found;
}

function overlay(yaml: string): Catalogue {
  const dir = mkdtempSync(join(tmpdir(), 'cupath-overlay-'));
  writeFileSync(join(dir, 'house.yaml'), yaml);
  return loadCatalogue('data', [dir]);
}

describe('unknown answers', () => {
  test('an unanswered DAG makes DAG steps conditional, with the check that decides it', () => {
    const found = step(plan(), 'maintenance-dag-member-out');
    expect(found.condition).toMatch(/^Only if .*DAG/);
    expect(found.conditionCheck?.run).toContain('Get-MailboxServer');
  });

  test('no DAG: no DAG step; a DAG: unconditional ones with its name', () => {
    expect(plan({ facts: { dag: false } }).steps.map((item) => item.id)).not.toContain(
      'maintenance-dag-member-out',
    );
    expect(
      step(plan({ facts: { dag: true }, dag: 'DAG7' }), 'maintenance-dag-member-out').condition,
    ).toBeNull();
  });

  test('an unknown .NET makes the install conditional on the registry value, and names the other paths', () => {
    const asked = plan({ dotnet: undefined, media: ['2016-cu14'] });
    const install = step(asked, 'dotnet-4.8-install');
    expect(install.condition).toContain('Release < 528040');
    expect(install.conditionCheck?.run).toContain('Release');
    const assumed = asked.assumptions.find((item) => item.about === 'dotnet');
    expect(assumed?.text).toContain('planned for 4.7.1');
    expect(assumed?.text).toContain('with .NET 4.8: install-cu 2016-cu23');
  });

  test('an unknown Windows is assumed, and said', () => {
    expect(plan({ windows: undefined }).assumptions.map((item) => item.about)).toContain('windows');
  });

  test('an unknown SU is said', () => {
    const asked = questionOf(catalogue, base);
    if (asked.from.kind !== 'level') throw new Error('level');
    const found = planUpdate(catalogue, { ...asked, from: { ...asked.from, updateKnown: false } });
    expect(found.from.updateKnown).toBe(false);
    expect(found.assumptions.map((item) => item.about)).toContain('from');
    expect(step(found, 'record-build').why).toContain('SU unknown');
  });

  test('ESU not answered: planned without, and the level with it is named', () => {
    const text = plan().assumptions.find((item) => item.about === 'esu')?.text;
    expect(text).toContain('2016-cu23+Sep26SUv2');
  });
});

describe('filled commands', () => {
  test('names fill every command; the ISO is quoted for PowerShell', () => {
    const found = plan({ server: 'EX01', iso: "D:\\it's\\cu23.iso" });
    const all = found.steps.flatMap((item) =>
      [...item.commands, ...item.verify].map((command) => command.run),
    );
    expect(all.join('\n')).not.toContain('<SERVER>');
    expect(step(found, 'cu-2016-cu23-install').commands[0]?.run).toContain("'D:\\it''s\\cu23.iso'");
  });

  test('an intermediate CU has an ISO placeholder of its own', () => {
    const found = plan({ iso: 'D:\\cu23.iso', media: ['2016-cu14'] });
    expect(step(found, 'cu-2016-cu14-install').commands[0]?.run).toContain("'<ISO-2016-CU14>'");
  });

  test('the licence switch follows the age of the media that is run', () => {
    const found = plan({ media: ['2016-cu14'] });
    expect(step(found, 'cu-2016-cu14-install').commands[0]?.run).toMatch(
      /\/IAcceptExchangeServerLicenseTerms'? /,
    );
    expect(step(found, 'cu-2016-cu23-install').commands[0]?.run).toContain('LicenseTerms_DiagnosticDataO');
  });

  test('after a migration the new server is not called by the name of the old one', () => {
    const found = plan({ server: 'OLD1' }, catalogue, {
      from: '2013-cu23',
      to: 'se-rtm',
      dotnet: '4.8',
      windows: '2012r2',
    });
    const inPlace = found.steps.filter((item) => item.id.startsWith('cu-se-rtm-install'));
    expect(inPlace.length).toBeGreaterThan(0);
    expect(JSON.stringify(inPlace)).not.toContain('OLD1');
  });
});

test('the data send nobody to a command that this version lacks', () => {
  const text = JSON.stringify(catalogue.data);
  const named = [...text.matchAll(/\bcupath ([a-z]+)\b/g)].map((match) => match[1] ?? '');
  expect(named).toContain('plan');
  const planned = [
    'status',
    'diagnose',
    'troubleshoot',
    'resume',
    'preflight',
    'explain',
    'why',
    'inventory',
  ];
  const lacking = planned.filter((name) => !Object.keys(COMMANDS).includes(name));
  expect(named.filter((name) => lacking.includes(name))).toEqual([]);
});

describe('order', () => {
  test('nothing stands between a .NET that is ahead and its CU', () => {
    const found = plan();
    const ids = found.steps.map((item) => item.id);
    const from = ids.indexOf('dotnet-4.8-install');
    const to = ids.indexOf('cu-2016-cu23-install');
    for (const item of found.steps.slice(from + 1, to)) expect(item.id).toMatch(/^dotnet-4\.8-/);
  });

  test('one window: into maintenance once, out once, the SU inside', () => {
    const found = plan({ media: ['2016-cu14'] });
    const phases = found.steps.map((item) => item.phase);
    expect(phases.lastIndexOf('maintenance-on')).toBeLessThan(phases.indexOf('update'));
    expect(phases.lastIndexOf('update')).toBeLessThan(phases.indexOf('maintenance-off'));
    const su = found.steps.findIndex((item) => item.id === 'su-oct25su-2016-cu23-install');
    expect(phases[su]).toBe('update');
  });

  test('minutes count the window, not the days before it nor the work after it', () => {
    const found = plan();
    const route = found.routes[0];
    const before = found.steps
      .filter((item) => item.phase === 'before')
      .reduce((sum, item) => sum + item.minutes.typical, 0);
    expect(before).toBeGreaterThan(0);
    const work = found.steps
      .filter((item) =>
        ['maintenance-on', 'prerequisites', 'update', 'maintenance-off', 'verify'].includes(item.phase),
      )
      .filter((item) => item.condition === null)
      .reduce((sum, item) => sum + item.minutes.typical, 0);
    expect(route?.minutes.typical).toBe(work);
  });
});

describe('overlays', () => {
  test('a new SU is one entry of eight lines at most, and becomes the target', () => {
    const yaml = `updates:
  - release: se-rtm
    id: Nov26SU
    build: 15.2.2562.99
    date: 2026-11-10
    kb: KB5200001
    link: https://techcommunity.microsoft.com/blog/exchange/november-2026
    sources: [estimate]
`;
    expect(yaml.trim().split('\n').length - 1).toBeLessThanOrEqual(8);
    const own = overlay(yaml);
    const found = plan({}, own, { from: 'se-rtm', to: 'latest', dotnet: '4.8.1', windows: '2022' });
    expect(found.to).toMatchObject({ release: 'se-rtm', update: 'Nov26SU', build: '15.2.2562.99' });
    expect(found.catalogue.overlays.length).toBe(1);
    expect(found.catalogue.digest).not.toBe(catalogue.digest);
  });

  test('a house rule blocks a level for its time, and says how to go on', () => {
    const own = overlay(`sources: [{ id: house, title: Change board }]
restrictions:
  - { id: house-freeze, releases: [2016-cu23], from: 2026-11-01, to: 2026-12-31, text: Freeze over the turn of the year, sources: [house] }
`);
    const found = plan({}, own);
    expect(found.verdict).toBe('no-path');
    expect(found.blocks.map((item) => item.rule)).toContain('house-freeze');
    expect(found.openings[0]?.change).toContain('2026-12-31');
    expect(plan({ today: '2027-01-01' }, own).verdict).not.toBe('no-path');
  });

  test('a held-back SU is passed over, and named when it is asked for', () => {
    const own = overlay(`sources: [{ id: house, title: Change board }]
restrictions:
  - { id: hold-su, releases: [], updates: [se-rtm+Sep26SUv2], text: Breaks our archive, sources: [house] }
`);
    const scenario = { from: 'se-rtm', dotnet: '4.8.1', windows: '2022' };
    expect(plan({}, own, { ...scenario, to: 'se-rtm' }).to.update).toBe('Sep26SU');
    const asked = plan({}, own, { ...scenario, to: 'se-rtm+Sep26SUv2' });
    expect(asked.blocks.map((item) => item.rule)).toContain('hold-su');
  });

  test('software without a download page, a step without advice, and braces in a remark', () => {
    const own = overlay(`sources: [{ id: house, title: Ops }]
software:
  - id: house-agent
    name: House agent
    needed: [{ applies: { from: 2016-cu23 } }]
    roles: [mailbox]
    requiredBy: setup
    install: [{ shell: cmd, run: 'start "" "{iso}"' }]
    verify: [{ shell: cmd, run: sc query agent, expect: RUNNING }]
    minutes: { low: 1, typical: 2, high: 3, sources: [house] }
    sources: [house]
steps:
  - id: house-call
    phase: before
    per: plan
    scope: server
    title: Call the help desk
    why: They answer the telephone.
    commands: []
    verify: []
    reversible: true
    links: []
    minutes: { low: 1, typical: 1, high: 1, sources: [house] }
    sources: [house]
annotations:
  - { id: house-call, note: 'Ask for {extension} on {server}', sources: [house] }
`);
    const found = plan({ iso: 'D:\\a"b.iso', server: 'EX01' }, own);
    expect(
      found.routes[0]?.hops.map((hop) => (hop.act === 'install-software' ? hop.software : '')),
    ).toContain('house-agent');
    const agent = found.steps.find((item) => item.commands.some((command) => command.shell === 'cmd'));
    expect(agent?.commands.map((command) => command.run)).toContain('start "" "D:\\ab.iso"');
    expect(agent?.links.map((link) => link.title)).not.toContain('Download: House agent');
    expect(step(found, 'house-call')).toMatchObject({
      otherwise: null,
      caution: 'Ask for {extension} on EX01',
    });
  });

  test('an annotation reaches the step and the level it names', () => {
    const own = overlay(`sources: [{ id: house, title: Ops }]
annotations:
  - { id: record-build, note: 'Use the jump host', sources: [house] }
  - { id: 2016-cu23, note: 'ISO on the file server', sources: [house] }
`);
    const found = plan({}, own);
    expect(step(found, 'record-build').caution).toContain('Use the jump host');
    expect(found.warnings).toContainEqual({ id: 'note-2016-cu23', text: 'ISO on the file server' });
  });
});

describe('no path', () => {
  test('2010 to 2016: only that it has no plan of its own blocks it, and the move is named', () => {
    const found = plan({}, catalogue, { from: 'legacy 2010', to: '2016-cu23' });
    expect(found.blocks.map((item) => item.rule)).toEqual(['legacy-product']);
    expect(found.openings.map((item) => item.change)).toEqual(['Move to Exchange Server 2016 CU23 first']);
    expect(found.from).toMatchObject({ product: '2010', release: null, build: null });
  });

  test('an announced release that refuses nothing present is blocked by its absence alone', () => {
    const found = plan({}, catalogue, {
      from: '2019-cu15',
      to: 'planned se-cu1',
      dotnet: '4.8',
      windows: '2022',
    });
    expect(found.blocks.map((item) => item.rule)).toEqual(['planned-not-released']);
    expect(found.openings).toEqual([]);
  });

  test('a house rule without an end can only be lifted, and holds for its own levels only', () => {
    const own = overlay(`sources: [{ id: house, title: Change board }]
restrictions:
  - { id: house-never, releases: [2016-cu23], text: We go to SE, sources: [house] }
`);
    expect(plan({}, own).openings.map((item) => item.change)).toEqual([
      'Have the house rule house-never lifted',
    ]);
    const asked = plan({}, own, { from: '2016-cu23', to: '2016-cu23+Oct25SU', dotnet: '4.8' });
    expect([asked.verdict, asked.to.update]).toEqual(['supported', 'Oct25SU']);
    const other = plan({}, own, { from: '2019-cu14', to: '2019-cu15', dotnet: '4.8', windows: '2022' });
    expect([other.verdict, other.to.update]).toEqual(['supported', 'Oct25SU']);
  });

  test('a day before the product was out: what is installed stays the newest level, and the day is doubted', () => {
    const found = plan({ today: '2010-01-01' }, catalogue, { to: 'latest-cu' });
    expect(found).toMatchObject({ verdict: 'current', to: { release: '2016-cu12' } });
    expect(found.warnings.find((note) => note.id === 'start-after-day')?.text).toContain('clock');
  });
});

describe('notices', () => {
  test('age of the data', () => {
    expect(plan().catalogue).toMatchObject({ ageDays: 48, patchTuesdays: 2, nextPatchTuesday: '2026-12-08' });
    expect(plan().warnings[0]).toMatchObject({ id: 'stale-data' });
    expect(plan({ today: '2026-10-08' }).catalogue.stale).toBe(false);
    expect(plan().catalogue.stale).toBe(true);
  });

  test('an update that only records name is said, to those who could have it', () => {
    const warned = (from: string, to: string, esu?: boolean) =>
      planUpdate(
        catalogue,
        questionOf(catalogue, { id: 'x', from, to, verdict: 'x', ...(esu === undefined ? {} : { esu }) }),
      ).warnings.some((item) => item.id === 'newer-unconfirmed');
    expect(warned('se-rtm+Sep26SUv2', 'latest')).toBe(true);
    expect(warned('se-rtm+Oct25SU', 'se-rtm+Sep26SUv2')).toBe(true);
    expect(warned('2016-cu22', '2016-cu23+Oct25SU')).toBe(false);
    expect(warned('2016-cu22', '2016-cu23+Oct25SU', true)).toBe(true);
  });

  test('an accepted risk is no warning any more, but stays a risk', () => {
    const found = plan({ accept: ['dotnet-ahead-of-cu'] });
    expect(found.verdict).toBe('risk');
    expect(found.warnings.map((item) => item.id)).not.toContain('dotnet-ahead-of-cu');
    expect(found.risks.map((item) => item.id)).toEqual(['dotnet-ahead-of-cu']);
  });

  test('--route supported gives the steps of that route though the other is recommended', () => {
    const found = plan({ route: 'supported' });
    expect(found.routes.find((item) => item.id === 'supported')?.recommended).toBe(false);
    expect(found.verdict).toBe('supported');
    expect(found.steps.map((item) => item.id)).toContain('cu-2016-cu14-install');
  });

  test('a target older than the installed SU is called so', () => {
    const found = plan({}, catalogue, {
      from: '2019-cu14+Sep26SUv2',
      to: '2019-cu15',
      dotnet: '4.8',
      windows: '2022',
    });
    expect(found.warnings.map((item) => item.id)).toContain('older-than-installed');
  });

  test('an installed update that was withdrawn is called so', () => {
    const found = plan({}, catalogue, {
      from: '2019-cu14+Nov24SU',
      to: '2019-cu14',
      dotnet: '4.8',
      windows: '2022',
    });
    expect(found.warnings.map((item) => item.id)).toContain('update-withdrawn');
  });

  test('a new CU with its own rules inherits what Setup of its line demands and refuses', () => {
    const one = '{ from: 2019-cu16, to: 2019-cu16 }';
    const own = overlay(`sources: [{ id: house, title: House }]
releases:
  - { id: 2019-cu16, product: '2019', name: CU16, kind: CU, build: 15.2.1900.5, date: 2026-11-20, kb: KB5999998, link: 'https://example.org/cu16', ad: { schema: 17003, organisation: 16764, domain: 13243 }, sources: [house] }
dotnetRules: [{ id: d16, applies: ${one}, supports: ['4.8', 4.8.1], sources: [house] }]
windowsRules: [{ id: w16, applies: ${one}, server: ['2019', '2022'], tools: ['2022'], core: true, sources: [house] }]
mediaRules: [{ id: m16, applies: ${one}, state: public, seen: 2026-11-20, text: Download, sources: [house] }]
licences: [{ id: l16, applies: ${one}, switch: /IAcceptExchangeServerLicenseTerms_DiagnosticDataOFF, sources: [house] }]
domainControllerRules: [{ id: c16, applies: ${one}, windows: ['2016', '2019'], sources: [house] }]
forestLevelRules: [{ id: f16, applies: ${one}, levels: ['2016'], sources: [house] }]
`);
    const asked = { from: '2019-rtm', to: '2019-cu16', dotnet: '4.8', windows: '2019' };
    expect(plan({}, own, { ...asked, also: ['2013'] }).blocks.map(({ rule }) => rule)).toEqual([
      'coexistence-2019-cu15',
    ]);
    const acts = plan({}, own, asked).routes[0]?.hops.map((hop) =>
      'software' in hop ? hop.software : hop.act,
    );
    expect(acts).toContain('url-rewrite');
  });

  test('a house rule that changes the way is named, one that does not is not', () => {
    const rules = (releases: string) => `sources: [{ id: house, title: Change board }]
restrictions: [{ id: no-such-cu, releases: [${releases}], text: Not tested by us yet., sources: [house] }]
`;
    const asked = { from: '2019-cu12', to: 'se-rtm', dotnet: '4.8', windows: '2019' };
    const held = plan({}, overlay(rules('2019-cu15')), asked);
    expect(held.routes[0]?.hops.map((hop) => ('release' in hop ? hop.release : hop.act))).toContain(
      '2019-cu14',
    );
    expect(held.warnings.find(({ id }) => id === 'no-such-cu')?.text).toMatch(
      /^Your own rule no-such-cu changes the way.* Not tested by us yet\.$/,
    );
    expect(plan({}, overlay(rules('2019-cu13')), asked).warnings.map(({ id }) => id)).not.toContain(
      'no-such-cu',
    );
  });
});
