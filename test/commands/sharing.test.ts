import { spawnSync } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planUpdate } from '../../src/checklist/plan-update.ts';
import type { Context } from '../../src/commands/context.ts';
import { filesBelow } from '../../src/commands/own-files.ts';
import { commandArguments, commandLine } from '../../src/commands/question.ts';
import { run } from '../../src/commands/run.ts';
import type { Question } from '../../src/planner/question.ts';
import { renderJson } from '../../src/render/json.ts';
import { answersOf } from '../../src/wizard/answers.ts';
import { programCore } from '../../src/wizard/program.ts';
import { asked } from '../../src/wizard/questions.ts';
import { catalogue } from '../whole.ts';
import { randomQuestion, words } from './random-question.ts';

const generated = '2026-11-24T12:00:00Z';
const EPOCH = String(Date.parse(generated) / 1000);
const hasShell = spawnSync('sh', ['-c', 'exit 0']).status === 0;

/** What `cupath` prints for these arguments, through the parser that people use. */
async function printed(args: readonly string[]): Promise<string> {
  const stdout = new PassThrough({ highWaterMark: 64 * 1024 * 1024 });
  const stderr = new PassThrough({ highWaterMark: 64 * 1024 * 1024 });
  const context: Context = {
    ...{
      own: filesBelow(pathToFileURL(`${process.cwd()}/`)),
      env: { SOURCE_DATE_EPOCH: EPOCH },
      platform: 'linux',
    },
    ...{ stdout, stderr, stdinIsTerminal: false, now: () => new Date(generated) },
    openCatalogue: async () => catalogue,
  };
  await run(context, [...args, '--format', 'json']);
  return String(stdout.read() ?? '');
}

function planned(question: Question): { readonly command: string; readonly json: string } {
  const plan = planUpdate(catalogue, question, (each) => commandLine(each, { catalogue }));
  return { command: plan.command, json: renderJson(plan, { generated }) };
}

describe('the command line that a plan prints', () => {
  it('gives the same plan again, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(randomQuestion(catalogue), async (question) => {
        const { command, json } = planned(question);
        const [program, ...args] = words(command);
        expect(program).toBe('cupath');
        expect(await printed(args)).toBe(json);
        expect(args).toEqual(['plan', ...commandArguments(question, { catalogue })]);
      }),
      { numRuns: 400 },
    );
  }, 240_000);

  it.skipIf(!hasShell)(
    'is split by a real shell as it was meant',
    () => {
      fc.assert(
        fc.property(randomQuestion(catalogue), (question) => {
          const line = commandLine(question, { catalogue });
          // A single quote beside what a shell expands keeps its meaning in PowerShell only.
          fc.pre(!line.includes("''"));
          const { stdout } = spawnSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' });
          expect(stdout.split('\0').slice(0, -1)).toEqual([
            'cupath',
            'plan',
            ...commandArguments(question, { catalogue }),
          ]);
        }),
        { numRuns: 60 },
      );
    },
    60_000,
  );

  it('says that the server is in a DAG whose name nobody knows, as the wizard may answer', async () => {
    const core = programCore(catalogue, { today: '2026-11-24', ascii: false, generated });
    const release = catalogue.releases.get('2016-cu23');
    if (!release) throw new Error('no 2016-cu23');
    const start: Question = {
      ...{ from: { kind: 'level', release, update: null, updateKnown: false }, to: { kind: 'latest' } },
      ...{ facts: { dag: true }, media: [], accept: [], today: '2026-11-24' },
    };
    const { question } = asked(core, answersOf(start));
    if (!question) throw new Error('the answers are no question');
    expect(question.dag).toBeUndefined();
    const { command, json } = planned(question);
    expect(command).toContain(' --in-dag ');
    expect(await printed(words(command).slice(1))).toBe(json);
    const without = planned({ ...question, facts: {} });
    expect(without.json).not.toBe(json);
  });
});
