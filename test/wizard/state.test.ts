import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GivenAnswers } from '../../src/planner/question.ts';
import { briefLine } from '../../src/render/steps.ts';
import {
  type Answers,
  answersOf,
  QUESTION_IDS,
  type QuestionId,
  targetFrom,
  UNSURE,
} from '../../src/wizard/answers.ts';
import { cleanText, LONGEST_PASTE } from '../../src/wizard/events.ts';
import { diskFiles } from '../../src/wizard/files.ts';
import { keysOf } from '../../src/wizard/keys.ts';
import { commandRows, headLines, listHeight } from '../../src/wizard/layout.ts';
import {
  cursorIn,
  firstModel,
  givenIn,
  type Model,
  plannedQuestion,
  planOf,
} from '../../src/wizard/model.ts';
import { programCore } from '../../src/wizard/program.ts';
import {
  asked,
  matters,
  nextQuestion,
  QUESTIONS,
  trail,
  visibleChoices,
  wizardQuestion,
} from '../../src/wizard/questions.ts';
import { documentOf } from '../../src/wizard/read-document.ts';
import { answerRows } from '../../src/wizard/reduce-side.ts';
import { farewell } from '../../src/wizard/start.tsx';
import { choose, core, send, TO_ROLE, USUAL, wizardAfter } from './bench.ts';

/** What the flags `--from` and `--to` give. */
function levels(from: string, to?: string, others: Partial<GivenAnswers> = {}): GivenAnswers {
  const update = core.catalogue.updates.get(from);
  const release = core.catalogue.releases.get(update?.release ?? from);
  if (!release) throw new Error(`no level ${from}`);
  return {
    from: { kind: 'level', release, update: update ?? null, updateKnown: update !== undefined },
    to: to === undefined ? undefined : (targetFrom(core.catalogue, to) ?? undefined),
    facts: {},
    media: [],
    accept: [],
    ...others,
  };
}

describe('where the server stands', () => {
  it('names the next product by its name', () => {
    const [details] = [wizardQuestion('product').choices(asked(core, {}))].map((choices) =>
      choices.map((choice) => choice.detail ?? '').join(' '),
    );
    expect(details).toContain('The next line is Exchange Server SE.');
    expect(details).not.toMatch(/next line is \w+\./);
  });

  it('starts with the product', () => {
    expect(wizardAfter().screen).toBe('product');
  });

  it('reads a pasted display version as the CU, and asks for the SU that it hides', () => {
    const model = wizardAfter('Version 15.1 (Build 1713.5)', '<enter>');
    expect(model.answers).toEqual({ product: ['2016'], release: ['2016-cu12'] });
    expect(model.screen).toBe('update');
  });

  it('takes a full build as product, CU and SU at once', () => {
    const model = wizardAfter('15.1.2507.61', '<enter>');
    expect(model.answers).toMatchObject({
      product: ['2016'],
      release: ['2016-cu23'],
      update: ['2016-cu23+Oct25SU'],
    });
    expect(model.screen).toBe('target');
  });

  it.each([['KB5066369'], ['2016 cu23 oct25su'], ['2016-cu23+oct25su'], ['15.01.2507.061']])(
    'finds %s',
    (text) => {
      expect(wizardAfter(text, '<enter>').answers.update).toEqual(['2016-cu23+Oct25SU']);
    },
  );

  it.each(['1713', 'Build 1713', 'build: 1713', '15.1.1713'])(
    'reads %s as the CU, and asks for the SU',
    (text) => {
      const model = wizardAfter(text, '<enter>');
      expect(model.answers).toEqual({ product: ['2016'], release: ['2016-cu12'] });
      expect(model.screen).toBe('update');
    },
  );

  it('never takes a CU found by name for one without SU', () => {
    const { choices } = visibleChoices(wizardQuestion('product'), asked(core, {}), '2016 cu1');
    const bare = choices.filter((choice) => choice.answers?.update === undefined);
    expect(bare.length).toBeGreaterThan(3);
    expect(choices.filter((choice) => choice.answers?.update?.[0] === 'none')).toEqual([]);
  });

  it('says what it knows about an unknown build and answers nothing', () => {
    const model = wizardAfter('15.1.2507.9999', '<enter>');
    expect(model.screen).toBe('product');
    expect(model.notice?.bad).toBe(true);
    const { note } = visibleChoices(wizardQuestion('product'), asked(core, {}), '15.1.2507.9999');
    expect(note).toContain('Nearest below');
  });

  it('leaves the SU open for "Not sure"', () => {
    const question = plannedQuestion(core, wizardAfter('2016 cu12', '<enter>', '<end>', '<enter>'));
    expect(question?.from).toMatchObject({ kind: 'level', update: null, updateKnown: false });
  });

  it('takes a product whose updates are not planned', () => {
    const model = wizardAfter('2010', '<enter>', '<enter>');
    expect(model.screen).toBe('plan');
    expect(planOf(core, model)?.verdict).toBe('no-path');
  });
});

