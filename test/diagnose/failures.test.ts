/**
 * Every failure of the data, each alternative of its condition: a small log that meets it gives the verdict, and
 * the same log without any one part of it does not.
 */
import { describe, expect, it } from 'vitest';
import type { EvidenceData, SetupFailure } from '../../src/catalogue/diagnosis-schema.ts';
import { beginning, failedEnd, headed, refusedEnd, text } from './log.ts';
import { data, diagnose, idsOf } from './read.ts';

/** What a log has to hold to meet a leaf. */
interface Part {
  readonly name: string;
  /** Before the first error, after it, as the two lines around it, or in the header. */
  readonly place: 'check' | 'block' | 'before' | 'error' | 'reference' | 'header';
  readonly lines: readonly string[];
}

function partsOf(leaf: EvidenceData): readonly (readonly Part[])[] {
  if ('any' in leaf) return leaf.any.flatMap(partsOf);
  if ('all' in leaf) {
    return leaf.all
      .map(partsOf)
      .reduce<(readonly Part[])[]>(
        (sofar, ways) => sofar.flatMap((one) => ways.map((way) => [...one, ...way])),
        [[]],
      );
  }
  if ('rule' in leaf) {
    return leaf.rule.flatMap((name) => [
      [
        {
          name,
          place: 'check',
          lines: [`Failed [Rule:${name}] [Message:Own message.]`, '[REQUIRED] Own message.'],
        },
      ],
      [{ name, place: 'check', lines: [evaluated('Rule', name, 'True')] }],
    ]);
  }
  if ('failed' in leaf) {
    return leaf.failed.map((name) => [
      {
        name,
        place: 'check',
        lines: [`Failed [Rule:${name}] [Message:Own message.]`, '[REQUIRED] Own message.'],
      },
    ]);
  }
  if ('setting' in leaf) {
    return [
      [{ name: leaf.setting, place: 'check', lines: [evaluated('Setting', leaf.setting, leaf.value)] }],
    ];
  }
  if ('present' in leaf)
    return [[{ name: leaf.present, place: 'check', lines: [evaluated('Setting', leaf.present, 'x')] }]];
  if ('absent' in leaf) return [[]];
  if ('adUpdate' in leaf) {
    const names = {
      schema: 'Schema',
      organisation: 'Organization Configuration',
      domain: 'Domain Configuration',
    };
    return leaf.adUpdate.map((what) => [
      { name: what, place: 'header', lines: [`${names[what]} Update Required Status : 'True'.`] },
    ]);
  }
  if ('reference' in leaf) return [[{ name: leaf.reference, place: 'reference', lines: [leaf.reference] }]];
  if ('pair' in leaf) {
    return [
      [{ name: 'pair', place: 'block', lines: [`|${leaf.pair[0].sample}`, `|${leaf.pair[1].sample}`] }],
    ];
  }
  if ('before' in leaf) {
    return [
      [
        { name: 'before', place: 'before', lines: [leaf.before.sample] },
        { name: 'error', place: 'error', lines: [leaf.error.sample] },
      ],
    ];
  }
  if ('line' in leaf) {
    const place = { run: 'check', block: 'block', 'first-error': 'error' } as const;
    return leaf.line.map((pattern) => [
      { name: pattern.match, place: place[leaf.in], lines: [pattern.sample] },
    ]);
  }
  return [
    [
      {
        name: 'same build',
        place: 'header',
        lines: ["The backup copy of the previously installed version is '15.1.2507.6'"],
      },
    ],
  ];
}

function evaluated(what: string, name: string, value: string): string {
  return `Evaluated [${what}:${name}] [HasException:False] [Value:"${value}"] [ParentValue:"<NULL>"] [Thread:7]`;
}

function linesAt(parts: readonly Part[], place: Part['place']): readonly string[] {
  return parts.filter((part) => part.place === place).flatMap((part) => part.lines);
}

function logOf(failure: SetupFailure, parts: readonly Part[]): string {
  // The code 1603 means something else where no build was installed: these parts bring the line themselves.
  const local = failure.id.startsWith('msi-') ? { local: null } : {};
  const header = [...beginning({ filler: 5, ...local }), ...headed(linesAt(parts, 'header'), undefined, 0)];
  // The first word about Active Directory counts, so the header's own comes out where a part has one.
  const own = linesAt(parts, 'header').map((line) => line.split(' Update')[0] ?? line);
  const kept = header.filter(
    (line, index) =>
      index >= header.length - own.length || !own.some((name) => line.includes(`] ${name} Update`)),
  );
  const check = headed(linesAt(parts, 'check'), undefined, 1);
  if (failure.stage === 'prerequisites') return text(kept, check, refusedEnd());
  const errors = linesAt(parts, 'error');
  const start = errors.length > 0 ? errors : ['[ERROR] Something of no known kind happened.'];
  const reference = linesAt(parts, 'reference')[0];
  const block = headed(
    [...start, ...linesAt(parts, 'block'), '[ERROR] Something of no known kind happened.'],
    undefined,
    2,
  );
  return text(kept, check, headed(linesAt(parts, 'before')), block, failedEnd(undefined, reference));
}

const CASES = data.setupFailures.flatMap((failure) => {
  if (failure.when === undefined) return [];
  return partsOf(failure.when).map((parts, index) => ({ id: failure.id, way: index + 1, failure, parts }));
});

describe('every failure of the data', () => {
  it('is there in numbers', () => {
    expect(data.setupFailures.length).toBeGreaterThanOrEqual(53);
    expect(CASES.length).toBeGreaterThan(data.setupFailures.length);
  });

  it.each(CASES)('$id, way $way, is found', async ({ failure, parts }) => {
    const diagnosis = await diagnose(logOf(failure, parts));
    const ids = idsOf(diagnosis);
    const others = CASES.filter((item) => item.failure.unless?.includes(failure.id)).map((item) => item.id);
    expect(ids).toContain(failure.id);
    expect(ids.filter((id) => others.includes(id))).toEqual([]);
    const verdict = diagnosis.verdicts.find(({ id }) => id === failure.id);
    expect(verdict?.evidence.length).toBeGreaterThan(0);
    expect(JSON.stringify(verdict)).not.toMatch(/\{[a-zA-Z]+\}/);
  });

  it.each(CASES)('$id, way $way, needs every part', async ({ failure, parts }) => {
    for (const part of parts) {
      const without = parts.filter((item) => item !== part);
      const ways = CASES.filter(
        (item) => item.id === failure.id && item.parts.every((one) => has(without, one)),
      );
      if (ways.length > 0) continue;
      const ids = idsOf(await diagnose(logOf(failure, without)));
      expect(ids, `without ${part.name}`).not.toContain(failure.id);
    }
  });
});

function has(parts: readonly Part[], part: Part): boolean {
  return parts.some((item) => item.name === part.name && item.place === part.place);
}

describe('the samples of the data', () => {
  it('give no verdict where they stand as [WARNING] of a run that succeeded', async () => {
    const samples = data.setupFailures.flatMap(({ when }) =>
      when === undefined ? [] : partsOf(when).flatMap((parts) => linesAt(parts, 'block')),
    );
    const log = text(
      beginning(),
      headed(samples, undefined, 2),
      headed(['The Exchange Server setup operation completed successfully.', 'End of Setup'], undefined, 0),
    );
    expect(idsOf(await diagnose(log))).toEqual(['success']);
  });
});
