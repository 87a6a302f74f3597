/** What somebody who follows the printed plan at night would stumble over: read over plans of every kind. */
import { describe, expect, test } from 'vitest';
import { required } from '../../src/catalogue/catalogue.ts';
import { PHASE_ORDER } from '../../src/checklist/phases.ts';
import type { Plan, Step } from '../../src/checklist/plan.ts';
import { planUpdate } from '../../src/checklist/plan-update.ts';
import { questionOf, type Scenario } from '../planner/scenario.ts';
import { catalogue } from '../whole.ts';

type Asked = Partial<Scenario> & { readonly facts?: Readonly<Record<string, boolean>> };

const CASES: Readonly<Record<string, Asked>> = {
  '2016 over a stop': { from: '2016-cu12', to: '2016-cu23', dotnet: '4.7.2', windows: '2016', media: 'all' },
  '2016 direct': { from: '2016-cu12', to: '2016-cu23', dotnet: '4.7.2', windows: '2016' },
  '2016 member of a DAG': { from: '2016-cu22', to: '2016-cu23', dotnet: '4.8', windows: '2016', dag: 'DAG1' },
  '2013 RTM onwards': { from: '2013-rtm', to: '2013-cu23', dotnet: '4.5', windows: '2012', media: 'all' },
  '2013 to SE': {
    from: '2013-cu12',
    to: 'se-rtm',
    dotnet: '4.5.2',
    windows: '2012r2',
    media: 'all',
    dag: 'DAG1',
  },
  '2016 to SE': { from: '2016-cu23+Oct25SU', to: 'se-rtm', dotnet: '4.8', windows: '2016' },
  '2019 to SE, DAG': { from: '2019-cu12', to: 'se-rtm', dotnet: '4.8', windows: '2019', dag: 'DAG1' },
  '2019 CU15 to SE': { from: '2019-cu15+Oct25SU', to: 'se-rtm', dotnet: '4.8.1', windows: '2025' },
  'SU only': { from: 'se-rtm', to: 'latest', dotnet: '4.8', windows: '2022' },
  'SU only, ESU': {
    from: '2019-cu15+Oct25SU',
    to: '2019-cu15',
    dotnet: '4.8',
    windows: '2022',
    esu: true,
    today: '2026-10-20',
  },
  'Edge direct': { from: '2016-cu12', to: '2016-cu23', dotnet: '4.7.2', windows: '2016', role: 'edge' },
  'Edge in place': { from: '2019-cu14', to: 'se-rtm', dotnet: '4.8', windows: '2019', role: 'edge' },
  'Edge to new server': { from: '2016-cu23', to: 'se-rtm', dotnet: '4.8', windows: '2016', role: 'edge' },
  tools: { from: '2019-cu12', to: 'se-rtm', dotnet: '4.8', windows: '2019', role: 'tools' },
  'nothing answered': { from: '2019-cu9', to: 'latest' },
};

function planOf(asked: Asked, facts: Readonly<Record<string, boolean>> = {}): Plan {
  const question = questionOf(catalogue, {
    id: 'x',
    from: '',
    to: '',
    verdict: '',
    server: 'EX01',
    ...asked,
  });
  return planUpdate(catalogue, { ...question, facts: { ...question.facts, ...facts } });
}

function caseOf(name: string, facts: Readonly<Record<string, boolean>> = {}): Plan {
  return planOf(required(new Map(Object.entries(CASES)), name), facts);
}

function runs(step: Step): readonly string[] {
  return [...step.commands, ...step.verify].map(({ run }) => run);
}

const named = Object.keys(CASES).map((name) => [name, caseOf(name)] as const);