describe('going back', () => {
  it('clears a filter first, then goes back, and keeps the answers', () => {
    const typed = wizardAfter('2016 cu12', '<enter>', 'mar21');
    const cleared = send(typed, '<escape>');
    expect([cleared.screen, cleared.places.update?.text]).toEqual(['update', undefined]);
    const back = send(cleared, '<escape>');
    expect(back.screen).toBe('product');
    expect(back.answers.release).toEqual(['2016-cu12']);
  });

  it('says on the first screen how to leave', () => {
    expect(wizardAfter('<escape>').notice?.text).toContain('Ctrl-C');
  });

  it('drops a target that lies behind the server after another level was chosen', () => {
    const before = wizardAfter('2019 cu12', '<enter>', '<enter>', '2019-cu15', '<enter>');
    expect(before.answers.target).toEqual(['2019-cu15']);
    const again = send(before, '<escape>', '<escape>', '<escape>', 'se rtm', '<enter>');
    expect(again.screen).toBe('target');
  });

  it.each([
    ['typed', wizardAfter('2016 cu12', '<enter>')],
    ['given', firstModel(core, USUAL, levels('2016-cu12+Mar21SU', '2016-cu23'))],
    ['in the list of answers', send(wizardAfter(...TO_ROLE, '<tab>'), 'e', '<enter>')],
  ])('asks for the CU of another product that is chosen after a level was %s', (_how, before) => {
    let model = before;
    while (model.screen !== 'product') model = send(model, '<escape>');
    const again = send(model, 'exchange server 2019', '<enter>');
    expect(again.screen).toBe('release');
    expect(plannedQuestion(core, again)).toBeNull();
    const onward = send(again, '2019-cu15', '<enter>');
    expect(onward.screen).not.toBe('plan');
    expect(plannedQuestion(core, onward)?.from).toMatchObject({ release: { id: '2019-cu15' } });
  });

  it('opens any answer from the plan and comes back to the plan', () => {
    const plan = wizardAfter(...TO_ROLE, '<tab>');
    const list = send(plan, 'e');
    expect(list.screen).toBe('answers');
    const target = send(list, '<down>', '<down>', '<down>', '<enter>');
    expect(target.screen).toBe('target');
    expect(send(target, '2016-cu23', '<enter>').screen).toBe('role');
  });

  it.each([['<escape>'], ['<tab>'], ['<enter>']])(
    'comes back to the plan as it was with %s on an answer that was opened from it',
    (key) => {
      const plan = wizardAfter(...TO_ROLE, '<tab>', 'r', '<tab>', ' ');
      const { answers, history, open, route } = plan;
      for (const down of [[], ['<down>', '<down>', '<down>']]) {
        const opened = send(plan, 'e', ...down, '<enter>');
        expect(keysOf(core, opened).map((hint) => `${hint.key} ${hint.does}`)).toContain(
          'Esc back to the plan',
        );
        const back = send(opened, '?', '<escape>', key);
        expect(back).toMatchObject({ screen: 'plan', edit: null, answers, history, open, route });
      }
    },
  );

  it('takes a changed answer back as long as what follows from it is not answered', () => {
    const plan = wizardAfter(...TO_ROLE, '<tab>');
    const changed = send(plan, 'e', '<enter>', 'exchange server 2019', '<enter>');
    expect(changed.screen).toBe('release');
    const back = send(changed, '<escape>', '<escape>');
    expect(back).toMatchObject({ screen: 'plan', answers: plan.answers, history: plan.history });
    const kept = send(plan, 'e', '<enter>', '2019 cu15', '<enter>', '<enter>', '<enter>', '<tab>');
    expect(kept).toMatchObject({ screen: 'plan', edit: null, answers: { release: ['2019-cu15'] } });
  });
});

