import { describe, expect, test } from 'vitest';
import type { ConditionData } from '../../src/catalogue/schema.ts';
import { evaluate } from '../../src/checklist/condition.ts';
import { type Context, stagesOf } from '../../src/checklist/context.ts';
import { planRoutes } from '../../src/planner/routes.ts';
import { questionOf, type Scenario } from '../planner/scenario.ts';
import { catalogue } from '../whole.ts';

/** Contexts of the whole plan and of each act of its recommended route. */
function contextsOf(
  asked: Partial<Scenario>,
  updateKnown = true,
): { readonly whole: Context; readonly acts: readonly Context[] } {
  const question = questionOf(catalogue, {
    id: 'x',
    from: '2016-cu12',
    to: '2016-cu23',
    verdict: '',
    ...asked,
  });
  const { start, role, routes } = planRoutes(catalogue, question);
  const [route] = routes;
  if (question.from.kind !== 'level' || !start || !route) throw new Error('no route');
  const stages = stagesOf(catalogue, question, { ...question.from, updateKnown }, role, start, route.hops);
  const acts = stages.segments.flatMap((segment) =>
    segment.kind === 'window' ? segment.acts : [segment.context],
  );
  return { whole: stages.whole, acts };
}

function said(condition: ConditionData, asked: Partial<Scenario>, updateKnown?: boolean): boolean | string {
  const truth = evaluate(condition, contextsOf(asked, updateKnown).whole);
  return truth.value === 'unknown' ? truth.text : truth.value;
}

const TO_SE = { from: '2019-cu14', to: 'se-rtm', dotnet: '4.8' } as const;

describe('conditions', () => {
  test.each<readonly [string, ConditionData, Partial<Scenario>, boolean | string]>([
    ['every Windows of the CU is meant', { windows: ['2019', '2022', '2025'] }, TO_SE, true],
    ['one of several Windows is meant', { windows: ['2022'] }, TO_SE, 'the server runs Windows Server 2022'],
    ['no Windows of the CU is meant', { windows: ['2012r2'] }, TO_SE, false],
    ['the Windows was answered', { windows: ['2022'] }, { ...TO_SE, windows: '2022' }, true],
    ['media that everybody gets', { media: 'public' }, TO_SE, true],
    ['media in hand', { media: 'in-hand' }, { ...TO_SE, media: ['se-rtm'] }, true],
    ['media that nobody named', { media: 'in-hand' }, TO_SE, false],
    ['a fact without a check', { fact: 'esu' }, TO_SE, 'the organisation is enrolled in the ESU programme'],
    [
      'the level of the forest',
      { unmet: 'forest-level' },
      TO_SE,
      'the forest functional level is below Windows Server 2012 R2',
    ],
    ['a level to raise', { unmet: 'forest-level' }, { ...TO_SE, forestLevel: '2012' }, true],
    ['a level that is right', { unmet: 'forest-level' }, { ...TO_SE, forestLevel: '2016' }, false],
    [
      'a level that no step lowers',
      { unmet: 'forest-level' },
      { from: 'se-rtm', to: 'latest', dotnet: '4.8', windows: '2022', forestLevel: '2025' },
      false,
    ],
  ])('%s', (_name, condition, asked, expected) => {
    expect(said(condition, asked)).toBe(expected);
  });

  test('with the SU unknown, an update of this CU may be there, one from before it is, a later one is not', () => {
    const asked = { from: '2019-cu14', to: '2019-cu15', dotnet: '4.8' } as const;
    expect(said({ contained: 'Nov24SUv2' }, asked, false)).toBe(
      'the server had Nov24SUv2 (build 15.2.1544.14) or a later update at the beginning',
    );
    expect(said({ contained: 'Mar21SU' }, asked, false)).toBe(true);
    expect(said({ contained: 'Mar21SU' }, { ...asked, from: '2019-rtm', dotnet: '4.7.2' }, false)).toBe(
      'the server had Mar21SU (build 15.2.221.18) or a later update at the beginning',
    );
    expect(said({ contained: 'Nov23SU' }, { from: '2016-cu12', dotnet: '4.7.2' }, false)).toBe(false);
  });

  test('software: only the act that installs it', () => {
    const { acts, whole } = contextsOf({ dotnet: '4.7.2', windows: '2016' });
    const truths = acts.map((context) => [
      context.hop?.act,
      evaluate({ software: ['url-rewrite'] }, context).value,
    ]);
    expect(truths).toContainEqual(['install-software', true]);
    expect(truths.filter(([act]) => act !== 'install-software').map(([, truth]) => truth)).not.toContain(
      true,
    );
    expect(evaluate({ software: ['url-rewrite'] }, whole).value).toBe(false);
    expect(acts.map((context) => evaluate({ software: ['vc2013'] }, context).value)).not.toContain(true);
  });
});
