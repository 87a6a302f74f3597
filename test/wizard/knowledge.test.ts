import { describe, expect, it } from 'vitest';
import { QUESTION_IDS } from '../../src/wizard/answers.ts';
import { planOf } from '../../src/wizard/model.ts';
import { asked, visibleChoices, wizardQuestion } from '../../src/wizard/questions.ts';
import { documentOf } from '../../src/wizard/read-document.ts';
import { core, send, wizardAfter } from './bench.ts';

const { topics, knownIssues } = core.catalogue.data;

/** One paragraph, however it was wrapped. */
function flat(lines: readonly { readonly text: string }[]): string {
  return lines.map((line) => line.text.trim()).join(' ');
}

const atTarget = () => wizardAfter('2019 cu14 oct25su', '<enter>');

describe('knowledge where the question arises', () => {
  it('every topic belongs to questions that the wizard has', () => {
    for (const topic of topics) for (const id of topic.asked ?? []) expect(QUESTION_IDS).toContain(id);
  });

  it.each(QUESTION_IDS.filter((id) => topics.some((topic) => topic.asked?.includes(id))))(
    'the help of "%s" answers what people ask there',
    (id) => {
      const model = { ...atTarget(), screen: 'help' as const, history: [id] };
      const said = flat(documentOf(core, model));
      for (const topic of topics.filter((item) => item.asked?.includes(id)))
        expect(said).toContain(topic.title);
    },
  );

  it('the target names its known issues before anybody commits to it', () => {
    const { choices } = visibleChoices(wizardQuestion('target'), asked(core, atTarget().answers), '');
    const latest = choices.find((choice) => choice.value === 'latest');
    const light = knownIssues.find((issue) => issue.id === 'aug26-owa-light-removed');
    expect(latest?.detail).toContain('Known issues:');
    expect(latest?.detail).toContain(light?.title);
  });

  it('a withdrawn update is no target that the list offers', () => {
    const { choices } = visibleChoices(wizardQuestion('target'), asked(core, atTarget().answers), '');
    const withdrawn = core.catalogue.data.updates.filter((update) => update.withdrawn !== undefined);
    expect(withdrawn.length).toBeGreaterThan(3);
    for (const update of withdrawn)
      expect(choices.map((choice) => choice.label).join()).not.toMatch(`${update.id} `);
  });

  it('typed, a withdrawn update is named as such, and no plan ends on it', () => {
    const state = asked(core, wizardAfter('2019 cu14 apr24hu', '<enter>').answers);
    const { choices } = visibleChoices(wizardQuestion('target'), state, 'nov24su');
    const pulled = choices.find((choice) => choice.value === '2019-cu14+Nov24SU');
    expect(pulled?.hint).toContain('withdrawn by Microsoft');
    const planned = send(wizardAfter('2019 cu14 apr24hu', '<enter>'), 'nov24su', '<enter>', '<tab>');
    const plan = planOf(core, planned);
    if (plan?.to.update === 'Nov24SU') expect(plan.verdict).toBe('no-path');
    else expect(plan?.to.update).toBe('Nov24SUv2');
  });

  it('the plan counts the known issues, and w prints them with workaround and what to take off', () => {
    const planned = send(atTarget(), '<enter>', '<tab>');
    const plan = planOf(core, planned);
    expect(planned.screen).toBe('plan');
    expect(flat(documentOf(core, planned))).toContain(`${plan?.knownIssues.length} known issues`);
    const why = flat(documentOf(core, send(planned, 'w')));
    for (const issue of plan?.knownIssues ?? []) expect(why).toContain(issue.workaround.slice(0, 40));
    expect(why).toContain('To set again and to take off');
    expect(why).toContain('2 Patch Tuesdays have passed since');
  });
});