describe('the target', () => {
  it('proposes the newest serviced level and gives the reason', () => {
    const model = wizardAfter('2016 cu23 oct25su', '<enter>');
    const { choices } = visibleChoices(wizardQuestion('target'), asked(core, model.answers), '');
    expect(choices[0]).toMatchObject({ value: 'latest', hint: 'recommended' });
    expect(choices[0]?.detail).toContain('gets no more updates');
    expect(send(model, '<enter>').answers.target).toEqual(['latest']);
  });

  it('marks a dead line with words', () => {
    const model = wizardAfter('2016 cu22', '<enter>', '<enter>');
    const { choices } = visibleChoices(wizardQuestion('target'), asked(core, model.answers), '2016');
    expect(choices.length).toBeGreaterThan(0);
    expect(choices.every((choice) => choice.hint?.includes('no more updates'))).toBe(true);
  });

  it('offers no way back', () => {
    const model = wizardAfter('2019 cu15', '<enter>', '<enter>');
    const { choices, note } = visibleChoices(
      wizardQuestion('target'),
      asked(core, model.answers),
      '2019 cu12',
    );
    expect(choices).toEqual([]);
    expect(note).toContain('no way back');
  });

  it('names the product of a release that is announced only', () => {
    const model = wizardAfter('2019 cu15', '<enter>', '<enter>', 'cu1', '<enter>');
    const given = { ...model.answers, target: ['se-cu1'] };
    expect(trail(asked(core, given)).at(-1)).toBe('to SE CU1');
  });

  it('stops at exactly one SU where it is named', () => {
    const model = wizardAfter('2016 cu22', '<enter>', '<enter>', 'kb5066369', '<enter>');
    expect(model.answers.target).toEqual(['2016-cu23+Oct25SU']);
  });
});

describe('which questions are asked', () => {
  const start: Answers = {
    product: ['2016'],
    release: ['2016-cu12'],
    update: [UNSURE],
    target: ['latest-cu'],
  };

  it('asks in the order of the table, and only what changes the plan', () => {
    let answers = start;
    const order: QuestionId[] = [];
    for (let next = nextQuestion(core, answers); next !== null; next = nextQuestion(core, answers)) {
      const state = asked(core, answers);
      expect(matters(wizardQuestion(next), state)).toBe(true);
      order.push(next);
      answers = { ...answers, [next]: [UNSURE] };
    }
    const positions = order.map((id) => QUESTION_IDS.indexOf(id));
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(order).toContain('media');
    const state = asked(core, answers);
    const skipped = QUESTIONS.filter((item) => !item.unasked && !answers[item.id] && item.applies(state));
    expect(skipped.filter((item) => matters(item, state))).toEqual([]);
  });

  it('asks for the media only where one in hand opens another way', () => {
    const near: Answers = { ...start, release: ['2016-cu22'], update: ['none'] };
    expect(wizardQuestion('media').applies(asked(core, near))).toBe(false);
    const { choices } = visibleChoices(wizardQuestion('media'), asked(core, start), '');
    expect(choices.map((choice) => choice.value)).toEqual(['2016-cu14', '2016-cu13', UNSURE]);
  });

  it('asks for the name of the DAG only where there is one', () => {
    const applies = (dag: Answers) => wizardQuestion('dag-name').applies(asked(core, { ...start, ...dag }));
    expect([applies({}), applies({ dag: ['no'] }), applies({ dag: ['yes'] })]).toEqual([false, false, true]);
  });

  it('asks nobody about a DAG whose server cannot be in one', () => {
    const applies = (role: string) => wizardQuestion('dag').applies(asked(core, { ...start, role: [role] }));
    expect(['mailbox', UNSURE, 'edge', 'tools'].map(applies)).toEqual([true, true, false, false]);
  });

  it('leaves what nobody knows out of the question', () => {
    const question = plannedQuestion(core, wizardAfter(...TO_ROLE, choose('role', UNSURE)));
    expect(question?.role).toBeUndefined();
    expect(question?.facts).toEqual({});
  });

  it('shows the plan at once on Tab, and comes back', () => {
    const model = wizardAfter(...TO_ROLE, '<tab>');
    expect(model.screen).toBe('plan');
    expect(send(model, '<escape>').screen).toBe('role');
    expect(wizardAfter('2016 cu12', '<tab>').screen).toBe('product');
  });
});

