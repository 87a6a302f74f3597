/** The manual actions: all there, in the right order, and in exactly the plans that need them. */
import { describe, expect, test } from 'vitest';
import { readDataFiles } from '../../src/catalogue/load.ts';
import type { ConditionData, StepTemplate } from '../../src/catalogue/schema.ts';
import type { Plan } from '../../src/checklist/plan.ts';
import { planUpdate } from '../../src/checklist/plan-update.ts';
import { questionOf, type Scenario } from '../planner/scenario.ts';
import { catalogue } from '../whole.ts';

const { steps, facts } = catalogue.data;

/** Actions that another template than `action-<id>` carries out, because it belongs to the update itself. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'health-checker-before-and-after': 'health-checker-after',
  'elevated-install': 'su-{update}-{release}-install',
  'update-every-server-and-management-tools': 'tools-only-machines',
  'prepare-ad-before-cu': 'ad-{release}-verify',
  'auth-certificate-valid': 'auth-certificate',
  'windows-security-updates': 'windows-updates',
  'hybrid-transport-enforcement': 'hybrid-level',
  'maintenance-mode-and-reboot': 'maintenance-components',
};

/** Actions with one template of their own. */
const OWN = [
  'prepare-schema-jul21',
  'prepare-all-domains-may22',
  'enable-extended-protection',
  'configure-download-domains',
  'remove-deserialization-overrides',
  'remove-security-optout-overrides',
  'tokencache-module',
  'outside-in-override',
  'aes256-cbc-rms',
  'ecc-certificate-registry',
  'iana-timezone-duplicates',
  'amsi-integration',
  'dedicated-hybrid-app',
  'hybrid-graph-permissions',
  'rerun-hcw-after-auth-cert',
  'em-service-after-jun26',
  'review-mitigation-m2',
  'rollback-old-mitigations',
  'reapply-mitigation-between-cu-and-su',
  'compromise-assessment',
  'fipfs-reset',
  'wildcard-accepted-domain',
  'pf-permission-override',
  'account-forest-password-change',
  'outlook-cve-2023-23397',
  'esu-or-se',
  'remove-legacy-before-se-cu2',
  'digicert-g2-root',
  'remove-wrapper-override',
  'published-calendar-rewrite-rule',
  'delete-legacy-exchange-groups',
  'korean-wordbreaker-files',
  'graph-freebusy-workaround',
] as const;

/**
 * Actions that are done in different ways at different levels: one template for each way, and never two of
 * them in one plan.
 */
const VARIANTS: Readonly<Record<string, readonly string[]>> = {
  'tls-consistency-and-tls12': [
    'action-tls-consistency-and-tls12',
    'action-tls-consistency-and-tls12-after',
    'tls-equal-everywhere',
  ],
  'remove-ssl-offloading': ['action-remove-ssl-offloading', 'load-balancer-tls'],
  'serialized-data-signing': [
    'action-serialized-data-signing',
    'action-serialized-data-signing-override',
    'action-serialized-data-signing-2013',
  ],
  'disable-owa-light': ['action-disable-owa-light', 'action-disable-owa-light-interim'],
};

const IDS = [...Object.keys(ELSEWHERE), ...OWN, ...Object.keys(VARIANTS)];

const start = { dotnet: '4.8', windows: '2016' } as const;

function plan(from: string, to: string, extra: Partial<Scenario> = {}, answers = {}): Plan {
  const scenario = { id: 'x', verdict: 'any', ...start, from, to, ...extra };
  const question = questionOf(catalogue, scenario);
  return planUpdate(catalogue, { ...question, facts: { ...question.facts, ...answers } });
}

/** Action -> its condition (null: unconditional), of the steps of the whole plan. */
function actionsOf(found: Plan): ReadonlyMap<string, string | null> {
  return new Map(found.steps.flatMap((step) => (step.action ? [[step.action, step.condition]] : [])));
}

