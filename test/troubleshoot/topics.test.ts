import { describe, expect, it } from 'vitest';
import type { SymptomData } from '../../src/catalogue/diagnosis-schema.ts';
import { renderTopic, renderTopicList } from '../../src/render/troubleshoot.ts';
import { searchTopics, topicsOf } from '../../src/troubleshoot/topics.ts';
import { data } from '../diagnose/read.ts';

const topics = topicsOf(data, { licence: '/IAcceptExchangeServerLicenseTerms_DiagnosticDataOFF' });
const STYLE = { width: 80, colour: false, ascii: false };

function nodesOf({ questions, remedies }: SymptomData): readonly string[] {
  return [...questions, ...remedies].map(({ id }) => id);
}

/** Every question and remedy that a walk from the beginning can come to. */
function reachable(symptom: SymptomData): ReadonlySet<string> {
  const seen = new Set<string>();
  const queue = [symptom.questions[0]?.id ?? symptom.remedies[0]?.id ?? ''];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (seen.has(id) || !nodesOf(symptom).includes(id)) continue;
    seen.add(id);
    queue.push(...(symptom.questions.find((item) => item.id === id)?.answers ?? []).map(({ go }) => go));
    queue.push(symptom.remedies.find((item) => item.id === id)?.otherwise ?? '');
  }
  return seen;
}

describe('the symptoms of the data', () => {
  it('cover what the update troubleshooting guide covers', () => {
    expect(data.symptoms.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'owa-ecp-http-500',
        'owa-ecp-http-400',
        'blank-eac-owa',
        'services-disabled-after-su',
        'services-do-not-stop',
        'mail-flow-stopped',
        'insert-disk',
        'restart-pending-for-ever',
        'signin-loop-event-1003',
        'su-wrong-cu',
      ]),
    );
  });

  it.each(data.symptoms)('$id leads to each of its questions and remedies', (symptom) => {
    expect([...reachable(symptom)].sort()).toEqual([...nodesOf(symptom)].sort());
  });
});

describe('search', () => {
  it.each([
    ['http 500', 'owa-ecp-http-500'],
    ['Cannot serialize context', 'owa-ecp-http-400'],
    ['services disabled', 'services-disabled-after-su'],
    ['blank page', 'blank-eac-owa'],
    ['1612', 'insert-disk'],
    ['0x800706D9', 'firewall-service-stopped'],
    ['15021', 'blank-eac-owa'],
    ['IISURLRewriteNotInstalled', 'iis-url-rewrite-missing'],
    ['mail flow', 'mail-flow-stopped'],
    ['upn', 'arbitration-upn-duplicate'],
    ['msi-cache', 'msi-cache-missing'],
  ])('%s finds %s first', (text, id) => {
    expect(searchTopics(topics, text)[0]?.id).toBe(id);
  });

  it('finds only what holds every word', () => {
    expect(searchTopics(topics, 'services fluxcompensator')).toEqual([]);
    expect(searchTopics(topics, '   ')).toEqual([]);
  });
});

describe('a topic on paper', () => {
  it.each(topics.all)('$id', (topic) => {
    for (const width of [80, 40]) {
      const text = renderTopic(topic, topics, { ...STYLE, width });
      expect(text).toContain(topic.id);
      expect(text).not.toMatch(/undefined|null\b.*\[|\{[a-zA-Z]+\}/);
      const prose = text.split('\n').filter((line) => !line.startsWith('    ') && !/https?:/.test(line));
      for (const line of prose) expect(line.length).toBeLessThanOrEqual(width);
    }
  });

  it('says where an answer leads and what to do when a remedy does not help', () => {
    const topic = topics.byId.get('mail-flow-stopped');
    if (!topic) throw new Error('no such topic');
    const text = renderTopic(topic, topics, STYLE);
    expect(text).toContain('No → cupath troubleshoot services-disabled-after-su');
    expect(text).toContain('Yes → go to Q2');
    expect(text).toMatch(/It did not help: go to [A-Z]/);
  });
});

describe('the list', () => {
  it('holds every topic once', () => {
    const text = renderTopicList(topics, STYLE);
    for (const { id } of topics.all) {
      expect(text.split('\n').filter((line) => line.trimStart().split(' ')[0] === id)).toHaveLength(1);
    }
  });
});