describe('answers that flags gave', () => {
  const legacy = core.catalogue.legacyProducts.get('2010');
  if (!legacy) throw new Error('no 2010');
  const at2010: Partial<GivenAnswers> = { from: { kind: 'legacy', product: legacy } };
  const at2016 = ['2016-cu22+Nov22SU', '2016-cu23'] as const;

  it.each([
    ['--to 2019-cu12', levels('2019-cu15+Oct25SU', '2019-cu12')],
    ['--media 2016-cu13', levels('2019-cu15+Oct25SU', 'latest', { media: ['2016-cu13'] })],
    [
      '--dotnet 4.8 --windows 2016 --role edge',
      levels('2016-cu12', 'latest', { ...at2010, dotnet: '4.8', windows: '2016', role: 'edge' }),
    ],
    ['--dag DAG1', levels(...at2016, { role: 'edge', dag: 'DAG1', facts: { dag: true } })],
    ['--route direct', levels(...at2016, { route: 'direct' })],
  ])('says that %s is not used where it does not fit', (flags, given) => {
    const { notice, route } = firstModel(core, USUAL, given);
    expect(notice?.text).toContain(`Not used: ${flags} (`);
    expect(route).toBeUndefined();
  });

  it.each([levels(...at2016), levels('2016-cu12+Mar21SU', '2016-cu23', { route: 'supported' })])(
    'says nothing where all of it is used',
    (given) => {
      expect(firstModel(core, USUAL, given).notice).toBeNull();
    },
  );

  it('says when a later answer makes an earlier one useless, once', () => {
    const model = firstModel(core, USUAL, levels('2016-cu22+Nov22SU', '2016-cu23', { role: 'mailbox' }));
    const list = send({ ...model, screen: 'product' }, '2010', '<enter>');
    expect(list.notice?.text).toContain('Not used: --role mailbox');
    const before = wizardAfter('2019 cu12', '<enter>', '<enter>', '2019-cu15', '<enter>');
    const moved = send(before, '<escape>', '<escape>', '<escape>', 'se rtm', '<enter>');
    expect(moved.notice?.text).toContain('Not used: --to 2019-cu15');
    expect(send(moved, '<enter>').notice).toBeNull();
  });

  it('keeps the route through every answer as long as there is one of its kind', () => {
    const given = firstModel(core, USUAL, levels('2016-cu12+Mar21SU', '2016-cu23', { route: 'supported' }));
    const role = send(given, choose('role', 'mailbox'));
    expect([role.route, role.notice]).toEqual(['supported', null]);
    expect(planOf(core, send(role, '<tab>'))?.verdict).toBe('supported');
    const there = send(wizardAfter(...TO_ROLE, '<tab>', 'r', '<escape>'), choose('role', 'mailbox'));
    expect(there.route).toBe('supported');
    const direct = firstModel(core, USUAL, levels('2016-cu12+Mar21SU', '2016-cu23', { route: 'direct' }));
    expect(direct.route).toBe('direct');
    const other = send({ ...direct, screen: 'target' }, '2016 cu12 mar21su', '<enter>');
    expect(other.route).toBeUndefined();
    expect(other.notice?.text).toContain('Not used: --route direct (with these answers there is no');
  });

  it('keeps accepted risks and the Windows to come, which it never asks for', () => {
    const others = { accept: ['dotnet-ahead-of-cu'], toWindows: '2022' } as const;
    const model = firstModel(core, USUAL, levels('2016-cu12+Mar21SU', '2016-cu23', others));
    expect(plannedQuestion(core, model)).toMatchObject(others);
    expect(core.wizardLine(givenIn(core, model))).toContain('--to-windows 2022 --accept dotnet-ahead-of-cu');
    expect(QUESTIONS.filter((item) => item.unasked).map((item) => item.id)).toEqual(['to-windows', 'accept']);
    expect(answerRows(core, model).map((row) => row.value)).toEqual(
      expect.arrayContaining(['to-windows', 'accept']),
    );
  });

  it('are printed on the way out even before a level is known', () => {
    const given: GivenAnswers = {
      ...{ to: { kind: 'latest' }, dag: 'DAG1', server: 'EX01', facts: { dag: true } },
      ...{ media: [], accept: ['dotnet-ahead-of-cu'] },
    };
    const leave = (model: Model) =>
      farewell(core, { kind: 'server', model, code: 130 }, { width: 80, colour: false, ascii: true });
    expect(leave(firstModel(core, USUAL, given))).toBe(
      'cupath --server EX01 --dag DAG1 --to latest --accept dotnet-ahead-of-cu --today 2026-11-24\n',
    );
    expect(leave(wizardAfter())).toBe('');
  });
});