const PLANS: readonly Plan[] = [
  plan('2016-cu21', '2016-cu23+Oct25SU'),
  plan('2016-cu12', '2016-cu23', { dotnet: '4.7.2' }),
  plan('2016-cu23+Oct25SU', '2016-cu23', { esu: true }),
  plan('2016-cu19', '2016-cu20+Jul21SU'),
  plan('2016-cu23', '2016-cu23+Mar23SU'),
  plan('2016-cu21', 'se-rtm'),
  plan('2019-cu9', '2019-cu15+Oct25SU', { windows: '2019' }),
  plan('2019-cu12', '2019-cu12+Nov22SU', { windows: '2019' }),
  plan('2019-cu15+Aug25SU', '2019-cu15+Oct25SU', { windows: '2022', dotnet: '4.8.1' }),
  plan('2019-cu15+Oct25SU', 'se-rtm', { windows: '2022', dotnet: '4.8.1' }),
  plan('se-rtm', 'se-rtm', { windows: '2025', dotnet: '4.8.1' }),
  plan('2013-cu23', '2013-cu23', { windows: '2012r2' }),
  plan('2019-cu12', '2019-cu15', { windows: '2019', role: 'edge' }),
  plan('2019-cu12', '2019-cu15', { windows: '2019', role: 'tools' }),
];

function factsOf(condition: ConditionData | undefined): readonly string[] {
  if (condition === undefined) return [];
  if ('all' in condition) return condition.all.flatMap(factsOf);
  if ('any' in condition) return condition.any.flatMap(factsOf);
  if ('not' in condition) return factsOf(condition.not);
  return 'fact' in condition ? [condition.fact] : [];
}

describe('the catalogue of manual actions', () => {
  test('has all 45, each carried out by the templates named here and by no other', () => {
    expect(new Set(IDS).size).toBe(45);
    const carried = steps.flatMap(({ action, id }) => (action ? [`${action}: ${id}`] : []));
    const expected = [
      ...Object.entries(ELSEWHERE).map(([id, step]) => `${id}: ${step}`),
      ...OWN.map((id) => `${id}: action-${id}`),
      ...Object.entries(VARIANTS).flatMap(([id, ids]) => ids.map((step) => `${id}: ${step}`)),
    ];
    expect([...carried].sort()).toEqual([...expected].sort());
  });

  test('`after` names actions, goes in no circle', () => {
    const before = new Map<string, Set<string>>();
    for (const { action, after } of steps) {
      if (!action) {
        expect(after).toBeUndefined();
        continue;
      }
      const known = before.get(action) ?? new Set<string>();
      before.set(action, new Set([...known, ...(after ?? [])]));
    }
    const visit = (id: string, trail: readonly string[]): void => {
      expect(before.has(id), `${trail.join(' -> ')} -> ${id}`).toBe(true);
      expect(trail).not.toContain(id);
      for (const next of before.get(id) ?? []) visit(next, [...trail, id]);
    };
    for (const id of before.keys()) visit(id, []);
  });

  test('every fact of data/actions is asked for by a step', () => {
    const file = readDataFiles('data/actions').find((item) => item.path === 'facts.yaml');
    const ids = [...(file?.text ?? '').matchAll(/^ {2}- id: (.+)$/gm)].map((match) => match[1]);
    const asked = new Set<string | undefined>(steps.flatMap((step) => factsOf(step.when)));
    expect(ids.length).toBeGreaterThan(20);
    expect(ids.filter((id) => !asked.has(id))).toEqual([]);
  });
});

const own: readonly StepTemplate[] = steps.filter((step) => step.id.startsWith('action-'));

/** Begins of cmdlet names that change something: they have no place in a check. */
const CHANGING =
  /\b(Set|New|Remove|Add|Start|Stop|Restart|Install|Uninstall|Mount|Dismount|Enable|Disable|Move|Copy|Update|Out|Export|Import|Unblock|Clear|Resume|Suspend)-(?!Module\b)[A-Z]|\breg(\.exe)? (add|delete|export|import)/;

