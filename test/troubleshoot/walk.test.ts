import { describe, expect, it } from 'vitest';
import { walkAccount } from '../../src/troubleshoot/start.tsx';
import { topicsOf } from '../../src/troubleshoot/topics.ts';
import { choicesOf, firstWalk, reduceWalk, type WalkModel } from '../../src/troubleshoot/walk.ts';
import { walkFrame } from '../../src/troubleshoot/walk-layout.ts';
import type { KeyName } from '../../src/wizard/events.ts';
import { data } from '../diagnose/read.ts';

const topics = topicsOf(data, { licence: '/IAcceptExchangeServerLicenseTerms_DiagnosticDataOFF' });
const STYLE = { width: 80, colour: false, ascii: false };

function walk(model: WalkModel, ...events: readonly (KeyName | { readonly type: string })[]): WalkModel {
  return events.reduce<WalkModel>(
    (state, event) =>
      reduceWalk(
        topics,
        state,
        typeof event === 'string' ? { type: 'key', key: event } : { type: 'text', text: event.type },
      ),
    model,
  );
}

const start = firstWalk({ columns: 80, rows: 24 });

describe('the keys', () => {
  it.each([80, 60, 50, 30, 16])('name the one that leaves at %i columns', (columns) => {
    const list = walkFrame(topics, firstWalk({ columns, rows: 24 }), true).keys;
    expect(list.endsWith('Ctrl-C leave')).toBe(true);
    const inside = walkFrame(topics, walk(firstWalk({ columns, rows: 12 }), 'enter'), true).keys;
    expect(inside.endsWith('q leave')).toBe(true);
    expect(list.length).toBeLessThan(columns);
  });
});

describe('the walk', () => {
  it('begins with all topics, filters by what is typed, and Esc clears', () => {
    expect(choicesOf(topics, start)).toHaveLength(topics.all.length);
    const typed = walk(start, { type: 'mail ' }, { type: 'flow' });
    expect(choicesOf(topics, typed)[0]?.hint).toBe('mail-flow-stopped');
    expect(walk(typed, 'backspace').filter).toBe('mail flo');
    expect(walk(typed, 'escape').filter).toBe('');
    expect(choicesOf(topics, walk(start, { type: 'fluxcompensator' }))).toEqual([]);
    expect(walk(start, { type: 'fluxcompensator' }, 'enter').place).toEqual({ at: 'topics' });
  });

  it('asks, gives the remedy, and goes on when it did not help', () => {
    const question = walk(start, { type: 'http 500' }, 'enter');
    expect(question.place).toEqual({ at: 'question', topic: 'owa-ecp-http-500', node: 'elevated' });
    const remedy = walk(question, 'enter');
    expect(remedy.place).toMatchObject({ at: 'remedy', node: 'install-elevated' });
    const next = walk(remedy, 'down', 'enter');
    expect(next.place).toMatchObject({ at: 'remedy', node: 'search-folders' });
    const last = walk(next, 'down', 'enter', 'down', 'enter');
    expect(last.place).toEqual({ at: 'end', helped: false });
    const account = walkAccount(topics, last, STYLE);
    expect(account).toContain('Troubleshooting: OWA or EAC answers with HTTP 500');
    expect(account).toContain('Install the SU again with elevation: did not help');
    expect(account).toContain('cupath troubleshoot owa-ecp-http-500');
  });

  it('ends well when it helped, and can begin anew', () => {
    const end = walk(start, { type: 'http 500' }, 'enter', 'enter', 'enter');
    expect(end.place).toEqual({ at: 'end', helped: true });
    expect(walk(end, 'enter').exit).toBe(0);
    expect(walk(end, 'down', 'enter').place).toEqual({ at: 'topics' });
  });

  it('goes to another symptom, or to a failure of the setup log', () => {
    const other = walk(start, { type: 'mail flow' }, 'enter', 'enter');
    expect(other.place).toMatchObject({ topic: 'services-disabled-after-su' });
    const failure = walk(start, { type: 'restart pending' }, 'enter', 'enter');
    expect(failure.place).toEqual({ at: 'failure', topic: 'reboot-pending-windows-components' });
    expect(walk(failure, 'down', 'enter').place).toEqual({ at: 'end', helped: false });
  });

  it('goes back step by step, with the account as it was', () => {
    const question = walk(start, { type: 'http 500' }, 'enter');
    const remedy = walk(question, 'down', 'enter');
    const returned = walk(remedy, 'escape');
    expect(returned).toMatchObject({ place: question.place, cursor: 1, trail: question.trail });
    const list = walk(returned, 'escape');
    expect(list).toMatchObject({ place: { at: 'topics' }, filter: 'http 500' });
    expect(choicesOf(topics, list)[list.cursor]?.hint).toBe('owa-ecp-http-500');
    expect(walk(list, 'escape')).toMatchObject({ place: { at: 'topics' }, filter: '' });
  });

  it('chooses by number, leaves with q and with Ctrl-C, and types both where it filters', () => {
    const question = walk(start, { type: 'http 500' }, 'enter');
    expect(walk(question, { type: '2' }).place).toMatchObject({ node: 'search-folders' });
    expect(walk(question, { type: '9' }).place).toEqual(question.place);
    expect(walk(question, { type: 'q' }).exit).toBe(0);
    expect(walk(question, 'quit').exit).toBe(130);
    expect(walk(start, { type: 'q' }, { type: '2' })).toMatchObject({ filter: 'q2', exit: null });
    expect(walkAccount(topics, start, STYLE)).toBe('');
  });
});