describe('.NET', () => {
  it.each([
    ['2019 cu12', ['4.8', '4.8.1', '4.7.2']],
    ['2019 cu14', ['4.8.1', '4.8', '4.7.2']],
    ['2016 cu3', ['4.6.2', '4.6.1', '4.5.2', '4.8', '4.7.2', '4.7.1', '4.7', '4.6', '4.5.1', '4.5']],
  ])(
    'of %s is listed as it can be there: supported first, nothing older than Windows brings',
    (from, expected) => {
      const model = wizardAfter(from, '<enter>', '<end>', '<enter>', '<enter>', choose('role', 'mailbox'));
      expect(model.screen).toBe('dotnet');
      const { choices } = visibleChoices(wizardQuestion('dotnet'), asked(core, model.answers), '');
      expect(choices.map((choice) => choice.value).filter((value) => value !== UNSURE)).toEqual(expected);
    },
  );
});

describe('a long list', () => {
  it('opens on "Not sure" right below the .NET versions that the CU supports', () => {
    const model = wizardAfter('2016 cu12 mar21su', '<enter>', 'latest-cu', '<clear>', '<down>', '<enter>');
    const at = send(model, choose('role', 'mailbox'));
    expect(at.screen).toBe('dotnet');
    const { choices } = visibleChoices(wizardQuestion('dotnet'), asked(core, at.answers), '');
    const supported = choices.filter((choice) => choice.hint !== 'not supported with this CU');
    expect(supported.map((choice) => choice.value)).toEqual(['4.7.2', '4.7.1', UNSURE]);
    expect(choices.slice(0, 3)).toEqual(supported);
    expect(cursorIn(core, at, 'dotnet')).toBe(2);
  });
});

describe('the explanation of a question', () => {
  const sizes = [
    { columns: 80, rows: 24 },
    { columns: 60, rows: 20 },
    { columns: 40, rows: 15 },
  ];
  it.each(sizes)('stands there whole, or ends in dots, in %j', (size) => {
    const at = wizardAfter(...TO_ROLE);
    for (const item of QUESTIONS) {
      const model = { ...at, ...size, screen: item.id };
      const shown = headLines(core, model)
        .filter((line) => line.tone === 'dim')
        .map((line) => line.text)
        .join(' ');
      const whole = item.help(asked(core, at.answers));
      if (shown !== '' && shown !== whole) {
        expect(shown).toMatch(/…$/);
        expect(whole.startsWith(shown.slice(0, -1))).toBe(true);
      }
      if (item.form === 'choice')
        expect(listHeight(core, model)).toBeGreaterThanOrEqual(
          visibleChoices(item, asked(core, at.answers), '').choices.length,
        );
    }
    const esu = headLines(core, { ...at, ...size, screen: 'esu' }).map((line) => line.text);
    if (size.rows >= 20) expect(esu.at(-1)).toContain('with Microsoft.');
  });
});

describe('what cannot be together', () => {
  const values = (id: QuestionId, others: Partial<GivenAnswers>) => {
    const model = firstModel(core, USUAL, levels('2016-cu12+Mar21SU', '2016-cu23', others));
    return visibleChoices(wizardQuestion(id), asked(core, model.answers), '').choices.map(
      (choice) => choice.value,
    );
  };

  it.each([
    ['windows', { dotnet: '4.5.2' }, '2016'],
    ['dotnet', { windows: '2016' }, '4.5.2'],
    ['forest-level', { dcWindows: ['2016', '2012r2'] }, '2016'],
    ['dc-windows', { forestLevel: '2016' }, '2012r2'],
  ] as const)('the question %s after %j does not offer %s', (id, others, value) => {
    expect(values(id, {})).toContain(value);
    expect(values(id, others)).not.toContain(value);
    expect(values(id, others).length).toBeGreaterThan(1);
  });
});

