import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readArguments } from '../../src/commands/arguments.ts';
import { quoteArgument } from '../../src/commands/command-line.ts';
import { PLAN_FLAGS } from '../../src/commands/flags.ts';
import { commandLine, questionOf } from '../../src/commands/question.ts';
import type { Question } from '../../src/planner/question.ts';
import { catalogue } from '../whole.ts';
import { randomQuestion, words } from './random-question.ts';

const TODAY = '2026-11-24';

function ask(args: readonly string[]): Question {
  return questionOf(catalogue, readArguments('plan', PLAN_FLAGS, args).values, TODAY);
}

function asked(...args: readonly string[]): Question {
  return ask(['--from', '2016-cu12', '--to', 'latest', ...args]);
}

function refusal(args: readonly string[]): string {
  try {
    ask(args);
  } catch (error) {
    if (error instanceof Error && error.name === 'UsageError') return error.message;
    throw error;
  }
  throw new Error(`accepted: ${args.join(' ')}`);
}

describe('values', () => {
  it.each([
    ['461814', '4.7.2'],
    ['528040', '4.8'],
    ['528449', '4.8'],
    ['v4.8', '4.8'],
    ['.NET Framework 4.7.2', '4.7.2'],
  ])('--dotnet %s is %s', (text, version) => {
    expect(asked('--dotnet', text).dotnet).toBe(version);
  });

  it.each([
    ['2012R2', '2012r2'],
    ['2012 r2', '2012r2'],
    ['WS2016', '2016'],
    ['Windows Server 2016', '2016'],
    ['Win2019', '2019'],
  ])('--windows %s is %s', (text, id) => {
    expect(asked('--windows', text).windows).toBe(id);
  });

  it('reads lists from commas and from repeated flags', () => {
    const expected = ['2016-cu13', '2016-cu14'];
    expect(asked('--media', '2016-cu14, Exchange 2016 CU13').media).toEqual(expected);
    expect(asked('--media', '2016-cu13', '--media', '2016-cu14').media).toEqual(expected);
    expect(asked('--media', 'all').media).toEqual([...catalogue.releases.keys()]);
    expect(asked('--also', '2013,Exchange 2010,2019-cu14').also).toEqual(['2013', '2010', '2019']);
  });

  it('keeps "none" apart from "nobody said"', () => {
    expect(asked('--also', 'none').also).toEqual([]);
    expect(asked().also).toBeUndefined();
    expect(asked().facts).toEqual({});
    expect(asked('--no-hybrid', '--esu', '--dag', 'DAG01')).toMatchObject({
      facts: { hybrid: false, esu: true, dag: true },
      dag: 'DAG01',
    });
  });

  it('reads a target as release, exact update, planned release or word', () => {
    const target = (text: string) => ask(['--from', '2016-cu12', '--to', text]).to;
    expect(target('2016 CU23')).toMatchObject({ kind: 'release', release: { id: '2016-cu23' } });
    expect(target('KB5066369')).toMatchObject({ kind: 'update', update: { fullId: '2016-cu23+Oct25SU' } });
    expect(target('se-cu2')).toMatchObject({ kind: 'planned' });
    expect(target('Latest CU')).toEqual({ kind: 'latest-cu' });
  });
});