describe.each(own.map((step) => [step.id, step] as const))('%s', (_, step) => {
  test('says how one knows that it is done, and what to do if not', () => {
    expect(step.verify.length > 0 || step.why.includes('Done when')).toBe(true);
    expect(step.commands.length > 0 || step.verify.length > 0 || step.why.includes('Done when')).toBe(true);
    expect(step.otherwise).toBeTruthy();
    expect(step.links.length).toBeGreaterThan(0);
  });

  test('checks without changing anything', () => {
    const checks = factsOf(step.when).flatMap((id) => facts.find((fact) => fact.id === id)?.check ?? []);
    for (const { run } of [...step.verify, ...checks]) expect(run).not.toMatch(CHANGING);
  });

  test('has times that rise, and sources other than an estimate', () => {
    const { low, typical, high } = step.minutes;
    expect(low).toBeLessThanOrEqual(typical);
    expect(typical).toBeLessThanOrEqual(high);
    expect(step.sources).not.toContain('estimate');
    expect(step.sources.filter((id) => id !== 'unverified').length).toBeGreaterThan(0);
  });

  test('says what it takes back when it removes an override or a mitigation', () => {
    const removes = step.commands.some(({ run }) => /Remove-SettingOverride|-Rollback/.test(run));
    if (removes) expect(step.undoes).toBeTruthy();
  });
});

describe('the order in a plan', () => {
  test.each(
    PLANS.map((found) => [`${found.from.release} ${found.from.role} -> ${found.to.release}`, found] as const),
  )('%s: no action comes before one that it needs, and none of the whole plan comes twice', (_, found) => {
    expect(found.steps.length).toBeGreaterThan(0);
    const at = (action: string) => found.steps.findIndex((step) => step.action === action);
    for (const { action, after } of steps) {
      if (!action || at(action) < 0) continue;
      for (const earlier of after ?? [])
        expect(at(earlier), `${earlier} before ${action}`).toBeLessThan(at(action));
    }
    for (const id of [...OWN, ...Object.keys(VARIANTS)]) {
      if (id === 'reapply-mitigation-between-cu-and-su') continue;
      expect(found.steps.filter((step) => step.action === id).length, id).toBeLessThanOrEqual(1);
    }
  });

  test('Extended Protection comes after equal TLS settings and the end of SSL offloading, and before public folder permissions', () => {
    const found = plan(
      '2016-cu21',
      '2016-cu23+Oct25SU',
      {},
      { 'load-balancer': true, 'public-folder-permissions': true },
    );
    const order = found.steps.flatMap((step) => step.action ?? []);
    const wanted = [
      'tls-consistency-and-tls12',
      'remove-ssl-offloading',
      'elevated-install',
      'enable-extended-protection',
      'pf-permission-override',
    ];
    expect(order.filter((id) => wanted.includes(id))).toEqual(wanted);
  });
});

describe('from Exchange 2016 CU21 without an SU to CU23 with the October 2025 SU', () => {
  const found = actionsOf(plan('2016-cu21', '2016-cu23+Oct25SU', { windows: '2016' }));

  test.each([
    'prepare-all-domains-may22',
    'enable-extended-protection',
    'serialized-data-signing',
    'tls-consistency-and-tls12',
    'auth-certificate-valid',
    'outlook-cve-2023-23397',
    'amsi-integration',
    'prepare-ad-before-cu',
    'elevated-install',
    'maintenance-mode-and-reboot',
  ])('%s is done in any case', (id) => {
    expect(found.has(id)).toBe(true);
    expect(found.get(id)).toBeNull();
  });

  test.each([
    'configure-download-domains',
    'remove-security-optout-overrides',
    'remove-deserialization-overrides',
    'tokencache-module',
    'outside-in-override',
    'dedicated-hybrid-app',
    'rollback-old-mitigations',
    'compromise-assessment',
    'wildcard-accepted-domain',
    'fipfs-reset',
    'delete-legacy-exchange-groups',
  ])('%s is done only if the state asks for it', (id) => {
    expect(found.get(id)).toMatch(/^Only if /);
  });

  test.each([
    'prepare-schema-jul21',
    'hybrid-graph-permissions',
    'em-service-after-jun26',
    'review-mitigation-m2',
    'esu-or-se',
    'remove-wrapper-override',
    'published-calendar-rewrite-rule',
    'korean-wordbreaker-files',
    'graph-freebusy-workaround',
    'remove-legacy-before-se-cu2',
  ])('%s is not part of it', (id) => {
    expect(found.has(id)).toBe(false);
  });

  test('OWA Light is switched off, because the August 2026 SU is missing', () => {
    expect(found.get('disable-owa-light')).toBeNull();
  });

  test('answers decide', () => {
    const answers = {
      hybrid: false,
      'hybrid-before': false,
      'download-domains-unset': true,
      'security-opt-out': false,
    };
    const answered = actionsOf(plan('2016-cu21', '2016-cu23+Oct25SU', {}, answers));
    expect(answered.has('dedicated-hybrid-app')).toBe(false);
    expect(answered.get('configure-download-domains')).toBeNull();
    expect(answered.has('remove-security-optout-overrides')).toBe(false);
  });
});