describe('who only presses Enter', () => {
  it('has not said what is installed, nor how Active Directory stands, nor that there is a DAG, hybrid or ESU', () => {
    const su = wizardAfter('2016 cu23', '<enter>');
    expect(su.screen).toBe('update');
    const rows = (model: typeof su, id: QuestionId) =>
      visibleChoices(wizardQuestion(id), asked(core, model.answers), '').choices;
    expect(rows(su, 'update')[cursorIn(core, su, 'update')]?.value).toBe(UNSURE);
    for (const id of [
      ...(['dotnet', 'windows', 'dag', 'prepared', 'forest-level', 'hybrid', 'esu'] as const),
    ])
      expect(rows(su, id)[cursorIn(core, su, id)]?.value).toBe(UNSURE);
    const after = send(su, '<enter>');
    expect(plannedQuestion(core, after)?.from).toMatchObject({ updateKnown: false, update: null });
  });
});

describe('single answers', () => {
  const atDotnet = wizardAfter(...TO_ROLE, choose('role', 'mailbox'));

  it('filters by digits instead of choosing by them', () => {
    expect(send(atDotnet, '4.7.1', '<enter>').answers.dotnet).toEqual(['4.7.1']);
  });

  it('reads the Release value of the registry', () => {
    expect(send(atDotnet, '461814', '<enter>').answers.dotnet).toEqual(['4.7.2']);
  });

  it('ignores a choice that belongs to another question', () => {
    const late = send(atDotnet, choose('role', 'edge'));
    expect(late.screen).toBe('dotnet');
    expect(late.answers.role).toEqual(['mailbox']);
  });

  it('says what Enter does on a list with ticks', () => {
    const many = send(atDotnet, '<enter>', choose('windows', '2016'), choose('dag', 'no'));
    const onEnter = (...events: readonly string[]) =>
      keysOf(core, send(many, ...events)).find((hint) => hint.key === 'Enter')?.does;
    expect(onEnter()).toBe('not sure');
    expect(onEnter(' ')).toBe('confirm 1 ticked');
    expect(onEnter(' ', '<end>')).toBe('not sure');
    expect(onEnter('<end>', '<up>')).toBe('confirm none');
  });

  it('reads Enter on a list with ticks as neither the highlighted option nor "none of these"', () => {
    const many = send(atDotnet, '<enter>', choose('windows', '2016'), choose('dag', 'no'));
    expect(many.screen).toBe('also');
    expect(send(many, '<enter>').answers.also).toEqual([UNSURE]);
    expect(send(many, '<down>', '<enter>').answers.also).toEqual([UNSURE]);
    const none = send(many, '<end>', '<up>', '<enter>');
    expect(none.answers.also).toEqual([]);
    expect(send(many, ' ', ' ', '<down>', ' ', '<enter>').answers.also).toHaveLength(1);
    expect(send(many, '<end>', '<enter>').answers.also).toEqual([UNSURE]);
  });

  it('refuses a name that would not be one, and takes none as "not sure"', () => {
    const answers: Answers = { ...atDotnet.answers, server: undefined };
    const model = { ...atDotnet, answers, screen: 'server' as const };
    const bad = send(model, 'EX01; rm', '<enter>');
    expect([bad.screen, bad.notice?.bad]).toEqual(['server', true]);
    expect(send(model, 'EX01', '<enter>').answers.server).toEqual(['EX01']);
    expect(send(model, '<enter>').answers.server).toEqual([UNSURE]);
    const atIso = { ...model, screen: 'iso' as const };
    expect(send(atIso, '"D:\\My Media\\Exchange.iso"', '<enter>').answers.iso).toEqual([
      'D:\\My Media\\Exchange.iso',
    ]);
  });

  it('bounds what is typed and drops what does not print', () => {
    expect(cleanText('EX\u0000\u001b[31m0\u202e1\r\n')).toBe('EX[31m01');
    expect(cleanText('x'.repeat(5000))).toHaveLength(LONGEST_PASTE);
    expect(wizardAfter('x'.repeat(5000)).places.product?.text?.length).toBeLessThanOrEqual(200);
  });
});