describe.each(named)('%s', (_name, plan) => {
  const { steps } = plan;
  const ids = steps.map((step) => step.id);
  const hops = plan.routes[0]?.hops ?? [];

  test('no command leans on the folder that somebody happens to be in', () => {
    for (const run of steps.flatMap(runs).filter((each) => !each.includes('Set-Location')))
      expect(run).not.toMatch(/(^|[\s'"&(;|])\.\\/m);
  });

  test('what is installed was fetched and looked at before the window, each medium by its own step', () => {
    const wanted = hops.flatMap((hop) => {
      if (hop.act === 'install-dotnet') return [`media-dotnet-${hop.dotnet}`];
      if (hop.act === 'install-software') return [`media-${hop.software}`];
      if (hop.act === 'install-su') return [`media-${hop.update}-${hop.release}`.toLowerCase()];
      return hop.act === 'prepare-ad' ? [] : [`media-${hop.release}`];
    });
    const fetched = steps.filter((step) => step.phase === 'before').map((step) => step.id);
    expect(fetched).toEqual(expect.arrayContaining(wanted));
  });

  test('fetching installs nothing', () => {
    const fetching = steps.filter((step) => step.id.startsWith('media-') && step.phase === 'before');
    expect(fetching.length).toBeGreaterThan(0);
    for (const run of fetching.flatMap(runs))
      expect(run).not.toMatch(/Start-Process|msiexec|Setup\.exe'? \//);
  });

  test('a check without a command is made once in a window', () => {
    const checks = steps
      .filter((step) => step.commands.length === 0 && step.verify.length > 0 && step.condition === null)
      .filter((step) => !step.id.endsWith('-2'))
      .map((step) =>
        JSON.stringify([step.hop, ...step.verify.map(({ run, expect: value }) => [run, value])]),
      );
    expect(checks.filter((check, index) => checks.indexOf(check) !== index)).toEqual([]);
  });

  test('the parts of maintenance mode that go off come back, with the same requester', () => {
    const states = steps
      .filter((step) => step.phase === 'maintenance-on' || step.phase === 'maintenance-off')
      .flatMap((step) => step.commands.map(({ run }) => run))
      .flatMap((run) => [...run.matchAll(/-Component (\w+) -State (\w+) -Requester (\w+)/g)]);
    const off = states.filter((match) => match[2] !== 'Active').map((match) => `${match[1]} ${match[3]}`);
    const on = states.filter((match) => match[2] === 'Active').map((match) => `${match[1]} ${match[3]}`);
    expect([...on].sort()).toEqual([...off].sort());
  });

  test('only what is about the whole DAG is called so, not what each member needs', () => {
    for (const step of steps.filter((item) => item.scope === 'dag'))
      expect(step.id).toMatch(
        /^dag-rebalance|^dag-healthy-before|^maintenance-dag-ready|^new-server-.*-dag$/,
      );
  });

  test('phases come in their order inside a window', () => {
    const order = steps
      .filter((step) => !['prerequisites', 'update'].includes(step.phase))
      .map((step) => PHASE_ORDER.indexOf(step.phase));
    const moves = hops.filter((hop) => hop.act === 'migrate' || hop.act === 'prepare-ad').length;
    const backward = order.filter((position, index) => position < (order[index - 1] ?? 0)).length;
    expect(backward).toBeLessThanOrEqual(moves * 2);
    if (moves === 0) expect(backward).toBe(0);
  });

  test('what the server depends on is looked at before Active Directory or the server is touched', () => {
    const touched = steps.findIndex((step) =>
      ['organisation', 'maintenance-on', 'update'].includes(step.phase),
    );
    const late = steps.slice(touched).filter((step) => step.phase === 'dependencies');
    expect(touched).toBeGreaterThan(0);
    expect(late.map(({ id }) => id)).toEqual([]);
  });

  test('every record that a step reads was made before it', () => {
    for (const record of [
      'services.csv',
      'components.csv',
      'activation.csv',
      'schannel.reg',
      'um-languages.txt',
    ]) {
      const touching = steps.filter((step) => runs(step).some((run) => run.includes(record)));
      const first = touching[0];
      if (first)
        expect(JSON.stringify(first.commands), record).toMatch(/Export-Csv|reg\.exe export|Set-Content/);
    }
  });

  test('no placeholder for the server is left', () => {
    expect(JSON.stringify(steps)).not.toContain('<SERVER>');
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('roles', () => {
  test.each(['Edge direct', 'Edge in place', 'Edge to new server'])(
    '%s: nothing of a Mailbox server',
    (name) => {
      const text = caseOf(name).steps.flatMap(runs).join('\n');
      for (const word of [
        'Redirect-Message',
        'DagServerMaintenance',
        'UMCallRouter',
        'Get-MailboxDatabase',
        'PrepareAD',
        '/DomainController',
      ])
        expect(text).not.toContain(word);
    },
  );

  test('a machine with the tools only: no maintenance mode, no services', () => {
    const plan = caseOf('tools');
    expect(plan.steps.flatMap(runs).join('\n')).not.toMatch(
      /ServerComponentState|Stop-Service|Redirect-Message/,
    );
  });

  test('a server outside of a DAG: no step of a DAG', () => {
    const plan = caseOf('2016 over a stop', { dag: false });
    const text = plan.steps.flatMap(runs).join('\n');
    expect(text).not.toMatch(/DagServerMaintenance|Get-ClusterNode|DatabaseCopy/);
    expect(plan.steps.map((step) => step.id)).not.toContain('dag-rebalance');
  });

  test('a member of a DAG hands its queue over without being asked whether another server exists', () => {
    const redirect = caseOf('2016 member of a DAG').steps.find(
      (step) => step.id === 'maintenance-redirect-queue',
    );
    expect(redirect?.condition).toBeNull();
  });

  test('a DAG is balanced after the last member was verified', () => {
    const ids = caseOf('2019 to SE, DAG').steps.map((step) => step.id);
    expect(ids.indexOf('dag-rebalance')).toBeGreaterThan(ids.indexOf('verify-dag'));
  });
});

describe('moves to new servers', () => {
  const plan = caseOf('2013 to SE');
  const ids = plan.steps.map((step) => step.id);
  const place = (id: string) => {
    expect(ids).toContain(id);
    return ids.indexOf(id);
  };

  test('nobody is told to remove 2013 before the move has begun', () => {
    expect(ids).not.toContain('exchange-2013-gone');
    expect(place('retire-2019-cu14-no-object-left')).toBeLessThan(place('cu-se-rtm-install-in-place'));
  });

  test('the new server is proved before mailboxes come, and verified when the old one is gone', () => {
    expect(place('new-server-2019-cu14-proof')).toBeLessThan(place('move-2019-cu14-mailboxes'));
    expect(place('verify-move-2019-cu14')).toBeGreaterThan(place('retire-2019-cu14-uninstall'));
    const edge = caseOf('Edge to new server').steps.map((step) => step.id);
    expect(edge).toContain('verify-move-se-rtm-edge');
  });

  test('the window on the new server has records of its own, and the new DAG', () => {
    expect(place('record-services-2')).toBeGreaterThan(place('move-2019-cu14-mailboxes'));
    expect(place('record-services-2')).toBeLessThan(place('maintenance-server-offline-2'));
    const out = plan.steps.find((step) => step.id === 'maintenance-dag-member-out-2');
    expect(JSON.stringify(out?.commands)).toContain('<NEW-SERVER>');
    const ready = plan.steps.find((step) => step.id === 'maintenance-dag-ready-2');
    expect(JSON.stringify(ready?.verify)).toContain('<NEW-DAG>');
    expect(JSON.stringify(ready?.verify)).not.toContain('DAG1');
  });

  test('once the old server is uninstalled no command names it, but the check that it is gone', () => {
    for (const name of ['2013 to SE', '2016 to SE', 'Edge to new server']) {
      const { steps } = caseOf(name);
      const gone = steps.findIndex((step) => /^retire-.*-uninstall$/.test(step.id));
      const later = steps.slice(gone + 1);
      expect(gone).toBeGreaterThan(0);
      expect(later.length).toBeGreaterThan(1);
      expect(
        later.filter((step) => runs(step).some((run) => run.includes('EX01'))).map(({ id }) => id),
      ).toEqual([]);
    }
    const last = caseOf('2016 to SE').steps.find((step) => step.id === 'action-review-mitigation-m2');
    expect(JSON.stringify(last?.commands)).toContain('<NEW-SERVER>');
  });

  test('a server that is left behind is not recorded like one that is updated', () => {
    const left = caseOf('2016 to SE').steps.map((step) => step.id);
    expect(left.filter((id) => /^record-(services|components|tls)|^backup-customisations/.test(id))).toEqual(
      [],
    );
    expect(left).toContain('backup-databases');
  });
});

describe('what goes wrong at night', () => {
  test('a condition on .NET or the SU speaks of the beginning, so that it still holds after the installation', () => {
    const plans = [
      planOf({ from: '2016-cu12', to: '2016-cu23', windows: '2016', media: ['2016-cu14'] }),
      { ...caseOf('SU only'), steps: unknownSu() },
    ];
    for (const { steps } of plans) {
      const open = steps.filter((step) => /^Only if (Release|the build)/.test(step.condition ?? ''));
      expect(open[0]?.phase).toBe('before');
      expect(open.length).toBeGreaterThan(3);
      expect(open.some((step) => step.reboot)).toBe(true);
      for (const step of open) {
        expect(step.condition).toContain('at the beginning');
        expect(step.conditionCheck?.run).toContain('levels.csv');
      }
      const [record] = steps;
      expect(JSON.stringify(record?.commands)).toContain('levels.csv');
    }
  });

  function unknownSu(): readonly Step[] {
    const question = questionOf(catalogue, {
      id: 'x',
      from: 'se-rtm',
      to: 'latest',
      verdict: '',
      dotnet: '4.8',
      windows: '2022',
    });
    if (question.from.kind !== 'level') throw new Error('level');
    const from = { ...question.from, updateKnown: false };
    return planUpdate(catalogue, { ...question, from }).steps;
  }

  test('TLS settings and configuration files are put right before the server is back in service', () => {
    const ids = caseOf('2016 over a stop').steps.map((step) => step.id);
    const back = ids.indexOf('maintenance-server-online');
    for (const id of ['maintenance-customisations', 'maintenance-configuration-files', 'maintenance-tls']) {
      expect(ids).toContain(id);
      expect(ids.indexOf(id)).toBeLessThan(back);
    }
  });

  test('UM language packs are taken out inside the window, and come back after it', () => {
    const plan = caseOf('2016 over a stop', { 'um-language-packs': true });
    const ids = plan.steps.map((step) => step.id);
    const out = plan.steps.find((step) => step.id === 'maintenance-um-language-packs');
    expect(out?.phase).toBe('maintenance-on');
    expect(ids.indexOf('um-language-packs-back')).toBeGreaterThan(ids.indexOf('cu-2016-cu23-install'));
  });

  test('Extended Protection is decided only where Setup turns it on', () => {
    const ids = (name: string) => caseOf(name).steps.map((step) => step.id);
    const decisions = (name: string) =>
      ids(name).filter((id) => /extended-protection/.test(id) && !/^(action|record)/.test(id));
    expect(decisions('2016 over a stop')).toEqual([]);
    expect(decisions('2019 to SE, DAG')).toEqual([
      'decide-extended-protection',
      'keep-extended-protection-se-rtm-in-place',
    ]);
    expect(decisions('2019 CU15 to SE')).toEqual(['keep-extended-protection-se-rtm-in-place']);
    expect(decisions('Edge in place')).toEqual([]);
  });

  test('the package of an SU is taken from the folder it was put into', () => {
    const plan = caseOf('SU only');
    const folder = "'<BACKUP-FOLDER>\\sep26suv2-se-rtm";
    const put = plan.steps.find((step) => step.id === 'media-sep26suv2-se-rtm');
    const install = plan.steps.find((step) => step.id === 'su-sep26suv2-se-rtm-install');
    expect(put?.commands[0]?.run).toContain(folder);
    expect(install?.commands[0]?.run).toContain(folder);
  });
});

describe('UM language packs', () => {
  const plan = caseOf('2016 direct');
  const back = plan.steps.find((step) => step.id === 'um-language-packs-back');
  const out = plan.steps.find((step) => step.id === 'maintenance-um-language-packs');

  test('whether they come back is read from the record of the removal: the server shows en-US only by then', () => {
    expect(out?.conditionCheck?.run).toContain('Get-UMService');
    expect(back?.condition).toContain('um-languages.txt');
    expect(back?.conditionCheck?.run).toContain('um-languages.txt');
    expect(back?.conditionCheck?.run).not.toContain('Get-UMService');
  });

  test('removing them a second time keeps the record and touches only what is still installed', () => {
    const run = out?.commands[0]?.run ?? '';
    expect(run).toMatch(/\$recorded \+ \$installed .*Set-Content/);
    expect(run).toMatch(/\$installed \| Where-Object .*RemoveUmLanguagePack/);
  });
});

describe('other servers of the product that is left', () => {
  const titles = (from: string, to: string, more: object = {}) =>
    planOf({ from, to, ...more }).steps.map(({ title }) => title);

  test.each([
    ['2013-cu23', 'se-rtm', ['CU21 or later', 'Remove every other Exchange 2013 server']],
    ['2013-cu23', '2019-cu14', ['CU21 or later']],
    ['2013-cu22', '2016-cu23', ['CU10 or later']],
  ])(
    '%s to %s: the other 2013 servers are raised before the move, and gone before what refuses them',
    (from, to, wanted) => {
      const found = titles(from, to).filter((title) => /other Exchange 2013 server/.test(title));
      expect(found).toHaveLength(wanted.length);
      wanted.forEach((part, index) => {
        expect(found[index]).toContain(part);
      });
      const all = titles(from, to);
      const gone = all.findIndex((title) => title.startsWith('Remove every other Exchange 2013'));
      if (gone === -1) return;
      expect(gone).toBeGreaterThan(all.findIndex((title) => /^Move the user mailboxes/.test(title)));
      expect(gone).toBeLessThan(all.findLastIndex((title) => /Active Directory|schema/i.test(title)));
    },
  );

  test('naming the product that is left as one that is there as well changes nothing about the way', () => {
    const plan = planOf({ from: '2013-cu23', to: 'se-rtm' });
    const named = planOf({ from: '2013-cu23', to: 'se-rtm', also: ['2013'] });
    expect(named.routes[0]?.hops).toEqual(plan.routes[0]?.hops);
  });

  test('a level without updates that serves mail on the way, and domain controllers that the old server does not know, are named', () => {
    const ids = (more: object) =>
      planOf({ from: '2013-cu23', to: 'se-rtm', ...more }).warnings.map(({ id }) => id);
    expect(ids({})).toContain('stop-not-serviced');
    expect(ids({ dcWindows: ['2019'] })).toContain('controllers-of-the-old');
    expect(ids({ dcWindows: ['2016'] })).not.toContain('controllers-of-the-old');
    // The CU that the plan installs before the move counts, not the one that it leaves at once.
    const bridged = planOf({
      from: '2016-cu18',
      to: 'se-rtm',
      dotnet: '4.8',
      windows: '2016',
      dcWindows: ['2022'],
    });
    expect(bridged.warnings.map(({ id }) => id)).not.toContain('controllers-of-the-old');
    const replace = planOf({ from: '2016-cu18', to: 'se-rtm', dotnet: '4.8', windows: '2016' }).steps.find(
      ({ id }) => id === 'domain-controllers-replace',
    );
    const listed = planOf({ from: '2016-cu18', to: 'se-rtm', dotnet: '4.8', windows: '2016' }).steps.find(
      ({ id }) => id === 'domain-controllers',
    );
    expect(listed?.verify[0]?.expect).toMatch(/Windows Server 2022$/);
    expect(replace?.condition).toMatch(/other than Windows Server 2012 R2 or .*2022 or Windows Server 2025$/);
  });
});

describe('an Edge server', () => {
  test.each([
    ['2019-cu13+Mar24SU', 'se-rtm'],
    ['2016-cu22', '2016-cu23'],
  ])(
    '%s to %s: is asked nothing that only the organisation knows, and told nothing that it has not',
    (from, to) => {
      const { steps } = planOf({ from, to, role: 'edge' });
      for (const step of steps) {
        const run = [...step.commands, ...step.verify, ...(step.conditionCheck ? [step.conditionCheck] : [])];
        for (const { run: text } of run) {
          expect(text, step.id).not.toMatch(
            /Get-(?:HybridConfiguration|SettingOverride|OrganizationConfig|AuthServer|Mailbox)\b/,
          );
          expect(text, step.id).not.toMatch(/Restart-Service -Name W3SVC/);
        }
        if (step.phase === 'update')
          expect(`${step.why} ${step.caution}`, step.id).not.toMatch(/databases|Extended Protection/);
      }
    },
  );
});

describe('the forest', () => {
  const expected = (id: string) =>
    planOf({ from: '2016-cu23', to: 'se-rtm', dotnet: '4.8', windows: '2016' })
      .steps.filter((step) => step.id === id)
      .flatMap((step) => step.verify.map((check) => check.expect));

  test('the checks name exactly the levels and Windows versions that the target supports', () => {
    const [windows, level] = expected('domain-controllers');
    expect(windows).toContain('Windows Server 2012 R2, Windows Server 2016, Windows Server 2019');
    expect(windows).not.toMatch(/2012(?! R2)|2008/);
    expect(level).toContain('6 (Windows Server 2012 R2) or 7 (Windows Server 2016)');
    expect(level).not.toMatch(/2008|2012(?! R2)|2025/);
    expect(expected('forest-level-raise')[0]).toContain(
      '6 (Windows Server 2012 R2) or 7 (Windows Server 2016)',
    );
    // Exchange 2016 goes on running until the move is done, and does not know Windows Server 2025.
    expect(expected('domain-controllers-replace')[0]).toContain('Windows Server 2022');
    expect(expected('domain-controllers')[0]).not.toContain('Windows Server 2025');
    // What is replaced is what the target does not support; the old server is told of in the list before.
    expect(expected('domain-controllers-replace')[0]).toContain('Windows Server 2025');
    const inPlace = planOf({ from: '2019-cu14', to: 'se-rtm', dotnet: '4.8', windows: '2019' }).steps;
    expect(inPlace.find(({ id }) => id === 'domain-controllers-replace')?.verify[0]?.expect).toContain(
      'Windows Server 2025',
    );
  });
});

test.each(['Edge direct', 'Edge in place'])(
  '%s: the subscription is looked at before mail flows again',
  (name) => {
    const ids = caseOf(name).steps.map((step) => step.id);
    expect(ids).toContain('maintenance-edge-resubscribe');
    expect(ids.indexOf('maintenance-edge-resubscribe')).toBeLessThan(
      ids.indexOf('maintenance-server-online'),
    );
    expect(ids.indexOf('maintenance-edge-resubscribe')).toBeLessThan(
      ids.indexOf('maintenance-transport-online'),
    );
  },
);

describe('.NET 4.6.1 to 4.7.1 on Windows Server 2012 R2', () => {
  const textOf = (plan: Plan) => JSON.stringify(plan.steps);
  const asked = { from: '2016-cu4', to: '2016-cu10', dotnet: '4.6.2', media: 'all' } as const;

  test('the Windows updates that it needs are checked before it, and before services stop', () => {
    const plan = planOf({ ...asked, windows: '2012r2' });
    const ids = plan.steps.map((step) => step.id);
    const check = plan.steps.find((step) => step.id === 'dotnet-4.7.1-windows-updates');
    expect(JSON.stringify(check?.verify)).toContain('KB2919355');
    expect(check?.condition).toBeNull();
    expect(ids.indexOf('dotnet-4.7.1-windows-updates')).toBeLessThan(
      ids.indexOf('dotnet-4.7.1-stop-services'),
    );
  });

  test('no other Windows and no other .NET hears of them', () => {
    const other = planOf({ ...asked, windows: '2016' });
    const newer = planOf({ from: '2016-cu12', to: '2016-cu23', dotnet: '4.7.2', windows: '2012r2' });
    expect(newer.steps.map((step) => step.id)).toContain('dotnet-4.8-install');
    expect(other.steps.map((step) => step.id)).toContain('dotnet-4.7.1-install');
    for (const plan of [other, newer])
      expect(textOf(plan)).not.toMatch(/KB2919355|dotnet-[^"]*-windows-updates/);
  });
});

describe('the way back', () => {
  const of = (name: string, id: string) => caseOf(name).steps.find((step) => step.id === id);

  test.each([
    ['2016 direct', 'dotnet-4.8-install', 'can be uninstalled'],
    ['2016 member of a DAG', 'maintenance-redirect-queue', 'nothing is lost'],
  ])('%s: %s can be undone, and how is told', (name, id, how) => {
    expect(of(name, id)).toMatchObject({ reversible: true, rollback: expect.stringContaining(how) });
  });

  test('a CU has none, and why is told', () => {
    expect(of('2016 direct', 'cu-2016-cu23-install')).toMatchObject({
      reversible: false,
      rollback: expect.stringContaining('cannot be taken back'),
    });
  });

  test('no step that says what can be done again is marked as final', () => {
    const wrong = Object.keys(CASES)
      .flatMap((name) => caseOf(name).steps)
      .filter(
        (step) =>
          !step.reversible && /can be (uninstalled|made) again|nothing is lost/.test(step.rollback ?? ''),
      );
    expect(wrong.map((step) => step.id)).toEqual([]);
  });
});

describe('repairs and prerequisites at their place', () => {
  const at = (plan: Plan, id: string) => plan.steps.findIndex((step) => step.id === id);

  test.each([
    ['2013-cu10', '2013-cu23', '2012', '4.5'],
    ['2016-rtm', '2016-cu23', '2012r2', '4.5.2'],
  ] as const)('%s knows no TLS 1.2: it is switched on behind the update', (from, to, windows, dotnet) => {
    const plan = planOf({ from, to, windows, dotnet, media: 'all' });
    expect(at(plan, 'action-tls-consistency-and-tls12')).toBe(-1);
    const tls = at(plan, 'action-tls-consistency-and-tls12-after');
    expect(plan.steps[tls]?.phase).toBe('after');
    expect(tls).toBeLessThan(at(plan, 'action-enable-extended-protection'));
  });

  test.each([
    ['2019-cu11', 'se-rtm', '2022'],
    ['2019-cu14', 'se-rtm', '2022'],
    ['2016-cu18', '2016-cu23', '2016'],
  ] as const)(
    'tools %s -> %s: each Setup, then what to do when it fails, then the restart',
    (from, to, windows) => {
      const { steps, routes } = planOf({ from, to, windows, role: 'tools' });
      routes[0]?.hops.forEach(({ act }, hop) => {
        if (act !== 'install-cu' && act !== 'upgrade-in-place') return;
        const ids = steps.filter((step) => step.hop === hop && step.phase === 'update').map(({ id }) => id);
        expect(ids[0]).toMatch(/-install(?:-in-place)?-tools$/);
        expect(ids[1]).toMatch(/-if-setup-fails/);
      });
    },
  );

  test.each([
    ['2019-cu14', 'se-rtm', 'mailbox', '2019'],
    ['2016-cu18', '2016-cu23', 'edge', '2016'],
  ] as const)(
    '%s: nothing behind Setup asks WMI, which a broken Setup leaves disabled',
    (from, to, role, windows) => {
      const { steps } = planOf({ from, to, role, windows });
      const late = steps.filter(({ phase }) => phase === 'update' || phase === 'maintenance-off');
      const runs = late.flatMap(({ commands, verify }) => [...commands, ...verify].map(({ run }) => run));
      expect(runs.filter((run) => /services\.csv/.test(run)).length).toBeGreaterThan(2);
      expect(
        runs.filter((run) => /Get-CimInstance|Get-WmiObject/.test(run) && /services\.csv/.test(run)),
      ).toEqual([]);
    },
  );

  test.each([{}, { prepared: 'se-rtm' }])(
    '2013 to SE, %o: no Setup of SE without the check that 2013 has left',
    (known) => {
      const { steps } = planOf({
        from: '2013-cu23',
        to: 'se-rtm',
        windows: '2012r2',
        dotnet: '4.8',
        ...known,
      });
      const ids = steps.map(({ id }) => id);
      const gate = ids.indexOf('no-exchange-2013-before-se-rtm');
      expect(gate).toBeGreaterThan(ids.indexOf('retire-2019-cu14-no-object-left'));
      expect(gate).toBeLessThan(ids.findIndex((id) => id.startsWith('cu-se-rtm-install')));
    },
  );
});
