import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { Hop, Plan } from '../../src/checklist/plan.ts';
import { planJson, renderJson } from '../../src/render/json.ts';
import { HOSTILE, hostilePlan } from './hostile-plan.ts';
import { currentPlan, noPathPlan, samplePlan } from './sample-plan.ts';

const generated = '2026-11-24T08:00:00Z';
const schema = JSON.parse(
  readFileSync(new URL('../../src/render/plan.schema.json', import.meta.url), 'utf8'),
);
const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
formats.default.default(ajv);
const validate = ajv.compile(schema);

function errorsOf(value: unknown): readonly string[] {
  return validate(value)
    ? []
    : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

const everyAct: readonly Hop[] = [
  { act: 'install-software', software: 'vc2013', name: 'IIS URL Rewrite 2.1', rule: 'vc2013' },
  { act: 'prepare-ad', release: 'se-rtm', parts: ['schema', 'organisation', 'domains'], rule: 'ad-levels' },
  {
    act: 'upgrade-in-place',
    product: 'se',
    release: 'se-rtm',
    build: '15.2.2562.17',
    media: 'in-hand',
    rule: 'in-place',
  },
  {
    act: 'migrate',
    product: 'se',
    release: 'se-rtm',
    build: '15.2.2562.17',
    media: 'entitled',
    rule: 'migrate',
    windows: '2025',
    dotnet: '4.8.1',
  },
];

describe('a plan as JSON', () => {
  it.each([
    ['risk', samplePlan],
    ['no-path', noPathPlan],
    ['current', currentPlan],
  ])('reads as reviewed and fits the schema: %s', async (name, plan) => {
    const text = renderJson(plan, { generated });
    await expect(text).toMatchFileSnapshot(`__snapshots__/json-${name}.json`);
    expect(errorsOf(JSON.parse(text))).toEqual([]);
  });

  it('fits the schema with every act', () => {
    const plan: Plan = {
      ...samplePlan,
      routes: samplePlan.routes.map((route) => ({ ...route, hops: everyAct })),
    };
    expect(errorsOf(planJson(plan, { generated }))).toEqual([]);
  });

  it('keeps the key order of the contract, further keys last', () => {
    const value = JSON.parse(renderJson(samplePlan, { generated }));
    expect(Object.keys(value).slice(0, 13)).toEqual([
      ...[
        'schema',
        'generated',
        'catalogue',
        'command',
        'from',
        'to',
        'verdict',
        'routes',
        'rejected',
        'steps',
      ],
      ...['vulnerabilities', 'assumptions', 'warnings'],
    ]);
    expect(Object.keys(value.from).slice(0, 9)).toEqual([
      ...['server', 'product', 'release', 'update', 'build', 'dotnet', 'windows', 'role', 'dag'],
    ]);
    expect(Object.keys(value.routes[0]).slice(0, 6)).toEqual([
      'id',
      'recommended',
      'hops',
      'risks',
      'reboots',
      'minutes',
    ]);
    expect(Object.keys(value.steps[0]).slice(0, 16)).toEqual([
      ...[
        'id',
        'phase',
        'scope',
        'hop',
        'title',
        'why',
        'commands',
        'verify',
        'condition',
        'reboot',
        'reversible',
      ],
      ...['minutes', 'closes', 'undoes', 'links', 'sources'],
    ]);
  });

  it('writes nothing a terminal could act on, and loses nothing', () => {
    const text = renderJson(hostilePlan, { generated });
    expect(text).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/,
    );
    expect(JSON.parse(text).from.server).toBe(HOSTILE);
  });

  it('gives the same bytes for the same plan', () => {
    expect(renderJson(structuredClone(samplePlan), { generated })).toBe(
      renderJson(samplePlan, { generated }),
    );
  });
});

describe('the schema of a plan', () => {
  const good = () => JSON.parse(renderJson(samplePlan, { generated }));

  it.each<[string, (plan: ReturnType<typeof good>) => void]>([
    [
      'another contract',
      (plan) => {
        plan.schema = 'cupath.plan/2';
      },
    ],
    [
      'a missing key',
      (plan) => {
        delete plan.verdict;
      },
    ],
    [
      'an unknown key',
      (plan) => {
        plan.extra = true;
      },
    ],
    [
      'an unknown key in a step',
      (plan) => {
        plan.steps[0].extra = true;
      },
    ],
    [
      'an unknown phase',
      (plan) => {
        plan.steps[0].phase = 'later';
      },
    ],
    [
      'an unknown scope',
      (plan) => {
        plan.steps[0].scope = 'forest';
      },
    ],
    [
      'an unknown act',
      (plan) => {
        plan.routes[0].hops[0].act = 'reboot';
      },
    ],
    [
      'an unknown route',
      (plan) => {
        plan.routes[0].id = 'fast';
      },
    ],
    [
      'an unknown verdict',
      (plan) => {
        plan.verdict = 'maybe';
      },
    ],
    [
      'a time that is no time',
      (plan) => {
        plan.generated = 'today';
      },
    ],
    [
      'a build that is no build',
      (plan) => {
        plan.to.build = '15.1';
      },
    ],
    [
      'a link that is no http address',
      (plan) => {
        plan.steps[0].links[0].url = 'javascript:alert(1)';
      },
    ],
    [
      'negative minutes',
      (plan) => {
        plan.steps[0].minutes.low = -1;
      },
    ],
    [
      'a condition that is no sentence',
      (plan) => {
        plan.steps[0].condition = true;
      },
    ],
  ])('refuses %s', (_, breakIt) => {
    const plan = good();
    breakIt(plan);
    expect(errorsOf(plan)).not.toEqual([]);
  });
});