describe('the plan', () => {
  const plan = wizardAfter(...TO_ROLE, '<tab>');
  const steps = planOf(core, plan)?.steps ?? [];

  it('shows of a folded step what the brief prints of it', () => {
    const folded = new Map<string, string>();
    for (const line of documentOf(core, plan)) {
      if (line.step !== undefined)
        folded.set(line.step, `${folded.get(line.step) ?? ''} ${line.text}`.replace(/\s+/g, ' '));
    }
    expect(folded.size).toBe(steps.length);
    expect(steps.some((step) => step.condition !== null && step.caution !== null)).toBe(true);
    for (const [index, step] of steps.entries())
      expect(folded.get(step.id)).toContain(`▸ ${index + 1} ${briefLine(step)}`);
  });

  it('folds a step and all steps', () => {
    const onStep = send(plan, '<tab>');
    const open = send(onStep, '<enter>');
    expect(open.open).toEqual([steps[0]?.id]);
    expect(documentOf(core, open).length).toBeGreaterThan(documentOf(core, plan).length);
    expect(send(open, ' ').open).toEqual([]);
    expect(send(plan, 'a').open).toHaveLength(steps.length);
    expect(send(plan, 'a', 'a').open).toEqual([]);
  });

  it('switches between the two routes and back', () => {
    expect(planOf(core, plan)?.routes).toHaveLength(2);
    const other = send(plan, 'r');
    expect(other.route).toBe('supported');
    expect(planOf(core, other)?.verdict).toBe('supported');
    expect(send(other, 'r').route).toBeUndefined();
  });

  it('reads a route aloud with all that its picture says', () => {
    const spoken = programCore(core.catalogue, { ...core, generated: '', spoken: true });
    for (const [from, to, words] of [
      ['2016-cu12', '2016-cu23', ['risk: dotnet-ahead-of-cu', 'public media']],
      ['2016-cu23', 'latest', ['new servers, Windows Server', '.NET 4.8.1, public media']],
    ] as const) {
      const asks = plannedQuestion(core, firstModel(core, USUAL, levels(from, to, { dotnet: '4.7.2' })));
      const found = asks && spoken.plan(asks);
      const [route] = found?.routes ?? [];
      if (!found || !route) throw new Error('no route');
      const said = spoken.picture(found, route, 80);
      expect(said).toHaveLength(route.hops.length + 1);
      for (const word of words) expect(said.join('\n')).toContain(word);
    }
  });

  it('explains itself and comes back to the same line', () => {
    const there = send(plan, '<tab>', 'w');
    expect(there.screen).toBe('why');
    expect(send(there, '<escape>').places.plan).toEqual(send(plan, '<tab>').places.plan);
  });

  it('finishes with q and on the last line, and says with the code that there is no path', () => {
    expect(send(plan, 'q').request).toEqual({ kind: 'exit', code: 0 });
    expect(send(plan, '<end>', '<enter>').request).toEqual({ kind: 'exit', code: 0 });
    expect(send(wizardAfter('2010', '<enter>', '<enter>'), 'q').request).toEqual({ kind: 'exit', code: 3 });
  });

  it('names no key that acts on steps where there are none', () => {
    const empty = wizardAfter('2010', '<enter>', '<enter>');
    expect(planOf(core, empty)?.steps).toEqual([]);
    const keys = keysOf(core, empty).map((hint) => hint.key);
    expect(keys.filter((key) => ['Enter', 'a', 'Tab'].includes(key))).toEqual([]);
    expect(keys).toEqual(expect.arrayContaining(['q', 's', 'w', 'e']));
    expect(send(empty, '<enter>').notice?.text).toContain('no steps');
    expect(documentOf(core, empty).at(-1)?.text).toBe('Finish: leave and print why there is no path');
    expect(keysOf(core, plan).map((hint) => hint.key)).toEqual(expect.arrayContaining(['Enter', 'a', 'Tab']));
  });

  it('says of a route chosen with r that it was chosen, and names no flag', () => {
    const other = send(plan, 'r');
    const [route] = planOf(core, other)?.routes.filter((item) => item.id === 'supported') ?? [];
    expect(route?.reason).toMatch(/^chosen over the recommended route; /);
  });

  it('shows the day in the equivalent command line only where somebody gave it', () => {
    const wide = { ...plan, columns: 200 };
    expect(commandRows(core, wide).join(' ')).not.toContain('--today');
    expect(commandRows({ ...core, dayGiven: true }, wide).join(' ')).toMatch(/ --today 2026-11-24$/);
    expect(commandRows({ ...core, dayGiven: true }, plan).join(' ')).toMatch(/ --today 2026-11-24$/);
  });

  it('hands a request out once', () => {
    expect(send(plan, 'q', '<down>').request).toBeNull();
  });

  it('stays in the same step when the window changes', () => {
    const third = send(plan, '<tab>', '<tab>', '<tab>');
    const narrow = send(third, { type: 'resize', columns: 40, rows: 15 });
    const line = documentOf(core, narrow)[narrow.places.plan?.cursor ?? 0];
    expect(line?.step).toBe(steps[2]?.id);
  });

  it('leaves with 130 on Ctrl-C from everywhere', () => {
    for (const model of [wizardAfter(), plan, send(plan, 's'), send(plan, 'w'), send(plan, '?')]) {
      expect(send(model, '<quit>').request).toEqual({ kind: 'exit', code: 130 });
    }
  });
});