describe('from Exchange 2019 CU15 with the August 2025 SU to the October 2025 SU', () => {
  const found = actionsOf(
    plan('2019-cu15+Aug25SU', '2019-cu15+Oct25SU', { windows: '2022', dotnet: '4.8.1' }),
  );

  test('what older updates asked for is gone, or only a check of the state', () => {
    const older = [
      'prepare-schema-jul21',
      'fipfs-reset',
      'outlook-cve-2023-23397',
      'rollback-old-mitigations',
      'iana-timezone-duplicates',
      'ecc-certificate-registry',
      'pf-permission-override',
      'account-forest-password-change',
      'aes256-cbc-rms',
      'amsi-integration',
      'compromise-assessment',
      'wildcard-accepted-domain',
      'reapply-mitigation-between-cu-and-su',
    ];
    for (const id of older) expect(found.has(id), id).toBe(false);
    const states = [
      'prepare-all-domains-may22',
      'enable-extended-protection',
      'serialized-data-signing',
      'configure-download-domains',
      'tokencache-module',
      'dedicated-hybrid-app',
      'remove-security-optout-overrides',
    ];
    for (const id of states) expect(found.get(id), id).toMatch(/^Only if /);
  });

  test('nothing is left of them where the states are known to be right', () => {
    const answers = {
      'extended-protection-off': false,
      'domain-unprepared': false,
      'download-domains-unset': false,
      'token-cache-vulnerable': false,
      'hybrid-app-missing': false,
    };
    const answered = actionsOf(
      plan('2019-cu15+Aug25SU', '2019-cu15+Oct25SU', { windows: '2022', dotnet: '4.8.1' }, answers),
    );
    for (const id of [
      'enable-extended-protection',
      'prepare-all-domains-may22',
      'configure-download-domains',
    ]) {
      expect(answered.has(id), id).toBe(false);
    }
    expect(answered.has('tls-consistency-and-tls12')).toBe(false);
    expect(answered.has('dedicated-hybrid-app')).toBe(false);
  });
});