describe('refusals name the flag, what was found and what was expected', () => {
  const base = ['--from', '2016-cu12', '--to', 'latest'];
  it.each([
    [['--to', 'latest'], /^--from is missing/],
    [['--from', '2016-cu12'], /^--to is missing: .*latest/],
    [['--from', 'Oct25SU', '--to', 'latest'], /^--from: .*one level, but 4 fit: se-rtm\+Oct25SU/],
    [['--from', '2016-cu99', '--to', 'latest'], /^--from: found "2016-cu99"/],
    [['--from', '15.1.2507.9999', '--to', 'latest'], /^--from: .*Nearest below: .*CU23/],
    [['--from', 'se-cu2', '--to', 'latest'], /not released/],
    [[...base, '--windows', '2O16'], /^--windows: found "2O16".*did you mean "2016"/],
    [[...base, '--dotnet', '4.9'], /^--dotnet: found "4.9".* known are 4\.5, .*4\.8\.1$/],
    [[...base, '--dotnet', '4,8'], /^--dotnet: found "4,8".*did you mean "4.8"/],
    [[...base, '--dc-windows', '2000'], /^--dc-windows: found "2000", expected [^;]*2025$/],
    [[...base, '--forest-level', '2010'], /^--forest-level: found "2010", expected [^;]*$/],
    [[...base, '--dotnet', '100000'], /^--dotnet: found "100000"/],
    [[...base, '--windows', '2016', '--dotnet', '4.6.1'], /comes with 4.6.2/],
    [[...base, '--windows', '2012', '--dotnet', '4.8.1'], /cannot be installed on Windows Server 2012/],
    [[...base, '--role', 'mailbx'], /^--role: .*mailbox, edge, tools; did you mean "mailbox"/],
    [[...base, '--server', 'EX01; Remove-Item'], /^--server: /],
    [[...base, '--server', 'EX 01'], /^--server: /],
    [[...base, '--server', '-EX01'], /^--server: /],
    [[...base, '--dag', 'DAG*1'], /^--dag: /],
    [[...base, '--dag', '$(x)'], /^--dag: /],
    [[...base, '--dag', 'D1', '--no-dag'], /exclude each other/],
    [[...base, '--role', 'edge', '--dag', 'D1'], /^--dag and --role edge exclude each other/],
    [[...base, '--role', 'tools', '--in-dag'], /^--in-dag and --role tools exclude each other/],
    [[...base, '--hybrid', '--no-hybrid'], /exclude each other/],
    [[...base, '--iso', 'D:\\a"b.iso'], /^--iso: /],
    [[...base, '--iso', 'D:\\a\u2019; calc.iso'], /^--iso: /],
    [[...base, '--iso', 'D:\\\u001b[2J.iso'], /^--iso: found "[^\u001b]*"/],
    [[...base, '--media', '2016-cu13,'], /^--media: /],
    [[...base, '--also', '2017'], /^--also: found "2017"/],
    [[...base, '--accept', 'dotnet-ahead-of-c'], /^--accept: .*did you mean "dotnet-ahead-of-cu"/],
    [[...base, '--forest-level', '2099'], /^--forest-level: /],
    [
      [...base, '--forest-level', '2025', '--dc-windows', '2025,2022'],
      /^--forest-level: found 2025 with --dc-windows 2025,2022, .*Windows Server 2022/,
    ],
    [[...base, '--route', 'fast'], /^--route: found "fast", expected supported, direct/],
    [[...base, '--frm', 'x'], /^"--frm" is no flag of cupath plan; did you mean "--from"/],
    [[...base, '--from', '2016-cu13'], /^--from: found twice/],
    [[...base, '--server'], /^--server: found no value, expected NAME/],
    [[...base, '--esu=no'], /^--esu: found "no", expected no value/],
  ])('%j', (args, message) => {
    expect(refusal(args)).toMatch(message);
    expect(refusal(args)).not.toContain('\n');
  });
});

describe('the equivalent command line', () => {
  it('asks the same question again', () => {
    fc.assert(
      fc.property(randomQuestion(catalogue), (original) => {
        const [program, command, ...args] = words(commandLine(original, { catalogue }));
        expect([program, command]).toEqual(['cupath', 'plan']);
        const { values } = readArguments('plan', PLAN_FLAGS, args);
        const again = questionOf(catalogue, values, values.today ?? '');
        expect(again).toEqual(original);
      }),
      { numRuns: 300 },
    );
  });

  it('has a fixed order', () => {
    const line = commandLine(asked('--media', '2016-cu13', '--dotnet', '4.7.2', '--windows', '2016'));
    expect(line).toBe(
      'cupath plan --from 2016-cu12 --dotnet 4.7.2 --windows 2016 --media 2016-cu13 --to latest --today 2026-11-24',
    );
  });

  it.each([
    ['EX01.contoso.local', 'EX01.contoso.local'],
    ['a,b', '"a,b"'],
    ['D:\\my iso\\x.iso', '"D:\\my iso\\x.iso"'],
    ['\\\\srv\\x.iso', "'\\\\srv\\x.iso'"],
    ['D:\\$x.iso', "'D:\\$x.iso'"],
  ])('quotes %s as %s', (text, expected) => {
    expect(quoteArgument(text)).toBe(expected);
  });
});