describe('saving', () => {
  const saving = wizardAfter(...TO_ROLE, '<tab>', 's');

  it('asks for a name, and before it overwrites', () => {
    const wanted = send(saving, 'plan.json', '<enter>');
    expect(wanted.request).toEqual({ kind: 'save', path: 'plan.json', overwrite: false });
    const exists = send(wanted, { type: 'file-exists', path: 'plan.json' });
    expect(exists.notice?.text).toContain('Overwrite');
    expect(send(exists, 'n').request).toBeNull();
    expect(send(exists, '<enter>').request).toBeNull();
    expect(send(exists, 'y').request).toEqual({ kind: 'save', path: 'plan.json', overwrite: true });
  });

  it.each([
    ['"C:\\Plans\\my plan.md"', 'C:\\Plans\\my plan.md'],
    ["'plan.html'", 'plan.html'],
    ['\u201cplan.csv\u201d', 'plan.csv'],
    ['it\'s"', 'it\'s"'],
  ])('takes %s without the quotes around it', (typed, path) => {
    expect(send(saving, typed, '<enter>').request).toMatchObject({ kind: 'save', path });
  });

  it.each(['plan.pdf', 'plan.xlsx', 'plan.ics'])('refuses %s, which would be no such file', (name) => {
    const refused = send(saving, name, '<enter>');
    expect([refused.request, refused.screen, refused.notice?.bad]).toEqual([null, 'save', true]);
    expect(refused.notice?.text).toContain('ends in .txt, .md,');
    expect(send(saving, 'plan.ticket', '<enter>').request).toMatchObject({ path: 'plan.ticket' });
  });

  it('says of a folder that it is one, and asks nothing', async () => {
    const said = await diskFiles.save(process.cwd(), 'text', false);
    expect(said).toEqual({
      type: 'save-failed',
      message: 'Not saved: this is a folder. Choose another name.',
    });
  });

  it('goes back to the plan when it is done, and stays when it failed', () => {
    expect(send(saving, { type: 'saved', path: 'a.md' })).toMatchObject({
      screen: 'plan',
      notice: { bad: false },
    });
    expect(send(saving, { type: 'save-failed', message: 'no' })).toMatchObject({
      screen: 'save',
      notice: { text: 'no' },
    });
    expect(send(saving, '<clear>', '<enter>').request).toBeNull();
  });
});

describe('whatever is typed', () => {
  const events = fc.array(
    fc.oneof(
      fc.constantFrom(
        '<up>',
        '<down>',
        '<enter>',
        '<escape>',
        '<tab>',
        '<end>',
        '<home>',
        '<page-down>',
        '<backspace>',
      ),
      fc.constantFrom('?', 'a', 'e', 'r', 's', 'w', ' ', 'cu23', '2016', '15.2.1748.10', 'n', 'y'),
    ),
    { maxLength: 30 },
  );

  it('keeps a question that can be asked again from the answers', () => {
    fc.assert(
      fc.property(events, (typed) => {
        const question = plannedQuestion(core, wizardAfter(...typed));
        if (!question) return;
        const again = firstModel(core, USUAL, question);
        expect(plannedQuestion(core, again)).toEqual(question);
        expect(asked(core, answersOf(question)).question).not.toBeNull();
      }),
      { numRuns: 30 },
    );
  });
});