describe('other ways', () => {
  test('an unknown SU makes an action conditional on it', () => {
    const question = questionOf(catalogue, {
      id: 'x',
      verdict: 'any',
      ...start,
      from: '2016-cu23',
      to: '2016-cu23+Oct25SU',
    });
    if (question.from.kind !== 'level') throw new Error('level');
    const found = actionsOf(
      planUpdate(catalogue, { ...question, from: { ...question.from, updateKnown: false } }),
    );
    expect(found.get('outlook-cve-2023-23397')).toMatch(/^Only if .*Mar23SU/);
  });

  test('where Setup turns Extended Protection on, the step afterwards is a check only', () => {
    const found = actionsOf(plan('2019-cu9', '2019-cu15+Oct25SU', { windows: '2019' }));
    expect(found.get('enable-extended-protection')).toMatch(/^Only if Extended Protection is off/);
    expect(found.get('tls-consistency-and-tls12')).toBeNull();
  });

  test('the updates of 2026 on SE', () => {
    const found = actionsOf(
      plan('se-rtm', 'se-rtm+Sep26SUv2', { windows: '2025', dotnet: '4.8.1', hybrid: true }),
    );
    expect(found.get('em-service-after-jun26')).toBeNull();
    expect(found.get('hybrid-graph-permissions')).toBeNull();
    for (const id of [
      'review-mitigation-m2',
      'remove-wrapper-override',
      'published-calendar-rewrite-rule',
      'korean-wordbreaker-files',
      'graph-freebusy-workaround',
      'remove-legacy-before-se-cu2',
    ]) {
      expect(found.get(id), id).toMatch(/^Only if /);
    }
    expect(found.has('tokencache-module')).toBe(false);
  });

  test('the ESU updates of 2016', () => {
    const found = actionsOf(plan('2016-cu23+Oct25SU', '2016-cu23', { esu: true }));
    expect(found.get('esu-or-se')).toBeNull();
    expect(found.has('hybrid-graph-permissions')).toBe(false);
  });

  test('Exchange 2013 at its last level', () => {
    const found = actionsOf(plan('2013-cu23', '2013-cu23', { windows: '2012r2' }));
    expect(found.get('prepare-schema-jul21')).toMatch(/^Only if no server object of Exchange/);
    expect(found.get('serialized-data-signing')).toBeNull();
    expect(found.has('configure-download-domains')).toBe(false);
    expect(found.has('disable-owa-light')).toBe(false);
    expect(found.has('amsi-integration')).toBe(false);
  });

  test('2016 CU20 with the July 2021 SU gets its schema extension, CU21 does not need it', () => {
    expect(actionsOf(plan('2016-cu19', '2016-cu20+Jul21SU')).get('prepare-schema-jul21')).toBeNull();
    expect(actionsOf(plan('2016-cu20', '2016-cu21+Jul21SU')).has('prepare-schema-jul21')).toBe(false);
  });

  test('a mitigation is set again after the CU and before the SU, inside the window', () => {
    const found = plan('2016-cu21', '2016-cu23+Oct25SU', {}, { 'rewrite-mitigation': true });
    const ids = found.steps.map((step) => step.id);
    const at = found.steps.findIndex((step) => step.action === 'reapply-mitigation-between-cu-and-su');
    expect(at).toBeGreaterThan(ids.indexOf('cu-2016-cu23-install'));
    expect(at).toBeLessThan(ids.indexOf('su-oct25su-2016-cu23-install'));
  });

  test('Edge servers and management tools get only what concerns them', () => {
    for (const role of ['edge', 'tools'] as const) {
      const found = actionsOf(plan('2019-cu12', '2019-cu15', { windows: '2019', role }));
      for (const id of [
        'enable-extended-protection',
        'serialized-data-signing',
        'configure-download-domains',
      ]) {
        expect(found.has(id), `${role} ${id}`).toBe(false);
      }
    }
  });

  /** All but those whose own level the plan never stays on. */
  test.each([
    ['2019-cu2', ['esu-or-se', 'prepare-schema-jul21']],
    ['2019-cu7', ['esu-or-se', 'prepare-schema-jul21']],
    ['2019-cu9', ['esu-or-se', 'prepare-schema-jul21']],
    ['2016-cu12', ['esu-or-se', 'prepare-schema-jul21']],
    ['2016-cu18', ['esu-or-se', 'prepare-schema-jul21']],
    ['2013-cu23', ['esu-or-se', 'prepare-schema-jul21']],
  ])('from %s to the newest level every action is in the plan but %j', (from, absent) => {
    const found = actionsOf(plan(from, 'latest', { windows: undefined, dotnet: undefined }));
    const all = new Set(steps.flatMap((step) => step.action ?? []));
    expect([...all].filter((action) => !found.has(action)).sort()).toEqual(absent);
  });
});