/** Every place that can be reached, once each. */
function places(): readonly WalkModel[] {
  const seen = new Map<string, WalkModel>();
  const queue: WalkModel[] = [start];
  for (let model = queue.pop(); model !== undefined; model = queue.pop()) {
    const key = JSON.stringify(model.place);
    if (seen.has(key)) continue;
    seen.set(key, model);
    choicesOf(topics, model).forEach((_choice, index) => {
      if (model) queue.push(walk({ ...model, cursor: index }, 'enter'));
    });
  }
  return [...seen.values()];
}

describe('the list of topics', () => {
  it.each(topics.all.map((topic, index) => [topic.id, index] as const))(
    'says of %s what it is about, in words',
    (_id, cursor) => {
      const { body } = walkFrame(topics, { ...start, columns: 400, cursor }, false);
      expect(body.map((line) => line.text).join(' ')).not.toMatch(/\{[A-Za-z]+\}|\[\[|\]\]/);
    },
  );
});

describe('the frame', () => {
  const all = places();

  it('is looked at in every place', () => {
    expect(all.length).toBeGreaterThan(80);
  });

  it.each([
    [80, 24],
    [120, 50],
    [44, 14],
    [40, 10],
    [20, 6],
  ])('fits a window of %i by %i in every place', (columns, rows) => {
    for (const place of all) {
      const model = { ...place, columns, rows };
      for (const scroll of [0, Number.MAX_SAFE_INTEGER]) {
        const frame = walkFrame(topics, { ...model, scroll }, false);
        const count =
          1 +
          frame.title.length +
          (frame.filter === null ? 0 : 1) +
          frame.body.length +
          (frame.below + frame.above > 0 ? 1 : 0) +
          Math.max(1, frame.choices.length) +
          (frame.more > 0 ? 1 : 0) +
          2 * frame.gap +
          1;
        // A window too small for its title still shows the row to choose; the box cuts the rest.
        if (rows >= 10) expect(count, JSON.stringify(model.place)).toBeLessThanOrEqual(frame.height);
        expect(frame.choices.length).toBeGreaterThan(0);
        for (const line of [...frame.title, ...frame.body])
          expect(line.text.length).toBeLessThanOrEqual(columns);
      }
    }
  });

  it('shows the end of a long text after PgDn, and its beginning before', () => {
    const remedy = walk(
      firstWalk({ columns: 80, rows: 16 }),
      { type: 'mail flow' },
      'enter',
      { type: '2' },
      { type: '1' },
    );
    const first = walkFrame(topics, remedy, false);
    expect(first.below).toBeGreaterThan(0);
    const last = walkFrame(topics, walk(remedy, 'end'), false);
    expect(last.below).toBe(0);
    expect(last.body.at(-1)?.text).not.toBe(first.body.at(-1)?.text);
    expect(walkFrame(topics, walk(remedy, 'end', 'home'), false).body).toEqual(first.body);
  });
});
